"""Making the morning's reminders (生成晨间提醒) for ``xinfang daily``; a second run adds nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import Account
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.calendars.queries import work_calendar
from xinfang_site.database import writing
from xinfang_site.domain.limits.calendars import ONE_DAY
from xinfang_site.domain.procedure.states import State, Turn
from xinfang_site.home.worklist import approvals
from xinfang_site.offices.models import OfficeKind
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.procedure_models import Reminder
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.entries import due_number
from xinfang_site.petitions.visibility.parts import ABOVE, REGISTRAR, REVIEW, UNIT

AHEAD = timedelta(days=7)
MOST = 300
Item = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Waiting:
    petition_id: int
    why: str
    handler_id: int | None
    turn: Turn
    role: str


def make(session: Session, day: date) -> int:
    """Make the day's lists for everybody who has none yet; returns how many were made."""
    with writing(session):
        done = set(session.scalars(select(Reminder.account_id).where(Reminder.day == day)))
        people = [
            each
            for each in session.scalars(select(Account).where(Account.disabled_at.is_(None)))
            if each.id not in done and "petition.step" in permissions_of(each.roles)
        ]
        free = _free_until(session, day)
        by_office: dict[int, list[_Waiting]] = {}
        made = 0
        for person in people:
            if person.office_id not in by_office:
                by_office[person.office_id] = _waiting(session, person.office_id, day, free)
            items = _items(session, person, by_office[person.office_id], day)
            if items:
                session.add(
                    Reminder(
                        account_id=person.id,
                        day=day,
                        items=[list(each) for each in items],
                        made_at=clock.now(),
                    )
                )
                made += 1
    return made


def _waiting(session: Session, office_id: int, day: date, free: date) -> list[_Waiting]:
    """Matters of an office that are overdue or fall due within a week, or before a longer holiday ends."""
    rows = session.execute(
        select(
            RegisterEntry.petition_id,
            RegisterEntry.due,
            RegisterEntry.state,
            RegisterEntry.role,
            Petition.handler_id,
        )
        .join(Petition, Petition.id == RegisterEntry.petition_id)
        .where(RegisterEntry.office_id == office_id, RegisterEntry.due <= due_number(max(day + AHEAD, free)))
        .order_by(RegisterEntry.due, RegisterEntry.sort_key)
        .limit(MOST)
    ).all()
    return [
        _Waiting(
            row.petition_id,
            "unread" if row.state == State.AWAITING_RECEIPT.value else _why(row.due, day, free),
            row.handler_id,
            State(row.state).turn,
            row.role,
        )
        for row in rows
    ]


def _free_until(session: Session, day: date) -> date:
    """The last day before the next working day after ``day``; ``day`` itself where tomorrow is worked.

    An office's limit does not move over rest days: what ends on one is to be done today.
    """
    return work_calendar(session).next_working_day(day + ONE_DAY) - ONE_DAY


def _why(due: int, day: date, free: date) -> str:
    if due < due_number(day):
        return "overdue"
    if due == due_number(day):
        return "today"
    return "last" if due <= due_number(free) else "week"


_SIDES = {
    Turn.UNIT: {UNIT, REGISTRAR},
    Turn.PETITION_OFFICE: {REGISTRAR, ABOVE},
    Turn.REVIEW_ORGAN: {REVIEW},
    Turn.FINAL_ORGAN: {REVIEW},
}


def _items(session: Session, person: Account, waiting: Iterable[_Waiting], day: date) -> list[Item]:
    """A person's entries: approvals first, then the office's matters assigned to this person or to nobody."""
    office = person.office
    barred = scope.barred_from(session, person.id)
    to_approve = approvals(session, person.acting("local", barred), day)
    found: list[Item] = [(each.petition_id, "approve") for each in to_approve]
    for each in waiting:
        mine = each.handler_id in (None, person.id)
        ours = each.role in _SIDES.get(each.turn, set()) and not (
            each.turn is Turn.UNIT and office.kind == OfficeKind.PETITION_OFFICE
        )
        if mine and ours and each.petition_id not in barred:
            found.append((each.petition_id, each.why))
    return found
