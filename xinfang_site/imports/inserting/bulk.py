"""Rows for the driver (批量写入): made ready before the write lock is taken, so that it is held for inserts only.

SQLAlchemy converts parameters while it executes; for a hundred thousand matters that is most of the
time, encryption included. Here the same conversions, taken from the columns' own types, run beforehand.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Boolean, Column, Connection, Date, Dialect, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from xinfang_site.column_types import Instant, Sealed
from xinfang_site.extensions import vault

Convert = Callable[[Any], Any]
ConvertAll = Callable[[Sequence[Any]], Sequence[Any]]
_REPEATED = (Boolean, Date, Instant)
"""Types of which a ledger holds few different values many times."""


@dataclass(frozen=True, slots=True)
class Statement:
    """How a table's rows are handed over (写入方式).

    Attributes:
        table: its name.
        sql: the insert, in the driver's own style.
        names: the columns in its order.
        converts: what the driver wants of each column's values.
        given: those that the rows name.
        fixed: defaults of the others.
        key: the column with the matter's id.
        sort: the column with its sort key, or None.
        positional: whether the driver takes values by place, not by name.
    """

    table: str
    sql: str
    names: list[str]
    converts: list[ConvertAll | None]
    given: list[str]
    fixed: dict[str, Any]
    key: int
    sort: int | None
    positional: bool

    def insert(self, session: Session, rows: Iterable[tuple[Any, ...]]) -> None:
        """Hand rows over to the driver."""
        if self.positional:
            execute_many(session.connection(), self.sql, rows)
        else:
            named = [dict(zip(self.names, each, strict=True)) for each in rows]
            execute_many(session.connection(), self.sql, named)


@dataclass(slots=True)
class Prepared:
    """Columns ready for the driver (待写入的列); ids are still places in the chunk until ``write``."""

    statement: Statement
    columns: list[Sequence[Any]]

    def write(self, session: Session, ids: Sequence[int]) -> None:
        """Put the ids in and insert; inside ``writing()``."""
        self.statement.insert(session, self.rows(ids))

    def rows(self, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        """The rows with the ids put in."""
        statement, columns = self.statement, self.columns
        places = columns[statement.key]
        columns[statement.key] = [ids[place] for place in places]
        if statement.sort is not None:
            keys = columns[statement.sort]
            columns[statement.sort] = [
                key + ids[place] - place for key, place in zip(keys, places, strict=True)
            ]
        return zip(*columns, strict=True)


class Held:
    """Rows of a table whose index knows no order of time (攒写): sorted and written some chunks at a time.

    A hash or a fingerprint belongs anywhere in its index. A thousand of them touch nearly every page of it,
    and each page touched is written twice; ten thousand in the index's order touch each page once.

    Args:
        column: whose index it is.
    """

    def __init__(self, column: str) -> None:
        self._column = column
        self._statement: Statement | None = None
        self._rows: list[tuple[Any, ...]] = []

    def __len__(self) -> int:
        """How many rows wait."""
        return len(self._rows)

    def add(self, prepared: Prepared, ids: Sequence[int]) -> None:
        """Keep rows for later."""
        self._statement = prepared.statement
        self._rows += prepared.rows(ids)

    def write(self, session: Session) -> None:
        """Insert what waits; inside ``writing()``."""
        if self._statement is not None:
            place = self._statement.names.index(self._column)
            self._statement.insert(session, sorted(self._rows, key=itemgetter(place)))
            self._rows = []


def execute_many(connection: Connection, sql: str, rows: Iterable[Any]) -> None:
    """The driver's own cursor takes the rows as they are; its errors become SQLAlchemy's."""
    cursor: Any = connection.connection.cursor()
    dbapi: Any = connection.dialect.dbapi
    try:
        cursor.executemany(sql, rows)
    except dbapi.Error as error:
        raise DBAPIError.instance(sql, None, error, dbapi.Error, dialect=connection.dialect) from error
    finally:
        cursor.close()


class Bulk:
    """Makes rows ready for one kind of database (批量准备), a column at a time; remembers each table's statement.

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
        given = dict(zip(found.given, zip(*map(itemgetter(*found.given), rows), strict=True), strict=True))
        columns: list[Sequence[Any]] = []
        for name, convert in zip(found.names, found.converts, strict=True):
            values = given[name] if name in given else [found.fixed[name]] * len(rows)
            columns.append(convert(values) if convert else values)
        return Prepared(found, columns)

    def _statement(self, table: Table, row: dict[str, Any]) -> Statement:
        fixed = {
            column.name: cast(ScalarElementColumnDefault, column.default).arg
            for column in table.columns
            if column.name not in row and column.default is not None and column.default.is_scalar
        }
        compiled: Any = insert(table).compile(dialect=self._dialect, column_keys=[*row, *fixed])
        names: list[str] = list(compiled.positiontup or compiled.params)
        return Statement(
            table=table.name,
            sql=str(compiled),
            names=names,
            converts=[self._convert(table.columns[name]) for name in names],
            given=[name for name in names if name not in fixed],
            fixed=fixed,
            key=names.index("petition_id" if "petition_id" in names else "id"),
            sort=names.index("sort_key") if "sort_key" in names else None,
            positional=self._dialect.positional,
        )

    def _convert(self, column: Column[Any]) -> ConvertAll | None:
        if isinstance(column.type, Sealed):
            return lambda values: vault().encrypt_all(values)
        convert: Convert | None = column.type.dialect_impl(self._dialect).bind_processor(self._dialect)
        if convert is None:
            return None
        if isinstance(column.type, _REPEATED):
            remember = _Remembered(convert)
            return lambda values: [remember[each] for each in values]
        each_by_each = convert  # a name of its own, which cannot be None
        return lambda values: [each_by_each(each) for each in values]


class _Remembered(dict[Any, Any]):
    """What the driver wants of each value met so far."""

    def __init__(self, convert: Convert) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, value: Any) -> Any:
        found = self[value] = self._convert(value)
        return found
