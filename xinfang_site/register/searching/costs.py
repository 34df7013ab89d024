"""What a search costs either way (检索代价): whether the full-text index drives it, and how many hits come first."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterTally
from xinfang_site.petitions.visibility.tallies import month_of
from xinfang_site.register.filters.criteria import Criteria
from xinfang_site.register.lists.walks import Totals
from xinfang_site.register.search_words import Word
from xinfang_site.register.searching import index_hits
from xinfang_site.register.searching.index_hits import Hits

INDEX_COST, TEXT_COST = 1.5, 2.5
"""Microseconds to look one hit up in the register, and to look into one matter's texts (measured)."""
BITMAP_COST, BITMAP_ENTRY_COST, BITMAP_TEXT_COST = 0.3, 1.5, 6.0
"""The same on PostgreSQL, which takes and sorts all hits before it looks the first one up."""
COMMON = 0.4
"""A word in more of all texts is met so soon on PostgreSQL that its hits, most of the index, are never worth taking."""
SPARE = 500
"""So many more hits are looked at first than would do, since not every one matches (on PostgreSQL)."""
SORT_COST = 3
"""Sorting all hits costs more than finding the newest and going back for more, where there are so many times as many."""
PAIRED = 2
"""PostgreSQL takes the pairs of one word for strangers to each other: there are about so many times as many hits."""


def index_is_cheaper(
    session: Session, criteria: Criteria, hits: Hits, totals: Totals, everywhere: int
) -> bool:
    """Compare matters read until a thousand are found, either way."""
    share = _share(totals, everywhere)
    newer = 1.0 if hits.reach is None else _newer_share(session, criteria, *hits.reach)
    frequency = max(min(hits.number / max(newer * everywhere, 1), 1.0), 1e-9)
    by_index = min(1000 / share, frequency * everywhere) * INDEX_COST
    by_text = min(1000 / frequency, share * everywhere) * TEXT_COST
    return by_index < by_text


def bitmap_is_cheaper(words: tuple[Word, ...], hits: Hits, totals: Totals, everywhere: int) -> bool:
    """The same on PostgreSQL: all hits are taken, and looked up until a thousand match."""
    share = _share(totals, everywhere)
    exact = all(word.exact for word in words)
    number = hits.number * (1 if exact else PAIRED)
    frequency = max(min(number / everywhere, 1.0), 1e-9)
    if frequency > COMMON:
        return False
    looked_up = min(1000 / share, number)
    proof = 0.0 if exact else BITMAP_TEXT_COST
    by_index = number * BITMAP_COST + looked_up * (BITMAP_ENTRY_COST + share * proof)
    by_text = min(1000 / frequency, share * everywhere) * BITMAP_TEXT_COST
    return by_index < by_text


def looked_at_first(hits: Hits, totals: Totals, everywhere: int) -> int:
    """How many of the newest hits PostgreSQL sorts out first; 0 for all at once."""
    enough = int(index_hits.NEWEST / _share(totals, everywhere)) + SPARE
    return enough if enough * SORT_COST < hits.number else 0


def _share(totals: Totals, everywhere: int) -> float:
    """About what part of all matters meets the list's conditions."""
    return max(min(totals.everything, everywhere) / everywhere * totals.share(), 1e-9)


def _newer_share(session: Session, criteria: Criteria, oldest: int, newest: int) -> float:
    """About what part of all matters came in between, as the office's own months tell; evenly within a month."""
    month = RegisterTally.month
    of_the_first = func.sum(case((month == month_of(oldest), RegisterTally.total), else_=0))
    later = func.sum(case((month > month_of(oldest), RegisterTally.total), else_=0))
    row = session.execute(
        select(of_the_first, later, func.sum(RegisterTally.total)).where(
            RegisterTally.office_id == criteria.office_id, RegisterTally.dimension == "all"
        )
    ).one()
    if not row[2]:
        return 1.0
    last = newest if month_of(newest) == month_of(oldest) else 31 * SORT_KEY_BASE
    first_day, last_day = (each // SORT_KEY_BASE % 100 for each in (oldest, last))
    return float((row[0] * (last_day - first_day + 1) / last_day + row[1]) / row[2])
