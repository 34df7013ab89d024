"""Morning reminders (晨间提醒): one list a person and day inside the site, not one message a matter.

``reminding`` makes them. What a list shows is asked of the register when it is opened, so that a report taken
from an office is gone from its lists too.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import State
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.procedure_models import Reminder
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.wording import Due, due_of

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


def of(session: Session, actor: Actor, day: date) -> Sequence[Line]:
    """The actor's list of the day, as far as the matters are still in the office's register and under way."""
    kept = session.scalar(
        select(Reminder).where(Reminder.account_id == actor.account_id, Reminder.day == day)
    )
    if kept is None:
        return ()
    reasons: dict[int, list[str]] = defaultdict(list)
    for petition_id, why in kept.items:
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
