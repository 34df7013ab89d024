"""Appointments (预约): made, cancelled, arrived, not come; the rules are counted inside the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.appointments import Wish, check_cancelling, check_wish
from xinfang_joint_reception.hall.models import ARRIVED, BOOKED, CANCELLED, NO_SHOW, Appointment
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.locking import lock
from xinfang_joint_reception.rota.publishing import month_of
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_joint_reception.settings import appointment_rules
from xinfang_site.domain.people.conflicts import NOT_TO_THE_ACCUSED
from xinfang_site.domain.people.identity import normal_name
from xinfang_site.domain.people.masking import mask_names
from xinfang_site.domain.procedure.states import State
from xinfang_site.plugin_api.data import Act, Refused, digest, owned, owned_one, record, writing
from xinfang_site.plugin_api.dates import china, instant, now, today
from xinfang_site.plugin_api.hooks import Actor, MatterRef, Moved
from xinfang_site.plugin_api.matters import barred_offices, matter_numbered
from xinfang_site.plugin_api.people import person

_PERSON, _MATTER = "reception-person", "reception-matter"
STANDING = (BOOKED, ARRIVED)
MOOT = frozenset({State.WITHDRAWN, State.VOID})
"""States of a petition that leave nothing to be received about."""
WORKER = Actor(None, "xinfang joint_reception", "系统", None)


@dataclass(frozen=True, slots=True)
class AppointmentDraft:
    """What is asked for (预约内容); ``number`` that of the petition it is about, or empty."""

    session_id: int
    name: str
    phone: str
    matter: str
    representatives: int = 1
    number: str = ""


def person_key(name: str, phone: str) -> str:
    """Tells one visitor from another without telling who it is (预约人摘要)."""
    return digest(_PERSON, f"{normal_name(name)}:{phone}")


def begins(sitting: Sitting) -> datetime:
    """The moment a session begins (开始时刻)."""
    return instant(sitting.day, sitting.starts_at)


def book(session: Session, actor: Actor, draft: AppointmentDraft) -> int:
    """Make an appointment.

    Raises:
        Missing: the session is not the office's.
        Refused: a rule stands against it; the field is named.
    """
    with writing(session):
        lock(session, actor.office_id)
        sitting = owned_one(session, Sitting, actor.office_id, draft.session_id)
        key = person_key(draft.name, draft.phone)
        matter = digest(_MATTER, "".join(draft.matter.split()))
        if sitting.dropped or not sitting.kind.bookable:
            raise Refused("该场次不接受预约", field="session_id")
        check_wish(_wish(session, sitting, draft, key, matter), appointment_rules(session, sitting.office_id))
        petition = _petition(session, actor, draft.number)
        if petition is not None:
            _check_receivers(session, sitting, petition)
        made = Appointment(
            office_id=actor.office_id,
            sitting=sitting,
            name=draft.name,
            phone=draft.phone,
            masked=mask_names(draft.name),
            person_key=key,
            matter=draft.matter,
            matter_key=matter,
            representatives=draft.representatives,
            petition_id=petition.id if petition else None,
            number=petition.number if petition else "",
            at=now(),
            by=actor.name,
        )
        session.add(made)
        session.flush()
        record(session, actor, Act("joint_reception.book", "joint_reception_appointment", made.id))
        return made.id


def _petition(session: Session, actor: Actor, number: str) -> MatterRef | None:
    """The petition that the appointment is about; one that is over needs none.

    Raises:
        Refused: the office's register has no such number, or the petition is withdrawn or void.
    """
    if not number.strip():
        return None
    found = matter_numbered(session, actor, number)
    if found is None:
        raise Refused("本机构名册中没有这个编号的信访事项", field="number")
    if State(found.state) in MOOT:
        raise Refused(f"该信访事项{found.state_title}，不需要预约", field="number")
    return found


def _check_receivers(session: Session, sitting: Sitting, petition: MatterRef) -> None:
    """A report is not heard by somebody of the reported unit, who would read it on the session's list (第三十条第三款).

    Raises:
        Refused: one of those on duty belongs to it.
    """
    barred = barred_offices(session, petition.id)
    for each in sitting.duties:
        account = person(session, each.sitter.account_id) if each.sitter.account_id else None
        if each.sitter.unit_id in barred or (account is not None and account.office_id in barred):
            raise Refused("该场次有被反映单位的接访人员，请另选场次", NOT_TO_THE_ACCUSED, "session_id")


def petition_moved(session: Session, office_id: int, moved: Moved) -> int:
    """A petition took a step: coming appointments about it are given back when it is withdrawn or void.

    When it is over in another way the visitor may still want to come (a review, an explanation): the
    appointment stands, with a note for the desk to ask. Returns how many appointments were touched.
    """
    state = State(moved.matter.state)
    if not state.closed:
        return 0
    with writing(session):
        rows = session.scalars(
            owned(Appointment, office_id)
            .join(Sitting, Sitting.id == Appointment.session_id)
            .where(
                Appointment.petition_id == moved.matter.id,
                Appointment.state == BOOKED,
                Sitting.day >= today(),
            )
        ).all()
        for each in rows:
            each.note = f"{china(moved.at).date().isoformat()} {moved.matter.state_title}"
            if state in MOOT:
                each.state = CANCELLED
            act = Act("joint_reception.matter_over", "joint_reception_appointment", each.id, each.note)
            record(session, WORKER, act)
    return len(rows)


def _wish(session: Session, sitting: Sitting, draft: AppointmentDraft, key: str, matter: str) -> Wish:
    standing = owned(Appointment, sitting.office_id).where(Appointment.state.in_(STANDING))
    month = month_of(sitting.day)
    booked = session.scalar(
        select(func.count()).select_from(standing.where(Appointment.session_id == sitting.id).subquery())
    )
    mine = session.scalars(standing.where(Appointment.person_key == key)).all()
    return Wish(
        starts=begins(sitting),
        now=now(),
        representatives=draft.representatives,
        booked=booked or 0,
        this_month=sum(month.first <= each.sitting.day <= month.last for each in mine),
        same_matter=any(each.matter_key == matter and each.state == BOOKED for each in mine),
        published=sitting.id in queries.published_ids(session, sitting.office_id, (sitting.day, sitting.day)),
    )


def cancel(session: Session, actor: Actor, appointment_id: int) -> None:
    """Cancel an appointment.

    Raises:
        Refused: too late, or it does not stand any more.
    """
    with writing(session):
        found = standing_appointment(session, actor, appointment_id)
        check_cancelling(begins(found.sitting), now(), appointment_rules(session, found.office_id))
        found.state = CANCELLED
        record(session, actor, Act("joint_reception.cancel", "joint_reception_appointment", found.id))


def not_come(session: Session, actor: Actor, appointment_id: int) -> None:
    """Note that the visitor did not come (爽约).

    Raises:
        Refused: the session has not begun yet, or the appointment does not stand any more.
    """
    with writing(session):
        found = standing_appointment(session, actor, appointment_id)
        if now() < begins(found.sitting):
            raise Refused("接访尚未开始，不能登记未到")
        found.state = NO_SHOW
        record(session, actor, Act("joint_reception.no_show", "joint_reception_appointment", found.id))


def standing_appointment(session: Session, actor: Actor, appointment_id: int) -> Appointment:
    """An appointment that stands (有效预约).

    Raises:
        Missing: it is not the office's.
        Refused: it was cancelled, or the visitor has come or not come.
    """
    found = owned_one(session, Appointment, actor.office_id, appointment_id)
    if found.state != BOOKED:
        raise Refused(f"该预约{found.title}，不能再这样处理")
    return found


def appointments(session: Session, office_id: int | None, span: tuple[date, date]) -> Sequence[Appointment]:
    """Appointments of sessions in a span of days, in the order of time."""
    query = owned(Appointment, office_id).join(Sitting, Sitting.id == Appointment.session_id)
    query = query.where(Sitting.day >= span[0], Sitting.day <= span[1])
    return session.scalars(query.order_by(Sitting.day, Sitting.starts_at, Appointment.id)).all()


def free_places(
    session: Session, office_id: int | None, span: tuple[date, date]
) -> list[tuple[Sitting, int]]:
    """Published sessions that take appointments, with the places that are left."""
    rules = appointment_rules(session, office_id or 0)
    counts = (
        select(Appointment.session_id, func.count())
        .where(Appointment.office_id == office_id, Appointment.state.in_(STANDING))
        .group_by(Appointment.session_id)
    )
    taken = {row[0]: int(row[1]) for row in session.execute(counts)}
    public = queries.published_ids(session, office_id, span)
    return [
        (each, max(rules.capacity - taken.get(each.id, 0), 0))
        for each in queries.sittings(session, office_id, span)
        if each.id in public and each.kind.bookable and begins(each) > now()
    ]
