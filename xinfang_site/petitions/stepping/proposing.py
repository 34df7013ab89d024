"""Drafting a step that needs approval (拟办): who has to approve it, and the proposal that waits for them."""

from dataclasses import replace

from xinfang_site import clock
from xinfang_site.audit.writer import Act, record
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step, Transition
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.procedure.workflow import approval_chain
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.proposal_models import CHAIN, Proposal
from xinfang_site.petitions.proposals import open_proposals


def chained(now: Situation, row: Transition) -> Transition:
    """The step with the roles that approve it (审批链): an office's own rule may demand more for important matters."""
    if not (now.petition.urgent or now.petition.collective):
        return row
    return replace(row, approval=approval_chain(row, now.rules.flagged_approval))


def propose(now: Situation, step: Step) -> None:
    """Store the step as a proposal; inside ``writing()``, after all rules have allowed it.

    Raises:
        Refused: nobody is signed in, or the same step waits already.
    """
    session, actor, petition, row = now.session, now.actor, now.petition, TABLE[step]
    if actor.account_id is None or actor.office_id is None:
        raise Refused("拟办须由本人登录后进行")
    if any(each.step == step for each in open_proposals(session, petition.id)):
        raise Refused("同一办理意见已在审批中，请勿重复提交")
    chain = chained(now, row).approval
    longer = {CHAIN: [each.value for each in chain]} if chain != row.approval else {}
    session.add(
        Proposal(
            petition_id=petition.id,
            office_id=actor.office_id,
            step=step.value,
            details={**now.values, **longer},
            drafted_by=actor.account_id,
            drafter=actor.name,
            drafted_at=clock.now(),
        )
    )
    record(session, actor, Act(f"proposal.draft.{step}", "petition", petition.id))
