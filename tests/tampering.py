"""Somebody with the database in hands (篡改者): the audit's triggers are off before anything else."""

from sqlalchemy import text
from sqlalchemy.orm import Session

_TABLES = ("audit_event", "audit_redaction", "audit_head")
_TRIGGERS = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'")


def unguard_audit(session: Session) -> None:
    """Let anything be written into the audit's tables."""
    if session.get_bind().dialect.name == "sqlite":
        for name in session.scalars(_TRIGGERS).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    else:
        for table in _TABLES:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    session.commit()
