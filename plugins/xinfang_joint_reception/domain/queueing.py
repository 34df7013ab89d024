"""The waiting queue (叫号): numbers of the day, call, recall, hold, skip, done, and how long people wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.titles import Titled

MOST_NUMBERS = 999


class TicketState(Titled):
    """Where a number stands (号码状态)."""

    WAITING = "waiting", "等候"
    CALLED = "called", "已叫号"
    HELD = "held", "暂缓"
    SKIPPED = "skipped", "过号"
    DONE = "done", "已接待"
    LEFT = "left", "离开"

    @property
    def tone(self) -> str:
        """The tag's tone."""
        return _TONES[self]


_TONES = {
    TicketState.WAITING: "info",
    TicketState.CALLED: "progress",
    TicketState.HELD: "warning",
    TicketState.SKIPPED: "warning",
    TicketState.DONE: "success",
    TicketState.LEFT: "neutral",
}


class TicketAct(Titled):
    """What the desk does with a number (叫号操作)."""

    CALL = "call", "叫号"
    RECALL = "recall", "重叫"
    HOLD = "hold", "暂缓"
    SKIP = "skip", "过号"
    BACK = "back", "重新排队"
    DONE = "done", "接待完毕"
    LEAVE = "leave", "离开"


_S, _A = TicketState, TicketAct
TABLE: dict[tuple[TicketState, TicketAct], TicketState] = {
    (_S.WAITING, _A.CALL): _S.CALLED,
    (_S.WAITING, _A.HOLD): _S.HELD,
    (_S.WAITING, _A.LEAVE): _S.LEFT,
    (_S.CALLED, _A.RECALL): _S.CALLED,
    (_S.CALLED, _A.HOLD): _S.HELD,
    (_S.CALLED, _A.SKIP): _S.SKIPPED,
    (_S.CALLED, _A.DONE): _S.DONE,
    (_S.CALLED, _A.LEAVE): _S.LEFT,
    (_S.HELD, _A.CALL): _S.CALLED,
    (_S.HELD, _A.BACK): _S.WAITING,
    (_S.HELD, _A.LEAVE): _S.LEFT,
    (_S.SKIPPED, _A.CALL): _S.CALLED,
    (_S.SKIPPED, _A.BACK): _S.WAITING,
    (_S.SKIPPED, _A.LEAVE): _S.LEFT,
}


def move(state: TicketState, act: TicketAct) -> TicketState:
    """The state after an act (状态变化).

    Raises:
        Refused: the number does not stand so that the act is possible.
    """
    after = TABLE.get((state, act))
    if after is None:
        raise Refused(f"该号码{state.title}，不能{act.title}")
    return after


def acts_from(state: TicketState) -> tuple[TicketAct, ...]:
    """What can be done with a number (可用操作), in the order of the buttons."""
    return tuple(act for act in TicketAct if (state, act) in TABLE)


def label(letter: str, number: int) -> str:
    """The number as the screen shows it (号码): ``A003``; numbers begin anew each day."""
    return f"{letter}{number:03d}"


def next_number(taken: Iterable[int]) -> int:
    """The next number of the day (取号): one more than the highest, never used again that day.

    Raises:
        Refused: the day's numbers are used up.
    """
    number = max(taken, default=0) + 1
    if number > MOST_NUMBERS:
        raise Refused(f"当日号码已用到{MOST_NUMBERS}，请按未取号登记")
    return number


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number as the queue sees it (排队号码).

    Attributes:
        number: the number of the day.
        state: where it stands.
        booked: came by appointment, which goes first.
        since: when it began to wait (anew).
    """

    number: int
    state: TicketState
    booked: bool
    since: datetime


def queue_order(tickets: Iterable[Waiting]) -> list[Waiting]:
    """Who waits, in the order of calling (排队次序): appointments first, then by waiting time, then by number."""
    waiting = [each for each in tickets if each.state is TicketState.WAITING]
    return sorted(waiting, key=lambda one: (not one.booked, one.since, one.number))


def waited(taken: datetime, called: datetime | None, now: datetime) -> timedelta:
    """How long someone waited until the first call (等候时间), or has waited so far; never negative."""
    return max((called or now) - taken, timedelta(0))


def minutes_words(span: timedelta) -> str:
    """A span in minutes (分钟), begun minutes counted."""
    return f"{-(-int(span.total_seconds()) // 60)}分钟"
