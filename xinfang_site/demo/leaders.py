"""Leaders are put in charge of some hard matters (虚构的领导包案)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import OPEN
from xinfang_site.petitions.acts import leaders, leads
from xinfang_site.petitions.models import Petition

_MATTERS, _LEADERS = 5, 2
_REASON = "区信访工作联席会议决定：久拖未结的事项由领导包案"


def put_in_charge(session: Session, handler: Actor, today: date) -> None:
    """Name a leader for each of the collective matters that have been open longest."""
    named = leaders.proposed(session, handler)[:_LEADERS]
    chosen = (
        select(Petition.id, Petition.version)
        .where(
            Petition.office_id == handler.office_id,
            Petition.state.in_([each.value for each in OPEN]),
            Petition.collective,
            Petition.accusation.is_(False),
        )
        .order_by(Petition.sort_key)
        .limit(_MATTERS)
    )
    for place, matter in enumerate(session.execute(chosen).all()):
        if named:
            draft = leads.LeadDraft(named[place % len(named)], _REASON, matter.version)
            leads.put_in_charge(session, handler, matter.id, draft, today)
