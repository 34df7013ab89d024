"""Reading the organisation tree (机构查询)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Row, bindparam, or_, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.domain.errors import Refused
from xinfang_site.offices.models import Office, OfficeKind

INDENT = "　"


@dataclass(frozen=True, slots=True)
class TreeRow:
    """An office where it stands in the tree (机构树行); ``depth`` counts from 0."""

    office: Office
    depth: int


def subtree_ids(session: Session, office_id: int) -> frozenset[int]:
    """Ids of an office and everything below it; empty when there is no such office."""
    path = session.scalar(select(Office.path).where(Office.id == office_id))
    if path is None:
        return frozenset()
    return frozenset(session.scalars(select(Office.id).where(Office.path.startswith(path, autoescape=True))))


def ancestors(session: Session, office: Office) -> list[Office]:
    """The offices above, from the root down, without the office itself."""
    ids = [int(each) for each in office.path.split("/") if each][:-1]
    found = {each.id: each for each in session.scalars(select(Office).where(Office.id.in_(ids)))}
    return [found[each] for each in ids if each in found]


def children(session: Session, office_id: int) -> Sequence[Office]:
    """Offices directly below, in the order of their codes."""
    return session.scalars(select(Office).where(Office.parent_id == office_id).order_by(Office.code)).all()


def existing(day: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    """That an office exists on ``day``, as conditions of a query."""
    return (
        or_(Office.valid_from.is_(None), Office.valid_from <= day),
        or_(Office.valid_to.is_(None), Office.valid_to >= day),
    )


def petition_office_above(session: Session, office: Office, day: date | None = None) -> Office | None:
    """The petition office (信访部门) that watches over ``office`` on ``day`` (default: today).

    Itself when it is one; else, walking up, the first office that is one or has one as a child. The
    walk begins at a government's own children, at the parent of everything else.
    """
    if office.kind == OfficeKind.PETITION_OFFICE:
        return office
    found = watching(session, office.kind, office.path, day or clock.today())
    return None if found is None else session.get(Office, found.id)


def watching(
    session: Session, kind: str, path: str, day: date
) -> Row[int, str, str, str, str, str, int | None] | None:
    """The same for an office that is none itself and of which only kind and path are known: columns, one query."""
    levels = [int(each) for each in path.split("/") if each][::-1]
    if kind != OfficeKind.GOVERNMENT:
        del levels[0]
    rows = session.execute(_WATCHERS, {"levels": levels, "day": day}).all()
    below = {row.parent_id: row for row in rows}
    own = {row.id: row for row in rows}
    return next((found for each in levels if (found := own.get(each) or below.get(each))), None)


_LEVELS: BindParameter[list[int]] = bindparam("levels", expanding=True)
_WATCHERS = (
    select(Office.id, Office.code, Office.name, Office.short_name, Office.kind, Office.path, Office.parent_id)
    .where(
        or_(Office.id.in_(_LEVELS), Office.parent_id.in_(_LEVELS)),
        Office.kind == OfficeKind.PETITION_OFFICE,
        *existing(bindparam("day")),
    )
    .order_by(Office.code.desc())
)
"""Built once: home pages ask for it."""


def tree(session: Session, day: date, *, words: str = "", gone: bool = False) -> list[TreeRow]:
    """The tree in order, a parent before its children; with ``words`` only what they find.

    Args:
        session: the database.
        day: offices that do not exist on it are left out, unless ``gone``.
        words: part of a code, a name, a short name or their initials.
        gone: also dissolved offices and those to come.
    """
    everything = session.scalars(select(Office).order_by(Office.code)).all()
    kept = [each for each in everything if gone or each.valid_on(day)]
    if words:
        kept = [each for each in kept if matches(each, words)]
        return [TreeRow(each, 0) for each in kept]
    return _ordered(kept)


def matches(office: Office, words: str) -> bool:
    """Whether ``words`` are part of the office's code, name, short name or initials."""
    wanted = words.lower()
    texts = (
        office.code,
        office.name,
        office.short_name,
        office.initials,
        office.letters,
        office.document_code,
    )
    return any(wanted in each.lower() for each in texts)


def _ordered(offices: Sequence[Office]) -> list[TreeRow]:
    present = {each.id for each in offices}
    below: dict[int | None, list[Office]] = {}
    for each in offices:
        below.setdefault(each.parent_id if each.parent_id in present else None, []).append(each)
    rows: list[TreeRow] = []
    waiting = [TreeRow(each, 0) for each in reversed(below.get(None, []))]
    while waiting:
        row = waiting.pop()
        rows.append(row)
        waiting.extend(TreeRow(each, row.depth + 1) for each in reversed(below.get(row.office.id, [])))
    return rows


def choices_for(
    session: Session, day: date, *, without: frozenset[int] = frozenset()
) -> list[tuple[int, str]]:
    """Offices that exist on ``day`` for a list of choices: id and indented short name, as a tree."""
    return [
        (row.office.id, f"{INDENT * row.depth}{row.office.short_name}")
        for row in tree(session, day)
        if row.office.id not in without
    ]


def names(session: Session) -> dict[int, str]:
    """Short name of every office by id, dissolved ones included."""
    return {row.id: row.short_name for row in session.execute(select(Office.id, Office.short_name))}


def office_called(session: Session, name: str) -> Office:
    """The office with this code, name or short name.

    Raises:
        Refused: none, or more than one.
    """
    found = session.scalars(
        select(Office).where(or_(Office.code == name, Office.name == name, Office.short_name == name))
    ).all()
    exact = [each for each in found if each.code == name] or list(found)
    if len(exact) != 1:
        raise Refused(f"没有机构“{name}”" if not exact else f"“{name}”不止一个机构，请用机构代码")
    return exact[0]
