"""Register entries (名册行): in whose register a matter stands, written with the matter.

This is the site's whole visibility rule: the registering office, the petition office above it and
every unit the matter was sent to, the review organ once it is asked; never an accused unit or
anything below it (《信访工作条例》第三十条第三款).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code
from xinfang_site.domain.states import Turn
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions import tallies
from xinfang_site.petitions.models import Accused, Petition, RegisterEntry

NO_DUE = 99999999
REGISTRAR, UNIT, ABOVE, REVIEW = "registrar", "unit", "above", "review"
_COLUMNS = tuple(column.name for column in RegisterEntry.__table__.columns)


def due_number(due_on: date | None) -> int:
    """A due day as ``yyyymmdd``; far in the future when no clock runs."""
    return NO_DUE if due_on is None else due_on.year * 10000 + due_on.month * 100 + due_on.day


def petition_office_above(session: Session, office: Office) -> Office | None:
    """The petition office (信访部门) whose work includes this office; itself if it is one.

    Going up the tree, the first petition office that is a child of an ancestor.
    """
    if office.kind == OfficeKind.PETITION_OFFICE:
        return office
    ancestors = [int(each) for each in office.path.strip("/").split("/")][::-1]
    found = {
        each.parent_id: each
        for each in session.scalars(
            select(Office)
            .where(Office.kind == OfficeKind.PETITION_OFFICE, Office.parent_id.in_(ancestors))
            .order_by(Office.id.desc())
        )
    }
    return next((found[each] for each in ancestors if each in found), None)


def first_level(session: Session, category_id: int | None) -> int:
    """The first level of a category's value; 0 for none."""
    while category_id is not None:
        code = session.get_one(Code, category_id)
        if code.parent_id is None:
            return code.id
        category_id = code.parent_id
    return 0


def entry_rows(
    petition: dict[str, Any], first_level_id: int, offices: dict[int, str]
) -> list[dict[str, Any]]:
    """Rows of :class:`RegisterEntry` for a matter's row, one for each office (id to role)."""
    shared = {
        "sort_key": petition["sort_key"],
        "petition_id": petition["id"],
        "state": petition["state"],
        "channel_id": petition["channel_id"],
        "category_id": first_level_id,
        "topic_id": petition["category_id"] or 0,
        "unit_id": petition["unit_id"] or 0,
        "due": due_number(petition["due_on"]),
    }
    return [{"office_id": office, "role": role, **shared} for office, role in offices.items()]


def insert_entries(session: Session, rows: list[dict[str, Any]]) -> None:
    """Put new matters into the registers and count them; inside ``writing()``."""
    deltas: tallies.Deltas = tallies.Deltas()
    for row in rows:
        tallies.count(deltas, row, 1)
    if rows:
        session.execute(insert(RegisterEntry), rows)
    tallies.apply(session, deltas)


def refresh(session: Session, petition: Petition) -> None:
    """Bring a matter's register entries in line with it; inside ``writing()``, after every change.

    Offices once on its way keep their entry; an accused unit loses it at once.
    """
    session.flush()
    old = _existing(session, petition.id)
    offices = {row["office_id"]: row["role"] for row in old}
    registering = session.get_one(Office, petition.office_id)
    above = petition_office_above(session, registering)
    if above is not None:
        offices.setdefault(above.id, ABOVE)
    if petition.unit_id is not None:
        offices.setdefault(petition.unit_id, UNIT)
        review = _review_organ(session, petition)
        if review is not None:
            offices.setdefault(review, REVIEW)
    offices[petition.office_id] = REGISTRAR
    for office_id in barred_offices(session, petition.id):
        offices.pop(office_id, None)
    row = {column.name: getattr(petition, column.name) for column in Petition.__table__.columns}
    new = entry_rows(row, first_level(session, petition.category_id), offices)
    _replace(session, petition.id, old, new)


def _review_organ(session: Session, petition: Petition) -> int | None:
    """The organ that reviews the unit's opinion, once a review was asked for (第三十五条)."""
    if petition.standing.turn not in {Turn.REVIEW_ORGAN, Turn.FINAL_ORGAN}:
        return None
    unit = session.get_one(Office, petition.unit_id)
    return unit.review_office_id or unit.parent_id


def barred_offices(session: Session, petition_id: int) -> set[int]:
    """Accused units and everything below them."""
    accused = session.scalars(
        select(Office.path)
        .join(Accused, Accused.office_id == Office.id)
        .where(Accused.petition_id == petition_id)
    ).all()
    return subtree_ids(session, accused)


def subtree_ids(session: Session, paths: Iterable[str]) -> set[int]:
    """Ids of the offices at ``paths`` and of all below them."""
    found: set[int] = set()
    for path in paths:
        found.update(session.scalars(select(Office.id).where(Office.path.startswith(path, autoescape=True))))
    return found


def _existing(session: Session, petition_id: int) -> list[dict[str, Any]]:
    rows = session.execute(
        select(*RegisterEntry.__table__.columns).where(RegisterEntry.petition_id == petition_id)
    )
    return [dict(row) for row in rows.mappings()]


def _replace(
    session: Session, petition_id: int, old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    before = {tuple(row[name] for name in _COLUMNS) for row in old}
    after = {tuple(row[name] for name in _COLUMNS) for row in new}
    if before == after:
        return
    deltas: tallies.Deltas = tallies.Deltas()
    for row in old:
        tallies.count(deltas, row, -1)
    session.execute(delete(RegisterEntry).where(RegisterEntry.petition_id == petition_id))
    for row in new:
        tallies.count(deltas, row, 1)
    if new:
        session.execute(insert(RegisterEntry), new)
    tallies.apply(session, deltas)
