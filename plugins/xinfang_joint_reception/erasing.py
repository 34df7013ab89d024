"""Deleting what receptions hold of a matter's people (清除接访内容); days, sessions and counts stay."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_joint_reception.hall.models import Appointment, Ticket
from xinfang_joint_reception.outcome.models import Consultation, ReceptionRecord

ERASED = "（已清除）"


def erase(session: Session, petition_id: int) -> None:
    """Blank every row about the petition, of whatever office; inside the core's transaction."""
    records = session.scalars(select(ReceptionRecord).where(ReceptionRecord.petition_id == petition_id)).all()
    tickets = {each.ticket_id for each in records} - {None}
    of_records = select(Ticket.appointment_id).where(Ticket.id.in_(tickets))
    for record in records:
        record.name = record.masked = record.summary = ERASED
        record.phone = record.address = record.demand = record.words = ""
        for promise in record.promises:
            promise.text, promise.result = ERASED, ERASED if promise.result else ""
    for consultation in session.scalars(select(Consultation).where(Consultation.petition_id == petition_id)):
        consultation.name = consultation.question = consultation.advice = ERASED
    booked = (Appointment.petition_id == petition_id) | Appointment.id.in_(of_records)
    for appointment in session.scalars(select(Appointment).where(booked)):
        appointment.name = appointment.masked = appointment.matter = ERASED
        appointment.phone = appointment.person_key = appointment.matter_key = appointment.note = ""
    session.flush()
