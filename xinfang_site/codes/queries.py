"""Reading code tables (代码查询)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code


def valid_codes(session: Session, table: str, day: date, level: int | None = None) -> Sequence[Code]:
    """Values of ``table`` that may be chosen on ``day``, in the office's order."""
    query = select(Code).where(
        Code.table_name == table, Code.valid_from <= day, or_(Code.valid_to.is_(None), Code.valid_to >= day)
    )
    if level is not None:
        query = query.where(Code.level == level)
    return session.scalars(query.order_by(Code.position, Code.id)).all()


def titles(session: Session, table: str) -> dict[int, str]:
    """Title of every value of ``table`` by id, past ones included."""
    rows = session.execute(select(Code.id, Code.title).where(Code.table_name == table))
    return {row.id: row.title for row in rows}


def category_path(session: Session, category_id: int | None) -> str:
    """``城乡建设 / 城乡规划 / 违章建筑``; empty when there is none."""
    names: list[str] = []
    while category_id is not None:
        code = session.get_one(Code, category_id)
        names.insert(0, code.title)
        category_id = code.parent_id
    return " / ".join(names)
