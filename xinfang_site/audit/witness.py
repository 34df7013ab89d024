"""Witnesses of the audit (审计链首留存): the chain's head, noted daily in a file outside the database.

Whoever cuts the tail and seals the head anew has the key; a line noted before still names the row
that is gone.
"""

from datetime import date
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.audit.models import AuditEvent, AuditHead


def note(session: Session, day: date) -> bool:
    """Note the head, one line a day; returns whether a line was added."""
    head = session.get_one(AuditHead, 1)
    path = _file()
    if any(line.startswith(f"{day.isoformat()} ") for line in _lines()):
        return False
    with path.open("a", encoding="ascii") as file:
        file.write(f"{day.isoformat()} {head.last_id} {head.last_digest}\n")
    path.chmod(0o600)
    return True


def fault(session: Session) -> str:
    """What the noted heads say against the chain, in Chinese; empty when they agree."""
    for line in _lines():
        day, number, digest = line.split(" ")
        found = session.scalar(select(AuditEvent.digest).where(AuditEvent.id == int(number)))
        if int(number) and found != digest:
            return f"{day} 留存的第 {number} 号记录不存在或不符，末尾可能被截去"
    return ""


def _lines() -> list[str]:
    path = _file()
    return path.read_text(encoding="ascii").splitlines() if path.exists() else []


def _file() -> Path:
    return Path(current_app.instance_path) / "audit-heads.log"
