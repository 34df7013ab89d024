"""Morning reminders (晨间提醒): one list for each person and day, instead of one message for each matter.

``reminding`` makes them. What a list shows is asked of the register when it is opened, so that a report taken
from an office is gone from its lists too.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import State
from xinfang_site.one_parameter import among, packed
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.procedure_models import Reminder
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.wording import Due, due_of
from xinfang_site.sessions import KEPT_PLAN

TITLES = {
    "overdue": "已超期",
    "today": "今日到期",
    "last": "期满前最后一个工作日",
    "week": "七日内到期",
    "unread": "转来未签收",
    "approve": "等待我审批",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list (提醒)."""

    petition_id: int
    number: str
    summary: str
    state: State
    why: str
    due: Due


def count(session: Session, actor: Actor, day: date) -> int:
    """How many lines the actor's list of the day has, without reading the matters."""
    matters = {petition_id for petition_id, _ in _kept(session, actor, day)}
    if not matters:
        return 0
    dialect = session.get_bind().dialect.name
    asked = scope.register_values(actor) | {"matters": packed(dialect, matters)}
    return session.scalar(_under_way(dialect, barred=bool(actor.barred)), asked) or 0


def _kept(session: Session, actor: Actor, day: date) -> Sequence[tuple[int, str]]:
    """The entries that the morning's work stored: a matter's id and the reason."""
    items = session.scalar(_ITEMS, {"account": actor.account_id, "day": day}) or ()
    return [(petition_id, why) for petition_id, why in items]


_ITEMS = (
    select(Reminder.items)
    .where(Reminder.account_id == bindparam("account"), Reminder.day == bindparam("day"))
    .execution_options(**KEPT_PLAN)
)


@cache
def _under_way(dialect: str, *, barred: bool) -> Select[int]:
    """How many matters of a list are still in the office's register and not closed."""
    return (
        select(func.count())
        .select_from(RegisterEntry)
        .join(Petition, Petition.id == RegisterEntry.petition_id)
        .where(
            *scope.bound_register(barred=barred),
            among(dialect, RegisterEntry.petition_id, "matters"),
            Petition.closed_on.is_(None),
        )
    )


def of(session: Session, actor: Actor, day: date) -> Sequence[Line]:
    """The actor's list of the day, without matters that have left the office's register or are closed."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for petition_id, why in _kept(session, actor, day):
        reasons[petition_id].append(TITLES[why])
    rows = session.scalars(
        select(Petition)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(*scope.own_register(actor), Petition.id.in_(reasons))
    ).all()
    found = {each.id: each for each in rows if each.closed_on is None}
    return [
        Line(
            key,
            found[key].number,
            found[key].summary,
            found[key].standing,
            "、".join(whys),
            due_of(found[key].due_on, found[key].closed_on, day),
        )
        for key, whys in reasons.items()
        if key in found
    ]
