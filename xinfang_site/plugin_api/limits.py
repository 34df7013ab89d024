"""Limits (频次限制): tries counted in the database, so that every worker counts together."""

from sqlalchemy.orm import Session

from xinfang_site.accounts import attempts


def tries(session: Session, kind: str, subject: str, seconds: int) -> int:
    """Tries of a subject, such as a network address, in the last ``seconds``; inside the ``writing()`` that notes this one."""
    return attempts.count(session, kind, subject, seconds)


def note_try(session: Session, kind: str, subject: str) -> None:
    """Count one try; inside ``writing()``."""
    attempts.note(session, kind, subject)


__all__ = ["note_try", "tries"]
