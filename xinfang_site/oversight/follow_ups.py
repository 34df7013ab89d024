"""Matters to be asked about again (待回访), and how many were found settled (息诉息访率)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.concluding.following import ROUNDS, SETTLED_RATE, FollowUp, next_on
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition, RegisterEntry, Step, sort_key
from xinfang_site.petitions.visibility import scope
from xinfang_site.reports.values import Figure, rate

MOST = 300
YEAR = timedelta(days=365)
_OLDEST = timedelta(days=2 * 365)
"""A matter received before is not looked for: few take that long, and the register is walked from here."""

_ASKED = (Step.code == StepCode.FOLLOW_UP.value, Step.day >= Petition.closed_on)


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A concluded matter whose follow-up is due (待回访事项); ``round`` counts from 1."""

    petition_id: int
    number: str
    summary: str
    state: State
    unit: str
    concluded_on: date
    round: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """The year's follow-ups (回访情况): matters concluded, and the rate with its base."""

    concluded: int
    settled: Figure


def waiting(session: Session, actor: Actor, day: date) -> Sequence[ToAsk]:
    """Matters of the office's register whose next follow-up is due, the longest due first; a year back."""
    done = (
        select(func.count())
        .where(Step.petition_id == Petition.id, *_ASKED)
        .correlate(Petition)
        .scalar_subquery()
    )
    due = or_(
        *(
            and_(done == number, Petition.closed_on <= day - timedelta(days=days))
            for number, days in enumerate(ROUNDS)
        )
    )
    rows = session.execute(
        select(Petition, Office.short_name, done.label("done"))
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .join(Office, Office.id == func.coalesce(Petition.unit_id, Petition.office_id))
        .where(*_concluded(actor, day), due)
        .order_by(Petition.closed_on, Petition.sort_key)
        .limit(MOST)
    )
    found = []
    for petition, unit, number in rows:
        due_on = next_on(petition.closed_on, number)
        if due_on is not None:
            told = (petition.id, petition.number, petition.summary, petition.standing, unit)
            found.append(ToAsk(*told, petition.closed_on, number + 1, due_on))
    return found


def standing(session: Session, actor: Actor, day: date) -> Standing:
    """How the matters concluded within a year stand by their latest follow-up."""
    in_register = select(Petition.id).join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
    concluded = in_register.where(*_concluded(actor, day))
    steps = session.execute(
        select(Step.petition_id, Step.details)
        .join(Petition, Petition.id == Step.petition_id)
        .where(Step.petition_id.in_(concluded), *_ASKED)
        .order_by(Step.id)
    )
    latest = {petition_id: details.get("outcome") for petition_id, details in steps}
    settled = sum(each == FollowUp.SETTLED.value for each in latest.values())
    total = session.scalar(select(func.count()).select_from(concluded.subquery())) or 0
    return Standing(total, rate(settled, len(latest), SETTLED_RATE, as_of=day))


def _concluded(actor: Actor, day: date) -> list[ColumnElement[bool]]:
    return [
        *scope.own_register(actor),
        RegisterEntry.state.in_([State.CONCLUDED.value, State.EVALUATED.value]),
        RegisterEntry.sort_key >= sort_key(day - _OLDEST, 0),
        Petition.batch_id.is_(None),
        Petition.closed_on.between(day - YEAR, day),
    ]
