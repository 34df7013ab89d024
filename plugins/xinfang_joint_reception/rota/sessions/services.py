"""Planning (排班): rules into sessions, sessions changed, dropped and put back; one transaction a call."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from xinfang_joint_reception.rota.locking import lock, refuse_clashes, warnings_of
from xinfang_joint_reception.rota.models import Kind, Member
from xinfang_joint_reception.rota.session_models import Duty, Sitting
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned_one, record, writing
from xinfang_site.plugin_api.hooks import Actor

MOST_SEATS = 60


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits where (值守安排)."""

    member_id: int
    window: str = ""


@dataclass(frozen=True, slots=True)
class SittingDraft:
    """A session as its form holds it (场次)."""

    kind_id: int
    day: date
    starts_at: time
    ends_at: time
    place: str = ""
    room: str = ""
    topic: str = ""
    note: str = ""
    by_head: bool = False
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """What saving a session came to (保存结果): its id, and what the planner should know."""

    sitting_id: int
    warnings: tuple[str, ...] = ()


def add(session: Session, actor: Actor, draft: SittingDraft) -> Planned:
    """Add a session by hand.

    Raises:
        Missing: the kind or a member is not the office's.
        Refused: it collides; the clash is named.
    """
    with writing(session):
        lock(session, actor.office_id)
        kind = owned_one(session, Kind, actor.office_id, draft.kind_id)
        sitting = Sitting(office_id=actor.office_id, kind=kind)
        _fill(session, actor, sitting, draft)
        session.add(sitting)
        refuse_clashes(session, sitting)
        act = Act(
            "joint_reception.session", "joint_reception_session", sitting.id, "新增", changes=_told(sitting)
        )
        record(session, actor, act)
        return Planned(sitting.id, tuple(warnings_of(session, sitting)))


def change(session: Session, actor: Actor, sitting_id: int, seen: int, draft: SittingDraft) -> Planned:
    """Change a session: day, hours, place, people.

    Raises:
        Missing: the session or a member is not the office's.
        Refused: it collides; or people who signed in would be taken out.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        lock(session, actor.office_id)
        sitting = owned_one(session, Sitting, actor.office_id, sitting_id)
        check_version(sitting, seen)
        before = _told(sitting)
        _fill(session, actor, sitting, draft)
        refuse_clashes(session, sitting)
        after = _told(sitting)
        changes = {name: [before[name][1], after[name][1]] for name in after if before[name] != after[name]}
        act = Act("joint_reception.session", "joint_reception_session", sitting.id, "修改", changes=changes)
        record(session, actor, act)
        return Planned(sitting.id, tuple(warnings_of(session, sitting)))


def drop(session: Session, actor: Actor, sitting_id: int, seen: int, reason: str) -> None:
    """Take a session out of the rota; it can be put back.

    Raises:
        Refused: it was held already.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        lock(session, actor.office_id)
        sitting = owned_one(session, Sitting, actor.office_id, sitting_id)
        check_version(sitting, seen)
        if sitting.held:
            raise Refused("该场次已经开展，不能取消")
        sitting.dropped, sitting.note = True, reason
        record(session, actor, Act("joint_reception.drop", "joint_reception_session", sitting.id, reason))


def restore(session: Session, actor: Actor, sitting_id: int) -> Planned:
    """Put a dropped session back.

    Raises:
        Refused: its people or room are taken by now.
    """
    with writing(session):
        lock(session, actor.office_id)
        sitting = owned_one(session, Sitting, actor.office_id, sitting_id)
        sitting.dropped = False
        refuse_clashes(session, sitting)
        record(session, actor, Act("joint_reception.restore", "joint_reception_session", sitting.id))
        return Planned(sitting.id, tuple(warnings_of(session, sitting)))


def _fill(session: Session, actor: Actor, sitting: Sitting, draft: SittingDraft) -> None:
    if draft.ends_at <= draft.starts_at:
        raise Refused("结束时间应当晚于开始时间", field="ends_at")
    if len(draft.seats) > MOST_SEATS:
        raise Refused(f"一个场次最多安排{MOST_SEATS}人", field="members")
    sitting.day, sitting.starts_at, sitting.ends_at = draft.day, draft.starts_at, draft.ends_at
    sitting.place, sitting.room, sitting.topic = draft.place, draft.room, draft.topic
    sitting.note, sitting.by_head = draft.note, draft.by_head
    seat(session, actor, sitting, draft.seats)


def seat(session: Session, actor: Actor, sitting: Sitting, seats: tuple[Seat, ...]) -> None:
    """Let these members sit in the session, in this order; inside an open transaction.

    Raises:
        Missing: a member is not the office's.
        Refused: one sits twice, is of another kind, or had already signed in and would be taken out.
    """
    wanted = [each.member_id for each in seats]
    if len(set(wanted)) < len(wanted):
        raise Refused("同一人在一个场次只能安排一次", field="members")
    there = {each.member_id: each for each in sitting.duties}
    for member_id, duty in there.items():
        if member_id not in wanted and duty.arrived_at is not None:
            raise Refused(f"“{duty.sitter.name}”已经签到，不能移出本场次", field="members")
    duties = []
    for position, each in enumerate(seats, 1):
        member = owned_one(session, Member, actor.office_id, each.member_id)
        if member.kind_id != sitting.kind.id:
            raise Refused(f"“{member.name}”不在“{sitting.kind.title}”名册中", field="members")
        duty = there.get(member.id) or Duty(office_id=actor.office_id, member=member)
        duty.window, duty.position = each.window, position
        duties.append(duty)
    sitting.duties = duties
    touch(sitting)


def touch(sitting: Sitting) -> None:
    """Make it a new version (更新版本): a change of people alone would not be one, and a stale form would win."""
    if sitting.id is not None:
        flag_modified(sitting, "note")


def _told(sitting: Sitting) -> dict[str, list[str | None]]:
    """A session as the audit tells it."""
    return {
        "day": [None, sitting.day.isoformat()],
        "hours": [None, sitting.hours_words],
        "place": [None, sitting.where],
        "people": [None, "、".join(sitting.people)],
        "topic": [None, sitting.topic],
    }
