"""Consent to taking a module's records out (清除批准); a session that rehearses a post (岗位预演)."""

import sqlalchemy as sa
from alembic import op

revision = "core_0006"
down_revision = "core_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "module_purge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_module_purge_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_purge")),
    )
    op.create_index("ix_module_purge_name", "module_purge", ["name"])
    op.add_column("account_session", sa.Column("rehearsal", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("account_session", "rehearsal")
    op.drop_table("module_purge")
