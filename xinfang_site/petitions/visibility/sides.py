"""On which side somebody stands in a matter (所处的一方): petition office, responsible unit, or review organ."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.people import conflicts
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.roles import OFFICE_ROLES, UNIT_ROLES, Role
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions.models import Accused, Petition
from xinfang_site.petitions.procedure_models import Recusal
from xinfang_site.petitions.procedure_models import Review as ReviewRow
from xinfang_site.petitions.visibility.parts import ABOVE, REGISTRAR, REVIEW
from xinfang_site.petitions.visibility.scope import Seen

OF_REVIEWS = frozenset({Step.ISSUE_REVIEW, Step.ISSUE_FINAL, Step.EXTEND_REVIEW, Step.ORDER_REDO})
"""Steps that the leader of the organ that reviews approves, not just any petition office's."""


def sides(actor: Actor, seen: Seen) -> frozenset[Role]:
    """The actor's roles that count in this matter."""
    petition = seen.petition
    counted: set[Role] = set()
    if seen.role == ABOVE or (seen.role == REGISTRAR and petition.office.kind == OfficeKind.PETITION_OFFICE):
        counted |= OFFICE_ROLES
    if actor.office_id == (petition.unit_id or petition.office_id):
        counted |= UNIT_ROLES
    if seen.role == REVIEW:
        counted |= {Role.REVIEWER, Role.LEADER}
    if petition.unit is None or actor.office_id in {petition.unit.review_office_id, petition.unit.parent_id}:
        counted.add(Role.REVIEWER)
    return actor.roles & counted


def reviews_for(session: Session, actor: Actor, petition: Petition) -> bool:
    """Whether the actor's office reviews the matter now, or is the petition office of the organ that does."""
    organ_id = session.scalar(
        select(ReviewRow.organ_id)
        .where(ReviewRow.petition_id == petition.id)
        .order_by(ReviewRow.id.desc())
        .limit(1)
    )
    if organ_id is None or actor.office_id == organ_id:
        return True
    office = session.get(Office, actor.office_id) if actor.office_id else None
    return office is not None and office.kind == OfficeKind.PETITION_OFFICE and office.parent_id == organ_id


def stands_aside(session: Session, account_id: int | None, name: str, petition: Petition) -> str:
    """Why a person must stand aside from the matter (回避理由): declared, or reported in it; empty if there is no reason."""
    declared = session.scalar(
        select(Recusal.reason).where(Recusal.petition_id == petition.id, Recusal.account_id == account_id)
    )
    reported = is_reported(session, account_id, name, petition)
    return conflicts.recusal_reason(reported=reported, declared=declared or "")


def is_reported(session: Session, account_id: int | None, name: str, petition: Petition) -> bool:
    """Whether the matter reports this person, whatever its kind is now: by the linked account, else by name.

    Once the reported person's account is linked, namesakes are free to act.
    """
    rows = session.execute(
        select(Accused.name, Accused.account_id).where(Accused.petition_id == petition.id)
    ).all()
    return any(
        row.account_id == account_id if row.account_id is not None else conflicts.bears(name, row.name or "")
        for row in rows
    )
