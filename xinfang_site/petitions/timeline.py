"""The timeline (办理经过): each step, note and turn of a matter leaves one row, which is never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition, Step


@dataclass(frozen=True, slots=True)
class Told:
    """What the timeline tells of one act (办理记录).

    Attributes:
        code: the step's code, or that of an act that is no step.
        title: the same in words.
        day: legal day.
        reason: why, or what was decided.
        article: citation of what it rests on.
        before: state that the act found; empty where it leaves the state as it is.
        receiver: the office that the matter goes to.
        details: what was filled in.
    """

    code: str
    title: str
    day: date
    reason: str = ""
    article: str = ""
    before: str = ""
    receiver: Office | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def tell(session: Session, petition: Petition, actor: Actor, told: Told) -> None:
    """Add a row for an act, after the matter's state was changed; inside ``writing()``."""
    office = session.get(Office, actor.office_id) if actor.office_id is not None else None
    receiver = told.receiver
    session.add(
        Step(
            petition_id=petition.id,
            at=clock.now(),
            day=told.day,
            code=told.code,
            title=told.title,
            account_id=actor.account_id,
            actor=actor.name,
            office_id=actor.office_id,
            office_name=office.short_name if office else "",
            from_state=told.before or petition.state,
            to_state=petition.state,
            to_office_id=receiver.id if receiver else None,
            to_office_name=receiver.short_name if receiver else "",
            reason=told.reason,
            article=told.article,
            details=dict(told.details),
        )
    )


def latest(session: Session, petition_id: int) -> Step | None:
    """The newest row of a matter, for showing what happened meanwhile."""
    return session.scalar(
        select(Step).where(Step.petition_id == petition_id).order_by(Step.id.desc()).limit(1)
    )
