"""Appointments and the petition that they are about (预约与信访事项)."""

from sqlalchemy.orm import Session

from xinfang_joint_reception.hall.models import BOOKED, CANCELLED, Appointment
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.domain.people.conflicts import NOT_TO_THE_ACCUSED
from xinfang_site.domain.procedure.states import State
from xinfang_site.plugin_api.data import Act, Refused, owned, record, writing
from xinfang_site.plugin_api.dates import china, today
from xinfang_site.plugin_api.hooks import Actor, MatterRef, Moved
from xinfang_site.plugin_api.matters import barred_offices, matter_numbered
from xinfang_site.plugin_api.people import person

MOOT = frozenset({State.WITHDRAWN, State.VOID})
"""States of a petition that leave nothing to be received about."""
WORKER = Actor(None, "xinfang joint_reception", "系统", None)


def petition_of(session: Session, actor: Actor, number: str) -> MatterRef | None:
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


def check_receivers(session: Session, sitting: Sitting, petition: MatterRef) -> None:
    """Refuse receivers from the reported unit, who would read the report on the session's list (第三十条第三款).

    Raises:
        Refused: one of those on duty belongs to it.
    """
    barred = barred_offices(session, petition.id)
    for each in sitting.duties:
        account = person(session, each.sitter.account_id) if each.sitter.account_id else None
        if each.sitter.unit_id in barred or (account is not None and account.office_id in barred):
            raise Refused("该场次有被反映单位的接访人员，请另选场次", NOT_TO_THE_ACCUSED, "session_id")


def petition_moved(session: Session, office_id: int, moved: Moved) -> int:
    """Act on a petition that is over: note it at each coming appointment about it.

    If the petition was withdrawn or voided, the appointment is cancelled. Otherwise it stands, since the visitor may
    still want a review or an explanation; the desk asks.

    Returns:
        How many appointments were changed.
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
