"""Setting up (接访设置): kinds, roster, leave, days without reception; one transaction a call."""

from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import Blocked, Kind, LeaveTaken, Member
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned_one, record, twin, writing
from xinfang_site.plugin_api.hooks import Actor


@dataclass(frozen=True, slots=True)
class KindDraft:
    """A kind of reception as its form holds it (接访类别)."""

    title: str
    form: str
    letter: str
    starts_at: time
    ends_at: time
    place: str = ""
    seats: int = 1
    promised: int = 0
    swap_days: int = 1
    same_firm: bool = False
    bookable: bool = True
    position: int = 10
    active: bool = True


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """A roster entry as its form holds it (名册成员)."""

    kind_id: int
    name: str
    post: str = ""
    unit_name: str = ""
    licence: str = ""
    works: list[str] = field(default_factory=list)
    is_head: bool = False
    unit_id: int | None = None
    account_id: int | None = None
    position: int = 10
    active: bool = True


_NINE, _NOON, _EVENING = time(9), time(11, 30), time(17)
THREE_KINDS = (
    KindDraft("区领导公开接访", "leaders", "A", _NINE, _NOON, swap_days=5, position=10),
    KindDraft("区级部门联合接访", "units", "B", _NINE, _EVENING, seats=4, position=20),
    KindDraft("律师坐班接访", "lawyers", "C", _NINE, _NOON, promised=2, same_firm=True, position=30),
)
"""The three kinds that every petition office has (三类接访)."""


def make_usual_kinds(session: Session, actor: Actor) -> int:
    """Make the three kinds where the office has none; returns how many were made."""
    with writing(session):
        if queries.kinds(session, actor.office_id, active=False):
            return 0
        for draft in THREE_KINDS:
            session.add(Kind(office_id=actor.office_id, **asdict(draft)))
        record(session, actor, Act("joint_reception.kind", "joint_reception_kind", reason="建立三类接访"))
    return len(THREE_KINDS)


def save_kind(
    session: Session, actor: Actor, draft: KindDraft, kind_id: int | None = None, seen: int = 0
) -> int:
    """Add a kind, or change one that was seen at version ``seen``.

    Raises:
        Refused: the hours or the letter cannot be.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        if draft.ends_at <= draft.starts_at:
            raise Refused("结束时间应当晚于开始时间", field="ends_at")
        same = next(
            (
                each
                for each in queries.kinds(session, actor.office_id)
                if each.letter == draft.letter and each.id != kind_id
            ),
            None,
        )
        if same is not None and draft.active:
            raise Refused(f"号码字头“{draft.letter}”已由“{same.title}”使用", field="letter")
        kind = _found_or_new(session, actor, Kind, kind_id, seen)
        return _keep(session, actor, kind, asdict(draft), "kind")


def save_member(
    session: Session, actor: Actor, draft: MemberDraft, member_id: int | None = None, seen: int = 0
) -> int:
    """Add someone to the roster, or change an entry.

    Raises:
        Missing: the kind is not the office's.
        Refused: the kind has this name already, or a lawyer has no firm.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        kind = owned_one(session, Kind, actor.office_id, draft.kind_id)
        if kind.form == "lawyers" and not draft.unit_name:
            raise Refused("请填写律师事务所", field="unit_name")
        twin = next(
            (
                each
                for each in queries.members(session, actor.office_id, kind.id)
                if each.id != member_id and (each.name, each.unit_name) == (draft.name, draft.unit_name)
            ),
            None,
        )
        if twin is not None and draft.active:
            raise Refused(f"“{kind.title}”名册中已有“{twin.shown}”", field="name")
        member = _found_or_new(session, actor, Member, member_id, seen)
        return _keep(session, actor, member, asdict(draft), "member")


def add_leave(session: Session, actor: Actor, member_id: int, span: tuple[date, date], reason: str) -> int:
    """Note a member's leave; returns how many sessions of his lie in it."""
    with writing(session):
        member = owned_one(session, Member, actor.office_id, member_id)
        _check_span(span)
        values = {"member_id": member.id, "first": span[0], "last": span[1], "reason": reason}
        if twin(session, LeaveTaken, actor.office_id, values) is None:
            session.add(LeaveTaken(office_id=actor.office_id, **values))
            act = Act("joint_reception.leave", "joint_reception_member", member.id, reason=reason)
            record(session, actor, act)
        planned = queries.sittings(session, actor.office_id, span)
        return sum(duty.sitter.key == member.key for each in planned for duty in each.duties)


def add_blocked(
    session: Session, actor: Actor, kind_id: int | None, span: tuple[date, date], reason: str
) -> int:
    """Note days without reception; returns how many sessions already stand in them."""
    with writing(session):
        if kind_id is not None:
            owned_one(session, Kind, actor.office_id, kind_id)
        _check_span(span)
        values = {"kind_id": kind_id, "first": span[0], "last": span[1], "reason": reason}
        if twin(session, Blocked, actor.office_id, values) is None:
            session.add(Blocked(office_id=actor.office_id, **values))
            act = Act("joint_reception.blocked", "joint_reception_kind", kind_id or "", reason)
            record(session, actor, act)
        return len(queries.sittings(session, actor.office_id, span, kind_id))


def remove(session: Session, actor: Actor, model: type[LeaveTaken] | type[Blocked], row_id: int) -> None:
    """Take back leave or days without reception; sessions are not changed by it."""
    with writing(session):
        row = owned_one(session, model, actor.office_id, row_id)
        action = "joint_reception.leave" if isinstance(row, LeaveTaken) else "joint_reception.blocked"
        changes = {"days": [f"{row.first.isoformat()}至{row.last.isoformat()}", ""]}
        record(session, actor, Act(action, "joint_reception_kind", row_id, "撤销", changes=changes))
        session.delete(row)


def _check_span(span: tuple[date, date]) -> None:
    if span[1] < span[0]:
        raise Refused("结束日期不能早于开始日期", field="last")
    if (span[1] - span[0]).days > 400:
        raise Refused("一次最多登记400天", field="last")


def _found_or_new(session: Session, actor: Actor, model: type[Any], row_id: int | None, seen: int) -> Any:
    if row_id is None:
        return model(office_id=actor.office_id)
    row = owned_one(session, model, actor.office_id, row_id)
    check_version(row, seen)
    return row


def _keep(session: Session, actor: Actor, row: Any, values: dict[str, Any], name: str) -> int:
    """Write the values and what the audit keeps of them."""
    changes = {}
    for field_name, value in values.items():
        before = getattr(row, field_name, None) if row.id is not None else None
        if before != value:
            changes[field_name] = [_told(before), _told(value)]
        setattr(row, field_name, value)
    session.add(row)
    session.flush()
    record(session, actor, Act(f"joint_reception.{name}", f"joint_reception_{name}", row.id, changes=changes))
    return int(row.id)


def _told(value: Any) -> Any:
    """A value as the audit keeps it: a list as the list of its codes, which have words."""
    return value if value is None or isinstance(value, list) else str(value)


def roster_size(session: Session, office_id: int | None) -> dict[int, int]:
    """How many of each kind's roster are in use (名册人数)."""
    query = (
        select(Member.kind_id, func.count())
        .where(Member.office_id == office_id, Member.active)
        .group_by(Member.kind_id)
    )
    return {row.kind_id: int(row[1]) for row in session.execute(query)}
