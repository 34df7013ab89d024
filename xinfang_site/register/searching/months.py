"""Months asked first (先查月份): PostgreSQL's index cannot stop half-way, so it is asked for as many months as will do.

Every matter's month is one of its tokens (``petitions/visibility/indexing.py``). Of a common word a million matters hold
a hundred thousand hits; the newest months have the thousand that a page and its count need.
"""

from collections.abc import Iterator, Sequence
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

    Only months in which the register holds a matter are named. No months means all there are, and the last turn reaches to
    the end; where the list has a first or a last day, its turns name their months too.

    Args:
        session: the database.
        criteria: the list's conditions.
        share: about what part of the register matches; more than 0.
        edge: where the first turn begins; None for the first matter of all.
        wanted: how many matches are needed; None for all.
        descending: newest first.
    """
    low, high = criteria.low, criteria.high
    if edge is not None:
        low, high = (low, min(edge, high)) if descending else (max(edge, low), high)
    held = _held(session, criteria.office_id, low, high)
    order = sorted(held, reverse=descending)
    near = 0 if wanted is None else _enough([held[each] for each in order], (wanted + SPARE) / share)
    if near < len(order) and 0 < near <= MOST:
        yield edge, tuple(order[:near])
        edge = first_key(order[near - 1]) if descending else first_key(order[near]) - 1
        order = order[near:]
    if order:
        bounded = criteria.low > LOW or criteria.high < HIGH
        yield edge, tuple(order) if bounded and len(order) <= MOST else ()


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


def _enough(totals: Sequence[int], needed: float) -> int:
    """How many of the months hold so many matters, from the first; 0 when all together do not."""
    return next(
        (number for number, sum_so_far in enumerate(accumulate(totals), 1) if sum_so_far >= needed), 0
    )
