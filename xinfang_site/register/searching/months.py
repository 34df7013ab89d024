"""Months asked first (先查月份): PostgreSQL's index cannot stop half-way, so it is asked for as many months as will do.

Every matter's month is one of its tokens (``petitions/visibility/indexing.py``). Of a common word a million matters hold
a hundred thousand hits; the newest months have the thousand that a page and its count need.
"""

from collections.abc import Iterator
from itertools import accumulate

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import RegisterTally
from xinfang_site.petitions.visibility.tallies import first_key, month_of
from xinfang_site.register.filters.criteria import HIGH, LOW, Criteria
from xinfang_site.register.searching.costs import SPARE

MOST = 60
"""More months than these are not asked for one by one: then all hits may be taken as well."""

Months = tuple[int, ...]


def turns(
    session: Session,
    criteria: Criteria,
    share: float,
    edge: int | None,
    wanted: int | None,
    *,
    descending: bool,
) -> Iterator[tuple[int | None, Months]]:
    """In which turns to ask the index, each with the sort key that its hits lie beyond and its months.

    No months means all there are, and the last turn reaches to the end. The months between two days are named: that
    leaves out nothing but what lies outside of them.

    Args:
        session: the database.
        criteria: the list's conditions.
        share: about what part of the register matches.
        edge: where the first turn begins; None for the first matter of all.
        wanted: how many matches are needed; None for all.
        descending: newest first.
    """
    low, high = criteria.low, criteria.high
    if edge is not None:
        low, high = (low, min(edge, high)) if descending else (max(edge, low), high)
    held = _held(session, criteria.office_id, low, high)
    if not held:
        return
    first, last = min(held), max(held)
    if wanted is not None and share > 0:
        near = _enough(held, (wanted + SPARE) / share, descending=descending)
        if near is not None:
            yield edge, _between(near, last) if descending else _between(first, near)
            edge = first_key(near) if descending else first_key(_after(near)) - 1
            first, last = (first, _before(near)) if descending else (_after(near), last)
    bounded = criteria.low > LOW or criteria.high < HIGH
    yield edge, _between(first, last) if bounded else ()


def _held(session: Session, office_id: int, low: int, high: int) -> dict[int, int]:
    """The months of the office's register between two sort keys, and how many matters each holds."""
    rows = session.execute(
        select(RegisterTally.month, RegisterTally.total).where(
            RegisterTally.office_id == office_id,
            RegisterTally.dimension == "all",
            RegisterTally.month.between(month_of(low), month_of(high)),
        )
    )
    return {int(month): int(total) for month, total in rows}


def _enough(held: dict[int, int], needed: float, *, descending: bool) -> int | None:
    """The month up to which so many matters lie; None when all or too many months are needed."""
    order = sorted(held, reverse=descending)
    for number, (month, sum_so_far) in enumerate(
        zip(order, accumulate(held[each] for each in order), strict=True), 1
    ):
        if sum_so_far >= needed:
            nameable = _between(*sorted((order[0], month)))
            return month if nameable and number < len(order) else None
    return None


def _between(first: int, last: int) -> Months:
    """The months from one to another; none when they are too many to name."""
    if _number(last) - _number(first) >= MOST:
        return ()
    return tuple(_month(each) for each in range(_number(first), _number(last) + 1))


def _before(month: int) -> int:
    return _month(_number(month) - 1)


def _after(month: int) -> int:
    return _month(_number(month) + 1)


def _number(month: int) -> int:
    """Months since the year nought."""
    return month // 100 * 12 + month % 100 - 1


def _month(number: int) -> int:
    return number // 12 * 100 + number % 12 + 1
