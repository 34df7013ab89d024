"""Rows for the driver (批量写入): made ready before the write lock is taken, so that it is held for inserts only.

SQLAlchemy converts parameters while it executes; for a hundred thousand matters that is most of the
time, encryption included. Here the same conversions, taken from the columns' own types, run beforehand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Column, Connection, Dialect, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """How a table's rows are handed over (写入方式).

    Attributes:
        sql: the insert, in the driver's own style.
        names: the columns in its order.
        converts: what the driver wants of each column's value.
        fixed: defaults of columns that the rows do not name.
        key: where the matter's id stands in a row.
        sort: where its sort key stands, or None.
    """

    sql: str
    names: list[str]
    converts: list[Convert | None]
    fixed: dict[str, Any]
    key: int | str
    sort: int | str | None


@dataclass(slots=True)
class Prepared:
    """Rows ready for the driver (待写入的行); ids are still places in the chunk until ``write``."""

    statement: Statement
    rows: list[Any]

    def write(self, session: Session, ids: Sequence[int]) -> None:
        """Put the ids in and insert; inside ``writing()``."""
        key, sort = self.statement.key, self.statement.sort
        for row in self.rows:
            place = row[key]
            row[key] = ids[place]
            if sort is not None:
                row[sort] += ids[place] - place
        _execute(session.connection(), self.statement.sql, self.rows)


def _execute(connection: Connection, sql: str, rows: list[Any]) -> None:
    """The driver's own cursor takes the rows as they are; its errors become SQLAlchemy's."""
    cursor = connection.connection.cursor()
    dbapi: Any = connection.dialect.dbapi
    try:
        cursor.executemany(sql, rows)
    except dbapi.Error as error:
        raise DBAPIError.instance(sql, None, error, dbapi.Error, dialect=connection.dialect) from error
    finally:
        cursor.close()


class Bulk:
    """Makes rows ready for one kind of database (批量准备); remembers each table's statement.

    Args:
        dialect: of the database that the rows are for.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._statements: dict[str, Statement] = {}

    def prepare(self, model: type[Any], rows: Sequence[dict[str, Any]]) -> Prepared | None:
        """Rows of a table that all name the same columns; None when there are none."""
        if not rows:
            return None
        table = cast(Table, model.__table__)
        if table.name not in self._statements:
            self._statements[table.name] = self._statement(table, rows[0])
        found = self._statements[table.name]
        made: list[list[Any]] = []
        for row in rows:
            given = {**row, **found.fixed} if found.fixed else row
            made.append(
                [
                    given[name] if convert is None else convert(given[name])
                    for name, convert in zip(found.names, found.converts, strict=True)
                ]
            )
        if self._dialect.positional:
            return Prepared(found, made)
        return Prepared(found, [dict(zip(found.names, each, strict=True)) for each in made])

    def _statement(self, table: Table, row: dict[str, Any]) -> Statement:
        fixed = {
            column.name: cast(ScalarElementColumnDefault, column.default).arg
            for column in table.columns
            if column.name not in row and column.default is not None and column.default.is_scalar
        }
        compiled: Any = insert(table).compile(dialect=self._dialect, column_keys=[*row, *fixed])
        names: list[str] = list(compiled.positiontup or compiled.params)
        positional = self._dialect.positional
        places: dict[str, int | str] = {
            name: place if positional else name for place, name in enumerate(names)
        }
        return Statement(
            sql=str(compiled),
            names=names,
            converts=[self._convert(table.columns[name]) for name in names],
            fixed=fixed,
            key=places["petition_id" if "petition_id" in places else "id"],
            sort=places.get("sort_key"),
        )

    def _convert(self, column: Column[Any]) -> Convert | None:
        convert: Convert | None = column.type.dialect_impl(self._dialect).bind_processor(self._dialect)
        return convert
