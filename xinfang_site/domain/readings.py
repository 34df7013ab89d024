"""Reading a clock (期限读数): how it stands on a day, what is left, when to remind."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from xinfang_site.domain.calendars import WorkCalendar
from xinfang_site.domain.clocks import Clock, ClockState, recompute
from xinfang_site.domain.titles import Title


class Level(StrEnum):
    """Warning level of a running clock (预警级别); always shown as a word, never as a colour alone."""

    NORMAL = "normal"
    NEAR = "near"
    TODAY = "today"
    OVERDUE = "overdue"

    @property
    def title(self) -> Title:
        """The level's word (预警级别名称)."""
        return Title(_LEVEL_TITLES[self])


_LEVEL_TITLES = {Level.NORMAL: "正常", Level.NEAR: "临近", Level.TODAY: "今日到期", Level.OVERDUE: "超期"}


def due_on(clock: Clock, day: date, calendar: WorkCalendar) -> date:
    """The due day as seen on ``day`` (当日所见期限): an open stop has lasted up to that day."""
    current = clock.open_suspension
    if current is None or day < current.first:
        return clock.due
    so_far = tuple(replace(each, last=day) if each is current else each for each in clock.suspensions)
    return recompute(replace(clock, suspensions=so_far), calendar).due


def state_on(clock: Clock, day: date, calendar: WorkCalendar) -> ClockState:
    """How a clock stands on ``day`` (当日状态)."""
    if clock.waived:
        return ClockState.WAIVED
    if days_late(clock, day, calendar):
        return ClockState.LATE
    if clock.stopped_on is not None:
        return ClockState.MET
    return ClockState.PROVISIONAL if clock.provisional else ClockState.RUNNING


def days_late(clock: Clock, day: date, calendar: WorkCalendar) -> int:
    """Calendar days past due (超期天数) when it stopped, or by ``day`` while it runs; 0 in time."""
    if clock.waived:
        return 0
    end = clock.stopped_on or day
    return max(0, (end - due_on(clock, end, calendar)).days)


def days_left(clock: Clock, day: date, calendar: WorkCalendar) -> int:
    """Calendar days left on ``day`` (剩余天数); 0 on the due day, negative when past due."""
    return (due_on(clock, day, calendar) - day).days


def reminder_day(clock: Clock, calendar: WorkCalendar) -> date:
    """The day to remind (提醒日): the last working day on or before the due day, not before the start.

    Where office limits are strict, the work must be done by then.
    """
    return max(clock.started_on, calendar.previous_working_day(clock.due))


def level_on(clock: Clock, day: date, calendar: WorkCalendar) -> Level:
    """Warning level of a running clock on ``day`` (当日预警级别); a stopped one is normal."""
    if not clock.running:
        return Level.NORMAL
    left = days_left(clock, day, calendar)
    if left < 0:
        return Level.OVERDUE
    if left == 0:
        return Level.TODAY
    near = max(clock.rule.warn, default=0)
    return Level.NEAR if left <= near or day >= reminder_day(clock, calendar) else Level.NORMAL


def warning_days(clock: Clock) -> tuple[date, ...]:
    """Days on which a warning step begins (预警日), in order, none before the start."""
    days = (clock.due - timedelta(days=left) for left in clock.rule.warn)
    return tuple(day for day in days if day > clock.started_on)


@dataclass(frozen=True, slots=True)
class DueChange:
    """A due day that a new calendar moves (期限变动)."""

    before: Clock
    after: Clock

    @property
    def moved(self) -> int:
        """Days by which it moves, negative for earlier (变动天数)."""
        return (self.after.due - self.before.due).days


def changes_under(clocks: tuple[Clock, ...], calendar: WorkCalendar) -> tuple[DueChange, ...]:
    """What a new calendar would change (重算预览): only clocks whose due day or standing differs."""
    pairs = ((clock, recompute(clock, calendar)) for clock in clocks)
    return tuple(DueChange(before, after) for before, after in pairs if before != after)


def years_at_risk(clocks: tuple[Clock, ...], calendar: WorkCalendar) -> tuple[int, ...]:
    """Years without a holiday table that running clocks reach (缺少节假日表的年份)."""
    ends = {clock.due.year for clock in clocks if clock.running}
    years = ends | {year for clock in clocks if clock.running for year in clock.missing_years}
    return tuple(sorted(year for year in years if year not in calendar.years))
