"""News of petitions that items are about (事项新进展): noted when a step is taken, until a report tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.items.models import Item, ItemMatter, News
from xinfang_daily_briefing.rules.words import Stage
from xinfang_daily_briefing.scope import Sight
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.plugin_api.data import Act, record, writing
from xinfang_site.plugin_api.hooks import Actor, Moved, OfficeRef

TELLING = frozenset(
    {
        Step.ACCEPT, Step.ACCEPT_SIMPLE, Step.UNIT_REFUSE, Step.REFUSE, Step.ROUTE, Step.CALL_JOINT_MEETING,
        Step.DECIDE_JOINTLY, Step.EXTEND, Step.OPEN_HEARING, Step.MEDIATE, Step.REPLY, Step.ANSWER_SIMPLE,
        Step.SERVE, Step.REQUEST_REVIEW, Step.SERVE_REVIEW, Step.REQUEST_FINAL, Step.SERVE_FINAL,
        Step.TERMINATE, Step.CONCLUDE, Step.WITHDRAW, Step.SUPERVISE,
    }
)  # fmt: skip
"""Steps that whoever read of the matter would want to know; desk work between them is left out."""
SHOWN = 20
WORKER = Actor(None, "xinfang daily_briefing", "系统", None)


_LATER, _FINAL = aliased(Item), aliased(Item)
_TOLD = exists().where(_LATER.thread_id == News.thread_id, _LATER.sent_at > News.at)
_OVER = exists().where(
    _FINAL.thread_id == News.thread_id, _FINAL.stage == Stage.FINAL, _FINAL.sent_at.is_not(None)
)
"""A report sent since; the thread's final report. Made once: every home page asks."""


def note(session: Session, office: OfficeRef, moved: Moved) -> int:
    """Note a step for the threads of the office that are about its matter; how many threads.

    The reporting unit and the desk may both be told of the same step: it is noted once.
    """
    if moved.step not in TELLING:
        return 0
    with writing(session):
        threads = _threads(session, office.id, moved.matter.id)
        known = set(
            session.scalars(
                select(News.thread_id).where(News.petition_id == moved.matter.id, News.at == moved.at)
            )
        )
        fresh = {thread: unit for thread, unit in threads.items() if thread not in known}
        for thread, unit in fresh.items():
            session.add(
                News(
                    office_id=unit,
                    thread_id=thread,
                    petition_id=moved.matter.id,
                    number=moved.matter.number,
                    words=moved.step_title,
                    at=moved.at,
                )
            )
            record(
                session, WORKER, Act("daily_briefing.news", "daily_briefing_item", thread, moved.step_title)
            )
    return len(fresh)


def _threads(session: Session, office_id: int, petition_id: int) -> dict[int, int]:
    """Unfinished threads that the office reported or prints and that name the petition, with the unit of each."""
    over = select(_FINAL.thread_id).where(_FINAL.stage == Stage.FINAL, _FINAL.sent_at.is_not(None))
    rows = session.execute(
        select(Item.thread_id, Item.office_id)
        .join(ItemMatter, ItemMatter.item_id == Item.id)
        .where(
            ItemMatter.petition_id == petition_id,
            or_(Item.office_id == office_id, Item.desk_id == office_id),
            Item.sent_at.is_not(None),
            Item.batch == "",
            Item.thread_id.not_in(over),
        )
        .order_by(Item.id.desc())
    )
    return {thread: unit for thread, unit in rows if thread is not None}


def untold(session: Session, thread_ids: Iterable[int | None]) -> dict[int, list[News]]:
    """News of threads that no report has told yet, the oldest first."""
    rows = session.scalars(
        select(News)
        .where(News.thread_id.in_([each for each in thread_ids if each]), ~_TOLD)
        .order_by(News.at)
    )
    found: dict[int, list[News]] = {}
    for each in rows:
        found.setdefault(each.thread_id, []).append(each)
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thread whose matter went on (可续报): its first report, and the newest step that no report has told."""

    item_id: int
    title: str
    at: datetime
    words: str


_UNTOLD = (
    select(Item.id, Item.title, News.at, News.words)
    .join(News, News.thread_id == Item.id)
    .where(~_TOLD, ~_OVER)
    .order_by(News.at.desc())
    .limit(SHOWN)
)


@cache
def _untold_seen(sight: Sight) -> Select[int, str, datetime, str]:
    """Cached for each kind of reader, since every home page runs it."""
    return _UNTOLD.where(scope.bound_items(sight))


def waiting(session: Session, actor: Actor, desk_id: int) -> list[Waiting]:
    """The newest untold step of every unfinished thread of the actor's unit or desk, newest first."""
    query = _untold_seen(scope.sight_of(actor, desk_id))
    rows = session.execute(query, scope.bound_values(actor, desk_id))
    newest: dict[int, Waiting] = {}
    for row in rows:
        newest.setdefault(row.id, Waiting(row.id, row.title, row.at, row.words))
    return list(newest.values())
