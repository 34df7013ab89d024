"""The work list (待办): what waits for this person today, from the office's register and the open proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import State
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.oversight import to_serve
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.proposal_models import OPEN, Proposal
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.entries import NO_DUE, due_number
from xinfang_site.petitions.visibility.scope import Seen
from xinfang_site.petitions.visibility.sides import sides
from xinfang_site.petitions.wording import Due, due_of

MOST_COUNTED = 1000
SHOWN = 15
SOON_DAYS = 7
_PROPOSALS_READ = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with the list behind it (待办数): label, words, query string of the register."""

    label: str
    text: str
    query: str
    late: bool = False
    endpoint: str = "petitions.index"


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
        _figures(session, actor, day), approvals(session, actor, day), _nearest(session, actor, day)
    )


def _figures(session: Session, actor: Actor, day: date) -> list[Figure]:
    today, last = due_number(day), due_number(day + timedelta(days=SOON_DAYS))
    overdue = _capped(session, actor, RegisterEntry.due < today)
    return [
        Figure("已超期", overdue, "due=overdue", late=overdue != "0"),
        Figure("今日到期", _capped(session, actor, RegisterEntry.due == today), "due=today"),
        Figure(
            f"{SOON_DAYS}天内到期",
            _capped(session, actor, RegisterEntry.due >= today, RegisterEntry.due <= last),
            "due=week",
        ),
        *(
            Figure(
                state.title,
                _capped(session, actor, RegisterEntry.state == state.value),
                f"state={state.value}",
            )
            for state in _states_of(session, actor)
        ),
        Figure("待送达", str(to_serve.count(session, actor)), "", endpoint="oversight.to_serve"),
        _returned(session, actor),
    ]


def _returned(session: Session, actor: Actor) -> Figure:
    """Open matters that a unit sent back."""
    own = select(RegisterEntry.office_id).where(
        RegisterEntry.petition_id == Petition.id, *scope.own_register(actor)
    )
    none = literal(0, literal_execute=True)  # the few that were returned have an index, known by this number
    count = session.scalar(
        select(func.count())
        .select_from(Petition)
        .where(Petition.returns > none, Petition.closed_on.is_(None), own.exists())
    )
    return Figure("退回过", str(count or 0), "", endpoint="oversight.returned")


def _states_of(session: Session, actor: Actor) -> tuple[State, ...]:
    """The states that are worked through daily on the actor's side: the unit's, the reviewing organ's or the office's."""
    if any(role.value.startswith("unit_") for role in actor.roles):
        return (State.AWAITING_RECEIPT, State.SIGNED_FOR, State.HANDLING, State.DRAFTED, State.CHECKED)
    office = session.get(Office, actor.office_id)
    if office is not None and office.kind != OfficeKind.PETITION_OFFICE:
        return (State.UNDER_REVIEW, State.REVIEW_ISSUED, State.UNDER_FINAL_REVIEW, State.FINAL_ISSUED)
    return (State.REGISTERED, State.TRIAGE, State.OBJECTED, State.FINISHED)


def _capped(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> str:
    rows = select(RegisterEntry.sort_key).where(*scope.own_register(actor), *conditions)
    count = session.scalar(select(func.count()).select_from(rows.limit(MOST_COUNTED + 1).subquery())) or 0
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _nearest(session: Session, actor: Actor, day: date) -> list[Waiting]:
    rows = session.execute(
        select(Petition.id, Petition.number, Petition.summary, Petition.state, Petition.due_on)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(*scope.own_register(actor), RegisterEntry.due < NO_DUE)
        .order_by(RegisterEntry.due, RegisterEntry.sort_key)
        .limit(SHOWN)
    )
    return [
        Waiting(row.id, row.number, row.summary, State(row.state), due_of(row.due_on, None, day))
        for row in rows
    ]


def approvals(session: Session, actor: Actor, day: date) -> list[Approval]:
    """Proposals that the actor may decide, the nearest limit first."""
    rows = session.execute(
        select(Proposal, Petition, RegisterEntry.role)
        .join(Petition, Petition.id == Proposal.petition_id)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(Proposal.state == OPEN, *scope.own_register(actor))
        .order_by(RegisterEntry.due, Proposal.id)
        .limit(_PROPOSALS_READ)
    )
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
