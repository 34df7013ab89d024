"""Counted tries (尝试计数): in the database, so that every worker counts together."""

from datetime import timedelta
from zlib import crc32

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import Attempt
from xinfang_site.sessions import stand_in_line

QUEUE = 3
"""Of those whose tries are being counted (see ``sessions.stand_in_line``)."""


def one_by_one(session: Session, kind: str, subject: str) -> None:
    """Let tries at the same moment wait for one another (逐个计数), until the transaction ends. Inside ``writing()``.

    Otherwise each would be counted before the others are noted, and a limit could be passed by asking all at once.
    """
    stand_in_line(session.connection(), QUEUE, crc32(f"{kind}:{subject}".encode()) >> 1)


def count(session: Session, kind: str, subject: str, seconds: int) -> int:
    """Tries of ``subject`` in the last ``seconds``; an empty subject counts everybody's. Inside ``writing()``."""
    one_by_one(session, kind, subject)
    query = select(func.count()).select_from(Attempt)
    query = query.where(Attempt.kind == kind, Attempt.at > clock.now() - timedelta(seconds=seconds))
    if subject:
        query = query.where(Attempt.subject == subject)
    return session.scalar(query) or 0


def note(session: Session, kind: str, subject: str) -> None:
    """Count one try; tries older than a day are dropped. Inside ``writing()``."""
    session.add(Attempt(kind=kind, subject=subject, at=clock.now()))
    session.execute(delete(Attempt).where(Attempt.at < clock.now() - timedelta(days=1)))
