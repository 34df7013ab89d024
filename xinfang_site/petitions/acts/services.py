"""Small acts around one matter (附属办理): standing aside, reported units, links undone, the questions of 诉访分离."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.receiving import diversion
from xinfang_site.domain.statutes import article
from xinfang_site.missing import Missing
from xinfang_site.petitions import links
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.effects import accusing
from xinfang_site.petitions.erased import check_not_archived
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Link, Petition
from xinfang_site.petitions.procedure_models import DIVERT, RECUSE, REPORTED, Diversion, Recusal
from xinfang_site.petitions.visibility import entries, scope


def stand_aside(session: Session, actor: Actor, petition_id: int, reason: str) -> None:
    """Declare that the actor has a direct interest in the matter (申报回避); the actor cannot undo it.

    Raises:
        Missing: not in the office's register.
        Refused: it was declared before (第二十八条第三款).
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id, lock=True)
        known = select(Recusal.id).where(
            Recusal.petition_id == petition.id, Recusal.account_id == actor.account_id
        )
        if session.scalar(known) is not None:
            raise Refused("您已经申报回避", article(28, 3), "reason")
        session.add(
            Recusal(
                petition_id=petition.id,
                account_id=actor.account_id,
                name=actor.name,
                reason=reason,
                declared_at=clock.now(),
            )
        )
        if petition.handler_id == actor.account_id:
            petition.handler_id = None
        change = editing.Change(RECUSE, None, reason, clock.today())
        editing.write(session, actor, petition, change, (RECUSE, "申报回避"), {})


@dataclass(frozen=True, slots=True)
class Reported:
    """A unit or person that the matter reports (被反映对象)."""

    office_id: int | None
    name: str
    reason: str


def report(session: Session, actor: Actor, petition_id: int, draft: Reported, day: date) -> None:
    """Note a reported unit or person for good; a reported unit loses the matter at once.

    Raises:
        Missing: not in the office's register.
        Refused: neither a unit nor a person is named (第三十条第三款), or another office registered the matter.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id, lock=True)
        editing.check_own(session, actor, petition)
        if draft.office_id is None and not draft.name:
            raise Refused("请填写被反映单位或者被反映人", article(30, 3), "accused_unit")
        if accusing.noted(session, petition.id, draft.office_id, draft.name):
            return  # the form was sent twice, or a colleague was faster
        accusing.add(Situation(session, actor, petition, day), draft.office_id, draft.name)
        session.flush()
        entries.refresh(session, petition)
        change = editing.Change(REPORTED, None, draft.reason, day)
        editing.write(session, actor, petition, change, (REPORTED, "登记被反映对象"), {})


def linked(session: Session, actor: Actor, petition_id: int, link_id: int) -> links.Related:
    """The matter at a link's other end.

    Raises:
        Missing: there is no such link between matters that the office sees.
    """
    found = (each for each in links.related(session, actor, petition_id) if each.link_id == link_id)
    other = next(found, None)
    if other is None:
        raise Missing
    return other


def unlink(session: Session, actor: Actor, petition_id: int, link_id: int, reason: str, day: date) -> None:
    """Undo a link with a reason (解除关联); merges, splits and 不再受理 links are not undone this way.

    Raises:
        Missing: there is no such link between matters that the office sees.
        Refused: the link belongs to a step.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id, lock=True)
        link = session.get(Link, link_id)
        if link is None or petition.id not in (link.petition_id, link.other_id):
            raise Missing
        other = link.other_id if link.petition_id == petition.id else link.petition_id
        scope.get(session, actor, other)
        check_not_archived(petition)
        if link.kind in links.BY_STEPS:
            raise Refused("合并、拆分和终结形成的关联不能单独解除；合并请办理“取消并入”")
        session.delete(link)
        session.flush()
        repeats = select(Link.id).where(Link.petition_id == link.petition_id, Link.kind == "repeat")
        if link.kind == "repeat" and session.scalar(repeats.limit(1)) is None:
            session.get_one(Petition, link.petition_id).repeat = False
        change = editing.Change("unlink", None, reason, day)
        editing.write(session, actor, petition, change, ("unlink", "解除关联"), {"other": [other, None]})


def walked(session: Session, actor: Actor, petition_id: int, answers: Sequence[str]) -> int:
    """Store the answers to the questions of 诉访分离 (甄别记录); returns the record's id.

    Raises:
        Refused: the answers do not lead to an end.
    """
    end = diversion.walk(answers)
    if isinstance(end, diversion.Question):
        raise Refused(f"请先回答“{end.text}”", article(31), "answer")
    with writing(session):
        petition = scope.get(session, actor, petition_id, lock=True)
        check_not_archived(petition)
        kept = Diversion(
            petition_id=petition.id,
            answers=list(answers),
            kind=end.kind.value,
            path=end.path.value if end.path else "",
            step=end.step.value,
            made_at=clock.now(),
            made_by=actor.name,
        )
        session.add(kept)
        session.flush()
        change = editing.Change(DIVERT, None, end.advice, clock.today())
        editing.write(session, actor, petition, change, (DIVERT, "诉访分离甄别"), {})
        return kept.id


def diversion_of(session: Session, actor: Actor, petition_id: int, diversion_id: int) -> Diversion:
    """One stored set of answers for a visible matter.

    Raises:
        Missing: there is none.
    """
    petition = scope.get(session, actor, petition_id)
    found = session.get(Diversion, diversion_id)
    if found is None or found.petition_id != petition.id:
        raise Missing
    return found
