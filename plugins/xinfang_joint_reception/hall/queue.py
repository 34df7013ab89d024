"""Numbers of the day (取号、叫号): taken, called, held, skipped, done; every act is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.queueing import (
    TicketAct,
    TicketState,
    Waiting,
    move,
    next_number,
    queue_order,
    waited,
)
from xinfang_joint_reception.hall.booking import standing_appointment
from xinfang_joint_reception.hall.models import ARRIVED, Ticket, TicketEvent
from xinfang_joint_reception.rota.locking import lock
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.plugin_api.data import Refused, check_version, owned, owned_one, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor

SHOWN_CALLS = 8


@dataclass(frozen=True, slots=True)
class Walk:
    """Someone at the counter (取号): for which kind, which session, how many people.

    ``submission`` names the form that asks; sent twice it asks once.
    """

    kind_id: int
    session_id: int | None = None
    people: int = 1
    submission: str | None = None


def take(session: Session, actor: Actor, walk: Walk) -> Ticket:
    """Give out the next number of the day; to a form that was sent before, the number that it was given.

    Raises:
        Missing: the kind or the session is not the office's.
        Refused: the numbers of the day are used up.
    """
    with writing(session):
        lock(session, actor.office_id)
        known = sent_before(session, actor, walk.submission)
        return known or _give(session, actor, walk, None)


def sent_before(session: Session, actor: Actor, submission: str | None) -> Ticket | None:
    """The number that this form took or called when it was sent before (重复提交)."""
    if submission is None:
        return None
    query = owned(Ticket, actor.office_id).join(TicketEvent, TicketEvent.ticket_id == Ticket.id)
    return session.scalar(
        query.where(TicketEvent.office_id == actor.office_id, TicketEvent.submission == submission)
    )


def arrive(session: Session, actor: Actor, appointment_id: int) -> Ticket:
    """Someone with an appointment has come: a number that goes before walk-ins.

    Raises:
        Refused: the appointment does not stand, or is for another day.
    """
    with writing(session):
        lock(session, actor.office_id)
        found = standing_appointment(session, actor, appointment_id)
        if found.sitting.day != today():
            raise Refused(f"该预约是{found.sitting.day.isoformat()}的，今日不能取号")
        found.state = ARRIVED
        walk = Walk(found.sitting.kind_id, found.session_id, found.representatives)
        return _give(session, actor, walk, found.id)


def _give(session: Session, actor: Actor, walk: Walk, appointment_id: int | None) -> Ticket:
    kind = owned_one(session, Kind, actor.office_id, walk.kind_id)
    if walk.session_id is not None:
        sitting = owned_one(session, Sitting, actor.office_id, walk.session_id)
        if sitting.day != today() or sitting.kind_id != kind.id:
            raise Refused("只能取今日该类接访的号码", field="session_id")
    taken = select(Ticket.number).where(
        Ticket.office_id == actor.office_id, Ticket.day == today(), Ticket.letter == kind.letter
    )
    made = Ticket(
        office_id=actor.office_id,
        day=today(),
        letter=kind.letter,
        number=next_number(session.scalars(taken)),
        kind=kind,
        session_id=walk.session_id,
        appointment_id=appointment_id,
        people=walk.people,
        taken_at=now(),
        since=now(),
    )
    session.add(made)
    session.flush()
    _keep(session, actor, made, "take", walk.submission)
    return made


def act(
    session: Session, actor: Actor, ticket_id: int, seen: int, what: TicketAct, window: str = ""
) -> Ticket:
    """Do something with a number.

    Raises:
        Refused: it does not stand so.
        StaleEditError: another window was faster.
    """
    with writing(session):
        ticket = owned_one(session, Ticket, actor.office_id, ticket_id)
        check_version(ticket, seen)
        ticket.state = move(ticket.standing, what).value
        if what in (TicketAct.CALL, TicketAct.RECALL):
            _call(ticket, window)
        elif what is TicketAct.BACK:
            ticket.since = now()
        elif what is TicketAct.DONE:
            ticket.done_at = now()
        _keep(session, actor, ticket, what.value)
        return ticket


def call_next(
    session: Session, actor: Actor, kind_id: int, window: str, submission: str | None = None
) -> Ticket | None:
    """Call the next number of a kind; None if nobody waits.

    Two windows never call the same number, and a form that is sent twice calls one.
    """
    with writing(session):
        lock(session, actor.office_id)
        known = sent_before(session, actor, submission)
        if known is not None:
            return known
        rows = {
            each.number: each
            for each in tickets(session, actor.office_id, today())
            if each.kind_id == kind_id
        }
        order = queue_order(
            Waiting(each.number, each.standing, each.appointment_id is not None, each.since)
            for each in rows.values()
        )
        if not order:
            return None
        ticket = rows[order[0].number]
        ticket.state = move(ticket.standing, TicketAct.CALL).value
        _call(ticket, window)
        _keep(session, actor, ticket, TicketAct.CALL.value, submission)
        return ticket


def _call(ticket: Ticket, window: str) -> None:
    ticket.window = window or ticket.window
    ticket.called_at = ticket.called_at or now()
    ticket.last_called_at = now()
    ticket.calls += 1


def _keep(session: Session, actor: Actor, ticket: Ticket, what: str, submission: str | None = None) -> None:
    session.flush()
    session.add(
        TicketEvent(
            office_id=ticket.office_id,
            ticket_id=ticket.id,
            act=what,
            window=ticket.window,
            at=now(),
            by=actor.name,
            submission=submission,
        )
    )


def tickets(session: Session, office_id: int | None, day: date) -> Sequence[Ticket]:
    """Numbers of a day, by letter and number."""
    query = owned(Ticket, office_id).where(Ticket.day == day)
    return session.scalars(query.order_by(Ticket.letter, Ticket.number)).all()


@dataclass(frozen=True, slots=True)
class Screen:
    """What the hall's screen shows (候访屏): numbers and windows, never a name."""

    called: tuple[Ticket, ...]
    waiting: tuple[tuple[str, int], ...]
    longest: timedelta


def screen(session: Session, office_id: int | None) -> Screen:
    """The screen of today: the latest calls first, how many wait for each kind, the longest wait."""
    rows = tickets(session, office_id, today())
    called = sorted(
        (each for each in rows if each.standing is TicketState.CALLED and each.last_called_at),
        key=lambda one: one.last_called_at or one.taken_at,
        reverse=True,
    )
    waiting: dict[str, int] = {}
    spans = []
    for each in rows:
        if each.standing is TicketState.WAITING:
            waiting[each.kind.title] = waiting.get(each.kind.title, 0) + 1
            spans.append(waited(each.since, None, now()))
    return Screen(tuple(called[:SHOWN_CALLS]), tuple(waiting.items()), max(spans, default=timedelta(0)))


def mean_wait(rows: Sequence[Ticket]) -> timedelta | None:
    """How long those called today waited on average; None when nobody was called."""
    spans = [waited(each.taken_at, each.called_at, now()) for each in rows if each.called_at is not None]
    return sum(spans, timedelta(0)) / len(spans) if spans else None
