"""Lawyers' consultations (律师咨询记录): the lawyer writes and reads his own, the reception head reads; 律师法38."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_joint_reception.outcome.models import DOUBLE_CLICK, FOLLOWED, Consultation
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import WORKS, Member
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.plugin_api.data import Act, Missing, Refused, check_version, owned, record, twin, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.matters import matter_numbered, unreported


@dataclass(frozen=True, slots=True)
class ConsultationDraft:
    """A consultation as its form holds it (咨询记录)."""

    session_id: int
    work: str
    people: int
    name: str
    question: str
    advice: str
    petition_number: str = ""
    followed: str = ""


def write(
    session: Session, actor: Actor, draft: ConsultationDraft, row_id: int | None = None, seen: int = 0
) -> int:
    """The lawyer writes his record, or changes it.

    Raises:
        Missing: the session or the record is not the lawyer's own.
        Refused: the session lies ahead, or the petition's number is unknown.
        StaleEditError: it was changed in another window.
    """
    with writing(session):
        sitting, member = _own_seat(session, actor, draft.session_id)
        if sitting.day > today():
            raise Refused("场次还没有到，不能登记咨询记录", field="session_id")
        row = Consultation(office_id=sitting.office_id, member_id=member.id, at=now())
        if row_id is None:
            sent = _sent_before(session, member, draft)
            if sent is not None:
                return sent.id
        else:
            row = own_consultation(session, actor, row_id)
            check_version(row, seen)
        row.sitting, row.work, row.people = sitting, draft.work, draft.people
        row.name, row.question, row.advice = draft.name, draft.question, draft.advice
        row.followed = draft.followed
        row.petition_id = _petition_id(session, actor, draft.petition_number)
        session.add(row)
        sitting.held = True
        session.flush()
        record(session, actor, Act("joint_reception.consult", "joint_reception_consultation", row.id))
        return row.id


def _sent_before(session: Session, member: Member, draft: ConsultationDraft) -> Consultation | None:
    """The record that the same form, sent a moment ago, has made."""
    values = {name: value for name, value in asdict(draft).items() if name != "petition_number"}
    a_moment_ago = Consultation.at > now() - DOUBLE_CLICK
    return twin(session, Consultation, member.office_id, {**values, "member_id": member.id}, a_moment_ago)


def _own_seat(session: Session, actor: Actor, session_id: int) -> tuple[Sitting, Member]:
    sitting = session.get(Sitting, session_id)
    ours = {each.id for each in queries.own_members(session, actor) if each.account_id == actor.account_id}
    duty = next((each for each in sitting.duties if each.sitter.id in ours), None) if sitting else None
    if sitting is None or duty is None or sitting.dropped:
        raise Missing
    return sitting, duty.sitter


def _petition_id(session: Session, actor: Actor, number: str) -> int | None:
    """The lawyer's office sees the petition, or it cannot be named."""
    if not number:
        return None
    matter = matter_numbered(session, actor, number)
    if matter is None:
        raise Refused("没有这个编号的信访事项", field="petition_number")
    return matter.id


def own_consultation(session: Session, actor: Actor, row_id: int) -> Consultation:
    """The lawyer's own record.

    Raises:
        Missing: there is none, or another lawyer wrote it.
    """
    query = select(Consultation).join(Member, Member.id == Consultation.member_id)
    row = session.scalar(query.where(Consultation.id == row_id, Member.account_id == actor.account_id))
    if row is None:
        raise Missing
    return row


def read(session: Session, actor: Actor, row_id: int, *, head: bool) -> Consultation:
    """Read a record: the lawyer his own, the reception head any of the office; every reading is recorded.

    Raises:
        Missing: for everybody else, as if there were none.
    """
    with writing(session):
        row = None
        if head:
            row = session.scalar(owned(Consultation, actor.office_id).where(Consultation.id == row_id))
        if row is None:
            row = own_consultation(session, actor, row_id)
        if row.petition_id in actor.barred:
            raise Missing
        act = Act("joint_reception.consult_read", "joint_reception_consultation", row.id)
        record(session, actor, act)
    return row


def own_list(session: Session, actor: Actor) -> Sequence[Consultation]:
    """The lawyer's own records, newest first."""
    query = select(Consultation).join(Member, Member.id == Consultation.member_id)
    query = query.where(Member.account_id == actor.account_id)
    return session.scalars(query.order_by(Consultation.id.desc()).limit(300)).all()


def office_list(session: Session, actor: Actor, span: tuple[date, date]) -> Sequence[Consultation]:
    """All records of the office in a span of days, for the reception head."""
    query = owned(Consultation, actor.office_id).join(Sitting, Sitting.id == Consultation.session_id)
    query = query.where(Sitting.day >= span[0], Sitting.day <= span[1])
    query = query.where(*unreported(Consultation.petition_id, actor.barred))
    return session.scalars(query.order_by(Sitting.day.desc(), Consultation.id.desc()).limit(500)).all()


def work_title(work: str) -> str:
    """The kind of work in words (工作内容)."""
    return WORKS.get(work, work)


def followed_title(followed: str) -> str:
    """Whether the advice was followed, in words (采纳情况)."""
    return FOLLOWED.get(followed, followed)
