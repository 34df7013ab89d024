"""Deadline simulation (期限推演): what would go red if these acts were done, before anyone signs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xinfang_site.domain.limits.calendars import ONE_DAY, WorkCalendar
from xinfang_site.domain.limits.clock_changes import extend
from xinfang_site.domain.limits.clocks import Clock, Extension, reminder_day, start, stop
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Begin:
    """Suppose a clock starts (假设起算), such as 今日受理; ``key`` names the new clock."""

    key: str
    rules: RuleSet
    duty: Duty
    day: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Prolong:
    """Suppose a clock is extended (假设延期)."""

    key: str
    extension: Extension


@dataclass(frozen=True, slots=True)
class Done:
    """Suppose a duty is done on a day (假设办结), such as 责任单位某日答复."""

    key: str
    day: date


@dataclass(frozen=True, slots=True)
class Away:
    """Suppose the officer is away (假设请假), both days included, with the clocks of ``keys``."""

    first: date
    last: date
    keys: frozenset[str]


Act = Begin | Prolong | Done | Away


@dataclass(frozen=True, slots=True)
class Forecast:
    """What becomes of one clock (推演结果).

    Attributes:
        key: the caller's name of the clock.
        clock: the clock after the acts.
        due_before: its due day without them, or None for a clock they start.
        red_from: the first day past due by the horizon, or None when it stays in time.
        act_by: the last working day to act, brought forward by an absence.
    """

    key: str
    clock: Clock
    due_before: date | None
    red_from: date | None
    act_by: date


def simulate(
    clocks: Mapping[str, Clock], acts: Sequence[Act], calendar: WorkCalendar, horizon: date
) -> tuple[Forecast, ...]:
    """Forecast clocks under hypothetical acts (期限推演); nothing is changed.

    Args:
        clocks: running clocks by a name of the caller's.
        acts: what is supposed to happen, in order.
        calendar: the office's working calendar.
        horizon: last day to look at; a clock still running then is red if due before it.

    Returns:
        A forecast for each clock, the soonest red first, then by the day to act.

    Raises:
        Refused: an act would be refused if it were done.
        KeyError: an act names a clock that is not there.
    """
    after = dict(clocks)
    for act in acts:
        if isinstance(act, Begin):
            after[act.key] = start(act.rules, act.duty, act.day, calendar, act.until)
        elif isinstance(act, Prolong):
            after[act.key] = extend(after[act.key], act.extension, calendar)
        elif isinstance(act, Done):
            after[act.key] = stop(after[act.key], act.day)
    absences = [act for act in acts if isinstance(act, Away)]
    forecasts = [
        Forecast(
            key,
            clock,
            clocks[key].due if key in clocks else None,
            _red_from(clock, horizon),
            _act_by(key, clock, absences, calendar),
        )
        for key, clock in after.items()
    ]
    return tuple(sorted(forecasts, key=lambda each: (each.red_from or date.max, each.act_by, each.key)))


def _red_from(clock: Clock, horizon: date) -> date | None:
    if clock.waived or (clock.stopped_on or horizon) <= clock.due:
        return None
    return clock.due + ONE_DAY


def _act_by(key: str, clock: Clock, absences: Sequence[Away], calendar: WorkCalendar) -> date:
    day = reminder_day(clock, calendar)
    for absence in sorted(absences, key=lambda each: each.first, reverse=True):
        if key in absence.keys and absence.first <= day <= absence.last:
            day = calendar.previous_working_day(absence.first - ONE_DAY)
    return day
