"""Steps of petitions that items are about (事项新进展)."""

import sqlalchemy as sa
from alembic import op

revision = "daily_briefing_0002"
down_revision = "daily_briefing_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_briefing_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_daily_briefing_news_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_daily_briefing_news_petition_id_petition")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["daily_briefing_item.id"],
            name=op.f("fk_daily_briefing_news_thread_id_daily_briefing_item"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_briefing_news")),
        sa.UniqueConstraint(
            "thread_id", "petition_id", "at", name=op.f("uq_daily_briefing_news_thread_id_petition_id_at")
        ),
    )
    op.create_index(
        op.f("ix_daily_briefing_news_office_id"), "daily_briefing_news", ["office_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_daily_briefing_news_office_id"), table_name="daily_briefing_news")
    op.drop_table("daily_briefing_news")
