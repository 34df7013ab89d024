"""Taking values out of the audit (审计内容清除): what was changed goes, who, when and why stay, the chain holds.

A row's digest covers its values. When they go, a keyed note binds the row without them to the digest that the
chain keeps, so that verification still finds any other alteration, and a row emptied by somebody else.
"""

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.audit.models import AuditEvent, AuditRedaction
from xinfang_site.audit.writer import digest
from xinfang_site.extensions import vault


def redact(session: Session, object_type: str, object_id: str) -> int:
    """Take the values out of every row about a record; returns how many. Inside ``writing()``."""
    table = AuditEvent.__table__
    rows = session.execute(
        select(*table.columns).where(table.c.object_type == object_type, table.c.object_id == object_id)
    ).mappings()
    notes = [
        {"event_id": row["id"], "at": clock.now(), "digest": note_of(dict(row))}
        for row in rows
        if row["changes"]
    ]
    if notes:
        session.execute(insert(AuditRedaction), notes)
        ids = [each["event_id"] for each in notes]
        session.execute(
            update(AuditEvent)
            .where(AuditEvent.id.in_(ids))
            .values(changes={})
            .execution_options(synchronize_session=False)
        )
    return len(notes)


def note_of(row: dict[str, Any]) -> str:
    """The keyed note of a row without its values."""
    return vault().digest("audit-redaction", f"{row['digest']}:{digest({**row, 'changes': {}})}")


def notes(session: Session) -> dict[int, str]:
    """The notes by the number of their row; few, since deletions are rare."""
    rows = session.execute(select(AuditRedaction.event_id, AuditRedaction.digest))
    return {row.event_id: row.digest for row in rows}
