"""Modules per office (模块开关): what is on, every switch, every version of the settings."""

import sqlalchemy as sa
from alembic import op

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_module",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_module_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "name", name=op.f("pk_office_module")),
    )
    op.create_table(
        "office_module_switch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_office_module_switch_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_module_switch")),
    )
    op.create_index(
        "ix_office_module_switch_office_id_name", "office_module_switch", ["office_id", "name", "at"]
    )
    op.create_table(
        "office_module_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_office_module_settings_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_module_settings")),
        sa.UniqueConstraint(
            "office_id", "name", "version", name=op.f("uq_office_module_settings_office_id_name_version")
        ),
    )


def downgrade() -> None:
    op.drop_table("office_module_settings")
    op.drop_index("ix_office_module_switch_office_id_name", table_name="office_module_switch")
    op.drop_table("office_module_switch")
    op.drop_table("office_module")
