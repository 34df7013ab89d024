"""The mark of an urgent matter corrected (重大紧急标记更正): its report becomes owed, or is not owed any more (第二十五条)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.limits.clocks import ClockState
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.receiving import urgent
from xinfang_site.domain.roles import OFFICE_HEADS
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.procedure_models import UrgentReport

NOT_URGENT = "更正登记：不属于重大、紧急信访事项"


def check(session: Session, actor: Actor, petition: Petition, *, wanted: bool) -> None:
    """Before the correction.

    Raises:
        Refused: the mark would be taken off after a report was sent, or by somebody who is no head.
    """
    if petition.urgent and not wanted:
        sent = select(UrgentReport.id).where(UrgentReport.petition_id == petition.id).limit(1)
        by_head = bool(actor.roles & OFFICE_HEADS)
        urgent.check_lifting(reported=session.scalar(sent) is not None, by_head=by_head)


def follow(session: Session, petition: Petition, *, was: bool, day: date) -> None:
    """After the correction: from the day on which it is known to be urgent its report is owed, else to nobody."""
    if petition.urgent == was or petition.closed_on is not None:
        return
    row = limits.latest(session, petition.id, Duty.URGENT_REPORT)
    running = row is not None and row.stopped_on is None
    if petition.urgent and (row is None or row.state == ClockState.WAIVED.value):
        limits.open_clock(session, petition, limits.rules_of(session, petition, day), Duty.URGENT_REPORT, day)
    elif row is not None and running and not petition.urgent:
        limits.waive(session, row, NOT_URGENT, day)
    limits.settle(session, petition)
