"""The leader in charge of a matter (包案领导); who it was before stands in the timeline."""

import sqlalchemy as sa
from alembic import op

revision = "core_0012"
down_revision = "core_0011"
branch_labels = None
depends_on = None

_LED = sa.text("lead <> ''")


def upgrade() -> None:
    op.add_column("petition", sa.Column("lead", sa.String(length=50), server_default="", nullable=False))
    op.create_index("ix_petition_lead", "petition", ["lead"], sqlite_where=_LED, postgresql_where=_LED)


def downgrade() -> None:
    op.drop_index("ix_petition_lead", "petition")
    op.drop_column("petition", "lead")
