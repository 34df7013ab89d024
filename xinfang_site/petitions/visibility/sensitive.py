"""Sensitive matters (敏感事项): a person who does not handle one must give a reason before opening it.

A matter is sensitive if it reports, or once reported, a unit or person (检举控告, 第三十条第三款). Urgent matters are not:
leaders must open them at once (第二十五条). A reason is demanded of everybody but the handler and the office whose turn it is.
"""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.queries import start_of
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.procedure.states import State, Turn
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.parts import ABOVE, REGISTRAR, REVIEW

REASONED = "petition.reason"
_OFFICE_ON_TURN = {
    Turn.PETITION_OFFICE: {REGISTRAR, ABOVE},
    Turn.REVIEW_ORGAN: {REVIEW},
    Turn.FINAL_ORGAN: {REVIEW},
}


class ReasonWanted(Exception):
    """The matter is not opened yet: the person must give a reason first (先写明事由)."""

    def __init__(self, petition_id: int) -> None:
        super().__init__()
        self.petition_id = petition_id


def check(session: Session, actor: Actor, seen: scope.Seen) -> None:
    """Demand the reason for a matter that was found, before it is read.

    Raises:
        ReasonWanted: it is sensitive, and the actor has given no reason today.
    """
    petition = seen.petition
    hand = (petition.handler_id, petition.unit_id or petition.office_id, petition.state, seen.role)
    if seen.sensitive and not _has_a_hand(actor, *hand) and not _said(session, actor, petition.id, days=0):
        raise ReasonWanted(petition.id)


def asks_for_a_reason(session: Session, actor: Actor, petition_id: int, *, reading: bool) -> bool:
    """Whether the actor must still give a reason before opening this matter.

    A reason is valid for the legal day. For a form (``reading`` is False) that of the day before is enough, so that
    nothing typed across midnight is lost. For a matter that the actor cannot see the answer is False: the page
    answers 404 by itself.
    """
    holder = func.coalesce(Petition.unit_id, Petition.office_id)
    found = session.execute(
        select(Petition.handler_id, holder, Petition.state, RegisterEntry.role)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(Petition.id == petition_id, scope.reports_somebody(), *scope.theirs(actor))
    ).one_or_none()
    if found is None or _has_a_hand(actor, *found):
        return False
    return not _said(session, actor, petition_id, days=0 if reading else 1)


def _has_a_hand(actor: Actor, handler_id: int | None, holder_id: int, state: str, role: str) -> bool:
    """Whether the actor handles the matter or belongs to the office whose turn it is (经办); the site itself always may."""
    if actor.account_id is None or handler_id == actor.account_id:
        return True
    turn = State(state).turn
    if turn is Turn.UNIT and actor.office_id == holder_id:
        return True
    return role in _OFFICE_ON_TURN.get(turn, set())


def _said(session: Session, actor: Actor, petition_id: int, *, days: int) -> bool:
    """Whether the audit holds a reason that the actor gave for the matter within the last ``days`` days or today."""
    said = select(AuditEvent.id).where(
        AuditEvent.object_type == "petition",
        AuditEvent.object_id == str(petition_id),
        AuditEvent.account_id == actor.account_id,
        AuditEvent.action == REASONED,
        AuditEvent.at >= start_of(clock.today() - timedelta(days=days)),
    )
    return session.scalar(said.limit(1)) is not None


def say(session: Session, actor: Actor, petition_id: int, reason: str) -> None:
    """Audit the reason for opening the matter; it is valid for the day.

    Raises:
        Missing: the matter is not in the actor's register.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id)
        record(session, actor, Act(REASONED, "petition", petition.id, reason=reason))
