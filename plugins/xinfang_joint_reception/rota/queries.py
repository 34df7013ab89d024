"""Reading the rota (排班查询): every query starts from the office's rows, or from a person's own days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, selectinload

from xinfang_joint_reception.domain.bookings import Booking, Leave, Resource, Sort
from xinfang_joint_reception.domain.expansion import Period
from xinfang_joint_reception.rota.models import Blocked, Kind, LeaveTaken, Member, RotaRule
from xinfang_joint_reception.rota.session_models import Duty, Edition, Sitting, Told, hours_words, place_words
from xinfang_site.plugin_api.data import owned
from xinfang_site.plugin_api.hooks import Actor

_IN_TIME = (Sitting.day, Sitting.starts_at, Sitting.kind_id, Sitting.id)


def kinds(session: Session, office_id: int | None, *, active: bool = True) -> Sequence[Kind]:
    """The office's kinds of reception, in their order."""
    query = owned(Kind, office_id).order_by(Kind.position, Kind.id)
    return session.scalars(query.where(Kind.active) if active else query).all()


def members(
    session: Session, office_id: int | None, kind_id: int | None = None, *, active: bool = True
) -> Sequence[Member]:
    """The roster, in its order."""
    query = owned(Member, office_id).order_by(Member.kind_id, Member.position, Member.id)
    if kind_id is not None:
        query = query.where(Member.kind_id == kind_id)
    return session.scalars(query.where(Member.active) if active else query).all()


def rules(session: Session, office_id: int | None) -> Sequence[RotaRule]:
    """Rules in use, those that begin last first."""
    query = owned(RotaRule, office_id).where(RotaRule.ended.is_(False))
    return session.scalars(query.order_by(RotaRule.kind_id, RotaRule.first.desc())).all()


def sittings(
    session: Session, office_id: int | None, span: tuple[date, date], kind_id: int | None = None
) -> Sequence[Sitting]:
    """Sessions of the office in a span of days, in the order of time, without dropped ones."""
    query = _between(owned(Sitting, office_id).where(Sitting.dropped.is_(False)), span)
    if kind_id is not None:
        query = query.where(Sitting.kind_id == kind_id)
    return session.scalars(query).all()


def _between(query: Select[Any], span: tuple[date, date]) -> Select[Any]:
    first, last = span
    return (
        query.where(Sitting.day >= first, Sitting.day <= last)
        .options(selectinload(Sitting.duties))
        .order_by(*_IN_TIME)
    )


def own(actor: Actor) -> Any:
    """The members whose days are the actor's own (本人或本单位): by account, or by the office sent to sit."""
    mine = Member.account_id == actor.account_id
    return mine if actor.office_id is None else or_(mine, Member.unit_id == actor.office_id)


def own_members(session: Session, actor: Actor) -> Sequence[Member]:
    """Roster entries that are the actor or the actor's office, in whatever rota."""
    return session.scalars(select(Member).where(own(actor), Member.active)).all()


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A session of one's own as a card names it (本人场次)."""

    sitting_id: int
    day: date
    hours_words: str
    kind: str
    where: str


def own_days(session: Session, actor: Actor, span: tuple[date, date], most: int) -> list[OwnDay]:
    """The first sessions in which the actor or the actor's office sits, as a home page needs them."""
    asked = {**own_values(actor), "first": span[0], "last": span[1], "most": most}
    return [
        OwnDay(
            row.id,
            row.day,
            hours_words(row.starts_at, row.ends_at),
            row.title,
            place_words(row.place, row.room),
        )
        for row in session.execute(_OWN_DAYS, asked)
    ]


def own_sittings(session: Session, actor: Actor, span: tuple[date, date]) -> Sequence[Sitting]:
    """Sessions in which the actor or the actor's office sits, in whatever rota."""
    return sittings_of(session, own(actor), span)


def sittings_of(session: Session, who: Any, span: tuple[date, date]) -> Sequence[Sitting]:
    """Sessions of the members for whom ``who`` holds, as planned or as stand-ins, in whatever rota."""
    query = select(Sitting).where(Sitting.id.in_(_sat_by(who)), Sitting.dropped.is_(False))
    return session.scalars(_between(query, span)).all()


def _sat_by(who: Any) -> Select[Any]:
    """Ids of the sessions in which those sit for whom ``who`` holds."""
    sits = or_(Member.id == Duty.stand_in_id, Member.id == Duty.member_id)
    return select(Duty.session_id).join(Member, sits).where(who)


def own_tidings(session: Session, actor: Actor) -> Sequence[Told]:
    """Changes that the actor was told of and has not marked as read."""
    query = select(Told).join(Member, Member.id == Told.member_id)
    return session.scalars(query.where(own(actor), Told.seen_at.is_(None)).order_by(Told.id.desc())).all()


OWN = or_(Member.account_id == bindparam("account"), Member.unit_id == bindparam("unit"))
"""The same as :func:`own` for queries that are built once, since every home page asks; see :func:`own_values`."""
_COLUMNS = (Sitting.id, Sitting.day, Sitting.starts_at, Sitting.ends_at, Sitting.place, Sitting.room)
_OWN_DAYS = (
    select(*_COLUMNS, Kind.title)
    .join(Kind, Kind.id == Sitting.kind_id)
    .where(Sitting.id.in_(_sat_by(OWN)), Sitting.dropped.is_(False))
    .where(Sitting.day >= bindparam("first"), Sitting.day <= bindparam("last"))
    .order_by(*_IN_TIME)
    .limit(bindparam("most"))
)


def own_values(actor: Actor) -> dict[str, Any]:
    """Who is asked about, for a query with :data:`OWN`; nobody's unit is a unit of none."""
    return {"account": actor.account_id, "unit": actor.office_id}


_TOLD = (
    select(Told.text)
    .join(Member, Member.id == Told.member_id)
    .where(OWN, Told.seen_at.is_(None))
    .order_by(Told.id.desc())
    .limit(bindparam("most"))
)


def unread_changes(session: Session, actor: Actor, most: int) -> list[str]:
    """The newest of the changes that the actor was told of and has not marked as read, in words."""
    return list(session.scalars(_TOLD, {**own_values(actor), "most": most}))


def blocked(session: Session, office_id: int | None, kind_id: int | None = None) -> list[Period]:
    """Blocked periods of the office; with a kind only those that concern it."""
    query = owned(Blocked, office_id).order_by(Blocked.first)
    if kind_id is not None:
        query = query.where(or_(Blocked.kind_id.is_(None), Blocked.kind_id == kind_id))
    return [Period(each.first, each.last, each.reason) for each in session.scalars(query)]


def leaves(session: Session, office_id: int | None, span: tuple[date, date]) -> list[Leave]:
    """Leave that touches a span of days."""
    query = owned(LeaveTaken, office_id).where(LeaveTaken.first <= span[1], LeaveTaken.last >= span[0])
    return [Leave(each.member.key, each.first, each.last, each.reason) for each in session.scalars(query)]


def booking(sitting: Sitting) -> Booking:
    """What a session takes (占用): those who sit, their windows, the room."""
    found = set()
    for duty in sitting.duties:
        sort = Sort.UNIT if duty.sitter.key.startswith("unit:") else Sort.PERSON
        found.add(Resource(sort, duty.sitter.key, duty.sitter.name))
        if duty.window:
            found.add(Resource(Sort.WINDOW, f"{sitting.place}/{duty.window}", duty.window))
    if sitting.room:
        found.add(Resource(Sort.ROOM, f"{sitting.place}/{sitting.room}", sitting.room))
    return Booking(sitting.id, sitting.kind.title, sitting.hours, frozenset(found))


def edition(session: Session, office_id: int | None, kind_id: int, first: date) -> Edition | None:
    """The newest published version of a kind's month; None when none was published."""
    query = owned(Edition, office_id).where(Edition.kind_id == kind_id, Edition.first == first)
    found: Edition | None = session.scalar(query.order_by(Edition.number.desc()).limit(1))
    return found


def published_ids(session: Session, office_id: int | None, span: tuple[date, date]) -> frozenset[int]:
    """Sessions that stand on the newest published version of their month."""
    newest: dict[tuple[int, date], Edition] = {}
    query = owned(Edition, office_id).where(Edition.first <= span[1], Edition.last >= span[0])
    for each in session.scalars(query.order_by(Edition.number)):
        newest[each.kind_id, each.first] = each
    return frozenset(int(str(line["mark"])) for each in newest.values() for line in each.lines)
