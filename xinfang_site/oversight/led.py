"""Matters that a leader is in charge of (领导包案)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import OPEN, State
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.wording import Due, due_of

MOST = 500
_UNDER_WAY = [each.value for each in OPEN]


@dataclass(frozen=True, slots=True)
class Led:
    """A matter with a leader in charge (包案事项)."""

    petition_id: int
    number: str
    summary: str
    lead: str
    unit: str
    state: State
    due: Due


def under_leaders(session: Session, actor: Actor, day: date) -> Sequence[Led]:
    """Open matters of the office's register that a leader is in charge of, leader by leader, nearest limit first."""
    rows = session.execute(
        select(Petition, Office.short_name)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .outerjoin(Office, Office.id == Petition.unit_id)
        .where(*scope.own_register(actor), Petition.lead != "", RegisterEntry.state.in_(_UNDER_WAY))
        .order_by(Petition.lead, RegisterEntry.due, Petition.sort_key)
        .limit(MOST)
    )
    return [
        Led(
            petition.id,
            petition.number,
            petition.summary,
            petition.lead,
            unit or "",
            petition.standing,
            due_of(petition.due_on, petition.closed_on, day),
        )
        for petition, unit in rows
    ]
