"""Search in the register (名册检索): exactly what a scan of the texts and of the people would find.

Two ways lead to the same matters, and the cheaper one is taken: the full-text index drives and each
hit is looked up in the register, or the register drives and each matter's text is looked into
(``docs/decisions/0005-search-by-pairs.md``). Matters that wait for the index are always looked into.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import SORT_KEY_BASE, Lookup, Petition, RegisterTally, SearchPending
from xinfang_site.petitions.visibility.tallies import month_of
from xinfang_site.register.filters.criteria import COLUMNS, ENTRY, HIGH, LOW, Criteria
from xinfang_site.register.lists.walks import ENTRIES, Order, Page, Place, Totals, Walk, branches, merged
from xinfang_site.register.search_words import Word
from xinfang_site.register.searching import index_hits
from xinfang_site.register.searching.in_texts import in_matters, in_texts
from xinfang_site.register.searching.index_hits import FTS, Hits, is_sqlite, keys_of, matches

_LOOKUP, _PENDING = Lookup.__table__.c, SearchPending.__table__.c
RECEIVED = Order()
_CHUNK, _LEAST = 1001, 100
INDEX_COST, TEXT_COST = 1.5, 2.5
"""Microseconds to look one hit up in the register, and to look into one matter's texts (measured)."""
BITMAP_COST, BITMAP_ENTRY_COST, BITMAP_TEXT_COST = 0.3, 1.5, 6.0
"""The same on PostgreSQL, which takes and sorts all hits before it looks the first one up."""
COMMON = 0.4
"""A word in more of all texts is met so soon on PostgreSQL that its hits, most of the index, are never worth taking."""


@dataclass(frozen=True, slots=True)
class Search:
    """A search within a list (检索): the words, the conditions and which side drives.

    Attributes:
        criteria: the list's conditions.
        words: all of them must match.
        walk: the register's walk, when ``index_drives`` is False.
        index_drives: whether the full-text index drives.
        pending: whether matters wait for the index.
        candidates: sort keys among which all are whose texts match, where these were read already.
        older: below this sort key there may be others that match; 0 where there are none.
        sure: whether the texts of all candidates match.
    """

    criteria: Criteria
    words: tuple[Word, ...]
    walk: Walk
    index_drives: bool
    pending: bool
    candidates: tuple[int, ...] | None = None
    older: int = 0
    sure: bool = False


PAIRED = 2
"""PostgreSQL takes the pairs of one word for strangers to each other: there are about so many times as many hits."""


def prepare(
    session: Session, criteria: Criteria, words: tuple[Word, ...], walk: Walk, totals: Totals
) -> Search:
    """Decide which side drives."""
    hashes = [each for word in words for each in word.hashes]
    waiting, person, newest = session.execute(
        select(
            select(_PENDING.sort_key).limit(1).scalar_subquery(),
            select(_LOOKUP.hash).where(_LOOKUP.hash.in_(hashes)).limit(1).scalar_subquery(),
            select(func.max(Petition.id)).scalar_subquery(),
        )
    ).one()
    if person is None:  # most words are nobody's name or number, and need not be looked for among them
        words = tuple(replace(each, hashes=()) for each in words)
    hits = index_hits.find(session, words)
    if is_sqlite(session):
        drives = hits.reach is None or _index_is_cheaper(session, criteria, hits, totals, newest or 1)
    else:
        drives = _bitmap_is_cheaper(words, hits, totals, newest or 1)
    older = hits.reach[0] if hits.reach else 0
    return Search(criteria, words, walk, drives, waiting is not None, hits.candidates, older, hits.sure)


def _all(session: Session, search: Search, cap: int | None) -> set[int]:
    """Sort keys of the matches of every source, at most ``cap`` of each."""
    key = ENTRY.sort_key.label("key")
    parts = _sources(session, search) if search.index_drives else _walks(session, search, [key])
    found: set[int] = set()
    for part in parts:
        found.update(session.scalars(part if cap is None else part.limit(cap)).all())
    if search.index_drives:
        found.update(_indexed(session, search, None, descending=True, wanted=cap))
    return found


def _indexed(
    session: Session, search: Search, start: Place | None, *, descending: bool, wanted: int | None
) -> list[int]:
    """The index's hits that match, from ``start`` on: those in hand first, then what the index holds beyond them."""
    found: list[int] = []
    edge = None if start is None else start.key
    if search.candidates is not None and (descending or not search.older):
        low, high = (LOW, edge or HIGH) if descending else (edge or LOW, HIGH)
        near = sorted((each for each in search.candidates if low < each < high), reverse=descending)
        found = list(_proved(session, search, near, wanted))
        if not search.older or len(found) == wanted:
            return found
        edge = min(search.older, high)
    part = _from_index(session, search, descending=descending)
    key = part.selected_columns[0]
    if edge is not None:
        part = part.where(key < edge if descending else key > edge)
    left = None if wanted is None else wanted - len(found)
    return [*found, *session.scalars(part.order_by(key.desc() if descending else key).limit(left))]


def _proved(session: Session, search: Search, candidates: Sequence[int], wanted: int | None) -> Iterator[int]:
    """The candidates that match, in the order given, until ``wanted`` are found."""
    left = len(candidates) if wanted is None else wanted
    start, size = 0, _CHUNK
    while left and start < len(candidates):
        chunk = candidates[start : start + size]
        known = func.json_each(json.dumps(chunk)).table_valued("value", name="chosen")
        texts = [] if search.sure else in_texts(session, search.words, known.c.value)
        matching = set(keys_of(session, _scoped(search, known.c.value, texts)))
        found = [each for each in chunk if each in matching][:left]
        yield from found
        left -= len(found)
        start += size
        if wanted is not None:  # the rest is looked into as far as it will be needed at this rate
            size = min(_CHUNK, max(_LEAST, left * size // max(len(found), 1)))


def _index_is_cheaper(
    session: Session, criteria: Criteria, hits: Hits, totals: Totals, everywhere: int
) -> bool:
    """Compare matters read until a thousand are found, either way."""
    share = _share(totals, everywhere)
    newer = 1.0 if hits.reach is None else _newer_share(session, criteria, *hits.reach)
    frequency = max(min(hits.number / max(newer * everywhere, 1), 1.0), 1e-9)
    by_index = min(1000 / share, frequency * everywhere) * INDEX_COST
    by_text = min(1000 / frequency, share * everywhere) * TEXT_COST
    return by_index < by_text


def _bitmap_is_cheaper(words: tuple[Word, ...], hits: Hits, totals: Totals, everywhere: int) -> bool:
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


def keys(session: Session, search: Search, page: Page, *, descending: bool = True) -> list[int]:
    """Sort keys of matching matters in order of receipt, from ``page.after`` or up to ``page.before``."""
    backwards = page.before is not None
    direction = descending != backwards
    start = page.before or page.after
    wanted = page.limit + page.offset
    found: set[int] = set()
    for part in _sources(session, search):
        key = part.selected_columns[0]
        if start is not None:
            part = part.where(key < start.key if direction else key > start.key)
        found.update(session.scalars(part.order_by(key.desc() if direction else key).limit(wanted)).all())
    if search.index_drives:
        found.update(_indexed(session, search, start, descending=direction, wanted=wanted))
    else:
        found.update(_walked(session, search, start, direction, wanted))
    ordered = sorted(found, reverse=direction)[page.offset : wanted]
    return ordered[::-1] if backwards else ordered


def number_of(session: Session, search: Search, cap: int | None) -> int:
    """How many matters match, at most ``cap``."""
    found = _all(session, search, cap)
    return len(found) if cap is None else min(len(found), cap)


def _walked(
    session: Session, search: Search, start: Place | None, descending: bool, limit: int
) -> Sequence[int]:
    bound = (
        [] if start is None else [ENTRY.sort_key < start.key if descending else ENTRY.sort_key > start.key]
    )
    parts = [part.where(*bound) for part in _walks(session, search, [ENTRY.sort_key.label("key")])]
    return session.scalars(merged(parts, RECEIVED.columns, descending).limit(limit)).all()


def _walks(session: Session, search: Search, read: list[ColumnElement[Any]]) -> list[Select[Any]]:
    """The register drives: each of its matters is looked into."""
    conditions = in_matters(session, search.words, ENTRY.sort_key)
    return branches(search.criteria, search.walk, read, conditions)


def _sources(session: Session, search: Search) -> list[Select[Any]]:
    """Beside the index, where it drives: hits of the people's hashes, and matters waiting for the index."""
    if not search.index_drives:
        return []
    found = []
    for word in search.words:
        key = _LOOKUP.sort_key
        others = in_matters(session, [each for each in search.words if each is not word], key)
        found += [_scoped(search, key, others).where(_LOOKUP.hash == each) for each in word.hashes]
    if search.pending:
        waiting = _PENDING.sort_key
        found.append(_scoped(search, waiting, in_matters(session, search.words, waiting)))
    return found


def _from_index(session: Session, search: Search, *, descending: bool) -> Select[Any]:
    """The index's hits; longer words, whose pairs may stand apart, are looked for in the texts too."""
    unproved = tuple(word for word in search.words if not word.exact)
    if is_sqlite(session):
        texts = in_texts(session, unproved, FTS.c.rowid)
        return _scoped(search, FTS.c.rowid, texts).where(matches(session, search.words))
    # by itself PostgreSQL would walk the texts in order of receipt, hoping to meet a rare word soon
    hits = (
        select(FTS.c.sort_key).where(matches(session, search.words)).cte("hits").prefix_with("MATERIALIZED")
    )
    order = hits.c.sort_key.desc() if descending else hits.c.sort_key
    # sorted before they are looked up (that is what the OFFSET says): the look-up ends with the last one wanted
    near = select(hits.c.sort_key).order_by(order).offset(0).subquery("near")
    return _scoped(search, near.c.sort_key, in_texts(session, unproved, near.c.sort_key))


def _scoped(search: Search, key: Any, texts: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The hits ``key`` that stand in the office's register and meet all conditions.

    A value and not a join or ``EXISTS``: the hits must drive, one by one, whatever the planner thinks of the register.
    """
    criteria, walk = search.criteria, search.walk
    narrow = walk.dimension in COLUMNS and len(walk.values) == 1
    inside = select(ENTRY.sort_key).where(
        ENTRY.office_id == criteria.office_id,
        ENTRY.sort_key == key,
        *criteria.conditions(walk.dimension if narrow else ""),
    )
    if (
        narrow
    ):  # the filter's own index holds these matters only, and takes half as long as the whole register
        inside = inside.where(COLUMNS[walk.dimension] == walk.values[0])
        inside = inside.with_hint(ENTRIES, f"INDEXED BY ix_register_entry_{walk.dimension}", "sqlite")
    inside = inside.select_from(ENTRIES).correlate(key.table)
    found = select(key).where(inside.scalar_subquery().is_not(None), *texts)
    if criteria.low > LOW:
        found = found.where(key >= criteria.low)  # the same again for the hits: neither database infers it
    if criteria.high < HIGH:
        found = found.where(key < criteria.high)
    return found
