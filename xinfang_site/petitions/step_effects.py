"""What a step does (步骤的效果): state, unit, clocks, links, timeline, registers and audit together."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.domain.states import State
from xinfang_site.domain.steps import Need
from xinfang_site.domain.steps import Step as StepCode
from xinfang_site.domain.transitions import TABLE
from xinfang_site.domain.workflow import move
from xinfang_site.modules import telling
from xinfang_site.offices.models import Office
from xinfang_site.petitions import entries, limits, links, scope
from xinfang_site.petitions.models import Petition, Step

SENDING = frozenset({StepCode.FORWARD, StepCode.ASSIGN, StepCode.DECIDE_JOINTLY})


@dataclass(frozen=True, slots=True)
class Taking:
    """A step that is taken now (办理).

    Attributes:
        step: which step.
        values: what its form held, by need.
        day: legal day of the step.
        drafter: who drafted it, where it was approved by somebody else.
    """

    step: StepCode
    values: dict[str, Any]
    day: date
    drafter: Actor | None = None


def apply(session: Session, actor: Actor, petition: Petition, taking: Taking) -> None:
    """Do everything a step means: state, unit, clocks, links, timeline, registers, audit; inside ``writing()``."""
    step, values, day = taking.step, taking.values, taking.day
    row = TABLE[step]
    before = petition.standing
    after = move(before, step, _state_before_merge(session, petition) if row.back else None)
    receiver = session.get(Office, values[Need.RECEIVER]) if Need.RECEIVER in values else None
    petition.state = after.value
    if receiver is not None and step in SENDING:
        petition.unit_id = receiver.id
    petition.closed_on = day if after.closed else None
    limits.on_step(session, petition, row, values, day)
    _link(session, actor, petition, values)
    doer = taking.drafter or actor
    office = session.get(Office, actor.office_id) if actor.office_id else None
    session.add(
        Step(
            petition_id=petition.id,
            at=clock.now(),
            day=day,
            code=step.value,
            title=row.title,
            account_id=doer.account_id,
            actor=doer.name,
            office_id=actor.office_id,
            office_name=office.short_name if office else "",
            from_state=before.value,
            to_state=after.value,
            to_office_id=receiver.id if receiver else None,
            to_office_name=receiver.short_name if receiver else "",
            reason=str(values.get(Need.REASON) or values.get(Need.TEXT) or ""),
            article=row.basis.cite() if row.basis else "",
            details=values,
        )
    )
    entries.refresh(session, petition)
    changes = {"state": [before.value, after.value]}
    record(session, actor, Act(f"petition.step.{step}", "petition", petition.id, changes=changes))
    telling.moved(session, petition.id, step.value, row.title)


def _state_before_merge(session: Session, petition: Petition) -> State | None:
    """The state that undoing a merge goes back to."""
    merged = session.scalar(
        select(Step.from_state)
        .where(Step.petition_id == petition.id, Step.code == StepCode.MERGE.value)
        .order_by(Step.id.desc())
        .limit(1)
    )
    return State(merged) if merged else None


def _link(session: Session, actor: Actor, petition: Petition, values: dict[str, Any]) -> None:
    other = values.get(Need.OTHER_MATTER)
    if other is not None:
        links.add(session, actor, petition.id, scope.get(session, actor, int(other)).id, "same")


def latest_step(session: Session, petition_id: int) -> Step | None:
    """The newest step of a matter, for showing what happened meanwhile."""
    return session.scalar(
        select(Step).where(Step.petition_id == petition_id).order_by(Step.id.desc()).limit(1)
    )
