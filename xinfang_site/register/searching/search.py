"""Search in the register (名册检索): finds exactly what a scan of all texts and people would find.

Of two ways to the same matters the cheaper one is taken: either the full-text index drives and each hit is looked up
in the register, or the register drives and each matter's text is scanned
(``docs/decisions/0005-search-by-pairs.md``). Matters that wait for the index are always scanned.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import Lookup, Petition, SearchPending
from xinfang_site.petitions.register_models import RegisterRow
from xinfang_site.petitions.visibility.sight import in_sight
from xinfang_site.register.filters.criteria import COLUMNS, ENTRY, HIGH, LOW, Criteria
from xinfang_site.register.lists.walks import Order, Page, Place, Totals, Walk, branches, merged
from xinfang_site.register.search_words import Word
from xinfang_site.register.searching import costs, index_hits, months
from xinfang_site.register.searching.in_texts import in_matters, in_texts
from xinfang_site.register.searching.index_hits import FTS, keys_of, matches
from xinfang_site.sessions import is_sqlite

_LOOKUP, _PENDING, _ROWS = Lookup.__table__.c, SearchPending.__table__.c, RegisterRow.__table__
_ROW = _ROWS.c
RECEIVED = Order()
_CHUNK, _LEAST = 1001, 100


@dataclass(frozen=True, slots=True)
class Search:
    """A search within a list (检索): the words, the conditions and which side drives.

    Attributes:
        criteria: the list's conditions.
        words: all of them must match.
        walk: the register's walk, when ``index_drives`` is False.
        index_drives: whether the full-text index drives.
        pending: whether matters wait for the index.
        candidates: sort keys of the index hits read so far; every newer match is among them. None if none were read.
        older: below this sort key the index may hold further matches; 0 if not.
        sure: whether all candidates are known to match.
        share: about what part of the register matches, so that PostgreSQL need not take all hits (see ``months.py``).
    """

    criteria: Criteria
    words: tuple[Word, ...]
    walk: Walk
    index_drives: bool
    pending: bool
    candidates: tuple[int, ...] | None = None
    older: int = 0
    sure: bool = False
    share: float = 1.0


def prepare(
    session: Session, criteria: Criteria, words: tuple[Word, ...], walk: Walk, totals: Totals
) -> Search:
    """Choose the cheaper way of searching."""
    hashes = [each for word in words for each in word.hashes]
    waiting, person, newest = session.execute(
        select(
            select(_PENDING.sort_key).limit(1).scalar_subquery(),
            select(_LOOKUP.hash).where(_LOOKUP.hash.in_(hashes)).limit(1).scalar_subquery(),
            select(func.max(Petition.id)).scalar_subquery(),
        )
    ).one()
    if person is None:  # most words are no person's name or number: skip that search
        words = tuple(replace(each, hashes=()) for each in words)
    hits = index_hits.find(session, words)
    if is_sqlite(session):
        drives = hits.reach is None or costs.index_is_cheaper(session, criteria, hits, totals, newest or 1)
        older = hits.reach[0] if hits.reach else 0
        return Search(criteria, words, walk, drives, waiting is not None, hits.candidates, older, hits.sure)
    drives = costs.bitmap_is_cheaper(words, hits, totals, newest or 1)
    share = costs.matching_share(words, hits, totals, newest or 1)
    return Search(criteria, words, walk, drives, waiting is not None, share=share)


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
    """Matching hits of the index from ``start`` on: the candidates first, then further ones from the index."""
    found: list[int] = []
    edge = None if start is None else start.key
    if search.candidates is not None and (descending or not search.older):
        low, high = (LOW, edge or HIGH) if descending else (edge or LOW, HIGH)
        near = sorted((each for each in search.candidates if low < each < high), reverse=descending)
        found = list(_proved(session, search, near, wanted))
        if not search.older or len(found) == wanted:
            return found
        edge = min(search.older, high)
    turns: Iterable[tuple[int | None, months.Months]] = [(edge, ())]
    if not is_sqlite(session):
        turns = months.turns(session, search.criteria, search.share, edge, wanted, descending=descending)
    for beyond, asked in turns:
        left = None if wanted is None else wanted - len(found)
        part = _from_index(session, search, beyond, descending=descending, of=asked)
        found += session.scalars(part.limit(left))
        if len(found) == wanted:
            break
    return found


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
        if wanted is not None:  # as many as will probably be needed, judging by the share that matched so far
            size = min(_CHUNK, max(_LEAST, left * size // max(len(found), 1)))


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
    """The selects for the case that the register drives: each of its matters is scanned."""
    conditions = in_matters(session, search.words, ENTRY.sort_key)
    return branches(search.criteria, search.walk, read, conditions)


def _sources(session: Session, search: Search) -> list[Select[Any]]:
    """What must be searched besides a driving index: names and numbers of people, matters waiting for the index."""
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


def _from_index(
    session: Session, search: Search, edge: int | None, *, descending: bool, of: months.Months
) -> Select[Any]:
    """Hits of the index beyond ``edge``, in order; for longer words, whose pairs may stand apart, the texts are checked too.

    Args:
        session: the database.
        search: the search.
        edge: sort key beyond which the hits begin; None for all.
        descending: newest first.
        of: months that PostgreSQL is asked for; none for all.
    """
    unproved = tuple(word for word in search.words if not word.exact)
    hit = FTS.c.rowid if is_sqlite(session) else FTS.c.sort_key
    beyond = () if edge is None else (hit < edge if descending else hit > edge,)
    if is_sqlite(session):
        found = _scoped(search, hit, in_texts(session, unproved, hit)).where(*beyond)
        return found.where(matches(session, search.words)).order_by(hit.desc() if descending else hit)
    # by itself PostgreSQL would walk the texts in order of receipt, hoping to meet a rare word soon: "+ 0" hides the
    # order from it. Sorted before they are looked up (that is what the OFFSET says), so that this ends with the last wanted
    hidden = (hit + 0).label("sort_key")
    hits = select(hidden).where(matches(session, search.words, of), *beyond)
    near = hits.order_by(hidden.desc() if descending else hidden).offset(0).subquery("near")
    key = near.c.sort_key
    found = _scoped(search, key, in_texts(session, unproved, key))
    return found.order_by(key.desc() if descending else key)


def _scoped(search: Search, key: Any, texts: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The hits ``key`` that are in the office's register and meet all conditions.

    Written as a scalar subquery, not as a join or ``EXISTS``, so that no planner lets the register drive instead.
    """
    criteria, walk = search.criteria, search.walk
    narrow = walk.dimension in COLUMNS and len(walk.values) == 1
    inside = select(_ROW.sort_key).where(
        _ROW.office_id == criteria.office_id,
        _ROW.sort_key == key,
        in_sight(_ROW.sort_key),
        *criteria.conditions(walk.dimension if narrow else "", _ROW),
    )
    if narrow:
        # the filter's own index holds these matters only, and takes half as long as the whole register
        inside = inside.where(_ROW[COLUMNS[walk.dimension].key] == walk.values[0])
        inside = inside.with_hint(_ROWS, f"INDEXED BY ix_register_entry_{walk.dimension}", "sqlite")
    inside = inside.select_from(_ROWS).correlate(key.table)
    found = select(key).where(inside.scalar_subquery().is_not(None), *texts)
    if criteria.low > LOW:
        found = found.where(key >= criteria.low)  # the same again for the hits: neither database infers it
    if criteria.high < HIGH:
        found = found.where(key < criteria.high)
    return found
