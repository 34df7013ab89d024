"""Hits of the full-text index (索引命中): how many there are, and candidates where they are few.

Pairs of characters are common, and bringing five common ones together costs far more than looking
into a few texts: where one pair of a word is rare, its hits are the candidates, and the texts decide.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, ColumnElement, Select, cast, column, func, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from xinfang_site.petitions.visibility.tokens import query_tokens
from xinfang_site.register.search_words import Word, match_expression
from xinfang_site.sessions import is_sqlite

RARE = 5000
ENOUGH = 300
NEWEST = 1001
"""How many hits are read at once: enough for a page and its count if all of them match."""
MOST_HELD = 5000
FTS = table(
    "petition_fts",
    *(column("rowid", BigInteger), column("sort_key", BigInteger), column("tokens"), column("petition_fts")),
)


@dataclass(frozen=True, slots=True)
class Hits:
    """The index's newest hits (命中).

    Attributes:
        number: how many.
        reach: sort keys of the oldest and the newest of them, where others are older still; None when these are all.
        candidates: when set, every text that matches is among these, or older than all of them if there is a reach.
        sure: whether all candidates match; otherwise their texts must be looked into.
    """

    number: int
    reach: tuple[int, int] | None = None
    candidates: tuple[int, ...] | None = None
    sure: bool = False


def find(session: Session, words: tuple[Word, ...]) -> Hits:
    """Estimate the hits of all words together."""
    if not is_sqlite(session):
        return _estimated(session, words)
    expression = match_expression(words, "AND")
    common = _common_of(session)
    if expression in common:
        return common[expression]
    exact = all(word.exact for word in words)
    few = None if exact else _candidates(session, words)
    if few is not None:
        return Hits(len(few), candidates=tuple(few))
    newest_first = select(FTS.c.rowid).where(matches(session, words)).order_by(FTS.c.rowid.desc())
    keys = tuple(keys_of(session, newest_first.limit(NEWEST)))
    if len(keys) < NEWEST:
        return Hits(len(keys), candidates=keys, sure=exact)
    reach = (keys[-1], keys[0])
    _hold(common, expression, Hits(len(keys), reach))
    return Hits(len(keys), reach, keys, sure=exact)


_common: WeakKeyDictionary[Any, dict[str, Hits]] = WeakKeyDictionary()
"""Words and tokens found to be common, by database (常用词). They do not expire: common words stay common,
and a wrong guess only chooses the slower of two ways to the same matters."""


def _common_of(session: Session) -> dict[str, Hits]:
    return _common.setdefault(session.get_bind(), {})


def _hold(common: dict[str, Hits], expression: str, hits: Hits) -> None:
    while len(common) >= MOST_HELD:
        del common[next(iter(common))]
    common[expression] = hits


def _estimated(session: Session, words: tuple[Word, ...]) -> Hits:
    """The planner's estimate on PostgreSQL, where counting cannot be stopped half-way."""
    common, expression = _common_of(session), match_expression(words, "&")
    if expression in common:
        return common[expression]
    plan = session.execute(
        text("EXPLAIN (FORMAT JSON) SELECT 1 FROM petition_fts WHERE tokens @@ CAST(:q AS tsquery)"),
        {"q": expression},
    ).scalar_one()
    hits = Hits(int(plan[0]["Plan"]["Plan Rows"]))
    if hits.number > RARE:
        _hold(common, expression, hits)
    return hits


def _candidates(session: Session, words: tuple[Word, ...]) -> set[int] | None:
    """Sort keys that include all matching texts; None if no token is rare enough to list them."""
    found: set[int] | None = None
    for word in sorted(words, key=lambda each: -len(each.text)):
        few = _of_word(session, word)
        if few is not None:
            found = few if found is None else found & few
        if found is not None and len(found) <= ENOUGH:
            break
    return found


def _of_word(session: Session, word: Word) -> set[int] | None:
    """Candidates of one word; None when none of its tokens is rare."""
    return _of_tokens(session, query_tokens(word.folded))


def _of_tokens(session: Session, tokens: Iterable[str]) -> set[int] | None:
    """Keys that hold all the rare ones of the tokens; None when none is rare."""
    found: set[int] | None = None
    common = _common_of(session)
    for token in tokens:
        if token in common:
            continue
        here = select(FTS.c.rowid).where(FTS.c.petition_fts.op("MATCH")(f'"{token}"'))
        keys = keys_of(session, here.limit(RARE + 1))
        if len(keys) > RARE:
            _hold(common, token, Hits(len(keys)))
            continue
        found = found.intersection(keys) if found is not None else set(keys)
        if len(found) <= ENOUGH:
            break
    return found


def keys_of(session: Session, query: Select[int]) -> list[int]:
    """The keys that a query finds on SQLite, in its order; fetched as one text, which is faster than thousands of rows."""
    rows = query.subquery()
    found: list[int] = json.loads(session.scalar(select(func.json_group_array(rows.c[0]))) or "[]")
    return found


def matches(session: Session, words: tuple[Word, ...], months: Sequence[int] = ()) -> ColumnElement[bool]:
    """The condition that the index's row holds all tokens of the words, and on PostgreSQL is of one of the months."""
    if is_sqlite(session):
        return FTS.c.petition_fts.op("MATCH")(match_expression(words, "AND"))
    expression = match_expression(words, "&")
    if months:
        expression += f" & ({' | '.join(map(str, months))})"
    return FTS.c.tokens.op("@@")(cast(expression, TSQUERY))
