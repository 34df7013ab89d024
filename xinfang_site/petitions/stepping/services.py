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
from xinfang_site.domain import closing
from xinfang_site.domain.conflicts import RECUSAL
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import Role
from xinfang_site.domain.steps import Step as StepCode
from xinfang_site.domain.steps import Transition
from xinfang_site.domain.transitions import TABLE
from xinfang_site.domain.workflow import approval_chain, check_role, move, steps_for
from xinfang_site.petitions.effects import applying, limits
from xinfang_site.petitions.guards import table as guards
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.proposal_models import CHAIN, Proposal
from xinfang_site.petitions.proposals import open_proposals
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.scope import Seen
from xinfang_site.petitions.visibility.sides import OF_REVIEWS, is_reported, reviews_for, sides, stands_aside

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


def offered(now: Situation, seen: Seen) -> Sequence[Transition]:
    """The steps that the actor may take now: only these become buttons."""
    if not now.actor.roles or _has_to_stand_aside(now):
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


def _has_to_stand_aside(now: Situation) -> bool:
    """The same as :func:`check_aside` for a page, which asks for reported people only where there may be any."""
    if any(each.account_id == now.actor.account_id for each in now.recusals):
        return True
    return now.may_report and is_reported(now.session, now.actor.account_id, now.actor.name, now.petition)


def check_offered(session: Session, actor: Actor, seen: Seen, row: Transition, day: date) -> None:
    """Refuse a step that is no button of the case page; the try is audited.

    Raises:
        Refused: state, role or the matter itself does not allow it, with the article.
    """
    try:
        _check_person(session, actor, seen, row)
        guards.check_offered(row.step, Situation(session, actor, seen.petition, day))
    except Refused as refused:
        note_refusal(session, actor, seen.petition.id, row.step, str(refused))
        raise


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
    _check_person(session, actor, seen, row)
    now = Situation(session, actor, seen.petition, day, draft.values)
    guards.check(row.step, now)
    check_lateness(now, row)
    if row.approval:
        _propose(now, draft, _chain(now, row))
        return False
    applying.apply(now, row)
    return True


def _check_person(session: Session, actor: Actor, seen: Seen, row: Transition) -> None:
    """State and role allow it, and the person does not have to stand aside."""
    if row.step in NOT_OFFERED:
        raise Refused(f"事项现为“{seen.petition.standing.title}”，不能办理“{row.title}”", row.basis)
    if not row.back:
        move(seen.petition.standing, row.step)
    check_role(row.step, sides(actor, seen))
    check_aside(session, actor, seen.petition)
    if row.step in OF_REVIEWS and not reviews_for(session, actor, seen.petition):
        raise Refused(f"“{row.title}”应当由受理申请的复查、复核机关办理", row.basis)


def check_aside(session: Session, actor: Actor, petition: Petition) -> None:
    """Refuse whoever has to stand aside from the matter (应当回避).

    Raises:
        Refused: with the article.
    """
    reason = stands_aside(session, actor.account_id, actor.name, petition)
    if reason:
        raise Refused(f"应当回避：{reason}", RECUSAL)


def check_lateness(now: Situation, row: Transition) -> None:
    """Ask the first late act for its reason and the unit at fault; the act itself is never blocked (A24)."""
    for late in limits.late_rows(now, row):
        days = (now.day - late.due).days
        closing.check_lateness(days, now.text("late_reason"), now.text("late_unit"))


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


def note_refusal(session: Session, actor: Actor, petition_id: int, step: StepCode, why: str) -> None:
    """Note a try that was refused."""
    with writing(session, one_matter=True):
        act = Act(f"petition.step.{step}", "petition", petition_id, reason=why, result="refused")
        record(session, actor, act)
