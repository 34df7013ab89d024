"""Drafting a step that needs approval (拟办): who has to approve it, and the proposal that waits for them."""

from dataclasses import replace

from xinfang_site import clock
from xinfang_site.audit.writer import Act, record
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step, Transition
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.procedure.workflow import approval_chain, contradicts
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
        Refused: nobody is signed in, or the same step waits already, or another that leads elsewhere.
    """
    session, actor, petition, row = now.session, now.actor, now.petition, TABLE[step]
    if actor.account_id is None or actor.office_id is None:
        raise Refused("拟办须由本人登录后进行")
    _check_alone(now, row)
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


def _check_alone(now: Situation, row: Transition) -> None:
    """An office proposes one way for a matter to go at a time: 受理 and 不予受理 never wait side by side.

    Raises:
        Refused: the same step waits, or the office has proposed another way.
    """
    for each in open_proposals(now.session, now.petition.id):
        if each.step == row.step:
            raise Refused("同一办理意见已在审批中，请勿重复提交")
        if each.office_id == now.actor.office_id and contradicts(each.row, row):
            raise Refused(
                f"{each.drafter}拟办的“{each.row.title}”正在审批，不能同时提出“{row.title}”；"
                "请先由拟办人撤回或者由审批人退回"
            )
