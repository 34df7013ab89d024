"""PostgreSQL's full-text index knows each matter's month (检索索引按月), so that a search reads the newest months only.

The table is written anew, in order of receipt: changing every row in place would leave it twice as large.
"""

from alembic import op

revision = "core_0016"
down_revision = "core_0015"
branch_labels = None
depends_on = None

# the month of a sort key: its digits before those of the day and of the matter's id
_MONTH = "(sort_key / 1000000000)::text"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _written_anew(f"tokens || array_to_tsvector(ARRAY[{_MONTH}])")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _written_anew(f"ts_delete(tokens, {_MONTH})")


def _written_anew(tokens: str) -> None:
    op.execute(
        f"CREATE TABLE petition_fts_new AS SELECT sort_key, {tokens} AS tokens FROM petition_fts ORDER BY sort_key"  # noqa: S608 - no value
    )
    op.execute("DROP TABLE petition_fts")
    op.execute("ALTER TABLE petition_fts_new RENAME TO petition_fts")
    op.execute("ALTER TABLE petition_fts ALTER COLUMN tokens SET NOT NULL")
    op.execute("ALTER TABLE petition_fts ADD PRIMARY KEY (sort_key)")
    op.execute(
        "CREATE INDEX ix_petition_fts_tokens ON petition_fts USING gin (tokens)"
        " WITH (fastupdate = on, gin_pending_list_limit = 32768)"
    )
    op.execute("ANALYZE petition_fts")  # searches ask the planner how common their words are
