"""Search in the register (名册检索): exactly what a scan of the texts and of the people would find.

Two ways lead to the same matters, and the cheaper one is taken: the full-text index drives and each
hit is looked up in the register, or the register drives and each matter's text is looked into
(``docs/decisions/0005-search-by-pairs.md``). Matters that wait for the index are always looked into.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import (
    SORT_KEY_BASE,
    Lookup,
    Petition,
    PetitionText,
    RegisterTally,
    SearchPending,
)
from xinfang_site.petitions.visibility.indexing import TEXT_COLUMNS
from xinfang_site.petitions.visibility.tallies import month_of
from xinfang_site.register import search_hits
from xinfang_site.register.criteria import ENTRY, HIGH, LOW, Criteria
from xinfang_site.register.listing import ENTRIES, Order, Page, Place, Totals, Walk, branches, merged
from xinfang_site.register.search_hits import FTS, Hits, is_sqlite, keys_of, matches
from xinfang_site.register.words import Word

_LOOKUP, _PENDING = Lookup.__table__.c, SearchPending.__table__.c
RECEIVED = Order()
_CHUNK, _LEAST = 1001, 100
_BASE = literal(SORT_KEY_BASE, literal_execute=True)
_NONE = literal(0, literal_execute=True)


_LONG = [each for each in TEXT_COLUMNS if each.class_ is PetitionText]
_SHORT = [each for each in TEXT_COLUMNS if each.class_ is Petition]
"""The texts of a matter: the long ones are looked into first, most words stand there."""
INDEX_COST, TEXT_COST = 1.5, 2.5
"""Microseconds to look one hit up in the register, and to look into one matter's texts (measured)."""
BITMAP_COST, BITMAP_TEXT_COST = 1.0, 6.0
"""The same on PostgreSQL, which takes all hits, and looks into the texts of all, before it gives the first."""


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
        sure: whether the texts of all candidates match.
    """

    criteria: Criteria
    words: tuple[Word, ...]
    walk: Walk
    index_drives: bool
    pending: bool
    candidates: tuple[int, ...] | None = None
    sure: bool = False


def prepare(
    session: Session, criteria: Criteria, words: tuple[Word, ...], walk: Walk, totals: Totals
) -> Search:
    """Decide which side drives."""
    pending = session.scalar(select(_PENDING.sort_key).limit(1)) is not None
    hits = search_hits.find(session, words)
    drives = hits.number <= search_hits.RARE or _index_is_cheaper(session, criteria, words, hits, totals)
    return Search(criteria, words, walk, drives, pending, hits.candidates, hits.sure)


def _all(session: Session, search: Search, cap: int | None) -> set[int]:
    """Sort keys of the matches of every source, at most ``cap`` of each."""
    key = ENTRY.sort_key.label("key")
    parts = _sources(session, search) if search.index_drives else _walks(session, search, [key])
    found: set[int] = set()
    for part in parts:
        found.update(session.scalars(part if cap is None else part.limit(cap)).all())
    if search.candidates is not None:
        found.update(_proved(session, search, search.candidates, cap))
    return found


def _proved(session: Session, search: Search, candidates: Sequence[int], wanted: int | None) -> Iterator[int]:
    """The candidates that match, in the order given, until ``wanted`` are found."""
    left = len(candidates) if wanted is None else wanted
    start, size = 0, _CHUNK
    while left and start < len(candidates):
        chunk = candidates[start : start + size]
        known = func.json_each(json.dumps(chunk)).table_valued("value")
        texts = [] if search.sure else _in_texts(session, search.words, known.c.value)
        matching = set(keys_of(session, _scoped(search, known.c.value, texts)))
        found = [each for each in chunk if each in matching][:left]
        yield from found
        left -= len(found)
        start += size
        if wanted is not None:  # the rest is looked into as far as it will be needed at this rate
            size = min(_CHUNK, max(_LEAST, left * size // max(len(found), 1)))


def _index_is_cheaper(
    session: Session, criteria: Criteria, words: tuple[Word, ...], hits: Hits, totals: Totals
) -> bool:
    """Compare matters read until a thousand are found, either way."""
    everywhere = max(session.scalar(select(func.max(Petition.id))) or 1, 1)
    share = min(totals.everything, everywhere) / everywhere * totals.share()
    if not is_sqlite(session):
        frequency = max(min(hits.number / everywhere, 1.0), 1e-9)
        by_text = min(1000 / frequency, share * everywhere) * BITMAP_TEXT_COST
        by_hit = BITMAP_COST + (0 if all(word.exact for word in words) else BITMAP_TEXT_COST)
        return hits.number * by_hit < by_text
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
    found: set[int] = set()
    for part in _sources(session, search):
        key = part.selected_columns[0]
        if start is not None:
            part = part.where(key < start.key if direction else key > start.key)
        found.update(session.scalars(part.order_by(key.desc() if direction else key).limit(wanted)).all())
    if not search.index_drives:
        found.update(_walked(session, search, start, direction, wanted))
    if search.candidates is not None:
        low, high = (0, start.key) if start and direction else (start.key if start else 0, 2**63)
        near = sorted((each for each in search.candidates if low < each < high), reverse=direction)
        found.update(_proved(session, search, near, wanted))
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
    conditions = [_in_matter(session, word, ENTRY.sort_key) for word in search.words]
    return branches(search.criteria, search.walk, read, conditions)


def _sources(session: Session, search: Search) -> list[Select[Any]]:
    """The index drives: hits of the index, of the people's hashes, and matters waiting for the index."""
    if not search.index_drives:
        return []
    found = [] if search.candidates is not None else [_from_index(session, search)]
    for word in search.words:
        key = _LOOKUP.sort_key
        others = [_in_matter(session, each, key) for each in search.words if each is not word]
        found += [_scoped(search, key, others).where(_LOOKUP.hash == each) for each in word.hashes]
    if search.pending:
        waiting = _PENDING.sort_key
        found.append(_scoped(search, waiting, [_in_matter(session, each, waiting) for each in search.words]))
    return found


def _from_index(session: Session, search: Search) -> Select[Any]:
    """The index's hits; longer words, whose pairs may stand apart, are looked for in the texts too."""
    unproved = tuple(word for word in search.words if not word.exact)
    if is_sqlite(session):
        texts = _in_texts(session, unproved, FTS.c.rowid)
        return _scoped(search, FTS.c.rowid, texts).where(matches(session, search.words))
    # by itself PostgreSQL would walk the texts in order of receipt, hoping to meet a rare word soon
    hits = (
        select(FTS.c.sort_key).where(matches(session, search.words)).cte("hits").prefix_with("MATERIALIZED")
    )
    return _scoped(search, hits.c.sort_key, _in_texts(session, unproved, hits.c.sort_key))


def _scoped(search: Search, key: Any, in_texts: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The hits ``key`` that stand in the office's register and meet all conditions.

    ``EXISTS`` and not a join: the hits must drive, whatever the planner thinks of the register.
    """
    criteria = search.criteria
    inside = select(ENTRY.sort_key).where(
        ENTRY.office_id == criteria.office_id, ENTRY.sort_key == key, *criteria.conditions()
    )
    inside = inside.select_from(ENTRIES)
    found = select(key).where(inside.correlate(key.table).exists(), *in_texts)
    if criteria.low > LOW:
        found = found.where(key >= criteria.low)  # the same again for the hits: neither database infers it
    if criteria.high < HIGH:
        found = found.where(key < criteria.high)
    return found


def _in_matter(session: Session, word: Word, key: Any) -> ColumnElement[bool]:
    """Whether the text of the matter at ``key`` holds the word, or the word is one of its people."""
    if not word.hashes:
        return _in_text(session, word, key)
    known = Lookup.__table__.alias("known")
    person = (
        select(known.c.id)
        .where(known.c.petition_id == key % _BASE, known.c.hash.in_(word.hashes))
        .correlate(key.table)
        .exists()
    )
    return or_(_in_text(session, word, key), person)


def _in_texts(session: Session, words: Iterable[Word], key: Any) -> list[ColumnElement[bool]]:
    return [_in_text(session, word, key) for word in words]


def _in_text(session: Session, word: Word, key: Any) -> ColumnElement[bool]:
    """Whether one of the texts of the matter at ``key`` holds the word; only ASCII letters are folded.

    The key's last digits are the matter's id, and a text is looked into only when those before it do not
    hold the word: both halve the time of a search.
    """
    sqlite = is_sqlite(session)
    position = func.instr if sqlite else func.strpos
    has_letters = any("a" <= each <= "z" for each in word.folded)

    def holds(text: Any) -> ColumnElement[bool]:
        folded = func.lower(text if sqlite else text.collate("C")) if has_letters else text
        return position(folded, word.folded) > _NONE

    def one_of(texts: Sequence[Any], identifier: Any) -> ColumnElement[bool]:
        # a value and not EXISTS, which PostgreSQL might answer by looking into every text there is
        found = select(or_(*map(holds, texts))).where(identifier == key % _BASE)
        return found.correlate(key.table).scalar_subquery()

    return or_(one_of(_LONG, PetitionText.petition_id), one_of(_SHORT, Petition.id))
