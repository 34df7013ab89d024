"""Rules of the rota (排班规则): saved, ended; their sessions are made apart (``planning.generate``)."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.patterns import Pattern, Roll, check_rule, words
from xinfang_joint_reception.rota.models import Kind, RotaRule
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned_one, record, writing
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
