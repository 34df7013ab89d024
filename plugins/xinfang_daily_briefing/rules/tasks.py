"""Instructions (批示): a leader's words on an item become a task that comes back until it is closed."""

from dataclasses import dataclass
from datetime import date

from xinfang_daily_briefing.rules.words import TaskState
from xinfang_site.domain.errors import Refused


def check_due(due_on: date, today: date) -> None:
    """Refuse a task that would be late when it is given (办理期限).

    Raises:
        Refused: the day has passed.
    """
    if due_on < today:
        raise Refused("办理期限不能早于今天", field="due_on")


def replied(state: TaskState) -> TaskState:
    """After the unit's reply (回复); a second reply adds to the first.

    Raises:
        Refused: the task is closed.
    """
    if state is TaskState.CLOSED:
        raise Refused("这项批示已经办结，不能再回复")
    return TaskState.REPLIED


def closed(state: TaskState) -> TaskState:
    """After closing (办结): only what was replied to can be closed.

    Raises:
        Refused: nothing was replied yet, or it is closed already.
    """
    if state is TaskState.CLOSED:
        raise Refused("这项批示已经办结")
    if state is TaskState.OPEN:
        raise Refused("责任单位还没有回复，不能办结")
    return TaskState.CLOSED


def state_on(day: date, state: TaskState, *, closed_on: date | None, answered: bool) -> TaskState:
    """How far an instruction had come by the end of a day (当日状态); ``answered`` says whether a reply had come."""
    if state is TaskState.CLOSED and (closed_on is None or closed_on <= day):
        return state
    return TaskState.REPLIED if answered else TaskState.OPEN


def comes_back(state: TaskState, *, given_on: date, told_closed: bool, day: date) -> bool:
    """Whether the issue of ``day`` must report on an instruction (批示办理情况回刊).

    Every issue must, from the day after the instruction until it is closed, and one more to say that it is closed.

    Args:
        state: of the instruction.
        given_on: its day.
        told_closed: whether a signed issue has said that it is closed.
        day: the day of the issue.
    """
    if day <= given_on:
        return False
    return state is not TaskState.CLOSED or not told_closed


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How a task stands against its day (按期情况); one closed after ``today`` is open."""

    due_on: date
    closed_on: date | None
    today: date

    @property
    def closed(self) -> bool:
        """Whether it is closed by ``today`` (已办结)."""
        return self.closed_on is not None and self.closed_on <= self.today

    @property
    def late(self) -> bool:
        """Whether it was, or is, not closed in time (逾期)."""
        return min(self.closed_on or self.today, self.today) > self.due_on

    @property
    def words(self) -> str:
        """The standing in words."""
        if self.closed:
            return "逾期办结" if self.late else "按期办结"
        days = (self.due_on - self.today).days
        if days < 0:
            return f"逾期 {-days} 天"
        return "今日到期" if days == 0 else f"还剩 {days} 天"
