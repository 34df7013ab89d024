"""What single saves note beside PostgreSQL's full-text index (检索索引待整理表) is sorted in by the background process.

The list may be longer than PostgreSQL's four megabytes, so that no save does that work in between.
"""

from alembic import op

revision = "core_0013"
down_revision = "core_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_petition_fts_tokens SET (gin_pending_list_limit = 32768)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_petition_fts_tokens RESET (gin_pending_list_limit)")
