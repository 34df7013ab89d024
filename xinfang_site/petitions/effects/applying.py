"""What a step does (步骤的效果): state, its own effects, limits, timeline, registers and audit together."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.audit.writer import Act, record
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Need, Transition
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.procedure.workflow import move
from xinfang_site.modules import telling
from xinfang_site.petitions.effects import limits
from xinfang_site.petitions.effects.table import EFFECTS
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition, Step
from xinfang_site.petitions.proposal_models import WITHDRAWN
from xinfang_site.petitions.proposals import open_proposals
from xinfang_site.petitions.timeline import Told, tell
from xinfang_site.petitions.visibility import entries


def apply(now: Situation, row: Transition) -> None:
    """Do everything a step means; inside ``writing()``, after its guards let it pass."""
    petition = now.petition
    before = petition.standing
    after = move(before, row.step, _state_before_merge(now.session, petition) if row.back else None)
    petition.state = after.value
    petition.closed_on = (petition.closed_on or now.day) if after.closed else None
    effect = EFFECTS.get(row.step)
    if effect is not None:
        effect(now)
    limits.on_step(now, row)
    _tell(now, row, before)
    _end_overtaken(now)
    entries.refresh(now.session, petition)
    who = now.approver or now.actor
    changes = {"state": [before.value, after.value]}
    record(now.session, who, Act(f"petition.step.{row.step}", "petition", petition.id, changes=changes))
    telling.moved(now.session, petition.id, row.step.value, row.title)


def _tell(now: Situation, row: Transition, before: State) -> None:
    """Write the step into the timeline: the drafter's name, for the office that let it pass."""
    told = Told(
        code=row.step.value,
        title=row.title,
        day=now.day,
        reason=now.text(Need.REASON) or now.text(Need.TEXT),
        article=row.basis.cite() if row.basis else "",
        before=before.value,
        receiver=now.receiver,
        details=now.values,
    )
    drafter, office_id = now.actor, (now.approver or now.actor).office_id
    tell(now.session, now.petition, replace(drafter, office_id=office_id), told)


def _end_overtaken(now: Situation) -> None:
    """Proposals that the matter's new state no longer allows wait for nobody any more."""
    for proposal in open_proposals(now.session, now.petition.id):
        if now.petition.standing not in proposal.row.sources:
            proposal.state = WITHDRAWN
            proposal.ended_reason = f"事项已进入“{now.petition.standing.title}”，拟办意见自动终止"


def _state_before_merge(session: Session, petition: Petition) -> State | None:
    """The state that undoing a merge goes back to."""
    merged = session.scalar(
        select(Step.from_state)
        .where(Step.petition_id == petition.id, Step.code == StepCode.MERGE.value)
        .order_by(Step.id.desc())
        .limit(1)
    )
    return State(merged) if merged else None
