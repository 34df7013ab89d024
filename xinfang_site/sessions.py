"""The site's session (数据库会话): what PostgreSQL needs not do for every page.

Planning a statement takes it several times as long as finding a few rows by their keys. Where the best way does not
depend on the values, the statement says so (``KEPT_PLAN``) and is planned once a connection; all others are planned
for their values, since a way that suits any office's register suits none.
"""

from typing import Any

import flask_sqlalchemy.session
from sqlalchemy import Connection, Engine, event

WRITES = "xinfang_writing"
KEPT_PLAN = {"xinfang_kept_plan": True}
"""Execution options of a statement, or of a connection, that looks rows up by their keys (沿用执行计划)."""
_READS = "xinfang_reading"


def prepare_postgresql(engine: Engine) -> None:
    """Let sessions read from ``engine`` without a transaction, and keep the plans that may be kept."""
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")  # with the same pool
    engine.update_execution_options(**{_READS: reading})
    event.listen(engine, "do_execute", _execute)
    event.listen(engine, "connect", _connected)


def _connected(connection: Any, _entry: Any) -> None:
    """Compiling a plan (JIT) is for reports of minutes: for a page it takes longer than the page."""
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


def _execute(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
    options = {} if context is None else context.execution_options
    if options.get("stream_results"):
        return False  # the driver's own way: a cursor that stays at the server keeps no plan
    kept = options.keys() >= KEPT_PLAN.keys()
    cursor.execute(statement, parameters, prepare=kept)
    return True


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
