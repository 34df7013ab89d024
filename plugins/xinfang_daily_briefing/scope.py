"""Who sees what (可见范围): the desk of an office, the audiences of a reader, the items a person may open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, false, or_, select
from sqlalchemy.orm import Session

from xinfang_daily_briefing.issues.models import Issue, Printed
from xinfang_daily_briefing.items.models import Item, ItemReader, Receipt
from xinfang_daily_briefing.permissions import DESK
from xinfang_daily_briefing.rules.audiences import Reader
from xinfang_daily_briefing.rules.words import Audience
from xinfang_site.plugin_api.data import Missing
from xinfang_site.plugin_api.hooks import Actor, OfficeRef
from xinfang_site.plugin_api.people import Role, petition_office_above


def desk_of(session: Session, actor: Actor, day: date) -> OfficeRef:
    """The petition office whose issue the actor's office reports to and reads (编印单位).

    Raises:
        Missing: there is none above it.
    """
    found = None if actor.office_id is None else petition_office_above(session, actor.office_id, day)
    if found is None:
        raise Missing
    return found


def is_desk(actor: Actor, desk_id: int) -> bool:
    """Whether the actor makes the issue of that office (编辑部人员)."""
    return actor.office_id == desk_id and bool(actor.roles & DESK)


def reader(actor: Actor, desk_id: int) -> Reader:
    """The actor as audiences see him."""
    return Reader(actor.account_id or 0, staff=is_desk(actor, desk_id), leader=Role.LEADER in actor.roles)


@dataclass(frozen=True, slots=True)
class Sight:
    """The kind of reader that decides which items a person may open (可见方式).

    Attributes:
        office: he belongs to an office.
        desk: he makes the issue.
        inside: he belongs to the desk's office.
        reports: he has another role than a leader's.
    """

    office: bool
    desk: bool
    inside: bool
    reports: bool


def sight_of(actor: Actor, desk_id: int) -> Sight:
    """How the actor sees items."""
    return Sight(
        actor.office_id is not None,
        is_desk(actor, desk_id),
        actor.office_id == desk_id,
        bool(actor.roles - {Role.LEADER}),
    )


def seen_items(actor: Actor, desk_id: int) -> ColumnElement[bool]:
    """Items that the actor may open: those sent to the actor's desk, the own unit's, and those sent to the actor at once.

    In the desk's office, an item that is not for everyone is open to the desk and its author only.
    """
    return _items_in(sight_of(actor, desk_id), actor.account_id, actor.office_id, desk_id)


def bound_items(sight: Sight) -> ColumnElement[bool]:
    """The same for statements that are made once for each sight; :func:`bound_values` says who looks."""
    return _items_in(sight, bindparam("account"), bindparam("office"), bindparam("desk"))


def bound_values(actor: Actor, desk_id: int) -> dict[str, Any]:
    """Who looks, for a statement with :func:`bound_items`."""
    return {"account": actor.account_id, "office": actor.office_id, "desk": desk_id}


def _items_in(sight: Sight, account: Any, office: Any, desk: Any) -> ColumnElement[bool]:
    if not sight.office:
        return false()
    if sight.desk:
        return desk_items(desk)
    ours = Item.office_id == office
    if sight.inside:
        ours = and_(ours, or_(Item.audience == Audience.EVERYONE, Item.author_id == account))
    told = Item.id.in_(select(Receipt.item_id).where(Receipt.account_id == account))
    return or_(ours, told) if sight.reports else told


def desk_items(desk_id: Any) -> ColumnElement[bool]:
    """Items that a desk may open: those of its own office, and what was sent to it; a number or a parameter for it."""
    return or_(Item.office_id == desk_id, and_(Item.desk_id == desk_id, Item.sent_at.is_not(None)))


def item(session: Session, actor: Actor, item_id: int, day: date, *, lock: bool = False) -> Item:
    """An item that the actor may open.

    Raises:
        Missing: there is none, or it is not for him; the two look the same.
    """
    query = select(Item).where(Item.id == item_id, seen_items(actor, desk_of(session, actor, day).id))
    found = session.scalar(query.with_for_update(of=Item) if lock else query)
    if found is None:
        raise Missing
    return found


def issue(session: Session, actor: Actor, issue_id: int, *, lock: bool = False) -> Issue:
    """An issue that the actor's own office makes.

    Raises:
        Missing: there is none, or another office makes it.
    """
    query = select(Issue).where(Issue.id == issue_id, Issue.office_id == actor.office_id)
    found = session.scalar(query.with_for_update(of=Issue) if lock else query)
    if found is None:
        raise Missing
    return found


def readable(actor: Actor, desk_id: int) -> ColumnElement[bool]:
    """Printed lines that the actor may read: the condition of every search, list and count."""
    who = reader(actor, desk_id)
    ours = and_(Printed.office_id == desk_id, Printed.current.is_(True))
    if who.staff:
        return ours
    wide = [Audience.EVERYONE] + ([Audience.LEADERS] if who.leader else [])
    named = Printed.named.contains(f",{who.account_id},", autoescape=True)
    return and_(ours, or_(Printed.audience.in_(wide), and_(Printed.audience == Audience.NAMED, named)))


def named_of(session: Session, item_ids: list[int]) -> dict[int, list[int]]:
    """The leaders that items are meant for, by item."""
    found: dict[int, list[int]] = {}
    rows = session.execute(
        select(ItemReader.item_id, ItemReader.account_id).where(ItemReader.item_id.in_(item_ids))
    )
    for item_id, account_id in rows:
        found.setdefault(item_id, []).append(account_id)
    return found
