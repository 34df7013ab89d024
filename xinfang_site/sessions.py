"""The site's session (数据库会话): saves PostgreSQL work that every page would repeat.

Planning a statement takes PostgreSQL several times as long as finding a few rows by key. A statement whose best plan
does not depend on the values is marked ``KEPT_PLAN`` and planned once a connection. All others are planned for their
values: offices differ so much in size that no single plan suits them all.

A writing transaction need not wait for the answer to each insert either (``sending_ahead``).
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import flask_sqlalchemy.session
from sqlalchemy import Connection, Engine, Integer, bindparam, event, func, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from xinfang_site.plugin_budget import TooSlow

if TYPE_CHECKING:
    import psycopg

WRITES = "xinfang_writing"
KEPT_PLAN = {"xinfang_kept_plan": True}
"""Execution options of statements, or of a connection, that find rows by key (沿用执行计划)."""
SENT_AHEAD = {"xinfang_sent_ahead": True, **KEPT_PLAN}
"""Execution options of a statement whose answer nobody reads (先发后等): the next statement waits for both answers."""
_READS = "xinfang_reading"
_QUEUE, _PLACE = bindparam("queue", type_=Integer), bindparam("place", type_=Integer)
_IN_LINE = select(func.pg_advisory_xact_lock(_QUEUE, _PLACE)).execution_options(**SENT_AHEAD)


def is_sqlite(session: Session) -> bool:
    """Whether the session's database is SQLite; else it is PostgreSQL."""
    return session.get_bind().dialect.name == "sqlite"


def prepare_postgresql(engine: Engine) -> None:
    """Let sessions read from ``engine`` without a transaction, and keep the plans that may be kept."""
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")  # with the same pool
    engine.update_execution_options(**{_READS: reading})
    event.listen(engine, "do_execute", _execute)
    event.listen(engine, "do_executemany", _execute_many)
    event.listen(engine, "connect", _connected)


def _connected(connection: Any, _entry: Any) -> None:
    """Switch off the compiling of plans (JIT), which takes longer than a page, and fix the format of dates.

    Statements that turn days into text rely on the form 2026-11-28, whatever the server's default is.
    """
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.execute("SET datestyle = ISO")
    connection.autocommit = False


def _execute(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
    options = {} if context is None else context.execution_options
    if options.get("stream_results"):
        return False  # the driver's own way: a cursor that stays at the server keeps no plan
    kept = options.keys() >= KEPT_PLAN.keys()
    try:
        cursor.execute(statement, parameters, prepare=kept)
        _wait(cursor, options)
    except TooSlow:
        _end(cursor.connection)
        raise
    return True


def _execute_many(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
    try:
        cursor.executemany(statement, parameters)
        _wait(cursor, {} if context is None else context.execution_options)
    except TooSlow:
        _end(cursor.connection)
        raise
    return True


def _end(raw: Any) -> None:
    """Cancel the running statement; PostgreSQL would otherwise finish it and hold its locks until then.

    Needed before the writer's rollback, which finds the connection busy and only drops it.
    """
    import psycopg

    with suppress(psycopg.Error):
        raw.cancel()


_pipelines: "dict[Any, psycopg.Pipeline]" = {}
"""The pipeline of each connection on which statements are being sent ahead."""


def _wait(cursor: Any, options: Mapping[str, Any]) -> None:
    """Inside ``sending_ahead``: wait for this statement's answer and all earlier ones, unless it is marked itself."""
    pipeline = _pipelines.get(cursor.connection)
    if pipeline is not None and "xinfang_sent_ahead" not in options:
        pipeline.sync()


@contextmanager
def sending_ahead(connection: Connection) -> Iterator[None]:
    """Inside the block, send statements marked ``SENT_AHEAD`` without waiting for each answer (先发后等); PostgreSQL only.

    A save inserts into a dozen tables while it holds locks that others wait for; waiting for each answer would take
    longer than the server needs for all. An error is raised when the next answer is read, at the latest at the
    end of the block, and rolls the transaction back as usual.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    import psycopg  # on SQLite it would be ten megabytes of every process for nothing

    raw: Any = connection.connection.driver_connection
    if not psycopg.Pipeline.is_supported():
        yield
        return
    try:
        with raw.pipeline() as pipeline:
            _pipelines[raw] = pipeline
            try:
                yield
            except BaseException:
                with suppress(psycopg.Error):  # what follows from the error is no news
                    pipeline.sync()
                raise
            finally:
                del _pipelines[raw]
    except psycopg.Error as error:
        raise DBAPIError.instance(
            None, None, error, psycopg.Error, hide_parameters=True, dialect=connection.dialect
        ) from error


def stand_in_line(connection: Connection, queue: int, place: int = 0) -> None:
    """Take an advisory lock for a row that all writers need (排队), until the end of the transaction.

    PostgreSQL wakes all who wait for a row at once, in no order: of eight writers one may lose for a third of a
    second. An advisory lock wakes the one who asked first. Writers of SQLite queue before they begin (``turns``).

    Args:
        connection: the writer's.
        queue: which kind of row; a number of its own in the whole site.
        place: which of its rows.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_IN_LINE, {"queue": queue, "place": place})


_LOOKING_UP = "xinfang_looking_up"
LOOKS_UP = 100_000
"""SQLite calls ``_look_up`` after so many steps of a statement, about every five milliseconds."""


def _look_up() -> int:
    """Tell SQLite to go on; being called is enough, because Python then handles pending signals."""
    return 0


@contextmanager
def interruptible(session: Session) -> Iterator[None]:
    """Inside the block, let signals interrupt a statement of SQLite (可中断), which otherwise runs to its end first."""
    if not is_sqlite(session):
        yield
        return
    pooled = session.connection().connection
    raw: Any = pooled.driver_connection
    kept = pooled.info
    if kept.get(_LOOKING_UP):  # asked by a hook that asks others: it can be ended when they are done, too
        yield
        return
    raw.set_progress_handler(_look_up, LOOKS_UP)
    kept[_LOOKING_UP] = True
    try:
        yield
    finally:
        kept.pop(_LOOKING_UP, None)
        with suppress(sqlite3.ProgrammingError):  # it may be closed by now
            raw.set_progress_handler(None, 0)


def cut_off(session: Session) -> None:
    """Cancel what the session's connection is doing and drop the connection (中断数据库操作)."""
    if session.in_transaction() and not is_sqlite(session):
        with suppress(SQLAlchemyError):
            _end(session.connection().connection.driver_connection)
    session.invalidate()


class SiteSession(flask_sqlalchemy.session.Session):
    """The site's session (会话): outside of ``writing``, PostgreSQL reads without a transaction.

    This saves BEGIN and ROLLBACK for every read, and the driver drops its kept plans at a rollback. Each statement
    sees what is committed, as it does inside writing transactions.
    """

    def get_bind(self, *arguments: Any, **options: Any) -> Engine | Connection:
        """The engine for a statement: the one for reading unless this session writes."""
        engine = super().get_bind(*arguments, **options)
        if self.info.get(WRITES):
            return engine
        reading: Engine | Connection = engine.get_execution_options().get(_READS, engine)
        return reading
