"""The procedure's records (办理记录): reviews, urgent reports, supervision, the end of a matter, local rules."""

import sqlalchemy as sa
from alembic import op

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None


def _columns() -> tuple[tuple[str, sa.Column[object]], ...]:
    """What present tables gain."""
    return (
        ("petition", sa.Column("kind", sa.String(length=12), nullable=False, server_default="")),
        ("petition", sa.Column("returns", sa.Integer(), nullable=False, server_default="0")),
        ("petition_attachment", sa.Column("kind", sa.String(length=20), nullable=False, server_default="")),
        ("petition_clock", sa.Column("length", sa.Integer(), nullable=True)),
        ("petition_clock", sa.Column("extensions", sa.JSON(), nullable=False, server_default="[]")),
        ("petition_clock", sa.Column("suspensions", sa.JSON(), nullable=False, server_default="[]")),
        ("petition_clock", sa.Column("missing_years", sa.JSON(), nullable=False, server_default="[]")),
        (
            "petition_clock",
            sa.Column("late_reason", sa.String(length=500), nullable=False, server_default=""),
        ),
        ("petition_clock", sa.Column("late_unit", sa.String(length=120), nullable=False, server_default="")),
    )


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    _files()
    _acts()
    _rules()


def _files() -> None:
    """What belongs to a matter's file."""
    op.create_table(
        "petition_archive",
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("retention", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("catalogue", sa.JSON(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=False),
        sa.Column("archived_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_petition_archive_petition_id_petition")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_petition_archive_sha256_stored_file")
        ),
        sa.PrimaryKeyConstraint("petition_id", name=op.f("pk_petition_archive")),
        sa.UniqueConstraint("number", name=op.f("uq_petition_archive_number")),
    )
    op.create_index("ix_petition_archive_sha256", "petition_archive", ["sha256"], unique=False)
    op.create_table(
        "petition_evaluation",
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("office_score", sa.String(length=20), nullable=False),
        sa.Column("unit_score", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_petition_evaluation_petition_id_petition")
        ),
        sa.PrimaryKeyConstraint("petition_id", name=op.f("pk_petition_evaluation")),
    )
    op.create_table(
        "petition_diversion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("path", sa.String(length=10), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_petition_diversion_petition_id_petition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_diversion")),
    )
    op.create_index("ix_petition_diversion_petition_id", "petition_diversion", ["petition_id"], unique=False)
    op.create_table(
        "petition_recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_petition_recusal_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_petition_recusal_petition_id_petition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_recusal")),
        sa.UniqueConstraint(
            "petition_id", "account_id", name=op.f("uq_petition_recusal_petition_id_account_id")
        ),
    )


def _acts() -> None:
    """Reviews, supervision and urgent reports."""
    op.create_table(
        "petition_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("organ_id", sa.Integer(), nullable=True),
        sa.Column("organ", sa.String(length=120), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("justified", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organ_id"], ["office.id"], name=op.f("fk_petition_review_organ_id_office")),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_petition_review_petition_id_petition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_review")),
    )
    op.create_index("ix_petition_review_petition_id", "petition_review", ["petition_id"], unique=False)
    op.create_table(
        "petition_supervision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("office_name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.Column("feedback_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_petition_supervision_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_petition_supervision_petition_id_petition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_supervision")),
    )
    op.create_index(
        "ix_petition_supervision_petition_id", "petition_supervision", ["petition_id"], unique=False
    )
    op.create_table(
        "urgent_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("drafter", sa.String(length=40), nullable=False),
        sa.Column("signer", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_urgent_report_petition_id_petition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urgent_report")),
        sa.UniqueConstraint("petition_id", "serial", name=op.f("uq_urgent_report_petition_id_serial")),
    )


def _rules() -> None:
    """Local rules, moved limits, morning reminders."""
    op.create_table(
        "local_rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_local_rule_set_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_rule_set")),
    )
    op.create_index("ix_local_rule_set_office_id", "local_rule_set", ["office_id"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reminder_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("account_id", "day", name=op.f("uq_reminder_account_id_day")),
    )
    op.create_index("ix_reminder_day", "reminder", ["day"], unique=False)
    op.create_table(
        "clock_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("after", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["petition_clock.id"], name=op.f("fk_clock_change_clock_id_petition_clock")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_change")),
    )
    op.create_index("ix_clock_change_clock_id", "clock_change", ["clock_id"], unique=False)


def downgrade() -> None:
    for table in (
        "clock_change",
        "reminder",
        "local_rule_set",
        "urgent_report",
        "petition_supervision",
        "petition_review",
        "petition_recusal",
        "petition_diversion",
        "petition_evaluation",
        "petition_archive",
    ):
        op.drop_table(table)
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)
