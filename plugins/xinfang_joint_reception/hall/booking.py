"""Appointments (预约): made, cancelled, arrived, not come; the rules are counted inside the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.appointments import Wish, check_cancelling, check_wish
from xinfang_joint_reception.hall.models import ARRIVED, BOOKED, CANCELLED, NO_SHOW, Appointment
from xinfang_joint_reception.hall.petitions import check_receivers, petition_of
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.locking import lock
from xinfang_joint_reception.rota.months import month_of
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_joint_reception.settings import appointment_rules
from xinfang_site.domain.people.identity import normal_name
from xinfang_site.domain.people.masking import mask_names
from xinfang_site.plugin_api.data import Act, Refused, digest, owned, owned_one, record, writing
from xinfang_site.plugin_api.dates import instant, now
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.matters import unreported

_PERSON, _MATTER = "reception-person", "reception-matter"
STANDING = (BOOKED, ARRIVED)


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
    """A keyed hash that tells visitors apart without revealing who they are (预约人摘要)."""
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
        petition = petition_of(session, actor, draft.number)
        if petition is not None:
            check_receivers(session, sitting, petition)
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


def own_appointment(session: Session, actor: Actor, appointment_id: int) -> Appointment:
    """An appointment of the actor's office.

    Raises:
        Missing: there is none, it is another office's, or its petition reports the actor.
    """
    theirs = unreported(Appointment.petition_id, actor.barred)
    return owned_one(session, Appointment, actor.office_id, appointment_id, *theirs)


def standing_appointment(session: Session, actor: Actor, appointment_id: int) -> Appointment:
    """An appointment that stands (有效预约).

    Raises:
        Missing: it is not the office's.
        Refused: it was cancelled, or the visitor has come or not come.
    """
    found = own_appointment(session, actor, appointment_id)
    if found.state != BOOKED:
        raise Refused(f"该预约{found.title}，不能再这样处理")
    return found


def appointments(session: Session, actor: Actor, span: tuple[date, date]) -> Sequence[Appointment]:
    """Appointments of sessions in a span of days, in the order of time; none about what reports the actor."""
    query = owned(Appointment, actor.office_id).join(Sitting, Sitting.id == Appointment.session_id)
    query = query.where(Sitting.day >= span[0], Sitting.day <= span[1])
    query = query.where(*unreported(Appointment.petition_id, actor.barred))
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
