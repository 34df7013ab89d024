"""Acts (演示办理): a step is taken, or a proposal decided; whoever is late gives the reason."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.demo.plot.plans import Act
from xinfang_site.domain.errors import Refused
from xinfang_site.petitions.approving import services as approving
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.proposal_models import OPEN, Proposal
from xinfang_site.petitions.stepping import services as stepping

_RETURNED = "去向单位职责不清，请核实后重新拟办"


def take(
    session: Session, doer: Actor, petition_id: int, act: Act, values: dict[str, Any], late: dict[str, str]
) -> None:
    """Take or propose the step; if it is refused because a limit has run out, again with the reason ``late``."""
    try:
        _take(session, doer, petition_id, act, values)
    except Refused as refused:
        if refused.field != "late_reason":
            raise
        _take(session, doer, petition_id, act, values | late)


def _take(session: Session, doer: Actor, petition_id: int, act: Act, values: dict[str, Any]) -> None:
    version = session.scalar(select(Petition.version).where(Petition.id == petition_id)) or 0
    stepping.take(session, doer, petition_id, stepping.StepDraft(act.step, version, values), act.day)


def decide(session: Session, approver: Actor, petition_id: int, act: Act, late: dict[str, str]) -> None:
    """Approve or return the open proposal; if it is refused because a limit has run out, again with the reason ``late``."""
    proposal = session.scalars(
        select(Proposal).where(Proposal.petition_id == petition_id, Proposal.state == OPEN)
    ).one()
    identifier, version = proposal.id, proposal.version
    if act.returned:
        approving.turn_down(session, approver, identifier, version, _RETURNED)
        return
    try:
        approving.approve(session, approver, identifier, version, act.day)
    except Refused as refused:
        if refused.field != "late_reason":
            raise
        approving.approve(session, approver, identifier, version, act.day, late)
