"""Scanning texts (查看正文): the SQL conditions that a matter's texts contain a word, or that a person has it as name.

Written as text: forty expressions for every word took longer to make than the database took for its first rows.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, String, bindparam, literal, or_, select, text
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import SORT_KEY_BASE, Lookup, Petition, PetitionText
from xinfang_site.petitions.visibility.indexing import TEXT_COLUMNS
from xinfang_site.register.search_words import Word

_BASE = literal(SORT_KEY_BASE, literal_execute=True)


def in_texts(session: Session, words: Sequence[Word], key: Any) -> list[ColumnElement[bool]]:
    """For each word: whether one of the texts of the matter at ``key`` holds it; only ASCII letters are folded.

    The key's last digits are the matter's id.
    """
    dialect = session.get_bind().dialect.name
    found = []
    for position, word in enumerate(words):
        has_letters = any("a" <= each <= "z" for each in word.folded)
        condition = _holds(
            dialect, f"{key.table.name}.{key.name}", f"word{position}", has_letters=has_letters
        )
        value = bindparam(f"word{position}", word.folded, String)
        found.append(cast(ColumnElement[bool], text(condition).bindparams(value)))
    return found


@cache
def _holds(dialect: str, key: str, name: str, *, has_letters: bool) -> str:
    """The condition with its table's and columns' names.

    A text is looked into only when those before it do not hold the word, which halves the time of a search; the long
    ones come first, most words stand there. A value and not EXISTS, which PostgreSQL might answer by looking into
    every text there is.
    """

    def holds(column: str) -> str:
        if dialect == "sqlite":
            return f"instr({f'lower({column})' if has_letters else column}, :{name}) > 0"
        folded = f'lower({column} COLLATE "C")' if has_letters else column
        return f"strpos({folded}, :{name}) > 0"

    def one_of(model: type[Petition | PetitionText], identifier: str) -> str:
        table = model.__tablename__
        columns = (f"{table}.{each.key}" for each in TEXT_COLUMNS if each.class_ is model)
        at = f"FROM {table} WHERE {table}.{identifier} = {key} % {SORT_KEY_BASE}"
        return f"(SELECT {' OR '.join(map(holds, columns))} {at})"

    return f"({one_of(PetitionText, 'petition_id')} OR {one_of(Petition, 'id')})"


def in_matters(session: Session, words: Sequence[Word], key: Any) -> list[ColumnElement[bool]]:
    """For each word: whether the texts of the matter at ``key`` hold it, or it is one of its people."""
    conditions = in_texts(session, words, key)
    return [
        or_(condition, _is_person(word, key)) if word.hashes else condition
        for word, condition in zip(words, conditions, strict=True)
    ]


def _is_person(word: Word, key: Any) -> ColumnElement[bool]:
    known = Lookup.__table__.alias("known")
    person = select(known.c.id).where(known.c.petition_id == key % _BASE, known.c.hash.in_(word.hashes))
    return person.correlate(key.table).exists()
