"""Tables of the daily briefing (每日要情): items, issues with their signed versions, receipts, instructions."""

import sqlalchemy as sa
from alembic import op

revision = "daily_briefing_0001"
down_revision = None
branch_labels = ("daily_briefing",)
depends_on = "core_0002"


def upgrade() -> None:
    op.create_table(
        "daily_briefing_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column("editor_name", sa.String(length=40), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["account.id"], name=op.f("fk_daily_briefing_issue_editor_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_issue_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_daily_briefing_issue_reviewer_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_issue")),
        sa.UniqueConstraint("office_id", "day", name=op.f("uq_daily_briefing_issue_office_id_day")),
        sa.UniqueConstraint(
            "office_id", "year", "number", name=op.f("uq_daily_briefing_issue_office_id_year_number")
        ),
    )
    op.create_index(op.f("ix_daily_briefing_issue_batch"), "daily_briefing_issue", ["batch"], unique=False)
    op.create_index(
        op.f("ix_daily_briefing_issue_office_id"), "daily_briefing_issue", ["office_id"], unique=False
    )
    op.create_index(
        "ix_daily_briefing_issue_signed",
        "daily_briefing_issue",
        ["office_id", "edition", "day"],
        unique=False,
    )
    op.create_table(
        "daily_briefing_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=True),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("report_name", sa.String(length=20), nullable=False),
        sa.Column("column", sa.String(length=10), nullable=False),
        sa.Column("urgency", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("unit_name", sa.String(length=120), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("carry", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=40), nullable=False),
        sa.Column("office_name", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_daily_briefing_item_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_item_corrects_id_daily_briefing_item"),
        ),
        sa.ForeignKeyConstraint(
            ["desk_id"], ["office.id"], name=op.f("fk_daily_briefing_item_desk_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_item_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_item_thread_id_daily_briefing_item"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["office.id"], name=op.f("fk_daily_briefing_item_unit_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_item")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_daily_briefing_item_corrects_id")),
        sa.UniqueConstraint("submission", name=op.f("uq_daily_briefing_item_submission")),
        sa.UniqueConstraint("thread_id", "position", name=op.f("uq_daily_briefing_item_thread_id_position")),
    )
    op.create_index(op.f("ix_daily_briefing_item_batch"), "daily_briefing_item", ["batch"], unique=False)
    op.create_index(
        "ix_daily_briefing_item_desk_sent", "daily_briefing_item", ["desk_id", "sent_at"], unique=False
    )
    op.create_index(
        op.f("ix_daily_briefing_item_office_id"), "daily_briefing_item", ["office_id"], unique=False
    )
    op.create_index(
        "ix_daily_briefing_item_open",
        "daily_briefing_item",
        ["desk_id", "column", "settled_at"],
        unique=False,
    )
    op.create_index(op.f("ix_daily_briefing_item_unit_id"), "daily_briefing_item", ["unit_id"], unique=False)
    op.create_table(
        "daily_briefing_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("warning", sa.String(length=200), nullable=False),
        sa.Column("editor_name", sa.String(length=40), nullable=False),
        sa.Column("reviewer_name", sa.String(length=40), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("signer_name", sa.String(length=40), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["daily_briefing_issue.id"],
            name=op.f("fk_daily_briefing_edition_issue_id_daily_briefing_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_edition_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["signer_id"], ["account.id"], name=op.f("fk_daily_briefing_edition_signer_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_edition")),
        sa.UniqueConstraint("issue_id", "number", name=op.f("uq_daily_briefing_edition_issue_id_number")),
    )
    op.create_index(
        op.f("ix_daily_briefing_edition_office_id"), "daily_briefing_edition", ["office_id"], unique=False
    )
    op.create_table(
        "daily_briefing_item_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_daily_briefing_item_reader_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_item_reader_item_id_daily_briefing_item"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_item_reader_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_item_reader")),
        sa.UniqueConstraint(
            "item_id", "account_id", name=op.f("uq_daily_briefing_item_reader_item_id_account_id")
        ),
    )
    op.create_index(
        op.f("ix_daily_briefing_item_reader_account_id"),
        "daily_briefing_item_reader",
        ["account_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_daily_briefing_item_reader_office_id"),
        "daily_briefing_item_reader",
        ["office_id"],
        unique=False,
    )
    op.create_table(
        "daily_briefing_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_daily_briefing_receipt_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_receipt_item_id_daily_briefing_item"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_receipt_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_receipt")),
        sa.UniqueConstraint(
            "item_id", "account_id", name=op.f("uq_daily_briefing_receipt_item_id_account_id")
        ),
    )
    op.create_index(
        op.f("ix_daily_briefing_receipt_account_id"), "daily_briefing_receipt", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_daily_briefing_receipt_office_id"), "daily_briefing_receipt", ["office_id"], unique=False
    )
    op.create_table(
        "daily_briefing_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("lead", sa.String(length=120), nullable=False),
        sa.Column("column", sa.String(length=10), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("leader_name", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("told_closed", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=40), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["daily_briefing_issue.id"],
            name=op.f("fk_daily_briefing_task_issue_id_daily_briefing_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_task_item_id_daily_briefing_item"),
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["account.id"], name=op.f("fk_daily_briefing_task_leader_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_task_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["office.id"], name=op.f("fk_daily_briefing_task_unit_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_task")),
        sa.UniqueConstraint("submission", name=op.f("uq_daily_briefing_task_submission")),
    )
    op.create_index(
        op.f("ix_daily_briefing_task_office_id"), "daily_briefing_task", ["office_id"], unique=False
    )
    op.create_index(
        "ix_daily_briefing_task_open", "daily_briefing_task", ["office_id", "state"], unique=False
    )
    op.create_index(op.f("ix_daily_briefing_task_unit_id"), "daily_briefing_task", ["unit_id"], unique=False)
    op.create_table(
        "daily_briefing_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=100), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_daily_briefing_told_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_told_item_id_daily_briefing_item"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_told_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_told")),
        sa.UniqueConstraint("item_id", "recipient", name=op.f("uq_daily_briefing_told_item_id_recipient")),
    )
    op.create_index(
        op.f("ix_daily_briefing_told_office_id"), "daily_briefing_told", ["office_id"], unique=False
    )
    op.create_table(
        "daily_briefing_verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_daily_briefing_verification_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_verification_item_id_daily_briefing_item"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_verification_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_verification")),
    )
    op.create_index(
        op.f("ix_daily_briefing_verification_item_id"),
        "daily_briefing_verification",
        ["item_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_daily_briefing_verification_office_id"),
        "daily_briefing_verification",
        ["office_id"],
        unique=False,
    )
    op.create_table(
        "daily_briefing_item_matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_item_matter_item_id_daily_briefing_item"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_item_matter_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_daily_briefing_item_matter_petition_id_petition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_item_matter")),
        sa.UniqueConstraint(
            "item_id", "petition_id", name=op.f("uq_daily_briefing_item_matter_item_id_petition_id")
        ),
    )
    op.create_index(
        op.f("ix_daily_briefing_item_matter_office_id"),
        "daily_briefing_item_matter",
        ["office_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_daily_briefing_item_matter_petition_id"),
        "daily_briefing_item_matter",
        ["petition_id"],
        unique=False,
    )
    op.create_table(
        "daily_briefing_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=60), nullable=False),
        sa.Column("column", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("lead", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("unit_name", sa.String(length=120), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["daily_briefing_issue.id"],
            name=op.f("fk_daily_briefing_line_issue_id_daily_briefing_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_line_item_id_daily_briefing_item"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_line_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["daily_briefing_task.id"],
            name=op.f("fk_daily_briefing_line_task_id_daily_briefing_task"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_line")),
        sa.UniqueConstraint("issue_id", "matter", name=op.f("uq_daily_briefing_line_issue_id_matter")),
    )
    op.create_index(op.f("ix_daily_briefing_line_item_id"), "daily_briefing_line", ["item_id"], unique=False)
    op.create_index(
        op.f("ix_daily_briefing_line_office_id"), "daily_briefing_line", ["office_id"], unique=False
    )
    op.create_table(
        "daily_briefing_printed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=10), nullable=False),
        sa.Column("matter", sa.String(length=60), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("lead", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("unit_name", sa.String(length=120), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("named", sa.String(length=500), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["daily_briefing_edition.id"],
            name=op.f("fk_daily_briefing_printed_edition_id_daily_briefing_edition"),
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["daily_briefing_issue.id"],
            name=op.f("fk_daily_briefing_printed_issue_id_daily_briefing_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_printed_item_id_daily_briefing_item"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_printed_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["daily_briefing_task.id"],
            name=op.f("fk_daily_briefing_printed_task_id_daily_briefing_task"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_printed_thread_id_daily_briefing_item"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_printed")),
    )
    op.create_index(
        op.f("ix_daily_briefing_printed_edition_id"), "daily_briefing_printed", ["edition_id"], unique=False
    )
    op.create_index(
        op.f("ix_daily_briefing_printed_item_id"), "daily_briefing_printed", ["item_id"], unique=False
    )
    op.create_index(
        "ix_daily_briefing_printed_list",
        "daily_briefing_printed",
        ["office_id", "current", "day"],
        unique=False,
    )
    op.create_index(
        op.f("ix_daily_briefing_printed_office_id"), "daily_briefing_printed", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_daily_briefing_printed_task_id"), "daily_briefing_printed", ["task_id"], unique=False
    )
    op.create_index(
        "ix_daily_briefing_printed_thread", "daily_briefing_printed", ["thread_id", "day"], unique=False
    )
    op.create_table(
        "daily_briefing_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit_name", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_daily_briefing_reading_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["daily_briefing_edition.id"],
            name=op.f("fk_daily_briefing_reading_edition_id_daily_briefing_edition"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_reading_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_reading")),
        sa.UniqueConstraint(
            "edition_id", "account_id", name=op.f("uq_daily_briefing_reading_edition_id_account_id")
        ),
    )
    op.create_index(
        op.f("ix_daily_briefing_reading_account_id"), "daily_briefing_reading", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_daily_briefing_reading_office_id"), "daily_briefing_reading", ["office_id"], unique=False
    )
    op.create_table(
        "daily_briefing_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit_name", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_daily_briefing_reply_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_reply_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["daily_briefing_task.id"],
            name=op.f("fk_daily_briefing_reply_task_id_daily_briefing_task"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_reply")),
    )
    op.create_index(
        op.f("ix_daily_briefing_reply_office_id"), "daily_briefing_reply", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_daily_briefing_reply_task_id"), "daily_briefing_reply", ["task_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_daily_briefing_reply_task_id"), table_name="daily_briefing_reply")
    op.drop_index(op.f("ix_daily_briefing_reply_office_id"), table_name="daily_briefing_reply")
    op.drop_table("daily_briefing_reply")
    op.drop_index(op.f("ix_daily_briefing_reading_office_id"), table_name="daily_briefing_reading")
    op.drop_index(op.f("ix_daily_briefing_reading_account_id"), table_name="daily_briefing_reading")
    op.drop_table("daily_briefing_reading")
    op.drop_index("ix_daily_briefing_printed_thread", table_name="daily_briefing_printed")
    op.drop_index(op.f("ix_daily_briefing_printed_task_id"), table_name="daily_briefing_printed")
    op.drop_index(op.f("ix_daily_briefing_printed_office_id"), table_name="daily_briefing_printed")
    op.drop_index("ix_daily_briefing_printed_list", table_name="daily_briefing_printed")
    op.drop_index(op.f("ix_daily_briefing_printed_item_id"), table_name="daily_briefing_printed")
    op.drop_index(op.f("ix_daily_briefing_printed_edition_id"), table_name="daily_briefing_printed")
    op.drop_table("daily_briefing_printed")
    op.drop_index(op.f("ix_daily_briefing_line_office_id"), table_name="daily_briefing_line")
    op.drop_index(op.f("ix_daily_briefing_line_item_id"), table_name="daily_briefing_line")
    op.drop_table("daily_briefing_line")
    op.drop_index(op.f("ix_daily_briefing_item_matter_petition_id"), table_name="daily_briefing_item_matter")
    op.drop_index(op.f("ix_daily_briefing_item_matter_office_id"), table_name="daily_briefing_item_matter")
    op.drop_table("daily_briefing_item_matter")
    op.drop_index(op.f("ix_daily_briefing_verification_office_id"), table_name="daily_briefing_verification")
    op.drop_index(op.f("ix_daily_briefing_verification_item_id"), table_name="daily_briefing_verification")
    op.drop_table("daily_briefing_verification")
    op.drop_index(op.f("ix_daily_briefing_told_office_id"), table_name="daily_briefing_told")
    op.drop_table("daily_briefing_told")
    op.drop_index(op.f("ix_daily_briefing_task_unit_id"), table_name="daily_briefing_task")
    op.drop_index("ix_daily_briefing_task_open", table_name="daily_briefing_task")
    op.drop_index(op.f("ix_daily_briefing_task_office_id"), table_name="daily_briefing_task")
    op.drop_table("daily_briefing_task")
    op.drop_index(op.f("ix_daily_briefing_receipt_office_id"), table_name="daily_briefing_receipt")
    op.drop_index(op.f("ix_daily_briefing_receipt_account_id"), table_name="daily_briefing_receipt")
    op.drop_table("daily_briefing_receipt")
    op.drop_index(op.f("ix_daily_briefing_item_reader_office_id"), table_name="daily_briefing_item_reader")
    op.drop_index(op.f("ix_daily_briefing_item_reader_account_id"), table_name="daily_briefing_item_reader")
    op.drop_table("daily_briefing_item_reader")
    op.drop_index(op.f("ix_daily_briefing_edition_office_id"), table_name="daily_briefing_edition")
    op.drop_table("daily_briefing_edition")
    op.drop_index(op.f("ix_daily_briefing_item_unit_id"), table_name="daily_briefing_item")
    op.drop_index("ix_daily_briefing_item_open", table_name="daily_briefing_item")
    op.drop_index(op.f("ix_daily_briefing_item_office_id"), table_name="daily_briefing_item")
    op.drop_index("ix_daily_briefing_item_desk_sent", table_name="daily_briefing_item")
    op.drop_index(op.f("ix_daily_briefing_item_batch"), table_name="daily_briefing_item")
    op.drop_table("daily_briefing_item")
    op.drop_index("ix_daily_briefing_issue_signed", table_name="daily_briefing_issue")
    op.drop_index(op.f("ix_daily_briefing_issue_office_id"), table_name="daily_briefing_issue")
    op.drop_index(op.f("ix_daily_briefing_issue_batch"), table_name="daily_briefing_issue")
    op.drop_table("daily_briefing_issue")
