"""A stamp of codes and offices (常用表版次), drawn anew by the database at every change of either; two indexes."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "core_0007"
down_revision = "core_0006"
branch_labels = None
depends_on = None

_TABLES = ("code", "office")
_DRAW = "UPDATE known_revision SET stamp = random()"


def _stamp_sqlite() -> None:
    for table in _TABLES:
        for act in ("INSERT", "UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER known_revision_{table}_{act.lower()} AFTER {act} ON {table} "
                f"BEGIN {_DRAW}; END"
            )


def _stamp_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION known_revision_draw() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE known_revision SET stamp = (random() * 9007199254740992)::bigint; RETURN NULL; END $$"
    )
    for table in _TABLES:
        op.execute(
            f"CREATE TRIGGER known_revision_{table} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION known_revision_draw()"
        )


def upgrade() -> None:
    made = op.create_table(
        "known_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_revision")),
    )
    op.bulk_insert(made, [{"id": 1, "stamp": secrets.randbits(53)}])
    _stamp_sqlite() if op.get_bind().dialect.name == "sqlite" else _stamp_postgresql()
    op.create_index("ix_petition_proposal_state", "petition_proposal", ["state", "petition_id"])
    op.create_index(
        "ix_petition_returned",
        "petition",
        ["id"],
        sqlite_where=sa.text("returns > 0 AND closed_on IS NULL"),
        postgresql_where=sa.text("returns > 0 AND closed_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_petition_returned", table_name="petition")
    op.drop_index("ix_petition_proposal_state", table_name="petition_proposal")
    if op.get_bind().dialect.name == "sqlite":
        for table in _TABLES:
            for act in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER known_revision_{table}_{act}")
    else:
        for table in _TABLES:
            op.execute(f"DROP TRIGGER known_revision_{table} ON {table}")
        op.execute("DROP FUNCTION known_revision_draw()")
    op.drop_table("known_revision")
