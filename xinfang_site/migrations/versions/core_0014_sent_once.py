"""A form that starts background work starts it once, however often it is sent (重复提交)."""

import sqlalchemy as sa
from alembic import op

revision = "core_0014"
down_revision = "core_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job", sa.Column("submission", sa.String(40)))
    op.create_index("uq_job_submission", "job", ["submission"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_job_submission", table_name="job")
    op.drop_column("job", "submission")
