"""What a search costs either way (检索代价): whether the full-text index drives it, and how many hits come first."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterTally
from xinfang_site.petitions.visibility.tallies import month_of
from xinfang_site.register.filters.criteria import Criteria
from xinfang_site.register.lists.walks import Totals
from xinfang_site.register.search_words import Word
from xinfang_site.register.searching.index_hits import Hits

INDEX_COST, TEXT_COST = 1.5, 2.5
"""Microseconds to look one hit up in the register, and to look into one matter's texts (measured)."""
BITMAP_COST, BITMAP_ENTRY_COST, BITMAP_TEXT_COST = 0.3, 1.5, 6.0
"""The same on PostgreSQL, which takes and sorts all hits of the months it is asked for before it looks the first one up."""
WANTED = 1001
"""So many matches are looked for at once: a page and its count."""
SPARE = 500
"""So many more are expected of the months asked first, since months and words are not spread evenly (on PostgreSQL)."""
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
    """The same on PostgreSQL: all hits of as many months as needed are taken, and looked up until a thousand match."""
    share = _share(totals, everywhere)
    exact = all(word.exact for word in words)
    number = _likely(words, hits)
    frequency = max(min(number / everywhere, 1.0), 1e-9)
    taken, looked_up = (min(wanted / share, number) for wanted in (WANTED + SPARE, WANTED))
    proof = 0.0 if exact else BITMAP_TEXT_COST
    by_index = taken * BITMAP_COST + looked_up * (BITMAP_ENTRY_COST + share * proof)
    by_text = min(WANTED / frequency, share * everywhere) * BITMAP_TEXT_COST
    return by_index < by_text


def matching_share(words: tuple[Word, ...], hits: Hits, totals: Totals, everywhere: int) -> float:
    """About what part of the register's matters a search finds (on PostgreSQL)."""
    return max(min(_likely(words, hits) / everywhere, 1.0) * totals.share(), 1e-9)


def _likely(words: tuple[Word, ...], hits: Hits) -> int:
    """PostgreSQL's estimate of the hits, corrected."""
    return hits.number * (1 if all(word.exact for word in words) else PAIRED)


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
