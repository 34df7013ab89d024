"""Counted tries (尝试计数): in the database, so that every worker counts together."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import Attempt


def count(session: Session, kind: str, subject: str, seconds: int) -> int:
    """Tries of ``subject`` in the last ``seconds``; an empty subject counts everybody's."""
    query = select(func.count()).select_from(Attempt)
    query = query.where(Attempt.kind == kind, Attempt.at > clock.now() - timedelta(seconds=seconds))
    if subject:
        query = query.where(Attempt.subject == subject)
    return session.scalar(query) or 0


def note(session: Session, kind: str, subject: str) -> None:
    """Count one try; tries older than a day are dropped. Inside ``writing()``."""
    session.add(Attempt(kind=kind, subject=subject, at=clock.now()))
    session.execute(delete(Attempt).where(Attempt.at < clock.now() - timedelta(days=1)))
