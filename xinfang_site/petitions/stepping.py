"""Taking steps (办理): the statute's table decides what is offered, to whom, and what follows.

A step that needs approval becomes a proposal; the last approval takes it. Each call is one
transaction: state, clocks, register entries, timeline and audit together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import OFFICE_ROLES, UNIT_ROLES, Role
from xinfang_site.domain.steps import Need, Transition
from xinfang_site.domain.steps import Step as StepCode
from xinfang_site.domain.transitions import TABLE
from xinfang_site.domain.workflow import check_role, move, steps_for
from xinfang_site.missing import Missing
from xinfang_site.offices.models import OfficeKind
from xinfang_site.petitions import entries, scope, step_effects
from xinfang_site.petitions.entries import ABOVE, REGISTRAR
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.proposal_models import APPROVED, OPEN, RETURNED, Proposal
from xinfang_site.petitions.proposals import open_proposals
from xinfang_site.petitions.scope import Seen
from xinfang_site.petitions.step_effects import Taking

NOT_OFFERED = frozenset({StepCode.REGISTER})


class Conflict(Exception):
    """Somebody else changed the matter since the page was opened (已被他人修改)."""


@dataclass(frozen=True, slots=True)
class StepDraft:
    """What the step's form holds (办理内容).

    Attributes:
        step: which step.
        version: version of the matter that the person saw.
        values: the needs of the step as JSON values, by :class:`Need`.
    """

    step: StepCode
    version: int
    values: dict[str, Any] = field(default_factory=dict)


def sides(actor: Actor, seen: Seen) -> frozenset[Role]:
    """The actor's roles that count in this matter: petition office, responsible unit, or review organ."""
    petition = seen.petition
    counted: set[Role] = set()
    if seen.role == ABOVE or (seen.role == REGISTRAR and petition.office.kind == OfficeKind.PETITION_OFFICE):
        counted |= OFFICE_ROLES
    if actor.office_id == (petition.unit_id or petition.office_id):
        counted |= UNIT_ROLES
    if petition.unit is None or actor.office_id in {petition.unit.review_office_id, petition.unit.parent_id}:
        counted.add(Role.REVIEWER)
    return actor.roles & counted


def offered(petition: Petition, actor: Actor, roles: frozenset[Role]) -> Sequence[Transition]:
    """The steps that the actor may take now: only these become buttons."""
    if not actor.roles:
        return ()
    return [row for row in steps_for(petition.standing, roles) if row.step not in NOT_OFFERED]


def take(session: Session, actor: Actor, petition_id: int, draft: StepDraft, day: date) -> bool:
    """Take a step, or propose it where it needs approval.

    Returns:
        Whether the step was taken; False when it now waits for approval.

    Raises:
        Missing: the matter is not in the office's register.
        Conflict: the matter has changed since the form was opened.
        Refused: state, role or a guard does not allow it; the try is audited.
    """
    try:
        with writing(session):
            seen = scope.see(session, actor, petition_id, lock=True)
            petition = seen.petition
            if petition.version != draft.version:
                raise Conflict
            row = TABLE[draft.step]
            move(petition.standing, draft.step)
            check_role(draft.step, sides(actor, seen))
            _check_receiver(session, petition, draft)
            if row.approval:
                _propose(session, actor, petition, draft)
                return False
            step_effects.apply(session, actor, petition, Taking(draft.step, draft.values, day))
            return True
    except Refused as refused:
        _note_refusal(session, actor, petition_id, draft.step, refused)
        raise


def approve(session: Session, actor: Actor, proposal_id: int, version: int, day: date) -> bool:
    """Approve a proposal; the last approval takes the step.

    Returns:
        Whether the step was taken; False when a further approval is needed.
    """
    with writing(session):
        proposal, seen = _open_proposal(session, actor, proposal_id, version)
        petition = seen.petition
        _check_approver(actor, proposal, seen)
        proposal.approvals = [
            *proposal.approvals,
            {
                "account_id": actor.account_id,
                "name": actor.name,
                "role": proposal.next_role.value,
                "at": clock.now().isoformat(),
            },
        ]
        record(session, actor, Act(f"proposal.approve.{proposal.step}", "petition", petition.id))
        if len(proposal.approvals) < len(proposal.row.approval):
            return False
        proposal.state = APPROVED
        drafter = Actor(proposal.drafted_by, "", proposal.drafter, proposal.office_id)
        details = {**proposal.details, "approvals": proposal.approvals}
        step_effects.apply(session, actor, petition, Taking(StepCode(proposal.step), details, day, drafter))
        return True


def turn_down(session: Session, actor: Actor, proposal_id: int, version: int, reason: str) -> None:
    """Return a proposal to its drafter with a reason."""
    with writing(session):
        proposal, seen = _open_proposal(session, actor, proposal_id, version)
        petition = seen.petition
        _check_approver(actor, proposal, seen)
        proposal.state, proposal.ended_reason = RETURNED, reason
        record(
            session, actor, Act(f"proposal.return.{proposal.step}", "petition", petition.id, reason=reason)
        )


def _open_proposal(session: Session, actor: Actor, proposal_id: int, version: int) -> tuple[Proposal, Seen]:
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise Missing
    seen = scope.see(session, actor, proposal.petition_id, lock=True)
    session.refresh(proposal)
    if proposal.state != OPEN or proposal.version != version:
        raise Conflict
    return proposal, seen


def _check_approver(actor: Actor, proposal: Proposal, seen: Seen) -> None:
    if proposal.next_role not in sides(actor, seen):
        raise Refused(f"应当由{proposal.next_role.title}审批", proposal.row.basis)
    if actor.account_id in proposal.people:
        raise Refused("拟办人和审批人不能是同一人", proposal.row.basis)


def _propose(session: Session, actor: Actor, petition: Petition, draft: StepDraft) -> None:
    if actor.account_id is None or actor.office_id is None:
        raise Refused("拟办须由本人登录后进行")
    if any(each.step == draft.step for each in open_proposals(session, petition.id)):
        raise Refused("同一办理意见已在审批中，请勿重复提交")
    session.add(
        Proposal(
            petition_id=petition.id,
            office_id=actor.office_id,
            step=draft.step.value,
            details=draft.values,
            drafted_by=actor.account_id,
            drafter=actor.name,
            drafted_at=clock.now(),
        )
    )
    record(session, actor, Act(f"proposal.draft.{draft.step}", "petition", petition.id))


def _check_receiver(session: Session, petition: Petition, draft: StepDraft) -> None:
    receiver = draft.values.get(Need.RECEIVER)
    if receiver is not None and receiver in entries.barred_offices(session, petition.id):
        raise Refused(
            "不得将检举控告材料转给被检举、揭发的单位及其下属单位", TABLE[StepCode.FORWARD].basis, "receiver"
        )


def _note_refusal(session: Session, actor: Actor, petition_id: int, step: StepCode, refused: Refused) -> None:
    with writing(session):
        act = Act(f"petition.step.{step}", "petition", petition_id, reason=str(refused), result="refused")
        record(session, actor, act)
