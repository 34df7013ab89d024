"""What the page of a proposal shows (拟办页内容): the proposal in words, and whether the actor may decide it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.errors import Refused
from xinfang_site.missing import Missing
from xinfang_site.petitions import timeline
from xinfang_site.petitions.approving.queries import why_not
from xinfang_site.petitions.approving.words import describe
from xinfang_site.petitions.effects import faults
from xinfang_site.petitions.guards import handling
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.people import cautions
from xinfang_site.petitions.proposal_models import OPEN, Proposal
from xinfang_site.petitions.visibility import scope


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal for one reader (拟办意见).

    Attributes:
        proposal: the proposal.
        petition: its matter.
        refused: why it is not the actor's to decide; None where it is, or where it is decided already.
        own: the actor drafted it.
    """

    proposal: Proposal
    petition: Petition
    refused: Refused | None
    own: bool

    def fits(self, *, taking_back: bool) -> bool:
        """Whether the actor may take it back, or else decide it."""
        return self.proposal.state == OPEN and (self.own if taking_back else self.refused is None)


def read(session: Session, actor: Actor, proposal_id: int, day: date) -> ProposalPage:
    """The page of a proposal of a matter in the office's register; one of any other matter is missing.

    Raises:
        Missing: there is none in the register.
    """
    proposal = session.get(Proposal, proposal_id)
    # asked for a missing one as well: the answer takes as long as for a foreign one, and tells nothing by it
    petition = scope.get(session, actor, proposal.petition_id if proposal else scope.NO_MATTER)
    if proposal is None:
        raise Missing
    return ProposalPage(
        proposal=proposal,
        petition=petition,
        refused=_refusal(session, actor, proposal, day),
        own=proposal.drafted_by == actor.account_id,
    )


def _refusal(session: Session, actor: Actor, proposal: Proposal, day: date) -> Refused | None:
    if proposal.state != OPEN:
        return None
    seen = scope.see(session, actor, proposal.petition_id)
    return why_not(Situation(session, actor, seen.petition, day), seen, proposal)


def late_unit(session: Session, actor: Actor, page: ProposalPage, day: date) -> str | None:
    """The unit to propose as the one at fault, where a limit ran out while the proposal waited; else None."""
    proposal, petition = page.proposal, page.petition
    now = Situation(session, actor, petition, day, proposal.details)
    return None if proposal.details.get("late_reason") else faults.at_fault(now, proposal.row)


def beside(
    session: Session, actor: Actor, page: ProposalPage, day: date, *, overtaken: bool
) -> Mapping[str, Any]:
    """What the template shows beside the form: the proposal in words, a warning, what was done meanwhile."""
    now = Situation(session, actor, page.petition, day, page.proposal.details)
    waits = page.proposal.state == OPEN
    return {
        "proposal": page.proposal,
        "petition": page.petition,
        "own": page.own,
        "refused": str(page.refused or ""),
        "rows": describe(session, page.proposal),
        "moved": handling.moved(now, page.proposal.row.step) if waits else "",
        "latest": timeline.latest(session, page.petition.id) if overtaken else None,
        "caution": cautions.before_a_step(session, actor.name, page.petition),
    }
