"""Approving drafted steps (审批): the last approval takes the step; an approver returns it, its drafter takes it back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.missing import Missing
from xinfang_site.petitions.approving.queries import check_approver
from xinfang_site.petitions.effects import applying
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.people import persons
from xinfang_site.petitions.proposal_models import APPROVED, OPEN, RETURNED, WITHDRAWN, Proposal
from xinfang_site.petitions.stepping.checks import check_again, note_refusal
from xinfang_site.petitions.visibility import scope
from xinfang_site.versions import StaleEditError


def approve(
    session: Session,
    actor: Actor,
    proposal_id: int,
    version: int,
    day: date,
    late: Mapping[str, str] | None = None,
) -> bool:
    """Approve a proposal; the last approval takes the step.

    Args:
        session: the database.
        actor: who approves.
        proposal_id: the proposal.
        version: the version that the approver read.
        day: legal day.
        late: reason and unit at fault, where a limit ran out while the proposal waited.

    Returns:
        Whether the step was taken; False when a further approval is needed.

    Raises:
        Missing: there is none in the office's register.
        StaleEditError: somebody else dealt with it.
        Refused: it is not this person's to approve, or a rule no longer allows the step; noted.
    """
    petition_id, step = _of(session, proposal_id)
    try:
        with writing(session, one_matter=True):
            proposal, seen = _open_proposal(session, actor, proposal_id, version)
            check_approver(session, actor, proposal, seen)
            proposal.details = {**proposal.details, **{k: v for k, v in (late or {}).items() if v}}
            now = _decided(session, actor, proposal, seen, day)
            check_again(now, proposal.row)
            return _count(now, actor, proposal)
    except Refused as refused:
        note_refusal(session, actor, petition_id, step, str(refused))
        raise


def _decided(session: Session, actor: Actor, proposal: Proposal, seen: scope.Seen, day: date) -> Situation:
    drafter = Actor(proposal.drafted_by, "", proposal.drafter, proposal.office_id)
    return Situation(session, drafter, seen.petition, day, proposal.details, approver=actor)


def _count(now: Situation, actor: Actor, proposal: Proposal) -> bool:
    """Count the approval; the last one takes the step. Returns whether it was taken."""
    proposal.approvals = [*proposal.approvals, _approval(actor, proposal)]
    record(now.session, actor, Act(f"proposal.approve.{proposal.step}", "petition", proposal.petition_id))
    if len(proposal.approvals) < len(proposal.chain):
        return False
    proposal.state = APPROVED
    now.values = {**proposal.details, "approvals": proposal.approvals}
    applying.apply(now, proposal.row)
    return True


def _approval(actor: Actor, proposal: Proposal) -> dict[str, Any]:
    return {
        "account_id": actor.account_id,
        "name": actor.name,
        "role": proposal.next_role.value,
        "at": clock.now().isoformat(),
    }


def turn_down(session: Session, actor: Actor, proposal_id: int, version: int, reason: str) -> None:
    """Return a proposal to its drafter with a reason."""
    with writing(session, one_matter=True):
        proposal, seen = _open_proposal(session, actor, proposal_id, version)
        check_approver(session, actor, proposal, seen)
        proposal.state, proposal.ended_reason = RETURNED, reason
        told = persons.masked_reason(session, seen.petition.id, reason)
        act = Act(f"proposal.return.{proposal.step}", "petition", seen.petition.id, reason=told)
        record(session, actor, act)


def _of(session: Session, proposal_id: int) -> tuple[int, StepCode]:
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise Missing
    return proposal.petition_id, StepCode(proposal.step)


def _open_proposal(
    session: Session, actor: Actor, proposal_id: int, version: int
) -> tuple[Proposal, scope.Seen]:
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise Missing
    seen = scope.see(session, actor, proposal.petition_id, lock=True)
    session.refresh(proposal)
    if proposal.state != OPEN or proposal.version != version:
        raise StaleEditError
    return proposal, seen


def take_back(session: Session, actor: Actor, proposal_id: int, version: int, reason: str) -> None:
    """Take one's own proposal back before the last approval (撤回拟办); the matter stays where it is.

    Raises:
        Missing: there is none in the office's register.
        StaleEditError: it was decided, returned or approved by one more person meanwhile.
        Refused: somebody else drafted it.
    """
    with writing(session, one_matter=True):
        proposal, seen = _open_proposal(session, actor, proposal_id, version)
        if proposal.drafted_by != actor.account_id:
            raise Refused("拟办意见只能由拟办人本人撤回；审批人不同意的，请退回", field="reason")
        proposal.state, proposal.ended_reason = WITHDRAWN, f"拟办人撤回：{reason}"
        told = persons.masked_reason(session, seen.petition.id, reason)
        act = Act(f"proposal.take_back.{proposal.step}", "petition", seen.petition.id, reason=told)
        record(session, actor, act)
