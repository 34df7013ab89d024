"""Keeping code tables (代码表管理): add, edit, end; never delete, since old matters refer to the values."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.changes import changed
from xinfang_site.audit.writer import Act, record
from xinfang_site.codes.models import Code
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.versions import check_version

MAX_LEVEL = 3


@dataclass(frozen=True, slots=True)
class CodeDraft:
    """A value of a code table (代码); ``position`` None puts a new one at the end."""

    table: str
    code: str
    title: str
    parent_id: int | None = None
    synonyms: str = ""
    position: int | None = None
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class CodeChange:
    """What may change of a value (代码修改); its code and its place in the tree never do."""

    title: str
    synonyms: str
    position: int
    valid_to: date | None
    version: int


def create(session: Session, actor: Actor, draft: CodeDraft) -> int:
    """Add a value; returns its id."""
    with writing(session):
        return add(session, actor, draft)


def add(session: Session, actor: Actor, draft: CodeDraft) -> int:
    """Add a value inside an open transaction (imports); returns its id.

    Raises:
        Refused: it would end before it begins, its parent is none of the table, or its code or title is taken.
    """
    if draft.valid_to is not None and draft.valid_to < draft.valid_from:
        raise Refused("停用日期不能早于启用日期", field="valid_to")
    parent = _parent(session, draft)
    _check_free(session, draft)
    code = Code(
        table_name=draft.table,
        code=draft.code,
        title=draft.title,
        parent_id=draft.parent_id,
        level=parent.level + 1 if parent else 1,
        position=_end(session, draft.table) if draft.position is None else draft.position,
        synonyms=draft.synonyms,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
    )
    session.add(code)
    session.flush()
    record(session, actor, Act("code.create", "code", code.id, changes=changed({}, snapshot(code))))
    return code.id


def edit(session: Session, actor: Actor, code_id: int, draft: CodeChange) -> None:
    """Change a value's title, synonyms, order or end.

    Raises:
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        code = session.get_one(Code, code_id)
        check_version(code, draft.version)
        change(session, actor, code, draft)


def change(session: Session, actor: Actor, code: Code, draft: CodeChange) -> bool:
    """Change a value inside an open transaction; False when nothing differs.

    Raises:
        Refused: it would end before it begins.
    """
    if draft.valid_to is not None and draft.valid_to < code.valid_from:
        raise Refused("停用日期不能早于启用日期", field="valid_to")
    before = snapshot(code)
    code.title, code.synonyms = draft.title, draft.synonyms
    code.position, code.valid_to = draft.position, draft.valid_to
    changes = changed(before, snapshot(code))
    if changes:
        record(session, actor, Act("code.edit", "code", code.id, changes=changes))
    return bool(changes)


def end(session: Session, actor: Actor, code_id: int, last_day: date, reason: str, version: int) -> None:
    """End a value on a day (停用): old matters keep it, new ones cannot choose it.

    Raises:
        Refused: it would end before it begins, or values below it are in use.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        code = session.get_one(Code, code_id)
        check_version(code, version)
        if last_day < code.valid_from:
            raise Refused("停用日期不能早于启用日期", field="last_day")
        below = session.scalar(
            select(func.count())
            .select_from(Code)
            .where(Code.parent_id == code.id, or_(Code.valid_to.is_(None), Code.valid_to > last_day))
        )
        if below:
            raise Refused(f"还有 {below} 个在用的下级分类，请先停用下级分类")
        before = snapshot(code)
        code.valid_to = last_day
        record(
            session, actor, Act("code.end", "code", code.id, reason, changes=changed(before, snapshot(code)))
        )


def _parent(session: Session, draft: CodeDraft) -> Code | None:
    if draft.parent_id is None:
        return None
    parent = session.get(Code, draft.parent_id)
    if parent is None or parent.table_name != draft.table:
        raise Refused("上级分类不存在", field="parent_id")
    if parent.level >= MAX_LEVEL:
        raise Refused(f"分类最多 {MAX_LEVEL} 级", field="parent_id")
    return parent


def _check_free(session: Session, draft: CodeDraft) -> None:
    """One code means one thing at a time; the same code may come again in a later period."""
    last = draft.valid_to or date.max
    others = session.scalars(
        select(Code).where(
            Code.table_name == draft.table, or_(Code.code == draft.code, Code.title == draft.title)
        )
    )
    for other in others:
        apart = other.valid_from > last or (other.valid_to is not None and other.valid_to < draft.valid_from)
        if apart:
            continue
        if other.code == draft.code:
            raise Refused(f"代码“{draft.code}”在这一时期已由“{other.title}”使用", field="code")
        if other.parent_id == draft.parent_id:
            raise Refused(f"名称“{draft.title}”在这一时期已有（代码 {other.code}）", field="title")


def _end(session: Session, table: str) -> int:
    return (session.scalar(select(func.max(Code.position)).where(Code.table_name == table)) or 0) + 1


def snapshot(code: Code) -> dict[str, object]:
    """The value as the audit tells it."""
    return {
        "table": code.table_name,
        "code": code.code,
        "title": code.title,
        "synonyms": code.synonyms,
        "position": code.position,
        "valid_from": code.valid_from,
        "valid_to": code.valid_to,
    }
