"""Register entries (名册行): in whose register a matter stands, written with the matter.

This is the site's whole visibility rule: the registering office, the petition office above it and
every unit the matter was sent to, the review organ once it is asked; never an accused unit or
anything below it (《信访工作条例》第三十条第三款).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.codes.models import Code
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.statutes import article
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.offices.queries import existing, petition_office_above
from xinfang_site.petitions.models import Accused, Petition
from xinfang_site.petitions.procedure_models import Review
from xinfang_site.petitions.register_models import RegisterRow
from xinfang_site.petitions.visibility import tallies
from xinfang_site.petitions.visibility.parts import ABOVE, REGISTRAR, REVIEW, UNIT
from xinfang_site.sessions import SENT_AHEAD

NO_DUE = 99999999
NOBODY: Mapping[int, str] = MappingProxyType({})
_COLUMNS = tuple(column.name for column in RegisterRow.__table__.columns)
_ENTER = insert(cast(Table, RegisterRow.__table__)).inline().execution_options(**SENT_AHEAD)


def due_number(due_on: date | None) -> int:
    """A due day as ``yyyymmdd``; far in the future when no clock runs."""
    return NO_DUE if due_on is None else due_on.year * 10000 + due_on.month * 100 + due_on.day


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
    """Rows of :class:`RegisterRow` for a matter's row, one for each office (id to role)."""
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
        session.connection().execute(_ENTER, rows)
    tallies.apply(session, deltas)


def refresh(session: Session, petition: Petition, joining: Mapping[int, str] = NOBODY) -> None:
    """Bring a matter's register entries in line with it; inside ``writing()``, after every change.

    Offices once on its way keep their entry; an accused unit loses it at once.

    Args:
        session: the database.
        petition: the matter.
        joining: offices, id to role, that come in without the matter being sent to them.
    """
    session.flush()
    old = _existing(session, petition.id)
    barred = barred_offices(session, petition.id)
    offices = {**joining, **{row["office_id"]: row["role"] for row in old}}
    if petition.unit_id is not None:
        offices.setdefault(petition.unit_id, UNIT)
    for organ_id in _review_organs(session, petition):
        offices.setdefault(organ_id, REVIEW)
    offices = {key: role for key, role in offices.items() if key not in barred}
    registering = session.get_one(Office, petition.office_id)
    for office_id, role in holders(session, registering, barred).items():
        offices[office_id] = REGISTRAR if role == REGISTRAR else offices.get(office_id, role)
    row = {column.name: getattr(petition, column.name) for column in Petition.__table__.columns}
    new = entry_rows(row, first_level(session, petition.category_id), offices)
    _replace(session, petition.id, old, new)


def holders(session: Session, registering: Office, barred: set[int]) -> dict[int, str]:
    """Who keeps a matter in any case: the registering office and the petition office above it.

    Where both are reported themselves, the nearest petition office further up that is not.

    Raises:
        Refused: no petition office is left that may have it.
    """
    found: dict[int, str] = {registering.id: REGISTRAR}
    above = petition_office_above(session, registering)
    if above is not None:
        found.setdefault(above.id, ABOVE)
    found = {key: role for key, role in found.items() if key not in barred}
    if found:
        return found
    further = _nearest_unreported(session, registering, barred)
    if further is None:
        raise Refused(
            "被反映的是本机关，应当由上一级信访部门或者纪检监察机关登记，本系统中没有可以接收的机关",
            article(30, 3),
            "accused_unit",
        )
    return {further.id: ABOVE}


def _nearest_unreported(session: Session, office: Office, barred: set[int]) -> Office | None:
    levels = [int(each) for each in office.path.strip("/").split("/")][::-1]
    found = session.scalars(
        select(Office)
        .where(
            Office.kind == OfficeKind.PETITION_OFFICE,
            Office.parent_id.in_(levels),
            Office.id.not_in(barred),
            *existing(clock.today()),
        )
        .order_by(Office.code.desc())
    )
    below = {each.parent_id: each for each in found}
    return next((below[each] for each in levels if each in below), None)


def _review_organs(session: Session, petition: Petition) -> list[int]:
    """The organs that were asked for 复查、复核 (第三十五、三十六条)."""
    asked = select(Review.organ_id).where(Review.petition_id == petition.id).order_by(Review.id)
    return [each for each in session.scalars(asked) if each is not None]


def barred_offices(session: Session, petition_id: int) -> set[int]:
    """The offices that a matter is kept from, as it is stored; see :func:`barred_by`."""
    return barred_by(
        session, session.scalars(select(Accused.office_id).where(Accused.petition_id == petition_id))
    )


def barred_by(session: Session, reported: Iterable[int | None]) -> set[int]:
    """Reported units, the offices that took over from them, and everything below (第三十条第三款)."""
    found: set[int] = set()
    waiting = set(reported) - {None}
    while waiting:
        paths = session.scalars(select(Office.path).where(Office.id.in_(waiting))).all()
        reached = subtree_ids(session, paths) - found
        found |= reached
        successors = select(Office.successor_id).where(
            Office.id.in_(reached), Office.successor_id.is_not(None)
        )
        waiting = set(session.scalars(successors)) - found - {None}
    return found


def subtree_ids(session: Session, paths: Iterable[str]) -> set[int]:
    """Ids of the offices at ``paths`` and of all below them."""
    found: set[int] = set()
    for path in paths:
        found.update(session.scalars(select(Office.id).where(Office.path.startswith(path, autoescape=True))))
    return found


def _existing(session: Session, petition_id: int) -> list[dict[str, Any]]:
    rows = session.execute(
        select(*RegisterRow.__table__.columns).where(RegisterRow.petition_id == petition_id)
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
    session.execute(delete(RegisterRow).where(RegisterRow.petition_id == petition_id))
    for row in new:
        tallies.count(deltas, row, 1)
    if new:
        session.connection().execute(_ENTER, new)
    tallies.apply(session, deltas)
