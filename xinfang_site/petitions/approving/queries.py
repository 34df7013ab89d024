"""What waits for approval (待审批的拟办意见), and for whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.procedure.steps import Transition
from xinfang_site.domain.procedure.workflow import contradicts
from xinfang_site.domain.roles import Role
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.proposal_models import Proposal
from xinfang_site.petitions.proposals import open_proposals
from xinfang_site.petitions.stepping.checks import check_aside
from xinfang_site.petitions.visibility.scope import Seen
from xinfang_site.petitions.visibility.sides import OF_REVIEWS, reviews_for, sides


@dataclass(frozen=True, slots=True)
class Pending:
    """A proposal on the case page (待审批的拟办意见).

    ``mine``: the actor may decide it now. ``own``: the actor drafted it and may take it back. ``ours``: it is
    the actor's office's.
    """

    id: int
    step: StepCode
    row: Transition
    drafter: str
    drafted_at: datetime
    next_role: Role
    mine: bool
    own: bool
    ours: bool

    def bars(self, row: Transition) -> bool:
        """Whether the step is not offered beside it: it is the same, or another way that needs an approval, too."""
        return row.step is self.step or (self.ours and bool(row.approval) and contradicts(self.row, row))


def pending(now: Situation, seen: Seen) -> list[Pending]:
    """The open proposals of a matter, as the actor sees them."""
    return [
        Pending(
            each.id,
            StepCode(each.step),
            each.row,
            each.drafter,
            each.drafted_at,
            each.next_role,
            mine=why_not(now, seen, each) is None,
            own=each.drafted_by == now.actor.account_id,
            ours=each.office_id == now.actor.office_id,
        )
        for each in open_proposals(now.session, now.petition.id)
    ]


def why_not(now: Situation, seen: Seen, proposal: Proposal) -> Refused | None:
    """Why the actor may not decide the proposal now; None where it waits for the actor (待本人审批)."""
    try:
        check_approver(now.session, now.actor, proposal, seen)
    except Refused as refused:
        return refused
    return None


def check_approver(session: Session, actor: Actor, proposal: Proposal, seen: Seen) -> None:
    """Refuse an actor for whom the proposal does not wait (审批人).

    Raises:
        Refused: another role has to approve, the actor had a hand in it already, or has to stand aside.
    """
    role: Role = proposal.next_role
    if any(each["account_id"] == actor.account_id for each in proposal.approvals):
        raise Refused(f"您已同意，现在等待{role.title}审批", proposal.row.basis, "decision")
    if role not in sides(actor, seen):
        raise Refused(f"应当由{role.title}审批", proposal.row.basis, "decision")
    if actor.account_id in proposal.people:
        raise Refused("拟办人和审批人不能是同一人", proposal.row.basis, "decision")
    check_aside(session, actor, seen.petition)
    if proposal.row.step in OF_REVIEWS and not reviews_for(session, actor, seen.petition):
        raise Refused("应当由受理申请的复查、复核机关的负责人审批", proposal.row.basis, "decision")
