"""Sensitive matters (敏感事项): whoever has no hand in one now says why before it is opened (N21).

Sensitive is what reports, or once reported, a unit or person (检举控告, 第三十条第三款). Urgent matters are not: leaders
have to open them at once (第二十五条). Asked is who neither handles the matter nor belongs to the office on turn.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.queries import start_of
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.states import State, Turn
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.entries import ABOVE, REGISTRAR, REVIEW

REASONED = "petition.reason"
_OFFICE_ON_TURN = {
    Turn.PETITION_OFFICE: {REGISTRAR, ABOVE},
    Turn.REVIEW_ORGAN: {REVIEW},
    Turn.FINAL_ORGAN: {REVIEW},
}


def asks_for_a_reason(session: Session, actor: Actor, petition_id: int, *, reading: bool) -> bool:
    """Whether the actor still has to say why before this matter is opened.

    A reason holds for the legal day. For what is sent from a page opened before (``reading`` is False) that of
    the day before holds too: midnight must not take away what was typed. A matter that the actor does not see
    asks for nothing: it is missing.
    """
    found = session.execute(
        select(Petition.handler_id, Petition.unit_id, Petition.office_id, Petition.state, RegisterEntry.role)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(Petition.id == petition_id, scope.reports_somebody(), *scope.own_register(actor))
    ).one_or_none()
    if found is None or actor.account_id is None or found.handler_id == actor.account_id:
        return False
    state = State(found.state)
    if found.role in _OFFICE_ON_TURN.get(state.turn, set()):
        return False
    if state.turn is Turn.UNIT and actor.office_id == (found.unit_id or found.office_id):
        return False
    return not _said(session, actor, petition_id, days=0 if reading else 1)


def _said(session: Session, actor: Actor, petition_id: int, *, days: int) -> bool:
    """Whether the actor gave a reason for the matter today, or up to so many days ago: the audit knows."""
    said = select(AuditEvent.id).where(
        AuditEvent.object_type == "petition",
        AuditEvent.object_id == str(petition_id),
        AuditEvent.account_id == actor.account_id,
        AuditEvent.action == REASONED,
        AuditEvent.at >= start_of(clock.today() - timedelta(days=days)),
    )
    return session.scalar(said.limit(1)) is not None


def say(session: Session, actor: Actor, petition_id: int, reason: str) -> None:
    """Note why the matter is opened; it holds for the day.

    Raises:
        Missing: the matter is not in the actor's register.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id)
        record(session, actor, Act(REASONED, "petition", petition.id, reason=reason))
