"""The work list (待办): what waits for this person today, from the office's register and the open proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import State
from xinfang_site.home.figures import Figure, figures
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.proposal_models import OPEN, Proposal
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.entries import NO_DUE
from xinfang_site.petitions.visibility.scope import Seen
from xinfang_site.petitions.visibility.sides import sides
from xinfang_site.petitions.wording import Due, due_of
from xinfang_site.sessions import KEPT_PLAN

SHOWN = 15
_PROPOSALS_READ = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A matter whose limit is near (到期事项)."""

    petition_id: int
    number: str
    summary: str
    state: State
    due: Due


@dataclass(frozen=True, slots=True)
class Approval:
    """A proposal that this person may decide (待审批)."""

    proposal_id: int
    petition_id: int
    number: str
    summary: str
    title: str
    drafter: str
    due: Due


@dataclass(frozen=True, slots=True)
class WorkList:
    """What waits (待办)."""

    figures: Sequence[Figure]
    approvals: Sequence[Approval]
    nearest: Sequence[Waiting]


def work_list(session: Session, actor: Actor, day: date) -> WorkList:
    """What waits for the actor's office, and for the actor's own approval."""
    return WorkList(
        figures(session, actor, day), approvals(session, actor, day), _nearest(session, actor, day)
    )


def _nearest(session: Session, actor: Actor, day: date) -> list[Waiting]:
    rows = session.execute(_soonest(barred=bool(actor.barred)), scope.register_values(actor))
    return [
        Waiting(row.id, row.number, row.summary, State(row.state), due_of(row.due_on, None, day))
        for row in rows
    ]


@cache
def _soonest(*, barred: bool) -> Select[int, str, str, str, date | None]:
    """The question of :func:`_nearest`, made once."""
    return (
        select(Petition.id, Petition.number, Petition.summary, Petition.state, Petition.due_on)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(*scope.bound_register(barred=barred), RegisterEntry.due < NO_DUE)
        .order_by(RegisterEntry.due, RegisterEntry.sort_key)
        .limit(SHOWN)
        .execution_options(**KEPT_PLAN)
    )


def approvals(session: Session, actor: Actor, day: date) -> list[Approval]:
    """Proposals that the actor may decide, the nearest limit first."""
    rows = session.execute(_open_proposals(barred=bool(actor.barred)), scope.register_values(actor))
    return [
        Approval(
            proposal.id,
            petition.id,
            petition.number,
            petition.summary,
            proposal.row.title,
            proposal.drafter,
            due_of(petition.due_on, petition.closed_on, day),
        )
        for proposal, petition, role in rows
        if proposal.next_role in actor.roles
        and actor.account_id not in proposal.people
        and proposal.next_role in sides(actor, Seen(petition, role))
    ]


@cache
def _open_proposals(*, barred: bool) -> Select[Proposal, Petition, str]:
    """The question of :func:`approvals`, made once."""
    return (
        select(Proposal, Petition, RegisterEntry.role)
        .join(Petition, Petition.id == Proposal.petition_id)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(Proposal.state == OPEN, *scope.bound_register(barred=barred))
        .order_by(RegisterEntry.due, Proposal.id)
        .limit(_PROPOSALS_READ)
        .execution_options(**KEPT_PLAN)
    )
