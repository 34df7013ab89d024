"""Alembic's environment: one transaction a run, foreign keys off while SQLite moves tables.

A batch migration of a parent table under ``foreign_keys=ON`` silently deletes the children of an
ON DELETE CASCADE; so they are off during the migration and checked after it.
"""

from typing import Any

from alembic import context
from sqlalchemy import Connection, Engine

import xinfang_site.tables  # noqa: F401 - every table must be known before they are compared
from xinfang_site.extensions import Base

engine: Engine = context.config.attributes["engine"]


def _is_ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Full-text tables are made by hand-written statements and not compared."""
    return not (kind == "table" and name is not None and name.startswith("petition_fts"))


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=_is_ours,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """Apply the migrations, all or none."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        _run(connection)
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                connection.rollback()
                raise RuntimeError(f"migration would break references: {broken[:3]}")
        connection.commit()
        if sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


run()
