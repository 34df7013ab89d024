"""Counts of the register (名册计数): exact from the monthly tallies where they can be, capped elsewhere."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterTally
from xinfang_site.petitions.visibility.tallies import month_of
from xinfang_site.register.filters.criteria import ENTRY, HIGH, LOW, Criteria
from xinfang_site.register.lists.walks import Order, Page, Place, Totals, Walk, branches, places
from xinfang_site.sessions import KEPT_PLAN

CAP = 1000
TALLY = RegisterTally.__table__.c


@dataclass(frozen=True, slots=True)
class Count:
    """How many matters a list holds (件数); ``exact`` is False when there are more than ``number``."""

    number: int
    exact: bool = True

    @property
    def text(self) -> str:
        """The number, ``1000+`` when there are more."""
        return str(self.number) if self.exact else f"{self.number}+"


def totals(session: Session, criteria: Criteria) -> Totals:
    """Matters of each filtered value in the months concerned, and of the whole register."""
    wanted = {name: [str(each) for each in values] for name, values in criteria.dimensions.items()}
    asked = {"all": [""]} | wanted
    query = _totals(tuple(asked), criteria.low > LOW, criteria.high < HIGH)
    months = {"low": month_of(criteria.low), "high": month_of(criteria.high - 1)}
    rows = session.execute(query, {"office_id": criteria.office_id} | months | asked).all()
    known = {(dimension, value): int(total) for dimension, value, total in rows}
    return Totals(
        known.pop(("all", ""), 0),
        {
            name: {value: known[(name, str(value))] for value in values if known.get((name, str(value)))}
            for name, values in criteria.dimensions.items()
        },
    )


@cache
def _totals(names: tuple[str, ...], from_month: bool, to_month: bool) -> CompoundSelect[Any]:
    """Made once for each set of dimensions, since every list begins with it; a parameter for the values of each."""
    months = [TALLY.month >= bindparam("low")] if from_month else []
    months += [TALLY.month <= bindparam("high")] if to_month else []
    parts = [
        select(TALLY.dimension, TALLY.value, func.sum(TALLY.total))
        .where(
            TALLY.office_id == bindparam("office_id"),
            TALLY.dimension == name,
            TALLY.value.in_(bindparam(name, expanding=True)),
            *months,
        )
        .group_by(TALLY.dimension, TALLY.value)
        for name in names
    ]
    return union_all(*parts).execution_options(**KEPT_PLAN)


def _months(criteria: Criteria) -> list[Any]:
    found = []
    if criteria.low > LOW:
        found.append(TALLY.month >= month_of(criteria.low))
    if criteria.high < HIGH:
        found.append(TALLY.month <= month_of(criteria.high - 1))
    return found


def is_tallied(criteria: Criteria) -> bool:
    """Whether the tallies know the list: at most one dimension, whatever the days of receipt."""
    return len(criteria.dimensions) <= 1 and criteria.due is None


def known_count(session: Session, criteria: Criteria, totals: Totals) -> Count | None:
    """The count, where the totals that every list reads anyway hold it; None where the database has to be asked."""
    if not is_tallied(criteria) or criteria.low > LOW or criteria.high < HIGH:
        return None
    name = next(iter(criteria.dimensions), None)
    number = totals.everything if name is None else totals.of(name)
    return Count(number - len(hidden(session, criteria)))


def count(session: Session, criteria: Criteria, walk: Walk, *, exact: bool, cap: int = CAP) -> Count:
    """How many matters there are; beyond the cap only when asked for or known from the tallies."""
    if is_tallied(criteria):
        return Count(sum(number for _, number in monthly(session, criteria, walk)))
    parts = branches(criteria, walk, [literal(1, literal_execute=True).label("one")])
    rows = parts[0] if len(parts) == 1 else union_all(*parts)
    if not exact:
        rows = rows.limit(cap + 1)
    number = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    return Count(number) if exact or number <= cap else Count(cap, exact=False)


def hidden(session: Session, criteria: Criteria) -> list[int]:
    """Sort keys of the list's matters that report the reader (对本人屏蔽): the tallies know nothing of readers."""
    if not criteria.barred:
        return []
    others = replace(criteria, barred=())
    return list(
        session.scalars(
            select(ENTRY.sort_key).where(
                ENTRY.office_id == criteria.office_id,
                ENTRY.petition_id.in_(criteria.barred),
                *others.conditions(),
            )
        )
    )


def monthly(session: Session, criteria: Criteria, walk: Walk) -> list[tuple[int, int]]:
    """Months with their numbers, oldest first; months cut by the days of receipt are counted one by one."""
    name, values = next(iter(criteria.dimensions.items()), ("all", ("",)))
    rows = session.execute(
        select(TALLY.month, func.sum(TALLY.total))
        .where(
            TALLY.office_id == criteria.office_id,
            TALLY.dimension == name,
            TALLY.value.in_([str(each) for each in values]),
            *_months(criteria),
        )
        .group_by(TALLY.month)
        .order_by(TALLY.month)
        .execution_options(**KEPT_PLAN)
    ).all()
    less = Counter(month_of(each) for each in hidden(session, criteria))
    cut = {month_of(each) for each in (criteria.low, criteria.high - 1) if LOW < each < HIGH - 1}
    return [
        (month, _walked(session, criteria, walk, month) if month in cut else int(number) - less[month])
        for month, number in rows
    ]


def _walked(session: Session, criteria: Criteria, walk: Walk, month: int) -> int:
    inside = [ENTRY.sort_key >= month_start(month), ENTRY.sort_key < month_start(month + 1)]
    parts = branches(criteria, walk, [literal(1, literal_execute=True).label("one")], inside)
    rows = parts[0] if len(parts) == 1 else union_all(*parts)
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def month_start(month: int) -> int:
    """The lowest sort key of a month ``yyyymm`` (or of the number behind December, above all its keys)."""
    return month * 100 * SORT_KEY_BASE


def jump(session: Session, criteria: Criteria, order: Order, walk: Walk, page: Page) -> list[Place]:
    """A page by its number: whole months are skipped by their tallies where those know the list."""
    if page.offset == 0 or order.name != "received" or not is_tallied(criteria):
        return places(session, criteria, order, walk, page)
    months = monthly(session, criteria, walk)
    skip = page.offset
    for month, number in reversed(months) if order.descending else months:
        if skip < number:
            edge = month_start(month + 1) if order.descending else month_start(month) - 1
            start = Page(page.limit, after=Place(edge, 0, 0), offset=skip)
            return places(session, criteria, order, walk, start)
        skip -= number
    return []
