"""Taking steps (办理): the statute's table decides what is offered, its rules what is let through.

A step that needs approval becomes a proposal (see ``approving``). Each call is one transaction:
state, clocks, register entries, timeline and audit together. A refusal is noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.procedure.steps import Transition
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.procedure.workflow import approval_chain, steps_for
from xinfang_site.domain.roles import Role
from xinfang_site.petitions.effects import applying
from xinfang_site.petitions.guards import table as guards
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.proposal_models import CHAIN, Proposal
from xinfang_site.petitions.proposals import open_proposals
from xinfang_site.petitions.stepping.checks import (
    NOT_OFFERED,
    check_lateness,
    check_person,
    has_to_stand_aside,
    note_refusal,
)
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.scope import Seen
from xinfang_site.petitions.visibility.sides import sides


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


def offered(now: Situation, seen: Seen) -> Sequence[Transition]:
    """The steps that the actor may take now: only these become buttons."""
    if not now.actor.roles or has_to_stand_aside(now):
        return ()
    counted = sides(now.actor, seen)
    rows = [row for row in steps_for(seen.petition.standing, counted) if row.step not in NOT_OFFERED]
    return [
        replace(row, approval=_chain(now, row)) if row.approval else row
        for row in rows
        if not guards.refused(row.step, now)
    ]


def _chain(now: Situation, row: Transition) -> tuple[Role, ...]:
    """Who approves the step of this matter: the office's own rule may ask for more where it weighs (A10)."""
    if not (now.petition.urgent or now.petition.collective):
        return row.approval
    return approval_chain(row, now.rules.flagged_approval)


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
        with writing(session, one_matter=True):
            seen = scope.see(session, actor, petition_id, lock=True)
            if seen.petition.version != draft.version:
                raise Conflict
            return take_within(session, actor, seen, draft, day)
    except Refused as refused:
        note_refusal(session, actor, petition_id, draft.step, str(refused))
        raise


def take_within(session: Session, actor: Actor, seen: Seen, draft: StepDraft, day: date) -> bool:
    """The same for a matter that is locked already; inside ``writing()``, where a refusal is not yet noted."""
    row = TABLE[draft.step]
    check_person(session, actor, seen, row)
    now = Situation(session, actor, seen.petition, day, draft.values)
    guards.check(row.step, now)
    check_lateness(now, row)
    if row.approval:
        _propose(now, draft, _chain(now, row))
        return False
    applying.apply(now, row)
    return True


def _propose(now: Situation, draft: StepDraft, chain: tuple[Role, ...]) -> None:
    session, actor, petition = now.session, now.actor, now.petition
    if actor.account_id is None or actor.office_id is None:
        raise Refused("拟办须由本人登录后进行")
    if any(each.step == draft.step for each in open_proposals(session, petition.id)):
        raise Refused("同一办理意见已在审批中，请勿重复提交")
    longer = {CHAIN: [each.value for each in chain]} if chain != TABLE[draft.step].approval else {}
    session.add(
        Proposal(
            petition_id=petition.id,
            office_id=actor.office_id,
            step=draft.step.value,
            details={**draft.values, **longer},
            drafted_by=actor.account_id,
            drafter=actor.name,
            drafted_at=clock.now(),
        )
    )
    record(session, actor, Act(f"proposal.draft.{draft.step}", "petition", petition.id))
