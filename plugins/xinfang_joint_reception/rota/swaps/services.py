"""Swaps and stand-ins (换班、代班): asked by one, accepted by the other, approved by the office."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.swaps import Side, SwapAct, SwapRules, SwapState, check_swap, move
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.locking import lock, refuse_clashes
from xinfang_joint_reception.rota.models import Member
from xinfang_joint_reception.rota.session_models import Duty, Sitting, Swap
from xinfang_joint_reception.rota.sessions.services import touch
from xinfang_site.plugin_api.data import (
    Act,
    Missing,
    Refused,
    check_version,
    owned,
    owned_one,
    record,
    writing,
)
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor

OPEN = (SwapState.ASKED.value, SwapState.ACCEPTED.value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for (换班申请): the own duty, the other's duty or the one who stands in, and why."""

    duty_id: int
    other_member_id: int
    other_duty_id: int | None = None
    reason: str = ""


def ask(session: Session, actor: Actor, wanted: Wanted) -> int:
    """Ask someone to swap or to stand in.

    Raises:
        Missing: the duty is not the actor's own, or the other does not belong to the same rota.
        Refused: too late, another firm, already asked, or the session is over.
    """
    with writing(session):
        mine = own_duty(session, actor, wanted.duty_id)
        lock(session, mine.office_id)
        other = owned_one(session, Member, mine.office_id, wanted.other_member_id)
        theirs = _their_duty(session, mine, other, wanted.other_duty_id)
        kind = mine.sitting.kind
        rules = SwapRules(kind.swap_days, kind.same_firm)
        expires = check_swap(
            Side(mine.sitter.key, mine.sitter.unit_name, mine.sitting.day),
            Side(other.key, other.unit_name, theirs.sitting.day if theirs else None),
            rules,
            today(),
        )
        if other.kind_id != kind.id:
            raise Refused(f"“{other.name}”不在“{kind.title}”名册中", field="other")
        _refuse_second(session, mine)
        made = Swap(
            office_id=mine.office_id,
            duty=mine,
            other_duty=theirs,
            other_member=other,
            words=_words(mine, other, theirs),
            reason=wanted.reason,
            expires_on=expires,
            asked_at=now(),
            asked_by=actor.name,
        )
        session.add(made)
        session.flush()
        _note(session, actor, made, "提出", wanted.reason)
        return made.id


def own_duty(session: Session, actor: Actor, duty_id: int) -> Duty:
    """A duty of the actor himself or of his office.

    Raises:
        Missing: there is none, or it is someone else's.
    """
    query = (
        select(Duty)
        .join(Member, or_(Member.id == Duty.stand_in_id, Member.id == Duty.member_id))
        .where(Duty.id == duty_id, queries.own(actor))
    )
    duty = session.scalars(query).unique().first()
    if duty is None or duty.sitter.id not in {each.id for each in queries.own_members(session, actor)}:
        raise Missing
    return duty


def _their_duty(session: Session, mine: Duty, other: Member, duty_id: int | None) -> Duty | None:
    if duty_id is None:
        return None
    theirs = owned_one(session, Duty, mine.office_id, duty_id)
    if theirs.sitter.id != other.id or theirs.sitting.dropped:
        raise Missing
    return theirs


def _refuse_second(session: Session, mine: Duty) -> None:
    open_one = session.scalar(
        owned(Swap, mine.office_id).where(Swap.duty_id == mine.id, Swap.state.in_(OPEN)).limit(1)
    )
    if open_one is not None:
        raise Refused("这一场次已有未办结的换班申请，请先撤回")
    if mine.arrived_at is not None or mine.sitting.dropped:
        raise Refused("该场次已经签到或者取消，不能换班")


def _words(mine: Duty, other: Member, theirs: Duty | None) -> str:
    here = f"{mine.sitter.name}（{mine.sitting.day.isoformat()} {mine.sitting.hours_words}）"
    if theirs is None:
        return f"{here}请{other.name}代班"
    return f"{here}与{other.name}（{theirs.sitting.day.isoformat()} {theirs.sitting.hours_words}）换班"


def answer(session: Session, actor: Actor, swap_id: int, act: SwapAct) -> SwapState:
    """The other accepts or refuses; the one who asked withdraws.

    Raises:
        Missing: the request is not one of the actor's.
        Refused: it does not stand so, or it has expired.
    """
    with writing(session):
        swap = _own_swap(session, actor, swap_id, act)
        lock(session, swap.office_id)
        _expire(swap)
        swap.state = move(SwapState(swap.state), act).value
        swap.answered_at = now()
        _note(session, actor, swap, SwapState(swap.state).title, "")
        return SwapState(swap.state)


def _own_swap(session: Session, actor: Actor, swap_id: int, act: SwapAct) -> Swap:
    """Accepting and refusing is for the one who was asked, withdrawing for the one who asked."""
    swap = session.get(Swap, swap_id)
    ours = {each.id for each in queries.own_members(session, actor)}
    if swap is None:
        raise Missing
    who = swap.duty.sitter.id if act is SwapAct.WITHDRAW else swap.other_member_id
    if who not in ours:
        raise Missing
    return swap


def decide(
    session: Session, actor: Actor, swap_id: int, seen: int, *, approve: bool, words: str = ""
) -> SwapState:
    """The office approves, and the rota changes with it; or refuses, and nothing changes.

    Raises:
        Missing: the request is not of the office's rota.
        Refused: not accepted yet, expired, or the new arrangement collides; the clash is named.
        StaleEditError: it changed in the meantime.
    """
    with writing(session):
        lock(session, actor.office_id)
        swap = owned_one(session, Swap, actor.office_id, swap_id)
        check_version(swap, seen)
        _expire(swap)
        act = SwapAct.APPROVE if approve else SwapAct.REFUSE
        swap.state = move(SwapState(swap.state), act).value
        swap.decided_at, swap.decided_by, swap.answer = now(), actor.name, words or swap.answer
        if approve:
            _exchange(session, swap)
        _note(session, actor, swap, SwapState(swap.state).title, words)
        return SwapState(swap.state)


def _exchange(session: Session, swap: Swap) -> None:
    """Each sits in the other's place; the original names stay on the duties."""
    mine, theirs = swap.duty, swap.other_duty
    giver = mine.sitter
    _sit(mine, swap.other_member)
    changed = [mine.sitting]
    if theirs is not None:
        _sit(theirs, giver)
        changed.append(theirs.sitting)
    for each in changed:
        touch(each)
        _refuse_double(each)
        refuse_clashes(session, each)


def _sit(duty: Duty, member: Member) -> None:
    duty.stand_in = None if member.id == duty.member_id else member


def _refuse_double(sitting: Sitting) -> None:
    sitters = [duty.sitter.id for duty in sitting.duties]
    if len(set(sitters)) < len(sitters):
        raise Refused("换班后同一人在一个场次出现两次")


def _expire(swap: Swap) -> None:
    if SwapState(swap.state).open and swap.expires_on < today():
        raise Refused("该申请已过期，场次按原安排")


def expire_old(session: Session, office_id: int) -> int:
    """Close requests whose last day has passed; safe to run twice."""
    query = owned(Swap, office_id).where(Swap.state.in_(OPEN), Swap.expires_on < today())
    rows = session.scalars(query).all()
    for each in rows:
        each.state = move(SwapState(each.state), SwapAct.EXPIRE).value
    return len(rows)


def own_swaps(session: Session, actor: Actor) -> Sequence[Swap]:
    """Requests by or to the actor, newest first."""
    ours = [each.id for each in queries.own_members(session, actor)]
    asked = select(Duty.id).where(or_(Duty.member_id.in_(ours), Duty.stand_in_id.in_(ours)))
    query = select(Swap).where(or_(Swap.other_member_id.in_(ours), Swap.duty_id.in_(asked)))
    return session.scalars(query.order_by(Swap.id.desc()).limit(50)).all()


def office_swaps(session: Session, office_id: int | None) -> Sequence[Swap]:
    """Requests of the office's rota, those that wait for the office first."""
    waits_elsewhere = Swap.state != SwapState.ACCEPTED.value
    return session.scalars(owned(Swap, office_id).order_by(waits_elsewhere, Swap.id.desc()).limit(100)).all()


def to_answer(session: Session, actor: Actor, most: int) -> Sequence[str]:
    """The newest requests that wait for the actor's own answer (待对方同意), in words: all that a home page shows."""
    return session.scalars(_TO_ANSWER, {**queries.own_values(actor), "most": most}).all()


def to_decide(session: Session, office_id: int | None, most: int) -> list[tuple[int, str]]:
    """The newest requests that wait for the office, as ids and words: all that a home page shows."""
    rows = session.execute(_TO_DECIDE, {"office": office_id, "most": most})
    return [(row.id, row.words) for row in rows]


_TO_ANSWER = (
    select(Swap.words)
    .join(Member, Member.id == Swap.other_member_id)
    .where(queries.OWN, Swap.state == SwapState.ASKED.value)
    .order_by(Swap.id.desc())
    .limit(bindparam("most"))
)
_TO_DECIDE = (
    select(Swap.id, Swap.words)
    .where(Swap.office_id == bindparam("office"), Swap.state == SwapState.ACCEPTED.value)
    .order_by(Swap.id.desc())
    .limit(bindparam("most"))
)


def _note(session: Session, actor: Actor, swap: Swap, title: str, words: str) -> None:
    reason = f"{title}：{swap.words}" + (f"（{words}）" if words else "")
    record(session, actor, Act("joint_reception.swap", "joint_reception_swap", swap.id, reason))
