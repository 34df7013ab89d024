"""Counts for statistics (统计查询): from the monthly tallies, never from the matters themselves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import RegisterEntry, RegisterTally, sort_key
from xinfang_site.petitions.visibility.tallies import DIMENSIONS
from xinfang_site.reports.periods import Period

ENTRY = RegisterEntry.__table__.c
Counts = dict[str, dict[int, int]]
"""Value of the dimension, then month ``yyyymm``, to matters."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a dimension as tables name it (统计项): its title, and its word in the register's address."""

    title: str
    code: str


def counts(session: Session, office_id: int, dimension: str, period: Period) -> Counts:
    """Matters received in the period by value and month; months that it cuts are counted by the register's index."""
    months = period.month_numbers()
    cut = [each for each in {months[0], months[-1]} if not _whole(period, each)]
    found: Counts = defaultdict(dict)
    rows = session.execute(
        select(RegisterTally.value, RegisterTally.month, RegisterTally.total).where(
            RegisterTally.office_id == office_id,
            RegisterTally.dimension == dimension,
            RegisterTally.month.between(months[0], months[-1]),
            RegisterTally.month.not_in(cut),
            RegisterTally.total > 0,
        )
    )
    for value, month, total in rows:
        found[value][month] = int(total)
    for month in cut:
        for value, total in _walked(session, office_id, dimension, period, month):
            found[value][month] = int(total)
    return found


def total(session: Session, office_id: int, period: Period) -> int:
    """Matters received in the period."""
    return sum(counts(session, office_id, "all", period).get("", {}).values())


def _whole(period: Period, month: int) -> bool:
    year, number = divmod(month, 100)
    following = date(year + number // 12, number % 12 + 1, 1)
    return period.first <= date(year, number, 1) and following.toordinal() - 1 <= period.last.toordinal()


def _walked(
    session: Session, office_id: int, dimension: str, period: Period, month: int
) -> Iterable[tuple[str, int]]:
    """A month that the period cuts: its days are a stretch of the register's key."""
    low = max(sort_key(period.first, 0), month * 100 * 10**7)
    high = min(sort_key(period.last, 0) + 10**7, (month + 1) * 100 * 10**7)
    inside = (ENTRY.office_id == office_id, ENTRY.sort_key >= low, ENTRY.sort_key < high)
    if dimension == "all":
        number = session.scalar(select(func.count()).where(*inside)) or 0
        return [("", number)] if number else []
    column = ENTRY[DIMENSIONS[dimension]]
    return [
        (str(value), number)
        for value, number in session.execute(select(column, func.count()).where(*inside).group_by(column))
    ]


def first_month(session: Session, office_id: int) -> int | None:
    """The oldest month of the register as ``yyyymm``; None when it is empty."""
    return session.scalar(
        select(func.min(RegisterTally.month)).where(
            RegisterTally.office_id == office_id,
            RegisterTally.dimension == "all",
            RegisterTally.value == "",
            RegisterTally.total > 0,
        )
    )


def codes(session: Session, table: str, first_level: bool = False) -> dict[str, Value]:
    """Values of a code table by id as text, in the office's order; several periods of a code share its word."""
    query = select(Code.id, Code.title, Code.code).where(Code.table_name == table)
    if first_level:
        query = query.where(Code.level == 1)
    rows = session.execute(query.order_by(Code.position, Code.id))
    return {str(row.id): Value(row.title, row.code) for row in rows}


def units(session: Session, ids: Iterable[str]) -> dict[str, Value]:
    """Units by id as text, in the order of their codes."""
    wanted = [int(each) for each in ids if each != "0"]
    rows = session.execute(
        select(Office.id, Office.short_name, Office.code).where(Office.id.in_(wanted)).order_by(Office.code)
    )
    return {str(row.id): Value(row.short_name, row.code) for row in rows}
