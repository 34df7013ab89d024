"""The site's session (数据库会话): what PostgreSQL needs not do for every page.

Planning a statement takes it several times as long as finding a few rows by their keys. Where the best way does not
depend on the values, the statement says so (``KEPT_PLAN``) and is planned once a connection; all others are planned
for their values, since a way that suits any office's register suits none.

A transaction that writes need not wait for the answer to every row it puts in either (``sending_ahead``).
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
"""Execution options of a statement, or of a connection, that looks rows up by their keys (沿用执行计划)."""
SENT_AHEAD = {"xinfang_sent_ahead": True, **KEPT_PLAN}
"""Execution options of a statement whose answer nobody reads (先发后等): whatever is asked next waits for both."""
_READS = "xinfang_reading"
_QUEUE, _PLACE = bindparam("queue", type_=Integer), bindparam("place", type_=Integer)
_IN_LINE = select(func.pg_advisory_xact_lock(_QUEUE, _PLACE)).execution_options(**SENT_AHEAD)


def prepare_postgresql(engine: Engine) -> None:
    """Let sessions read from ``engine`` without a transaction, and keep the plans that may be kept."""
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")  # with the same pool
    engine.update_execution_options(**{_READS: reading})
    event.listen(engine, "do_execute", _execute)
    event.listen(engine, "do_executemany", _execute_many)
    event.listen(engine, "connect", _connected)


def _connected(connection: Any, _entry: Any) -> None:
    """Compiling a plan (JIT) is for reports of minutes: for a page it takes longer than the page.

    Days that a statement makes texts of are read as 2026-11-28, whatever the server writes by itself.
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
    """Tell PostgreSQL that nobody waits for the answer any more, or it would go on, and hold its locks.

    At once: a writer's rollback, which comes next, finds the connection at work and gives it up.
    """
    import psycopg

    with suppress(psycopg.Error):
        raw.cancel()


_pipelines: "dict[Any, psycopg.Pipeline]" = {}
"""Of the connections on which statements are sent ahead."""


def _wait(cursor: Any, options: Mapping[str, Any]) -> None:
    """Where statements are sent ahead: for the answer to this one and to all before it, unless nobody reads it."""
    pipeline = _pipelines.get(cursor.connection)
    if pipeline is not None and "xinfang_sent_ahead" not in options:
        pipeline.sync()


@contextmanager
def sending_ahead(connection: Connection) -> Iterator[None]:
    """Within the block statements marked ``SENT_AHEAD`` go off one behind the other (先发后等), on PostgreSQL.

    A save puts rows into a dozen tables, and locks that others wait for are held meanwhile: waiting for each answer
    takes longer than the server takes for all. An error in one of them is raised where the next answer is
    waited for, at the latest at the block's end, and undoes the transaction as it would have done at once.
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
    """Wait one's turn for a row that all writers want (排队), until the transaction's end.

    Those who wait for a row PostgreSQL wakes all at once, to run for it in no order, and one of eight may lose for
    a third of a second. A lock by name wakes one, who asked first. SQLite's writers stand in line before they begin.

    Args:
        connection: the writer's.
        queue: which kind of row; a number of its own in the whole site.
        place: which of its rows.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_IN_LINE, {"queue": queue, "place": place})


_LOOKING_UP = "xinfang_looking_up"
LOOKS_UP = 100_000
"""A statement of SQLite looks up from its work after so many of its steps, about every five milliseconds."""


def _look_up() -> int:
    """Go on: Python looks for signals whenever it comes here."""
    return 0


@contextmanager
def interruptible(session: Session) -> Iterator[None]:
    """Within the block a signal ends a statement of SQLite too (可中断), which hears of none until it is done."""
    if session.get_bind().dialect.name != "sqlite":
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
    """Give up what the session's connection is doing (中断数据库操作), and the connection with it."""
    if session.in_transaction() and session.get_bind().dialect.name == "postgresql":
        with suppress(SQLAlchemyError):
            _end(session.connection().connection.driver_connection)
    session.invalidate()


class SiteSession(flask_sqlalchemy.session.Session):
    """The site's session (会话): outside of ``writing`` PostgreSQL answers without a transaction.

    A read then costs no BEGIN and no ROLLBACK, with which the driver would also throw kept plans away. Each statement
    sees what is committed, as in the transactions of writers.
    """

    def get_bind(self, *arguments: Any, **options: Any) -> Engine | Connection:
        """The engine for a statement: the one for reading unless this session writes."""
        engine = super().get_bind(*arguments, **options)
        if self.info.get(WRITES):
            return engine
        reading: Engine | Connection = engine.get_execution_options().get(_READS, engine)
        return reading
