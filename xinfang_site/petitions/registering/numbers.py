"""Numbers (编号): series without gaps or reuse, advanced in the transaction that uses them."""

from functools import cache
from typing import cast
from zlib import crc32

from sqlalchemy import Executable, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.registering.models import NumberSeries
from xinfang_site.sessions import is_sqlite, stand_in_line

PETITION = "petition"
QUEUE = 2
"""Number of this waiting line (see ``sessions.stand_in_line``); the audit uses 1."""


def next_number(session: Session, office_id: int, kind: str, year: int) -> int:
    """The next number of a series, from 1; inside ``writing()``.

    A failed transaction gives its number back. On PostgreSQL the row stays locked until the transaction ends;
    others who need a number wait in line.
    """
    first = {"office_id": office_id, "kind": kind, "year": year, "last": 1}
    connection = session.connection()
    stand_in_line(connection, QUEUE, crc32(f"{office_id}:{kind}:{year}".encode()) >> 1)
    advance = _advance(connection.dialect.name)
    return int(connection.execute(advance, first).scalar_one())


@cache
def _advance(dialect: str) -> Executable:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    series = cast(Table, NumberSeries.__table__)
    statement = insert(series).on_conflict_do_update(
        index_elements=["office_id", "kind", "year"], set_={"last": series.c.last + 1}
    )
    return statement.returning(series.c.last)


def petition_number(letters: str, year: int, number: int) -> str:
    """``JXF2026000123``: the office's letters, the year, six digits."""
    return f"{letters}{year}{number:06d}"


def imported_number(letters: str, batch_id: int, position: int) -> str:
    """``JXFD0003-000012``: number of an imported matter, a series of the batch's own."""
    return f"{letters}D{batch_id:04d}-{position:06d}"


def allocate_ids(session: Session, count: int) -> list[int]:
    """Ids for ``count`` matters, known before they are written; inside ``writing()``."""
    if is_sqlite(session):
        last = session.scalar(select(Petition.id).order_by(Petition.id.desc()).limit(1)) or 0
        return list(range(last + 1, last + count + 1))
    numbers = select(func.nextval("petition_id_seq")).select_from(func.generate_series(1, count))
    return list(session.scalars(numbers))
