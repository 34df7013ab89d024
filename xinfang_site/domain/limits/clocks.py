"""Clocks (期限): start, stop, waive, recompute. A clock keeps the rule it started by.

Days are legal days in China time; the whole last day is in time. Every function returns a new clock.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.calendars import ONE_DAY, Walk, WorkCalendar
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import ClockRule, Interruption, Roll, RuleSet, Unit
from xinfang_site.domain.roles import Role
from xinfang_site.domain.titles import Titled


class ClockState(Titled):
    """How a clock stands (期限状态)."""

    RUNNING = "running", "计时中"
    MET = "met", "按期"
    LATE = "late", "超期"
    WAIVED = "waived", "免除"
    PROVISIONAL = "provisional", "暂定"
    SUSPENDED = "suspended", "中止"


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension granted (延期): how long, why, by whom.

    Attributes:
        days: days added, in the unit of the clock's rule.
        reason: why, as told to the petitioner.
        approver: who approved it.
        approver_role: in which role.
        decided_on: day of approval.
        document: number of the notice, if any.
    """

    days: int
    reason: str
    approver: str
    approver_role: Role
    decided_on: date
    document: str = ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days on which a clock stands still (中止), both ends included; open while ``last`` is None."""

    first: date
    last: date | None = None
    kind: Interruption = Interruption.HEARING
    document: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit of one matter (期限).

    Attributes:
        duty: what the limit is for.
        rule: the rule as it was when the clock started; never rewritten.
        rule_set: key of the set it came from.
        started_on: day of the event, not counted.
        length: days counted before extensions.
        base_due: due day before extensions, stops and rolling (原期限).
        due: due day now.
        stopped_on: day the duty was done, or None.
        waived: reason why the duty is not owed, or empty.
        extensions: extensions granted, in order.
        suspensions: days on which it stood still, in order.
        missing_years: years without a holiday table that the due day rests on.
    """

    duty: Duty
    rule: ClockRule
    rule_set: str
    started_on: date
    length: int
    base_due: date
    due: date
    stopped_on: date | None = None
    waived: str = ""
    extensions: tuple[Extension, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    missing_years: tuple[int, ...] = ()

    @property
    def basis(self) -> str:
        """The article as stored and printed (依据)."""
        return self.rule.basis.cite()

    @property
    def running(self) -> bool:
        """Whether it still runs (未停止)."""
        return self.stopped_on is None and not self.waived

    @property
    def state(self) -> ClockState:
        """How it stands (期限状态), whatever the day: one that runs is not called late before it stops."""
        if self.waived:
            return ClockState.WAIVED
        if self.stopped_on is not None:
            return ClockState.LATE if self.stopped_on > self.due else ClockState.MET
        if self.open_suspension is not None:
            return ClockState.SUSPENDED
        return ClockState.PROVISIONAL if self.provisional else ClockState.RUNNING

    @property
    def provisional(self) -> bool:
        """Whether its due day may still move (暂定)."""
        return bool(self.missing_years)

    @property
    def extended_by(self) -> int:
        """Days added by all extensions (累计延期)."""
        return sum(each.days for each in self.extensions)

    @property
    def open_suspension(self) -> Suspension | None:
        """The stop that has not ended (未结束的中止), if any."""
        return next((each for each in self.suspensions if each.last is None), None)


def start(
    rules: RuleSet, duty: Duty, started_on: date, calendar: WorkCalendar, until: date | None = None
) -> Clock:
    """Start a clock (起算).

    Args:
        rules: the set that governs the matter.
        duty: the duty or right.
        started_on: day of the event; it is not counted (民法典第二百零一条).
        calendar: the office's working calendar.
        until: last day, where the rule names no length (指定办理期限).

    Raises:
        Refused: the set has no such limit, or the day is missing or before the start.
    """
    rule = rules.rule(duty)
    if rule.length is None:
        if until is None:
            raise Refused(f"“{duty.title}”没有法定天数，应当指定期限", rule.basis, "until")
        if until < started_on:
            raise Refused("指定期限不得早于起算日", rule.basis, "until")
        length = (until - started_on).days
    else:
        length = rule.length
    clock = Clock(duty, rule, rules.key, started_on, length, started_on, started_on)
    return recompute(clock, calendar)


def counted(clock: Clock, calendar: WorkCalendar) -> Walk:
    """The count up to the unrolled due day (逐日推算): length and extensions, stops left out."""
    return calendar.count(
        clock.started_on,
        clock.length + clock.extended_by,
        only_working=clock.rule.unit is Unit.WORKING,
        stopped=_stopped_days(clock),
    )


def rolled(clock: Clock, unrolled: date, calendar: WorkCalendar) -> Walk:
    """The due day after rolling (顺延), with the rest days passed over."""
    return calendar.roll_forward(unrolled) if clock.rule.roll is Roll.FORWARD else Walk(unrolled)


def recompute(clock: Clock, calendar: WorkCalendar) -> Clock:
    """The clock by a calendar (重算): its rule, start, stops and extensions stay what they are.

    A clock that has stopped is history and is returned as it is.
    """
    if not clock.running:
        return clock
    base = calendar.count(clock.started_on, clock.length, only_working=clock.rule.unit is Unit.WORKING)
    walk = counted(clock, calendar)
    end = rolled(clock, walk.day, calendar)
    missing = tuple(sorted({*walk.missing_years, *end.missing_years}))
    return replace(clock, base_due=base.day, due=end.day, missing_years=missing)


def stop(clock: Clock, day: date) -> Clock:
    """Stop a clock because the duty is done (停止). A late stop is never refused: it is recorded late.

    Raises:
        Refused: it has stopped already, ``day`` is before the start, or a stop is still open.
    """
    check_runs(clock)
    if day < clock.started_on:
        raise Refused(f"办理日期不得早于起算日{clock.started_on}", clock.rule.basis, "day")
    if clock.open_suspension is not None:
        raise Refused("听证尚未结束，不能停止期限", clock.rule.basis, "day")
    return replace(clock, stopped_on=day)


def waive(clock: Clock, reason: str) -> Clock:
    """Record that the duty is not owed (免除).

    Raises:
        Refused: it has stopped already, or the reason is missing.
    """
    check_runs(clock)
    if not reason.strip():
        raise Refused("免除期限应当写明理由", clock.rule.basis, "reason")
    return replace(clock, waived=reason.strip())


def reminder_day(clock: Clock, calendar: WorkCalendar) -> date:
    """The day to remind (提醒日): the last working day on or before the due day, not before the start.

    Where office limits are strict, the work must be done by then.
    """
    return max(clock.started_on, calendar.previous_working_day(clock.due))


def check_runs(clock: Clock) -> None:
    """Refuse to touch a clock that has stopped (期限已停止).

    Raises:
        Refused: it has stopped or was waived.
    """
    if not clock.running:
        raise Refused(f"“{clock.duty.title}”期限已经停止", clock.rule.basis)


def _stopped_days(clock: Clock) -> dict[date, str]:
    days: dict[date, str] = {}
    for each in clock.suspensions:
        for offset in range(((each.last or each.first - ONE_DAY) - each.first).days + 1):
            days[each.first + timedelta(days=offset)] = each.kind.title
    return days
