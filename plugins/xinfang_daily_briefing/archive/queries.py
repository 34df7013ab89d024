"""Searching what was issued (要情查阅): by word, column, unit, day and thread, held to the reader's audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.issues.models import Issue, Printed
from xinfang_site.plugin_api.hooks import Actor

SIZE = 30
MOST_EXPORTED = 20_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for (查阅条件); empty means all."""

    words: str = ""
    column: str = ""
    unit: str = ""
    first: date | None = None
    last: date | None = None
    thread: int | None = None
    issue: int | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows the list."""
        return any((self.words, self.column, self.unit, self.first, self.last, self.thread, self.issue))


@dataclass(frozen=True, slots=True)
class Found:
    """A printed line that was found (查到的条目)."""

    line: Printed
    issue: Issue


def search(
    session: Session, actor: Actor, desk_id: int, wanted: Wanted, number: int
) -> tuple[list[Found], int]:
    """One page of the lines found, newest first, and how many there are in all."""
    conditions = _conditions(actor, desk_id, wanted)
    total = session.scalar(select(func.count()).select_from(Printed).where(*conditions)) or 0
    return _rows(session, conditions, SIZE, (number - 1) * SIZE), total


def everything(session: Session, actor: Actor, desk_id: int, wanted: Wanted) -> list[Found]:
    """All lines found, for the workbook."""
    return _rows(session, _conditions(actor, desk_id, wanted), MOST_EXPORTED, 0)


def _rows(session: Session, conditions: Sequence[ColumnElement[bool]], size: int, start: int) -> list[Found]:
    rows = session.execute(
        select(Printed, Issue)
        .join(Issue, Issue.id == Printed.issue_id)
        .where(*conditions)
        .order_by(Printed.day.desc(), Printed.position)
        .limit(size)
        .offset(start)
    )
    return [Found(row[0], row[1]) for row in rows]


def _conditions(actor: Actor, desk_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [scope.readable(actor, desk_id)]
    for word in wanted.words.split():
        texts = (Printed.lead, Printed.body, Printed.unit_name)
        found.append(or_(*(each.contains(word, autoescape=True) for each in texts)))
    if wanted.column:
        found.append(Printed.column == wanted.column)
    if wanted.unit:
        found.append(Printed.unit_name.contains(wanted.unit, autoescape=True))
    if wanted.first:
        found.append(Printed.day >= wanted.first)
    if wanted.last:
        found.append(Printed.day <= wanted.last)
    if wanted.issue:
        numbered = select(Issue.id).where(Issue.number == wanted.issue)
        found.append(Printed.issue_id.in_(numbered))
    if wanted.thread:
        found.append(Printed.thread_id == wanted.thread)
    return found


def matter_lines(session: Session, actor: Actor, desk_id: int, thread_id: int) -> list[Found]:
    """Every line about one matter that the reader may see, the oldest first (一事多期)."""
    return _rows(session, _conditions(actor, desk_id, Wanted(thread=thread_id)), 200, 0)[::-1]
