"""Reading items (要情信息查询)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.issues.models import Issue, Line
from xinfang_daily_briefing.items.models import Item, ItemMatter
from xinfang_daily_briefing.rules import chains
from xinfang_daily_briefing.rules.chains import Link
from xinfang_daily_briefing.rules.words import IssueState, Stage, Urgency
from xinfang_daily_briefing.scope import Sight
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.people import Role, offices_around, people_of

SIZE = 30
LATELY_DAYS = 14


@dataclass(frozen=True, slots=True)
class ItemsWanted:
    """What the list of items is narrowed by (信息筛选); empty means all."""

    words: str = ""
    column: str = ""
    state: str = ""
    urgency: str = ""


def items(
    session: Session, actor: Actor, desk_id: int, wanted: ItemsWanted, number: int
) -> tuple[Sequence[Item], int]:
    """One page of the items that a person may open, newest first, and how many there are in all."""
    conditions = [scope.seen_items(actor, desk_id), *_conditions(wanted)]
    total = session.scalar(select(func.count()).select_from(Item).where(*conditions)) or 0
    rows = session.scalars(
        select(Item)
        .where(*conditions)
        .order_by(
            Item.sent_at.is_(None).desc(), func.coalesce(Item.sent_at, Item.created_at).desc(), Item.id.desc()
        )
        .limit(SIZE)
        .offset((number - 1) * SIZE)
    ).all()
    return rows, total


def _conditions(wanted: ItemsWanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        columns = (Item.title, Item.content, Item.place, Item.unit_name, Item.measures, Item.office_name)
        found.append(or_(*(each.contains(wanted.words, autoescape=True) for each in columns)))
    if wanted.column:
        found.append(Item.column == wanted.column)
    if wanted.urgency:
        found.append(Item.urgency == wanted.urgency)
    if wanted.state == "draft":
        found.append(Item.sent_at.is_(None))
    elif wanted.state == "sent":
        found.append(Item.sent_at.is_not(None))
    elif wanted.state == "new":
        found += [Item.sent_at.is_not(None), Item.batch == "", Item.id.not_in(_placed())]
    return found


def _placed() -> Select[int | None]:
    """Items that stand in an issue, whatever its state but void."""
    return (
        select(Line.item_id)
        .join(Issue, Issue.id == Line.issue_id)
        .where(Line.item_id.is_not(None), Line.included.is_(True), Issue.state != IssueState.VOID)
    )


NEW_COUNT = (
    select(func.count())
    .select_from(Item)
    .where(scope.desk_items(bindparam("desk")), *_conditions(ItemsWanted(state="new")))
)
"""How many items the desk's list of what stands in no issue yet would have."""


def urgent(session: Session, actor: Actor, desk_id: int) -> Sequence[Item]:
    """Items to be reported at once, or reported so, newest first."""
    return session.scalars(
        select(Item)
        .where(scope.seen_items(actor, desk_id), Item.urgency != Urgency.ORDINARY, Item.batch == "")
        .order_by(Item.sent_at.is_(None).desc(), Item.id.desc())
        .limit(50)
    ).all()


def correction_of(session: Session, item_id: int) -> Item | None:
    """The sent item that corrects an item, or None."""
    return session.scalar(select(Item).where(Item.corrects_id == item_id, Item.sent_at.is_not(None)))


def thread(session: Session, actor: Actor, thread_id: int, day: date) -> Sequence[Item]:
    """The sent items of a thread that a person may open, in order; empty when there are none for him."""
    desk = scope.desk_of(session, actor, day)
    return session.scalars(
        select(Item)
        .where(Item.thread_id == thread_id, Item.sent_at.is_not(None), scope.seen_items(actor, desk.id))
        .order_by(Item.position)
    ).all()


def issues_telling(session: Session, item_ids: Sequence[int]) -> list[Issue]:
    """Issues in which items stand (编入的期刊), the newest first."""
    query = (
        select(Issue)
        .where(
            Issue.id.in_(
                select(Line.issue_id).where(Line.item_id.in_(list(item_ids)), Line.included.is_(True))
            ),
            Issue.state != IssueState.VOID,
        )
        .order_by(Issue.day.desc())
    )
    return list(session.scalars(query))


def about_petition(session: Session, actor: Actor, desk_id: int, petition_id: int) -> Sequence[Item]:
    """Sent items that name a petition (关联要情) and that the person may open, newest first."""
    query = _about_petition(scope.sight_of(actor, desk_id))
    return session.scalars(query, scope.bound_values(actor, desk_id) | {"petition": petition_id}).all()


@cache
def _about_petition(sight: Sight) -> Select[Item]:
    """Made once for each way of seeing: every case page asks."""
    return (
        select(Item)
        .join(ItemMatter, ItemMatter.item_id == Item.id)
        .where(ItemMatter.petition_id == bindparam("petition"), Item.sent_at.is_not(None))
        .where(scope.bound_items(sight))
        .order_by(Item.sent_at.desc())
        .limit(20)
    )


def any_correction_of(session: Session, item_id: int) -> Item | None:
    """The correction of an item, be it a draft of anybody's (更正稿); an item has one at most."""
    return session.scalar(select(Item).where(Item.corrects_id == item_id))


def thread_of(session: Session, thread_id: int | None, *, lock: bool = False) -> Sequence[Item]:
    """The sent items of a thread in order (事项各报)."""
    if thread_id is None:
        return ()
    if lock:  # the first report stands for the whole thread
        session.execute(select(Item.id).where(Item.id == thread_id).with_for_update())
    return session.scalars(
        select(Item).where(Item.thread_id == thread_id, Item.sent_at.is_not(None)).order_by(Item.position)
    ).all()


def links_of(thread: Sequence[Item]) -> list[Link]:
    """A thread as its rules see it."""
    replaced = {each.corrects_id for each in thread if each.corrects_id is not None}
    return [Link(Stage(each.stage), corrected=each.id in replaced) for each in thread]


def similar(session: Session, row: Item, since: datetime) -> list[Item]:
    """Items of the same desk that may be about the same matter (可能重复), the likeliest first."""
    others = session.scalars(
        select(Item).where(
            Item.desk_id == row.desk_id,
            Item.sent_at >= since,
            Item.id != row.id,
            func.coalesce(Item.thread_id, 0) != (row.thread_id or -1),
        )
    )
    scored = [(chains.likeness(row.title, each.title), each) for each in others]
    likely = [(score, each) for score, each in scored if score >= chains.LIKE]
    return [each for _, each in sorted(likely, key=lambda pair: (-pair[0], -pair[1].id))[:5]]


def lately(moment: datetime) -> datetime:
    """From when on items may be about the same matter (查重起始时间)."""
    return moment - timedelta(days=LATELY_DAYS)


def leaders(session: Session, office_id: int, day: date) -> list[tuple[int, str]]:
    """Leaders of the district that an item may be meant for: account id and name with post."""
    ids = [each.id for each in offices_around(session, office_id, day)]
    return [
        (each.id, f"{each.name}（{each.post}）" if each.post else each.name)
        for each in people_of(session, ids, {Role.LEADER})
    ]
