"""From a rule to the days that are held (生成场次): holidays, blocked periods, exceptions, days added back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from xinfang_joint_reception.domain.patterns import (
    Pattern,
    Roll,
    Rule,
    check_rule,
    nominal_days,
)
from xinfang_site.domain.limits.calendars import WorkCalendar

FARTHEST_ROLL = 60
"""Days a session may be moved by a holiday or a blocked period; farther it is dropped instead."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which nobody is received (暂停接访期间), both ends included, with the reason."""

    first: date
    last: date
    reason: str = ""

    def holds(self, day: date) -> bool:
        """Whether the day lies in it (包含)."""
        return self.first <= day <= self.last


def why_blocked(day: date, blocked: Iterable[Period]) -> str:
    """Why nobody is received on a day (暂停原因); empty when it lies in no such period."""
    return next((each.reason or "暂停接访" for each in blocked if each.holds(day)), "")


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What differs from the rule (例外).

    Attributes:
        blocked: periods without reception.
        dropped: nominal days that were taken out by hand.
        added: days put in or put back by hand; they are held whatever the calendar says.
    """

    blocked: tuple[Period, ...] = ()
    dropped: frozenset[date] = field(default_factory=frozenset)
    added: tuple[date, ...] = ()

    def blocks(self, day: date) -> str:
        """Why the day is blocked (暂停原因); empty when it is not."""
        return why_blocked(day, self.blocked)


@dataclass(frozen=True, slots=True)
class Slot:
    """A day on which a session stands (场次日).

    Attributes:
        day: the day it is held.
        nominal: the day that the rule names; differs after a roll.
        note: why it differs from the rule; empty when it does not.
        by_head: received by the head (主要负责人).
    """

    day: date
    nominal: date
    note: str = ""
    by_head: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """A nominal day that is not held (取消的场次) and why; it can be added back."""

    nominal: date
    reason: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """The sessions of a rule (生成结果): days held, days dropped, years without a holiday table."""

    slots: tuple[Slot, ...]
    dropped: tuple[Dropped, ...]
    missing_years: tuple[int, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """The days held, in order (场次日期)."""
        return tuple(each.day for each in self.slots)

    @property
    def warning(self) -> str:
        """Says that days may still move (提示): a year has no holiday table."""
        years = "、".join(str(year) for year in self.missing_years)
        return f"{years}年节假日未录入，场次按周末暂排" if years else ""


def expand(rule: Rule, calendar: WorkCalendar, exceptions: Exceptions | None = None) -> Expansion:
    """The days on which a rule's sessions are held (生成场次), one a day.

    Args:
        rule: the rule; its validity bounds the nominal days, a roll may pass it.
        calendar: the office's working calendar, makeup days included.
        exceptions: blocked periods, days taken out and put in.

    Raises:
        Refused: the rule is incomplete.
    """
    check_rule(rule)
    given = exceptions or Exceptions()

    def is_open(day: date) -> bool:
        return calendar.is_working(day) and not given.blocks(day)

    slots: dict[date, Slot] = {}
    dropped: list[Dropped] = []
    for nominal in nominal_days(rule, calendar, is_open):
        if nominal in given.dropped:
            dropped.append(Dropped(nominal, "手工取消"))
            continue
        found = _settle(rule, nominal, calendar, given)
        if isinstance(found, Dropped):
            dropped.append(found)
        elif found.day in slots:
            dropped.append(
                Dropped(nominal, f"{_moved(rule)}后与{slots[found.day].nominal.isoformat()}的场次重合")
            )
        else:
            slots[found.day] = found
    for day in given.added:
        slots.setdefault(day, Slot(day, day, "手工增补"))
    ordered = tuple(slots[day] for day in sorted(slots))
    years = calendar.missing_years(rule.first, max([rule.last, *slots]))
    kept = frozenset(given.added)
    return Expansion(ordered, tuple(each for each in dropped if each.nominal not in kept), years)


def _moved(rule: Rule) -> str:
    return "提前" if rule.roll is Roll.BACKWARD else "顺延"


def _settle(rule: Rule, nominal: date, calendar: WorkCalendar, given: Exceptions) -> Slot | Dropped:
    """The day to which a nominal day moves, or why it is dropped."""
    by_head = nominal.weekday() == rule.head_weekday
    reason = given.blocks(nominal)
    if not reason and not calendar.is_working(nominal):
        reason = calendar.name_of(nominal) or "非工作日"
        if rule.roll is Roll.KEEP:
            return Slot(nominal, nominal, f"{reason}照常接访", by_head)
    if not reason:
        return Slot(nominal, nominal, "", by_head)
    if rule.roll in (Roll.DROP, Roll.KEEP) or rule.pattern is Pattern.DAILY:
        return Dropped(nominal, reason)
    step = timedelta(days=-1 if rule.roll is Roll.BACKWARD else 1)
    day = nominal
    for _ in range(FARTHEST_ROLL):
        day += step
        if calendar.is_working(day) and not given.blocks(day):
            return Slot(day, nominal, f"原定{nominal.isoformat()}（{reason}）{_moved(rule)}", by_head)
    return Dropped(nominal, f"{reason}，{FARTHEST_ROLL}日内没有可用的工作日")
