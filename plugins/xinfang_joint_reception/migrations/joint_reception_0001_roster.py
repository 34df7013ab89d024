"""Kinds, roster, rules, blocked days and leave (类别、名册、规则、暂停、请假)."""

import sqlalchemy as sa
from alembic import op

revision = "joint_reception_0001"
down_revision = None
branch_labels = ("joint_reception",)
depends_on = "core_0002"


def upgrade() -> None:
    op.create_table(
        "joint_reception_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("promised", sa.Integer(), nullable=False),
        sa.Column("swap_days", sa.Integer(), nullable=False),
        sa.Column("same_firm", sa.Boolean(), nullable=False),
        sa.Column("bookable", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_kind_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_kind")),
    )
    op.create_index(
        op.f("ix_joint_reception_kind_office_id"), "joint_reception_kind", ["office_id"], unique=False
    )
    op.create_table(
        "joint_reception_blocked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["joint_reception_kind.id"],
            name=op.f("fk_joint_reception_blocked_kind_id_joint_reception_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_blocked_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_blocked")),
    )
    op.create_index(
        op.f("ix_joint_reception_blocked_office_id"), "joint_reception_blocked", ["office_id"], unique=False
    )
    op.create_table(
        "joint_reception_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("post", sa.String(length=80), nullable=False),
        sa.Column("unit_name", sa.String(length=120), nullable=False),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("works", sa.JSON(), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_joint_reception_member_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["joint_reception_kind.id"],
            name=op.f("fk_joint_reception_member_kind_id_joint_reception_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_member_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["office.id"], name=op.f("fk_joint_reception_member_unit_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_member")),
    )
    op.create_index(
        op.f("ix_joint_reception_member_account_id"), "joint_reception_member", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_member_kind_id"), "joint_reception_member", ["kind_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_member_office_id"), "joint_reception_member", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_member_unit_id"), "joint_reception_member", ["unit_id"], unique=False
    )
    op.create_table(
        "joint_reception_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("pattern", sa.String(length=20), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("roll", sa.String(length=20), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("head_weekday", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["joint_reception_kind.id"],
            name=op.f("fk_joint_reception_rule_kind_id_joint_reception_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_rule_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_rule")),
    )
    op.create_index(
        op.f("ix_joint_reception_rule_kind_id"), "joint_reception_rule", ["kind_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_rule_office_id"), "joint_reception_rule", ["office_id"], unique=False
    )
    op.create_table(
        "joint_reception_leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["joint_reception_member.id"],
            name=op.f("fk_joint_reception_leave_member_id_joint_reception_member"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_joint_reception_leave_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reception_leave")),
    )
    op.create_index(
        op.f("ix_joint_reception_leave_member_id"), "joint_reception_leave", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_joint_reception_leave_office_id"), "joint_reception_leave", ["office_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_joint_reception_leave_office_id"), table_name="joint_reception_leave")
    op.drop_index(op.f("ix_joint_reception_leave_member_id"), table_name="joint_reception_leave")
    op.drop_table("joint_reception_leave")
    op.drop_index(op.f("ix_joint_reception_rule_office_id"), table_name="joint_reception_rule")
    op.drop_index(op.f("ix_joint_reception_rule_kind_id"), table_name="joint_reception_rule")
    op.drop_table("joint_reception_rule")
    op.drop_index(op.f("ix_joint_reception_member_unit_id"), table_name="joint_reception_member")
    op.drop_index(op.f("ix_joint_reception_member_office_id"), table_name="joint_reception_member")
    op.drop_index(op.f("ix_joint_reception_member_kind_id"), table_name="joint_reception_member")
    op.drop_index(op.f("ix_joint_reception_member_account_id"), table_name="joint_reception_member")
    op.drop_table("joint_reception_member")
    op.drop_index(op.f("ix_joint_reception_blocked_office_id"), table_name="joint_reception_blocked")
    op.drop_table("joint_reception_blocked")
    op.drop_index(op.f("ix_joint_reception_kind_office_id"), table_name="joint_reception_kind")
    op.drop_table("joint_reception_kind")
