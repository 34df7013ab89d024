"""The database (数据库): how a connection begins, and the one way to write.

SQLite: write-ahead log, durable commits, ``BEGIN IMMEDIATE`` for writers, who take turns
(``turns``, docs/decisions/0003-sqlite-first.md). PostgreSQL: plain transactions.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, FromClause, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from xinfang_site import file_locks, turns
from xinfang_site.audit.writer import PENDING, write_pending
from xinfang_site.sessions import KEPT_PLAN, WRITES, prepare_postgresql, sending_ahead

WRITE = {"xinfang_write": "wait"}
AT_ONCE = {"xinfang_write": "at once"}
_AFTER, _LAST = "xinfang_after", "xinfang_last"
QUEUE_SECONDS = 20.0
Gathered = TypeVar("Gathered")
_PG_BUSY = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock, lock not available: the transaction is undone, and may be sent again."""

_PG_FULL = "53100"


class DatabaseBusy(Exception):
    """The database did not take the write in time (数据库忙); nothing was saved."""


def prepare(engine: Engine, busy_seconds: int) -> None:
    """Set up every connection of ``engine``."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, busy_seconds)
    else:
        prepare_postgresql(engine)


class _Hinted(SQLiteCompiler):
    """Compiles SQLite's ``INDEXED BY`` hints, which SQLAlchemy drops silently."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        return text


def _prepare_sqlite(engine: Engine, busy_seconds: int) -> None:
    engine.dialect.statement_compiler = _Hinted

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        raw: Any = connection
        raw.isolation_level = None  # the driver must not begin on its own
        cursor = raw.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"busy_timeout={busy_seconds * 1000}",
            "cache_size=-16384",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("xinfang_write")
        if writes == "at once":
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        finally:
            if writes == "at once":
                connection.exec_driver_sql(f"PRAGMA busy_timeout={busy_seconds * 1000}")


@contextmanager
def writing(session: Session, *, one_matter: bool = False, at_once: bool = False) -> Iterator[Session]:
    """One transaction that writes (写事务): everything in the block is saved, or nothing.

    What was loaded before is read afresh inside, so that a decision is never taken on stale data.
    Audit records made in the block are written last and in the same transaction: no audit, no act.

    Args:
        session: the session to write with.
        one_matter: the block finds everything by key, so PostgreSQL may reuse its query plans.
        at_once: raise at once if another writer holds SQLite's write lock, instead of waiting for it.

    Raises:
        DatabaseBusy: another writer kept the database for too long (with ``at_once``: holds it now).
        OSError: the disk is full (``ENOSPC``, as when a file cannot be written).
    """
    if session.info.get(WRITES):
        raise RuntimeError("writing() is not nested: one service call is one transaction")
    session.rollback()
    with _queue(session, 0 if at_once else QUEUE_SECONDS):
        session.info[WRITES] = True
        try:
            connection = session.connection(execution_options=_options(one_matter, at_once))
            with sending_ahead(connection):
                yield session
                _write_last(session)
            session.commit()
        except OperationalError as error:
            session.rollback()
            plain = _plainly(error)
            if plain is None:
                raise
            raise plain from error
        except BaseException:
            session.rollback()
            raise
        finally:
            told = _forget(session)
    for tell in told:  # reached only when everything was saved, and with the queue's lock given back
        tell()


def _options(one_matter: bool, at_once: bool) -> dict[str, Any]:
    return (AT_ONCE if at_once else WRITE) | (KEPT_PLAN if one_matter else {})


def _forget(session: Session) -> list[Callable[[], None]]:
    """Clear the transaction's notes from the session; returns what is to be called after the commit."""
    for name in (WRITES, _LAST, PENDING):
        session.info.pop(name, None)
    told: list[Callable[[], None]] = session.info.pop(_AFTER, [])
    return told


def _write_last(session: Session) -> None:
    """Write what :func:`at_the_end` gathered, then the audit, whose last row all writers compete for."""
    session.flush()
    for write, gathered in session.info.pop(_LAST, {}).items():
        write(session, gathered)
    write_pending(session)


def _plainly(error: OperationalError) -> Exception | None:
    """The same error for SQLite and PostgreSQL: busy, or the disk is full; None for any other."""
    if _is_busy(error):
        return DatabaseBusy()
    if _is_full(error):
        return OSError(errno.ENOSPC, "the database's disk is full")
    return None


def after_commit(session: Session, tell: Callable[[], None]) -> None:
    """Call ``tell`` once the open :func:`writing` block is saved (提交后通知); never when it is not."""
    session.info.setdefault(_AFTER, []).append(tell)


def at_the_end(
    session: Session, write: Callable[[Session, Gathered], None], start: Callable[[], Gathered]
) -> Gathered:
    """A collection for the end of the open :func:`writing` block (末尾写入); ``write`` is called once with it.

    For rows that many writers change: they are locked late, for a short time, and by everybody in the same order.

    Args:
        session: the session that writes.
        write: writes the collection; called just before the audit is written.
        start: makes an empty collection.

    Raises:
        RuntimeError: no writing transaction is open.
    """
    if not session.info.get(WRITES):
        raise RuntimeError("what is written last needs a writing transaction")
    last: dict[Any, Gathered] = session.info.setdefault(_LAST, {})
    if write not in last:
        last[write] = start()
    return last[write]


class _RehearsalOver(Exception):
    """Ends a rehearsal's transaction."""


@contextmanager
def rehearsing(session: Session) -> Iterator[Session]:
    """One transaction that is rolled back at the end (预演): its effects can be read inside, nothing is saved.

    Raises:
        DatabaseBusy: another writer kept the database for too long.
    """
    with suppress(_RehearsalOver), writing(session):
        yield session
        session.flush()
        raise _RehearsalOver


def _is_busy(error: OperationalError) -> bool:
    """Whether another writer was in the way. PostgreSQL is judged by its error code: its messages are translated."""
    code = getattr(error.orig, "sqlstate", None)
    if code is not None:
        return code in _PG_BUSY
    text = str(error.orig)
    return "locked" in text or "busy" in text


def _is_full(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlstate", None)
    return code == _PG_FULL or "disk is full" in str(error.orig)


@contextmanager
def _queue(session: Session, seconds: float) -> Iterator[None]:
    """Wait at most ``seconds`` for this process's turn among the machine's writers."""
    engine = session.get_bind()
    database = engine.engine.url.database
    if not file_locks.AVAILABLE or engine.dialect.name != "sqlite" or not database or database == ":memory:":
        yield
        return
    try:
        with turns.turn(Path(database), seconds):
            yield
    except turns.TooLong:
        raise DatabaseBusy from None
