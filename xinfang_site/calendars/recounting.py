"""Recounting limits after the calendar changed (期限重算): a list of what would move, then the move, logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.calendars.queries import work_calendar
from xinfang_site.database import writing
from xinfang_site.domain.limits import clocks
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import Roll, Unit
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.clocks.rows import as_clock, put
from xinfang_site.petitions.models import Clock, Petition
from xinfang_site.petitions.procedure_models import ClockChange
from xinfang_site.petitions.visibility import entries

MOST_LOGGED = 200


@dataclass(frozen=True, slots=True)
class Move:
    """A limit that the present calendar counts otherwise (期限变动)."""

    clock_id: int
    number: str
    duty: str
    started_on: date
    before: date
    after: date
    provisional: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class Logged:
    """A limit that was moved (重算记录)."""

    number: str
    duty: str
    before: date
    after: date
    reason: str
    made_by: str
    made_at: datetime


def preview(session: Session) -> Sequence[Move]:
    """Running limits whose day, or whose being provisional, the present calendar changes; nothing is written."""
    return [_move(row, number, after) for row, number, after in _changed(session, work_calendar(session))]


def apply(session: Session, actor: Actor, seen: Sequence[int], reason: str) -> Sequence[Move]:
    """Recount the limits that were on the list that was read; each move is logged.

    Args:
        session: the database.
        actor: who does it.
        seen: ids of the limits on the list; one that has appeared since waits for the next run.
        reason: such as the notice's number.
    """
    with writing(session):
        moved, petitions = [], set()
        for row, number, after in _changed(session, work_calendar(session)):
            if row.id not in seen:
                continue
            moved.append(_move(row, number, after))
            if row.due != after.due:
                session.add(
                    ClockChange(
                        clock_id=row.id,
                        before=row.due,
                        after=after.due,
                        reason=reason,
                        made_at=clock.now(),
                        made_by=actor.name,
                    )
                )
            put(row, after)
            petitions.add(row.petition_id)
        for petition_id in petitions:
            petition = session.get_one(Petition, petition_id)
            limits.settle(session, petition)
            entries.refresh(session, petition)
        changes = {
            f"{each.number} {each.duty}": [each.before.isoformat(), each.after.isoformat()] for each in moved
        }
        record(session, actor, Act("calendar.recount", "calendar", reason=reason, changes=changes))
    return moved


def log(session: Session) -> Sequence[Logged]:
    """The newest moves."""
    rows = session.execute(
        select(ClockChange, Clock.code, Petition.number)
        .join(Clock, Clock.id == ClockChange.clock_id)
        .join(Petition, Petition.id == Clock.petition_id)
        .order_by(ClockChange.id.desc())
        .limit(MOST_LOGGED)
    ).all()
    return [
        Logged(number, Duty(code).title, row.before, row.after, row.reason, row.made_by, row.made_at)
        for row, code, number in rows
    ]


def _changed(session: Session, calendar: WorkCalendar) -> list[tuple[Clock, str, clocks.Clock]]:
    """Running limits, their matters' numbers, and each limit as the calendar counts it now, where it differs."""
    rows = session.execute(
        select(Clock, Petition.number)
        .join(Petition, Petition.id == Clock.petition_id)
        .where(Clock.stopped_on.is_(None))
        .order_by(Clock.due, Clock.id)
    ).all()
    found = []
    for row, number in rows:
        before = as_clock(session, row)
        if before.rule.unit is not Unit.WORKING and before.rule.roll is Roll.NONE:
            continue  # calendar days that do not roll depend on no calendar
        after = clocks.recompute(before, calendar)
        if (after.due, after.provisional) != (before.due, before.provisional):
            found.append((row, number, after))
    return found


def _move(row: Clock, number: str, after: clocks.Clock) -> Move:
    return Move(
        row.id,
        number,
        Duty(row.code).title,
        row.started_on,
        row.due,
        after.due,
        after.provisional,
        row.provisional and not after.provisional,
    )
