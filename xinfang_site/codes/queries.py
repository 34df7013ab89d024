"""Reading code tables (代码查询)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code
from xinfang_site.known_tables import KnownCode, known


def valid_codes(session: Session, table: str, day: date) -> Sequence[KnownCode]:
    """Values of ``table`` that may be chosen on ``day``, in the office's order."""
    return known(session).valid(table, day)


def category_path(session: Session, category_id: int | None) -> str:
    """``城乡建设 / 城乡规划 / 违章建筑``; empty when there is none."""
    return known(session).category_path(category_id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which values of a table a page shows (代码筛选)."""

    table: str
    parent_id: int | None
    words: str
    gone: bool


def counts(session: Session, day: date) -> dict[str, int]:
    """How many values of each table may be chosen on ``day``."""
    query = (
        select(Code.table_name, func.count())
        .where(Code.valid_from <= day, or_(Code.valid_to.is_(None), Code.valid_to >= day))
        .group_by(Code.table_name)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def branch(session: Session, wanted: Wanted, day: date) -> Sequence[Code]:
    """The values directly below a value, or all that the words find."""
    query = select(Code).where(Code.table_name == wanted.table)
    if wanted.words:
        lowered = wanted.words.lower()
        found = (
            each.contains(lowered, autoescape=True)
            for each in (func.lower(Code.code), Code.title, Code.synonyms)
        )
        query = query.where(or_(*found))
    else:
        query = query.where(
            Code.parent_id.is_(None) if wanted.parent_id is None else Code.parent_id == wanted.parent_id
        )
    if not wanted.gone:
        query = query.where(or_(Code.valid_to.is_(None), Code.valid_to >= day))
    return session.scalars(query.order_by(Code.position, Code.id)).all()


def child_counts(session: Session, table: str) -> dict[int, int]:
    """How many values stand directly below each value of a table."""
    query = (
        select(Code.parent_id, func.count())
        .where(Code.table_name == table, Code.parent_id.is_not(None))
        .group_by(Code.parent_id)
    )
    return {row[0]: row[1] for row in session.execute(query) if row[0] is not None}


def ancestors(session: Session, code: Code) -> list[Code]:
    """The values above, from the top down."""
    found: list[Code] = []
    above = code.parent_id
    while above is not None:
        found.insert(0, session.get_one(Code, above))
        above = found[0].parent_id
    return found
