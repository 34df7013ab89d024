"""The leader in charge of a matter (包案领导): named with a reason, history in the timeline.

A leader may well have no account here, so that it is a name with a post. Whoever is reported in the matter, or
stands aside from it, cannot be in charge of it (《信访工作条例》第二十八条第三款).
"""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.people import conflicts
from xinfang_site.domain.people.identity import normal_name
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.erased import check_not_archived
from xinfang_site.petitions.models import Accused, Petition
from xinfang_site.petitions.procedure_models import Recusal
from xinfang_site.petitions.visibility import scope
from xinfang_site.versions import check_version

LEAD = "lead"
_AFTER_THE_NAME = re.compile(r"[（(，,、；;\s]")


@dataclass(frozen=True, slots=True)
class LeadDraft:
    """Who is in charge from now on (包案领导), name and post; empty for nobody. The version it was made from."""

    lead: str
    reason: str
    version: int


def put_in_charge(session: Session, actor: Actor, petition_id: int, draft: LeadDraft, day: date) -> bool:
    """Name the leader in charge, or nobody; returns whether that changed anything.

    Raises:
        Missing: the matter is not in the office's register.
        StaleEditError: somebody else changed it since the form was opened.
        Refused: the office did not register it, it is archived, or the leader has to stand aside.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id, lock=True)
        check_version(petition, draft.version)
        editing.check_own(session, actor, petition)
        check_not_archived(petition)
        if draft.lead == petition.lead:
            return False
        if draft.lead:
            conflicts.check_recusal(
                _reported(session, draft.lead, petition) or _declared(session, draft.lead, petition)
            )
        before, petition.lead = petition.lead, draft.lead
        title = f"包案领导：{draft.lead}" if draft.lead else "撤销包案领导"
        change = editing.Change(LEAD, None, draft.reason, day)
        editing.write(session, actor, petition, change, (LEAD, title), {"lead": [before, draft.lead]})
    return True


def _reported(session: Session, lead: str, petition: Petition) -> str:
    """Why a leader with a reported person's name must stand aside; compared by name, since leaders need no account."""
    names = session.scalars(select(Accused.name).where(Accused.petition_id == petition.id))
    return conflicts.recusal_reason(reported=any(_names(lead, each or "") for each in names))


def _declared(session: Session, lead: str, petition: Petition) -> str:
    """Why a person of this name declared to stand aside; a namesake must be entered so that the two can be told apart."""
    rows = session.execute(select(Recusal.name, Recusal.reason).where(Recusal.petition_id == petition.id))
    return next((row.reason for row in rows if _names(lead, row.name)), "")


def _names(lead: str, person: str) -> bool:
    """Whether a text with name and post in any order (“裴某（副区长）”, “副区长裴某”) names this person."""
    name = _AFTER_THE_NAME.split(person, maxsplit=1)[0]
    return conflicts.bears(_AFTER_THE_NAME.split(lead, maxsplit=1)[0], person) or (
        len(name) > 1 and normal_name(name) in normal_name(lead)
    )
