"""Every table of the audit's chain refuses to be replaced or emptied (审计链整体只增不改).

``REPLACE`` of SQLite deletes without asking the triggers of DELETE, and PostgreSQL's ``TRUNCATE`` asks only those of
its own table: the notes of what a deletion took out and the chain's head stood open.
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0011"
down_revision = "core_0010"
branch_labels = None
depends_on = None

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'audit records are append-only'); END"
_BACK = "NEW.last_id < OLD.last_id"
_SQLITE = {
    "audit_event_no_replace": (
        "INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)"
    ),
    "audit_redaction_no_replace": (
        "INSERT ON audit_redaction WHEN EXISTS (SELECT 1 FROM audit_redaction WHERE event_id = NEW.event_id)"
    ),
    "audit_redaction_no_update": "UPDATE ON audit_redaction",
    "audit_redaction_no_delete": "DELETE ON audit_redaction",
    "audit_head_no_replace": "INSERT ON audit_head WHEN EXISTS (SELECT 1 FROM audit_head)",
    "audit_head_no_way_back": f"UPDATE ON audit_head WHEN {_BACK}",
    "audit_head_no_delete": "DELETE ON audit_head",
}
_POSTGRESQL = {
    "audit_redaction_append_only": (
        "audit_redaction",
        "UPDATE OR DELETE OR TRUNCATE ON audit_redaction FOR EACH STATEMENT",
    ),
    "audit_head_no_delete": ("audit_head", "DELETE OR TRUNCATE ON audit_head FOR EACH STATEMENT"),
    "audit_head_no_way_back": ("audit_head", f"UPDATE ON audit_head FOR EACH ROW WHEN ({_BACK})"),
}


def _is_sqlite() -> bool:
    connection: sa.Connection = op.get_bind()
    return connection.dialect.name == "sqlite"


def upgrade() -> None:
    if _is_sqlite():
        for name, when in _SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} BEFORE {when} {_REFUSE}")
        return
    for name, (_table, when) in _POSTGRESQL.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION audit_event_refuse()")


def downgrade() -> None:
    if _is_sqlite():
        for name in _SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        return
    for name, (table, _when) in _POSTGRESQL.items():
        op.execute(f"DROP TRIGGER {name} ON {table}")
