"""Search in the register (名册检索): exactly what a scan of the texts and of the people would find.

Two ways lead to the same matters, and the cheaper one is taken: the full-text index drives and each
hit is looked up in the register, or the register drives and each matter's text is looked into
(``docs/decisions/0005-search-by-pairs.md``). Matters that wait for the index are always looked into.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import Session

from xinfang_site.petitions.indexing import TEXT_COLUMNS
from xinfang_site.petitions.models import (
    SORT_KEY_BASE,
    Lookup,
    Petition,
    PetitionText,
    RegisterTally,
    SearchPending,
)
from xinfang_site.petitions.tallies import month_of
from xinfang_site.register import search_hits
from xinfang_site.register.criteria import ENTRY, HIGH, LOW, Criteria
from xinfang_site.register.listing import ENTRIES, Order, Page, Place, Totals, Walk, branches, merged
from xinfang_site.register.search_hits import FTS, Hits, is_sqlite, matches
from xinfang_site.register.words import Word

_PETITION, _TEXT = Petition.__table__, PetitionText.__table__
_LOOKUP, _PENDING = Lookup.__table__.c, SearchPending.__table__.c
RECEIVED = Order()


def _joined() -> ColumnElement[str]:
    first, *others = (each.expression for each in TEXT_COLUMNS)
    whole: ColumnElement[str] = first
    for each in others:
        whole = whole.concat(literal("\n", literal_execute=True)).concat(each)
    return whole


_TEXTS = _joined()
"""All texts of a matter, parted by line ends: no word holds one, so that none is found across two texts."""
_FOLDED = func.lower(_TEXTS)
_FOLDED_POSTGRESQL = func.lower(_TEXTS.collate("C"))
INDEX_COST, BITMAP_COST, TEXT_COST = 1.5, 15.0, 4.0
"""Microseconds to look one hit up in the register (on PostgreSQL with all the others), and to look into one
matter's texts (measured)."""


@dataclass(frozen=True, slots=True)
class Search:
    """A search within a list (检索): the words, the conditions and which side drives.

    Attributes:
        criteria: the list's conditions.
        words: all of them must match.
        walk: the register's walk, when ``index_drives`` is False.
        index_drives: whether the full-text index drives.
        pending: whether matters wait for the index.
        found: sort keys of all matches, newest first, where they are few and dear to find again.
        candidates: matters among which all are whose texts match, where these were read already.
    """

    criteria: Criteria
    words: tuple[Word, ...]
    walk: Walk
    index_drives: bool
    pending: bool
    found: tuple[int, ...] | None = None
    candidates: tuple[int, ...] | None = None


def prepare(
    session: Session, criteria: Criteria, words: tuple[Word, ...], walk: Walk, totals: Totals
) -> Search:
    """Decide which side drives."""
    pending = session.scalar(select(_PENDING.sort_key).limit(1)) is not None
    hits = search_hits.find(session, words)
    drives = hits.number <= search_hits.RARE or _index_is_cheaper(session, criteria, hits, totals)
    search = Search(criteria, words, walk, drives, pending, candidates=hits.candidates)
    if hits.number > search_hits.RARE or all(word.exact for word in words):
        return search
    return replace(search, found=tuple(sorted(_all(session, search, None), reverse=True)))


def _all(session: Session, search: Search, cap: int | None) -> set[int]:
    """Sort keys of the matches of every source, at most ``cap`` of each."""
    key = ENTRY.sort_key.label("key")
    parts = _sources(session, search) if search.index_drives else _walks(session, search, [key])
    found: set[int] = set()
    for part in parts:
        found.update(session.scalars(part if cap is None else part.limit(cap)))
    return found


def _index_is_cheaper(session: Session, criteria: Criteria, hits: Hits, totals: Totals) -> bool:
    """Compare matters read until a thousand are found, either way."""
    everywhere = max(session.scalar(select(func.max(Petition.id))) or 1, 1)
    share = min(totals.everything, everywhere) / everywhere * totals.share()
    if not is_sqlite(session):
        frequency = max(min(hits.number / everywhere, 1.0), 1e-9)
        return hits.number * BITMAP_COST < 1000 / frequency * TEXT_COST
    frequency = min(hits.number / max(_newer_share(session, criteria, hits.oldest) * everywhere, 1), 1.0)
    frequency = max(frequency, 1e-9)
    by_index = min(1000 / max(share, 1e-9), frequency * everywhere) * INDEX_COST
    by_text = min(1000 / frequency, share * everywhere) * TEXT_COST
    return by_index < by_text


def _newer_share(session: Session, criteria: Criteria, oldest: int) -> float:
    """About what part of all matters came after ``oldest``, as the office's own months tell."""
    newer = func.sum(case((RegisterTally.month >= month_of(oldest), RegisterTally.total), else_=0))
    row = session.execute(
        select(newer, func.sum(RegisterTally.total)).where(
            RegisterTally.office_id == criteria.office_id, RegisterTally.dimension == "all"
        )
    ).one()
    return float(row[0] / row[1]) if row[1] else 1.0


def keys(session: Session, search: Search, page: Page, *, descending: bool = True) -> list[int]:
    """Sort keys of matching matters in order of receipt, from ``page.after`` or up to ``page.before``."""
    backwards = page.before is not None
    direction = descending != backwards
    start = page.before or page.after
    wanted = page.limit + page.offset
    if search.found is not None:
        low, high = (0, start.key) if start and direction else (start.key if start else 0, 2**63)
        ordered = [each for each in search.found if low < each < high]
        ordered = (ordered if direction else ordered[::-1])[page.offset : wanted]
        return ordered[::-1] if backwards else ordered
    found: set[int] = set()
    for part in _sources(session, search):
        key = part.selected_columns[0]
        if start is not None:
            part = part.where(key < start.key if direction else key > start.key)
        found.update(session.scalars(part.order_by(key.desc() if direction else key).limit(wanted)))
    if not search.index_drives:
        found.update(_walked(session, search, start, direction, wanted))
    ordered = sorted(found, reverse=direction)[page.offset : wanted]
    return ordered[::-1] if backwards else ordered


def places(session: Session, search: Search, page: Page, *, descending: bool = True) -> list[Place]:
    """The same as places of the list."""
    return [Place(key, 0, key % SORT_KEY_BASE) for key in keys(session, search, page, descending=descending)]


def number_of(session: Session, search: Search, cap: int | None) -> int:
    """How many matters match, at most ``cap``."""
    found = search.found if search.found is not None else _all(session, search, cap)
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
    conditions = [_in_matter(session, word) for word in search.words]
    return [
        part.select_from(_with_texts()) for part in branches(search.criteria, search.walk, read, conditions)
    ]


def _sources(session: Session, search: Search) -> list[Select[Any]]:
    """The index drives: hits of the index, of the people's hashes, and matters waiting for the index."""
    if not search.index_drives:
        return []
    found = [_from_index(session, search)]
    for word in search.words:
        others = [_in_matter(session, each) for each in search.words if each is not word]
        found += [
            _scoped(search, _LOOKUP.sort_key, others).where(_LOOKUP.hash == each) for each in word.hashes
        ]
    if search.pending:
        found.append(_scoped(search, _PENDING.sort_key, [_in_matter(session, each) for each in search.words]))
    return found


def _from_index(session: Session, search: Search) -> Select[Any]:
    """The index's hits; longer words, whose pairs may stand apart, are looked for in the texts too."""
    unproved = [_in_text(session, word) for word in search.words if not word.exact]
    if search.candidates is not None:
        known = func.json_each(json.dumps(search.candidates)).table_valued("value")
        return _scoped(search, known.c.value, [_in_text(session, word) for word in search.words])
    if is_sqlite(session):
        return _scoped(search, FTS.c.rowid, unproved).where(matches(session, search.words))
    # by itself PostgreSQL would walk the texts in order of receipt, hoping to meet a rare word soon
    hits = (
        select(FTS.c.sort_key).where(matches(session, search.words)).cte("hits").prefix_with("MATERIALIZED")
    )
    return _scoped(search, hits.c.sort_key, unproved)


def _scoped(search: Search, key: Any, in_texts: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The hits ``key`` that stand in the office's register and meet all conditions.

    ``EXISTS`` and not a join: the hits must drive, whatever the planner thinks of the register.
    """
    criteria = search.criteria
    inside = select(ENTRY.sort_key).where(
        ENTRY.office_id == criteria.office_id, ENTRY.sort_key == key, *criteria.conditions(), *in_texts
    )
    inside = inside.select_from(_with_texts() if in_texts else ENTRIES)
    found = select(key).where(inside.correlate(key.table).exists())
    if criteria.low > LOW:
        found = found.where(key >= criteria.low)  # the same again for the hits: neither database infers it
    if criteria.high < HIGH:
        found = found.where(key < criteria.high)
    return found


def _with_texts() -> Any:
    return ENTRIES.join(_PETITION, _PETITION.c.sort_key == ENTRY.sort_key).join(
        _TEXT, _TEXT.c.petition_id == _PETITION.c.id
    )


def _in_matter(session: Session, word: Word) -> ColumnElement[bool]:
    """Whether a matter's text holds the word, or the word is one of its people."""
    if not word.hashes:
        return _in_text(session, word)
    known = Lookup.__table__.alias("known")
    person = (
        select(known.c.id)
        .where(known.c.petition_id == _PETITION.c.id, known.c.hash.in_(word.hashes))
        .exists()
    )
    return or_(_in_text(session, word), person)


def _in_text(session: Session, word: Word) -> ColumnElement[bool]:
    """Whether one of a matter's texts holds the word; only ASCII letters are folded."""
    sqlite = is_sqlite(session)
    position = func.instr if sqlite else func.strpos
    folded = _FOLDED if sqlite else _FOLDED_POSTGRESQL
    has_letters = any("a" <= each <= "z" for each in word.folded)
    return position(folded if has_letters else _TEXTS, word.folded) > 0
