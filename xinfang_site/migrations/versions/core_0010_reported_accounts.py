"""The account of a reported person (被反映人本人账号): to it the report is a missing matter."""

import sqlalchemy as sa
from alembic import op

revision = "core_0010"
down_revision = "core_0009"
branch_labels = None
depends_on = None

_LINKED = sa.text("account_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("petition_accused") as table:
        table.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_petition_accused_account_id_account"), "account", ["account_id"], ["id"]
        )
    op.create_index(
        "ix_petition_accused_account",
        "petition_accused",
        ["account_id", "petition_id"],
        sqlite_where=_LINKED,
        postgresql_where=_LINKED,
    )


def downgrade() -> None:
    op.drop_index("ix_petition_accused_account", "petition_accused")
    with op.batch_alter_table("petition_accused") as table:
        table.drop_constraint(op.f("fk_petition_accused_account_id_account"), type_="foreignkey")
        table.drop_column("account_id")
