"""Counts for statistics (统计查询): from the monthly tallies, never from the matters themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import RegisterEntry, RegisterTally, sort_key
from xinfang_site.petitions.visibility.scope import MATTER_OF_ENTRY
from xinfang_site.petitions.visibility.tallies import DIMENSIONS, month_of
from xinfang_site.reports.periods import Period

ENTRY = RegisterEntry.__table__.c
Counts = dict[str, dict[int, int]]
"""Value of the dimension, then month ``yyyymm``, to matters."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a dimension as tables name it (统计项): its title, and its word in the register's address."""

    title: str
    code: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The register that is counted (统计的名册): its office, and the matters to leave out because they report the reader.

    Every figure equals the length of the list that the reader can open. A figure larger by one would reveal, broken
    down by day, category and unit, that there is a report, of what kind and with which unit.
    """

    office_id: int
    barred: frozenset[int] = frozenset()

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """The conditions on register entries; the second is there only if a matter reports the reader."""
        inside = ENTRY.office_id == self.office_id
        return (inside, MATTER_OF_ENTRY.not_in(sorted(self.barred))) if self.barred else (inside,)


def counts(session: Session, register: Counted, dimension: str, period: Period) -> Counts:
    """Matters received in the period by value and month; months that it cuts are counted by the register's index."""
    months = period.month_numbers()
    cut = [each for each in {months[0], months[-1]} if not _whole(period, each)]
    found: Counts = defaultdict(dict)
    rows = session.execute(
        select(RegisterTally.value, RegisterTally.month, RegisterTally.total).where(
            RegisterTally.office_id == register.office_id,
            RegisterTally.dimension == dimension,
            RegisterTally.month.between(months[0], months[-1]),
            RegisterTally.month.not_in(cut),
            RegisterTally.total > 0,
        )
    )
    for value, month, total in rows:
        found[value][month] = int(total)
    for (value, month), number in _hidden(session, register, dimension).items():
        if month in found.get(value, {}):
            found[value][month] -= number
    for month in cut:
        for value, total in _walked(session, register, dimension, period, month):
            found[value][month] = int(total)
    return {
        value: left for value, months in found.items() if (left := {m: n for m, n in months.items() if n})
    }


def _hidden(session: Session, register: Counted, dimension: str) -> Counter[tuple[str, int]]:
    """What the tallies hold too much for the reader, by value and month: they know nothing of readers."""
    if not register.barred:
        return Counter()
    column = ENTRY[DIMENSIONS[dimension]] if dimension in DIMENSIONS else literal("")
    rows = session.execute(
        select(column, ENTRY.sort_key).where(
            ENTRY.office_id == register.office_id, ENTRY.petition_id.in_(register.barred)
        )
    )
    return Counter((str(value), month_of(key)) for value, key in rows)


def _whole(period: Period, month: int) -> bool:
    year, number = divmod(month, 100)
    following = date(year + number // 12, number % 12 + 1, 1)
    return period.first <= date(year, number, 1) and following.toordinal() - 1 <= period.last.toordinal()


def _walked(
    session: Session, register: Counted, dimension: str, period: Period, month: int
) -> Iterable[tuple[str, int]]:
    """A month that the period cuts: its days are a stretch of the register's key."""
    low = max(sort_key(period.first, 0), month * 100 * 10**7)
    high = min(sort_key(period.last, 0) + 10**7, (month + 1) * 100 * 10**7)
    inside = (*register.conditions(), ENTRY.sort_key >= low, ENTRY.sort_key < high)
    if dimension == "all":
        number = session.scalar(select(func.count()).where(*inside)) or 0
        return [("", number)] if number else []
    column = ENTRY[DIMENSIONS[dimension]]
    return [
        (str(value), number)
        for value, number in session.execute(select(column, func.count()).where(*inside).group_by(column))
    ]


def units_counted(session: Session, register: Counted) -> set[str]:
    """Ids of the units that matters of the register are with, 0 for none yet."""
    rows = session.execute(
        select(RegisterTally.value, func.sum(RegisterTally.total))
        .where(RegisterTally.office_id == register.office_id, RegisterTally.dimension == "unit")
        .group_by(RegisterTally.value)
    )
    totals = {value: int(total) for value, total in rows}
    for (value, _), number in _hidden(session, register, "unit").items():
        totals[value] -= number
    return {value for value, number in totals.items() if number > 0}


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
