"""The table of key dates (重要日期)."""

import sqlalchemy as sa
from alembic import op

revision = "key_dates_0001"
down_revision = None
branch_labels = ("key_dates",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "key_dates_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_key_dates_event_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_key_dates_event"),
    )
    op.create_index("ix_key_dates_event_office_id", "key_dates_event", ["office_id"])


def downgrade() -> None:
    op.drop_table("key_dates_event")
