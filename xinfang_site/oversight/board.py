"""The deadline board (期限看板): how the matters of an office's register stand, unit by unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import OPEN, State
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.entries import due_number
from xinfang_site.petitions.wording import Due, due_of

WEEK = timedelta(days=7)
MOST = 500
_UNDER_WAY = [each.value for each in OPEN]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit's line of the board (单位期限情况); ``code`` goes into the list's address, ``none`` before dispatch."""

    code: str
    name: str
    running: int
    week: int
    overdue: int
    unread: int
    returned: int


@dataclass(frozen=True, slots=True)
class Returned:
    """An open matter that was returned (退回过的事项)."""

    petition_id: int
    number: str
    summary: str
    state: State
    unit: str
    returns: int
    due: Due


def by_unit(session: Session, actor: Actor, day: date) -> Sequence[UnitRow]:
    """The board's lines, the most overdue first; from the office's register, so a report counts for nobody it names."""
    today, last = due_number(day), due_number(day + WEEK)
    entry = RegisterEntry

    def total(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    rows = session.execute(
        select(
            entry.unit_id,
            Office.code,
            Office.short_name,
            func.count().label("running"),
            total((entry.due >= today) & (entry.due <= last)).label("week"),
            total(entry.due < today).label("overdue"),
            total(entry.state == State.AWAITING_RECEIPT.value).label("unread"),
            total(Petition.returns > 0).label("returned"),
        )
        .join(Petition, Petition.id == entry.petition_id)
        .outerjoin(Office, Office.id == entry.unit_id)
        .where(*scope.own_register(actor), entry.state.in_(_UNDER_WAY))
        .group_by(entry.unit_id, Office.code, Office.short_name)
    ).all()
    found = [
        UnitRow(
            row.code or "none",
            row.short_name or "尚未转送",
            row.running,
            row.week,
            row.overdue,
            row.unread,
            row.returned,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-each.overdue, -each.week, -each.running, each.name))


def returned(session: Session, actor: Actor, unit: str, day: date) -> Sequence[Returned]:
    """Open matters of the office's register that a unit sent back, the most often returned first."""
    query = (
        select(Petition, Office.short_name, Office.code)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .outerjoin(Office, Office.id == Petition.unit_id)
        .where(
            *scope.own_register(actor),
            RegisterEntry.state.in_(_UNDER_WAY),
            Petition.returns > 0,
        )
        .order_by(Petition.returns.desc(), Petition.sort_key)
        .limit(MOST)
    )
    if unit == "none":
        query = query.where(Petition.unit_id.is_(None))
    elif unit:
        query = query.where(Office.code == unit)
    return [
        Returned(
            petition.id,
            petition.number,
            petition.summary,
            petition.standing,
            name or "",
            petition.returns,
            due_of(petition.due_on, petition.closed_on, day),
        )
        for petition, name, _code in session.execute(query)
    ]
