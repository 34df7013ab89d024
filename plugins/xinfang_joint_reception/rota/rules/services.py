"""Rules of the rota (排班规则): saved, ended; looked at, then turned into sessions."""

from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.expansion import Exceptions, Expansion, expand
from xinfang_joint_reception.domain.patterns import Pattern, Roll, check_rule, words
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.locking import lock, refuse_clashes
from xinfang_joint_reception.rota.models import Kind, RotaRule
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned, owned_one, record, writing
from xinfang_site.plugin_api.dates import work_calendar
from xinfang_site.plugin_api.hooks import Actor


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as its form holds it (排班规则)."""

    kind_id: int
    pattern: Pattern
    first: date
    last: date
    roll: Roll
    starts_at: time
    ends_at: time
    numbers: tuple[int, ...] = ()
    times: int = 1
    dates: tuple[date, ...] = ()
    head_weekday: int | None = None
    place: str = ""
    room: str = ""
    topic: str = ""


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


def save(session: Session, actor: Actor, draft: RuleDraft, rule_id: int | None = None, seen: int = 0) -> int:
    """Add a rule, or change one; sessions made by it stay as they are until it is generated again.

    Raises:
        Missing: the kind or the rule is not the office's.
        Refused: the rule is incomplete.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        kind = owned_one(session, Kind, actor.office_id, draft.kind_id)
        rule = RotaRule(office_id=actor.office_id)
        if rule_id is not None:
            rule = owned_one(session, RotaRule, actor.office_id, rule_id)
            check_version(rule, seen)
        _fill(rule, kind, draft)
        check_rule(rule.rule)
        session.add(rule)
        session.flush()
        act = Act("joint_reception.rule", "joint_reception_rule", rule.id, words(rule.rule))
        record(session, actor, act)
        return rule.id


def end(session: Session, actor: Actor, rule_id: int) -> None:
    """Take a rule out of use; its sessions stay."""
    with writing(session):
        rule = owned_one(session, RotaRule, actor.office_id, rule_id)
        rule.ended = True
        record(session, actor, Act("joint_reception.rule", "joint_reception_rule", rule.id, "停用规则"))


def _fill(rule: RotaRule, kind: Kind, draft: RuleDraft) -> None:
    if draft.ends_at <= draft.starts_at:
        raise Refused("结束时间应当晚于开始时间", field="ends_at")
    rule.kind = kind
    rule.pattern, rule.roll = draft.pattern.value, draft.roll.value
    rule.first, rule.last = draft.first, draft.last
    rule.numbers, rule.times = list(draft.numbers), draft.times
    rule.dates = [each.isoformat() for each in draft.dates]
    rule.head_weekday = draft.head_weekday
    rule.starts_at, rule.ends_at = draft.starts_at, draft.ends_at
    rule.place, rule.room, rule.topic = draft.place, draft.room, draft.topic


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
