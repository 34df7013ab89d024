"""What a person may read of receptions (接访可见范围): nothing of matters that report this person."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_joint_reception.hall.models import Appointment
from xinfang_joint_reception.outcome.models import Consultation, Promise, ReceptionRecord
from xinfang_site.plugin_api.data import owned_one
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.matters import unreported


def own_record(session: Session, actor: Actor, record_id: int) -> ReceptionRecord:
    """A record of the actor's office.

    Raises:
        Missing: there is none, it is another office's, or its petition reports the actor.
    """
    theirs = unreported(ReceptionRecord.petition_id, actor.barred)
    return owned_one(session, ReceptionRecord, actor.office_id, record_id, *theirs)


def matter_named(session: Session, page: str, named: Mapping[str, Any]) -> int | None:
    """The matter behind what an address names: a record, a promise of it, a consultation, an appointment's visitor."""
    if page == "appointment_people":
        return session.scalar(
            select(Appointment.petition_id).where(Appointment.id == named["appointment_id"])
        )
    if page.startswith("consultation_") and "row_id" in named:
        return session.scalar(select(Consultation.petition_id).where(Consultation.id == named["row_id"]))
    query = select(ReceptionRecord.petition_id)
    if "record_id" in named:
        return session.scalar(query.where(ReceptionRecord.id == named["record_id"]))
    if "promise_id" in named:
        return session.scalar(query.join(Promise).where(Promise.id == named["promise_id"]))
    return None
