"""An index of the limits (期限索引) by duty and due day: the timeliness report reads one stretch of it."""

from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_petition_clock_due", "petition_clock", ["code", "due", "stopped_on", "petition_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_petition_clock_due", table_name="petition_clock")
