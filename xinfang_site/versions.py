"""Optimistic lock (乐观锁): a form carries the version it was filled from; an older one is not saved."""

from typing import Protocol


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


def read_version(text: str | None) -> int:
    """The version that a form was filled from (表单版本); -1, which no record has, where it is no number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
