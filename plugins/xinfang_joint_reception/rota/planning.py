"""Planning (排班): rules into sessions, sessions changed, dropped and put back; one transaction a call."""

from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from xinfang_joint_reception.domain.expansion import Exceptions, Expansion, expand
from xinfang_joint_reception.domain.patterns import words
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.locking import lock, refuse_clashes, warnings_of
from xinfang_joint_reception.rota.models import Kind, Member, RotaRule
from xinfang_joint_reception.rota.session_models import Duty, Sitting
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned, owned_one, record, writing
from xinfang_site.plugin_api.dates import work_calendar
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


@dataclass(frozen=True, slots=True)
class Generated:
    """What generating a rule came to, or would (生成结果).

    Attributes:
        new: days that get a session.
        kept: days whose session is there already.
        gone: sessions that the rule no longer names; they are shown, never removed in silence.
        expansion: with the days dropped and why.
    """

    new: tuple[date, ...]
    kept: int
    gone: tuple[date, ...]
    expansion: Expansion = field(repr=False)


def expansion_of(session: Session, rule: RotaRule) -> Expansion:
    """The rule's days with today's calendar and blocked periods."""
    periods = tuple(queries.blocked(session, rule.office_id, rule.kind_id))
    return expand(rule.rule, work_calendar(session), Exceptions(periods))


def preview(session: Session, rule: RotaRule) -> Generated:
    """What generating the rule would change (预览); writes nothing."""
    expansion = expansion_of(session, rule)
    made = {
        each.nominal: each
        for each in session.scalars(owned(Sitting, rule.office_id).where(Sitting.rule_id == rule.id))
    }
    wanted = {each.nominal for each in expansion.slots}
    new = tuple(each.day for each in expansion.slots if each.nominal not in made)
    gone = tuple(sorted(each.day for day, each in made.items() if day not in wanted and not each.dropped))
    return Generated(new, len(wanted & made.keys()), gone, expansion)


def generate(session: Session, actor: Actor, rule_id: int) -> Generated:
    """Make the sessions that a rule names and that are not there yet; run twice it makes nothing new.

    Raises:
        Missing: the rule is not the office's.
        Refused: a session would take a room that another one has.
    """
    with writing(session):
        lock(session, actor.office_id)
        rule = owned_one(session, RotaRule, actor.office_id, rule_id)
        plan = preview(session, rule)
        new = set(plan.new)
        known = set(session.scalars(select(Sitting.nominal).where(Sitting.rule_id == rule.id)))
        for slot in plan.expansion.slots:
            if slot.day in new and slot.nominal not in known:
                made = Sitting(
                    office_id=actor.office_id,
                    kind=rule.kind,
                    rule_id=rule.id,
                    nominal=slot.nominal,
                    day=slot.day,
                    starts_at=rule.starts_at,
                    ends_at=rule.ends_at,
                    place=rule.place,
                    room=rule.room,
                    topic=rule.topic,
                    note=slot.note,
                    by_head=slot.by_head,
                )
                session.add(made)
                if made.room:
                    refuse_clashes(session, made)
        changes = {"sessions": [None, len(new)]}
        reason = words(rule.rule)
        act = Act("joint_reception.generate", "joint_reception_rule", rule.id, reason, changes=changes)
        record(session, actor, act)
    return plan


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
