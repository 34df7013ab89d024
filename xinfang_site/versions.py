"""Optimistic lock (乐观锁): a form carries the version it was filled from; an older one is not saved."""

from typing import Protocol

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified


class StaleEditError(Exception):
    """Someone else changed the record while the form was being filled (内容已被他人修改); nothing was saved."""


class Versioned(Protocol):
    """A record with a version number that grows with each change (带版本号的记录)."""

    version: int


def check_version(record: Versioned, seen: int) -> None:
    """Refuse a form that was filled from another version than the one stored now.

    Raises:
        StaleEditError: the record was changed in the meantime.
    """
    if record.version != seen:
        raise StaleEditError


def grow(session: Session, record: Versioned, seen: int, column: str) -> None:
    """Increase the version after a change of what belongs to the record: its text, its people, a note (版本前进).

    Otherwise a second form, filled from the same version, would be taken for one that has seen the first.

    Args:
        session: the database, inside ``writing()``.
        record: the record, locked.
        seen: the version that it had before.
        column: any column of the record's own.
    """
    if record.version == seen and not session.is_modified(record):
        flag_modified(record, column)


def read_version(text: str | None) -> int:
    """The version from which a form was filled (表单版本); -1, which no record has, if it is no number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
