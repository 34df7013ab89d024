"""Asking for a deletion and deciding it (清除申请与审批): two people, each with a reason, both recorded."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.disposals import queries
from xinfang_site.disposals.models import APPROVED, ASKED, REFUSED, WAITING, Disposal
from xinfang_site.domain.concluding.retention import TO_DELETE, Ground, check_deletion
from xinfang_site.domain.errors import Refused
from xinfang_site.jobs.services import JobDraft, enqueue
from xinfang_site.missing import Missing
from xinfang_site.petitions.erased import check_not_erased
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.people import persons
from xinfang_site.petitions.visibility import scope
from xinfang_site.versions import check_version

KIND = "erase"


@dataclass(frozen=True, slots=True)
class Wish:
    """A request for deletion (清除申请): the ground, the reason, and the day a petitioner asked."""

    ground: Ground
    reason: str
    requested_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on a request (审批意见)."""

    approved: bool
    reason: str
    version: int


def registered_here(session: Session, actor: Actor, petition_id: int, *, lock: bool = False) -> Petition:
    """A matter that the actor's office registered: nobody else decides how long it is kept.

    Raises:
        Missing: it is not in the office's register, or another office registered it.
    """
    petition = scope.get(session, actor, petition_id, lock=lock)
    if petition.office_id != actor.office_id:
        raise Missing
    return petition


def ask(session: Session, actor: Actor, petition_id: int, wish: Wish) -> int:
    """Ask for the deletion of a matter's content; returns the id of the wish.

    A petitioner's request is taken down whatever will be decided (个人信息保护法第五十条).

    Raises:
        Missing: the office did not register the matter.
        Refused: the file has to be kept, or the same is asked already.
    """
    with writing(session):
        petition = registered_here(session, actor, petition_id, lock=True)
        check_not_erased(petition)
        _check_alone(session, petition_id)
        if wish.ground is not Ground.REQUEST:
            _check(session, petition, wish.ground)
        made = Disposal(
            petition_id=petition_id,
            office_id=petition.office_id,
            ground=wish.ground.value,
            requested_on=wish.requested_on,
            reason=wish.reason,
            asked_by=actor.account_id,
            asker=actor.name,
            asked_at=clock.now(),
        )
        session.add(made)
        session.flush()
        record(session, actor, Act("disposal.ask", "petition", petition_id, reason=wish.ground.title))
        return made.id


def decide(session: Session, actor: Actor, disposal_id: int, decision: Decision) -> None:
    """Approve a wish, whereupon the worker deletes, or turn it down with its reason.

    Raises:
        Missing: it is not the office's.
        StaleEditError: somebody else decided it.
        Refused: the same person asked, or the file has to be kept.
    """
    with writing(session):
        wish = queries.get(session, actor, disposal_id)
        check_version(wish, decision.version)
        if wish.state != ASKED:
            raise Refused("这项申请已经办结")
        if wish.asked_by == actor.account_id:
            raise Refused("提出人和审批人不能是同一人", field="approved")
        petition = registered_here(session, actor, wish.petition_id, lock=True)
        if decision.approved:
            _check(session, petition, wish.why, "approved")
            enqueue(session, actor, job_of(wish))
        wish.state = APPROVED if decision.approved else REFUSED
        wish.article = str(TO_DELETE) if decision.approved else _why_kept(session, petition, wish.why)
        wish.decided_by, wish.decider, wish.decided_at = actor.account_id, actor.name, clock.now()
        wish.decision = decision.reason
        action = "disposal.approve" if decision.approved else "disposal.refuse"
        told = persons.masked_reason(session, petition.id, decision.reason)
        record(session, actor, Act(action, "petition", petition.id, reason=told))


def job_of(wish: Disposal) -> JobDraft:
    """The worker's job for an approved wish; while one waits, no second is made."""
    return JobDraft(KIND, "清除事项内容", {"disposal": wish.id}, f"{KIND}:{wish.id}")


def _check_alone(session: Session, petition_id: int) -> None:
    waiting = Disposal.state.in_(WAITING)
    if session.scalar(select(Disposal.id).where(Disposal.petition_id == petition_id, waiting)) is not None:
        raise Refused("本事项已有一项清除申请等待审批")


def _check(session: Session, petition: Petition, ground: Ground, field: str = "ground") -> None:
    try:
        check_deletion(ground, petition.standing, queries.until(session, petition), clock.today())
    except Refused as refused:
        raise Refused(refused.message, refused.article, field) from refused


def _why_kept(session: Session, petition: Petition, ground: Ground) -> str:
    """The article by which the file is kept; empty where the refusal is the office's own judgement."""
    try:
        _check(session, petition, ground)
    except Refused as refused:
        return str(refused.article or "")
    return ""
