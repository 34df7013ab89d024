"""What is still to be served (待送达): opinions that are signed, notices that are made, not yet in the petitioner's hands.

Source: 第二十三、三十四、三十五、三十六条; the right to ask for 复查、复核 starts with the service.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.models import MADE, Document
from xinfang_site.documents.serving import BY_STEP
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition, RegisterEntry, Step
from xinfang_site.petitions.visibility import scope

MOST = 300
_ISSUED = {
    State.ISSUED: (Doc.OPINION, StepCode.ISSUE),
    State.REVIEW_ISSUED: (Doc.REVIEW_OPINION, StepCode.ISSUE_REVIEW),
    State.FINAL_ISSUED: (Doc.FINAL_OPINION, StepCode.ISSUE_FINAL),
}
_CORRECTED = StepCode.CORRECT.value
_NOTICES = tuple(kind.value for kind, spec in SPECS.items() if spec.served and kind.value not in BY_STEP)
"""Kinds whose service is registered on their own page; an opinion's is a step."""
_MOOT = tuple(each.value for each in (State.ARCHIVED, State.VOID, State.MERGED, State.WITHDRAWN))


@dataclass(frozen=True, slots=True)
class ToServe:
    """One paper to be served (待送达文书); ``document_id`` is None where the step itself registers its service."""

    petition_id: int
    number: str
    summary: str
    paper: str
    document_number: str
    organ: str
    since: date
    days: int
    document_id: int | None


def counted(register: Sequence[ColumnElement[bool]], office_id: Any) -> ColumnElement[int]:
    """How many there are, as part of a statement; for the register that ``register`` describes, of ``office_id``."""
    opinions = select(func.count()).select_from(_opinions(register).subquery()).scalar_subquery()
    notices = select(func.count()).select_from(_notices(register, office_id).subquery()).scalar_subquery()
    return opinions + notices


def listed(session: Session, actor: Actor, day: date) -> Sequence[ToServe]:
    """The list, what waits longest first."""
    found = [*_opinion_lines(session, actor, day), *_notice_lines(session, actor, day)]
    return sorted(found, key=lambda each: (each.since, each.petition_id))[:MOST]


def _seen(register: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    return and_(RegisterEntry.petition_id == Petition.id, *register)


def _opinions(register: Sequence[ColumnElement[bool]]) -> Select[int]:
    """Matters of the office's register whose opinion is signed and not served."""
    states = [each.value for each in _ISSUED]
    return select(Petition.id).join(RegisterEntry, _seen(register)).where(RegisterEntry.state.in_(states))


def _notices(register: Sequence[ColumnElement[bool]], office_id: Any) -> Select[int]:
    """Notices that the office has made and not served, of matters that it still sees; the unknown get none."""
    return (
        select(Document.id)
        .join(Petition, Petition.id == Document.petition_id)
        .join(RegisterEntry, _seen(register))
        .where(
            Document.office_id == office_id,
            Document.state == MADE,
            Document.kind.in_(_NOTICES),
            Petition.anonymous.is_(False),
            Petition.state.not_in(_MOOT),
        )
    )


def _opinion_lines(session: Session, actor: Actor, day: date) -> list[ToServe]:
    signed = (
        select(Step.petition_id, func.max(Step.day).label("day"))
        # the register first: a city has millions of steps
        .where(Step.petition_id.in_(_opinions(scope.own_register(actor))))
        .where(Step.code.in_([*(code.value for _, code in _ISSUED.values()), _CORRECTED]))
        .group_by(Step.petition_id)
        .subquery()
    )
    rows = session.execute(
        select(Petition, Office.short_name, signed.c.day)
        .join(signed, signed.c.petition_id == Petition.id)
        .outerjoin(Office, Office.id == Petition.unit_id)
        .order_by(signed.c.day, Petition.id)
        .limit(MOST)
    )
    return [
        ToServe(
            petition.id,
            petition.number,
            petition.summary,
            _ISSUED[petition.standing][0].title,
            "",
            unit or "" if petition.standing is State.ISSUED else petition.standing.turn.title,
            since,
            (day - since).days,
            None,
        )
        for petition, unit, since in rows
    ]


def _notice_lines(session: Session, actor: Actor, day: date) -> list[ToServe]:
    rows = session.execute(
        select(Document.id, Document.kind, Document.number, Document.made_on, Petition, Office.short_name)
        .join(Petition, Petition.id == Document.petition_id)
        .join(Office, Office.id == Document.office_id)
        .where(Document.id.in_(_notices(scope.own_register(actor), actor.office_id)))
        .order_by(Document.made_on, Document.id)
        .limit(MOST)
    )
    return [
        ToServe(
            petition.id,
            petition.number,
            petition.summary,
            Doc(kind).title,
            number,
            office,
            made_on,
            (day - made_on).days,
            document_id,
        )
        for document_id, kind, number, made_on, petition, office in rows
    ]
