"""Taking steps (办理): the statute's table decides what is offered, its rules what is let through.

A step that needs approval becomes a proposal (see ``approving``). Each call is one transaction:
state, clocks, register entries, timeline and audit together. A refusal is noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.procedure.steps import Transition
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.procedure.workflow import steps_for
from xinfang_site.petitions.effects import applying
from xinfang_site.petitions.guards import table as guards
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.stepping import proposing
from xinfang_site.petitions.stepping.checks import (
    NOT_OFFERED,
    check_matter,
    check_person,
    has_to_stand_aside,
    note_refusal,
)
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.sides import OF_REVIEWS, reviews_for, sides
from xinfang_site.versions import check_version, grow


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


def offered(now: Situation, seen: scope.Seen) -> Sequence[Transition]:
    """The steps that the actor may take now: only these become buttons."""
    if not now.actor.roles or has_to_stand_aside(now):
        return ()
    counted = sides(now.actor, seen)
    rows = [row for row in steps_for(seen.petition.standing, counted) if row.step not in NOT_OFFERED]
    if any(row.step in OF_REVIEWS for row in rows) and not reviews_for(now.session, now.actor, seen.petition):
        rows = [row for row in rows if row.step not in OF_REVIEWS]
    return [proposing.chained(now, row) for row in rows if not guards.refused(row.step, now)]


def take(session: Session, actor: Actor, petition_id: int, draft: StepDraft, day: date) -> bool:
    """Take a step, or propose it where it needs approval.

    Returns:
        Whether the step was taken; False when it now waits for approval.

    Raises:
        Missing: the matter is not in the office's register.
        StaleEditError: the matter has changed since the form was opened.
        Refused: state, role or a guard does not allow it; the try is audited.
    """
    try:
        with writing(session, one_matter=True):
            seen = scope.see(session, actor, petition_id, lock=True)
            check_version(seen.petition, draft.version)
            taken = take_within(session, actor, seen, draft, day)
            grow(session, seen.petition, draft.version, "state")
            return taken
    except Refused as refused:
        note_refusal(session, actor, petition_id, draft.step, str(refused))
        raise


def take_within(session: Session, actor: Actor, seen: scope.Seen, draft: StepDraft, day: date) -> bool:
    """As :func:`take` for a matter that the caller has locked inside ``writing()`` and whose refusal it audits."""
    row = TABLE[draft.step]
    check_person(session, actor, seen, row)
    now = Situation(session, actor, seen.petition, day, draft.values)
    check_matter(now, row)
    if row.approval:
        proposing.propose(now, draft.step)
        return False
    applying.apply(now, row)
    return True
