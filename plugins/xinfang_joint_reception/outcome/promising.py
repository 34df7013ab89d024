"""Promises of reception days (接访承诺, N11): dated, in the leader's own list, kept with a result."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from xinfang_joint_reception.outcome.models import Promise, ReceptionRecord
from xinfang_joint_reception.outcome.reach import own_record
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import Member
from xinfang_joint_reception.rota.session_models import Swap, Told
from xinfang_site.plugin_api.data import (
    Act,
    Missing,
    Refused,
    check_version,
    owned,
    owned_one,
    record,
    twin,
    writing,
)
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.matters import unreported


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """What was promised (承诺内容)."""

    member_id: int
    text: str
    due_on: date
    unit_id: int | None = None


def promise(session: Session, actor: Actor, record_id: int, draft: PromiseDraft) -> int:
    """Note a promise.

    Raises:
        Missing: the record or the member is not the office's.
        Refused: the promised day lies before the reception, or the member did not receive that day.
    """
    with writing(session):
        row = own_record(session, actor, record_id)
        member = owned_one(session, Member, actor.office_id, draft.member_id)
        if member.id not in {duty.sitter.id for duty in row.sitting.duties}:
            raise Refused(f"“{member.name}”没有参加这一场次的接访", field="member_id")
        if draft.due_on < row.sitting.day:
            raise Refused("承诺期限不能早于接访日期", field="due_on")
        values = {"record_id": row.id, **asdict(draft)}
        there = twin(session, Promise, actor.office_id, values)
        if there is not None:
            return there.id
        made = Promise(office_id=actor.office_id, **values)
        session.add(made)
        session.flush()
        changes = {"due_on": [None, draft.due_on.isoformat()]}
        act = Act("joint_reception.promise", "joint_reception_promise", made.id, draft.text, changes=changes)
        record(session, actor, act)
        return made.id


def keep(session: Session, actor: Actor, promise_id: int, seen: int, day: date, result: str) -> None:
    """A promise was kept, on a day and with a result; by the office, or by the leader himself.

    Raises:
        Missing: it is neither the office's nor the actor's own.
        Refused: kept already, or on a day to come.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        row = reachable(session, actor, promise_id)
        check_version(row, seen)
        if row.kept_on is not None:
            raise Refused("该承诺已经登记兑现")
        if day > today():
            raise Refused("兑现日期不能晚于今日", field="kept_on")
        if day < row.record.sitting.day:
            raise Refused("兑现日期不能早于接访日期", field="kept_on")
        row.kept_on, row.result = day, result
        record(session, actor, Act("joint_reception.kept", "joint_reception_promise", row.id, result))


def reachable(session: Session, actor: Actor, promise_id: int) -> Promise:
    """A promise of the office, or the actor's own.

    Raises:
        Missing: it is neither.
    """
    row = session.get(Promise, promise_id)
    if row is None or row.record.petition_id in actor.barred:
        raise Missing
    ours = {each.id for each in queries.own_members(session, actor)}
    if row.office_id != actor.office_id and row.member_id not in ours:
        raise Missing
    return row


def promises(
    session: Session, office_id: int | None, reader: Actor | None = None, *, only_open: bool = False
) -> Sequence[Promise]:
    """The office's promises: open ones by their day, then kept ones, newest first; as ``reader`` may read them."""
    query = owned(Promise, office_id)
    if reader is not None:
        query = query.join(Promise.record).where(*unreported(ReceptionRecord.petition_id, reader.barred))
    if only_open:
        query = query.where(Promise.kept_on.is_(None))
    return session.scalars(
        query.order_by(Promise.kept_on.is_not(None), Promise.due_on, Promise.id).limit(500)
    ).all()


@dataclass(frozen=True, slots=True)
class OwnDuties:
    """Whether a person takes part in receptions (本人接访事务): sits, has notices, made promises, is asked to swap."""

    sits: bool
    told: bool
    promised: bool
    asked: bool


def own_duties(session: Session, actor: Actor) -> OwnDuties:
    """Whether there is anything to show the actor; one query that a home page can afford."""
    return OwnDuties(*session.execute(_OWN_DUTIES, queries.own_values(actor)).one())


_SITS = select(Member.id).where(queries.OWN, Member.active)
_TOLD = select(Told.id).join(Member, Member.id == Told.member_id).where(queries.OWN, Told.seen_at.is_(None))
_PROMISED = (
    select(Promise.id)
    .join(Member, Member.id == Promise.member_id)
    .where(Member.account_id == bindparam("account"), Promise.kept_on.is_(None))
)
_ASKED = (
    select(Swap.id).join(Member, Member.id == Swap.other_member_id).where(queries.OWN, Swap.state == "asked")
)
_OWN_DUTIES = select(_SITS.exists(), _TOLD.exists(), _PROMISED.exists(), _ASKED.exists())


def own_promises(session: Session, actor: Actor) -> Sequence[Promise]:
    """What the actor promised and has not kept, by its day."""
    query = select(Promise).join(Member, Member.id == Promise.member_id)
    query = query.where(Member.account_id == actor.account_id, Promise.kept_on.is_(None))
    query = query.join(Promise.record).where(*unreported(ReceptionRecord.petition_id, actor.barred))
    return session.scalars(query.order_by(Promise.due_on)).all()


def is_late(promise: Promise) -> bool:
    """Whether its day is over and it was not kept (逾期)."""
    return promise.kept_on is None and promise.due_on < today()
