"""Sessions, duties, published versions, swaps, feeds (场次、值守、公示、换班、订阅)."""

import sqlalchemy as sa
from alembic import op

revision = "joint_reception_0002"
down_revision = "joint_reception_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joint_reception_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_lock_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_lock")),
        sa.UniqueConstraint("office_id", name=op.f("uq_joint_reception_lock_office_id")),
    )
    op.create_index(
        op.f("ix_joint_reception_lock_office_id"), "joint_reception_lock", ["office_id"], unique=False
    )
    op.create_table(
        "joint_reception_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["joint_reception_kind.id"],
            name=op.f("fk_joint_reception_edition_kind_id_joint_reception_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_edition_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_edition")),
        sa.UniqueConstraint(
            "office_id",
            "kind_id",
            "first",
            "number",
            name=op.f("uq_joint_reception_edition_office_id_kind_id_first_number"),
        ),
    )
    op.create_index(
        op.f("ix_joint_reception_edition_office_id"), "joint_reception_edition", ["office_id"], unique=False
    )
    op.create_table(
        "joint_reception_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_joint_reception_feed_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_feed_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_joint_reception_feed_digest")),
    )
    op.create_index(
        op.f("ix_joint_reception_feed_account_id"), "joint_reception_feed", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_feed_office_id"), "joint_reception_feed", ["office_id"], unique=False
    )
    op.create_table(
        "joint_reception_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("nominal", sa.Date(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("by_head", sa.Boolean(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=True),
        sa.Column("batches", sa.Integer(), nullable=True),
        sa.Column("visitors", sa.Integer(), nullable=True),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["joint_reception_kind.id"],
            name=op.f("fk_joint_reception_session_kind_id_joint_reception_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_session_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["joint_reception_rule.id"],
            name=op.f("fk_joint_reception_session_rule_id_joint_reception_rule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_session")),
        sa.UniqueConstraint("rule_id", "nominal", name=op.f("uq_joint_reception_session_rule_id_nominal")),
    )
    op.create_index(
        op.f("ix_joint_reception_session_batch"), "joint_reception_session", ["batch"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_session_kind_id"), "joint_reception_session", ["kind_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_session_office_id"), "joint_reception_session", ["office_id"], unique=False
    )
    op.create_index(
        "ix_joint_reception_session_office_id_day",
        "joint_reception_session",
        ["office_id", "day"],
        unique=False,
    )
    op.create_table(
        "joint_reception_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["joint_reception_edition.id"],
            name=op.f("fk_joint_reception_told_edition_id_joint_reception_edition"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["joint_reception_member.id"],
            name=op.f("fk_joint_reception_told_member_id_joint_reception_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_told_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_told")),
    )
    op.create_index(
        op.f("ix_joint_reception_told_member_id"), "joint_reception_told", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_told_office_id"), "joint_reception_told", ["office_id"], unique=False
    )
    op.create_table(
        "joint_reception_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.Column("window", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("absence", sa.String(length=120), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["joint_reception_member.id"],
            name=op.f("fk_joint_reception_duty_member_id_joint_reception_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_duty_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["joint_reception_session.id"],
            name=op.f("fk_joint_reception_duty_session_id_joint_reception_session"),
        ),
        sa.ForeignKeyConstraint(
            ["stand_in_id"],
            ["joint_reception_member.id"],
            name=op.f("fk_joint_reception_duty_stand_in_id_joint_reception_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_duty")),
        sa.UniqueConstraint(
            "session_id", "member_id", name=op.f("uq_joint_reception_duty_session_id_member_id")
        ),
    )
    op.create_index(
        op.f("ix_joint_reception_duty_member_id"), "joint_reception_duty", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_duty_office_id"), "joint_reception_duty", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_duty_stand_in_id"), "joint_reception_duty", ["stand_in_id"], unique=False
    )
    op.create_table(
        "joint_reception_swap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("other_duty_id", sa.Integer(), nullable=True),
        sa.Column("other_member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["duty_id"],
            ["joint_reception_duty.id"],
            name=op.f("fk_joint_reception_swap_duty_id_joint_reception_duty"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_swap_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["other_duty_id"],
            ["joint_reception_duty.id"],
            name=op.f("fk_joint_reception_swap_other_duty_id_joint_reception_duty"),
        ),
        sa.ForeignKeyConstraint(
            ["other_member_id"],
            ["joint_reception_member.id"],
            name=op.f("fk_joint_reception_swap_other_member_id_joint_reception_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_swap")),
    )
    op.create_index(
        op.f("ix_joint_reception_swap_duty_id"), "joint_reception_swap", ["duty_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_swap_office_id"), "joint_reception_swap", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_swap_other_member_id"),
        "joint_reception_swap",
        ["other_member_id"],
        unique=False,
    )
    op.create_index(op.f("ix_joint_reception_swap_state"), "joint_reception_swap", ["state"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_joint_reception_swap_state"), table_name="joint_reception_swap")
    op.drop_index(op.f("ix_joint_reception_swap_other_member_id"), table_name="joint_reception_swap")
    op.drop_index(op.f("ix_joint_reception_swap_office_id"), table_name="joint_reception_swap")
    op.drop_index(op.f("ix_joint_reception_swap_duty_id"), table_name="joint_reception_swap")
    op.drop_table("joint_reception_swap")
    op.drop_index(op.f("ix_joint_reception_duty_stand_in_id"), table_name="joint_reception_duty")
    op.drop_index(op.f("ix_joint_reception_duty_office_id"), table_name="joint_reception_duty")
    op.drop_index(op.f("ix_joint_reception_duty_member_id"), table_name="joint_reception_duty")
    op.drop_table("joint_reception_duty")
    op.drop_index(op.f("ix_joint_reception_told_office_id"), table_name="joint_reception_told")
    op.drop_index(op.f("ix_joint_reception_told_member_id"), table_name="joint_reception_told")
    op.drop_table("joint_reception_told")
    op.drop_index("ix_joint_reception_session_office_id_day", table_name="joint_reception_session")
    op.drop_index(op.f("ix_joint_reception_session_office_id"), table_name="joint_reception_session")
    op.drop_index(op.f("ix_joint_reception_session_kind_id"), table_name="joint_reception_session")
    op.drop_index(op.f("ix_joint_reception_session_batch"), table_name="joint_reception_session")
    op.drop_table("joint_reception_session")
    op.drop_index(op.f("ix_joint_reception_feed_office_id"), table_name="joint_reception_feed")
    op.drop_index(op.f("ix_joint_reception_feed_account_id"), table_name="joint_reception_feed")
    op.drop_table("joint_reception_feed")
    op.drop_index(op.f("ix_joint_reception_edition_office_id"), table_name="joint_reception_edition")
    op.drop_table("joint_reception_edition")
    op.drop_index(op.f("ix_joint_reception_lock_office_id"), table_name="joint_reception_lock")
    op.drop_table("joint_reception_lock")
