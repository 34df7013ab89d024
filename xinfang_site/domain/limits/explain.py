"""Explain this date (期限说明): how a due day was worked out, as a value that a page can lay out."""

from dataclasses import dataclass
from datetime import date

from xinfang_site.domain.limits.calendars import NamedDay, WorkCalendar
from xinfang_site.domain.limits.clocks import (
    Clock,
    Extension,
    counted,
    recompute,
    reminder_day,
    rolled,
)
from xinfang_site.domain.limits.rules import Mark
from xinfang_site.domain.statutes import CIVIL_CODE, Article

DAY_OF_EVENT = Article(CIVIL_CODE, 201, 1)
"""The day of the event is not counted (开始的当日不计入)."""

ROLLING = Article(CIVIL_CODE, 203, 1)
"""A last day on a rest day moves to the day after it (期间最后一日遇法定休息日顺延)."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a due day was worked out (期限推算说明).

    Attributes:
        title: what the limit is for.
        described: the rule in one line.
        basis: the article.
        rule_set: key of the rule set the clock keeps.
        policy: the text is silent and this is the site's own rule.
        mark: how sure the source is.
        started_on: day of the event, not counted.
        start_event: the event.
        unit: the unit's name.
        days: days counted, extensions included.
        first: first day counted, or None when none is.
        skipped: days left out (rest days, stops), each with its name.
        makeup: worked weekend days that were counted.
        extensions: extensions.
        base_due: due day before extensions, stops and rolling.
        unrolled: due day before rolling.
        passed_over: rest days that the last day moved over.
        rest_day: what the due day is called where it is a rest day and stays the last day, else empty.
        due: due day.
        reminder: last working day on or before the due day.
        missing_years: years without a holiday table when the day was worked out.
        by_calendar: the due day of a running clock by the calendar given; not ``due`` where that has changed since.
    """

    title: str
    described: str
    basis: Article
    rule_set: str
    policy: bool
    mark: Mark
    started_on: date
    start_event: str
    unit: str
    days: int
    first: date | None
    skipped: tuple[NamedDay, ...]
    makeup: tuple[NamedDay, ...]
    extensions: tuple[Extension, ...]
    base_due: date
    unrolled: date
    passed_over: tuple[NamedDay, ...]
    rest_day: str
    due: date
    reminder: date
    missing_years: tuple[int, ...]
    by_calendar: date

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in sentences (文字说明), for print and for the public page."""
        lines = [
            f"{self.started_on}{self.start_event}，当日不计入（{DAY_OF_EVENT.cite()}）",
            f"{self.described}（{self.basis.cite()}{'；本站规则' if self.policy else ''}）",
        ]
        if self.extensions:
            lines.append(f"原期限至{self.base_due}")
        lines += [f"延长{each.days}{self.unit}：{each.reason}" for each in self.extensions]
        lines += [f"{named.day}{named.name}，不计入" for named in self.skipped]
        lines += [f"{named.day}{named.name}，计入" for named in self.makeup]
        lines += [f"{named.day}{named.name}，期满日顺延（{ROLLING.cite()}）" for named in self.passed_over]
        if self.rest_day:
            lines.append(f"{self.due}{self.rest_day}，期满日不顺延（本站规则），{self.reminder}提醒")
        lines += [f"推算时{year}年节假日未录入，日期暂定" for year in self.missing_years]
        if self.by_calendar != self.due:
            lines.append(f"工作日历后有变动，按现行日历至{self.by_calendar}，本期限没有重算")
        lines.append(f"期限至{self.due}（当日办理有效）")
        return tuple(lines)


def explain(clock: Clock, calendar: WorkCalendar) -> Explanation:
    """How a clock's due day was worked out (期限推算).

    For a clock that has stopped, the count is by the calendar given; its due day stays what it was.
    """
    walk = counted(clock, calendar)
    end = rolled(clock, walk.day, calendar)
    return Explanation(
        title=clock.duty.title,
        described=clock.rule.described,
        basis=clock.rule.basis,
        rule_set=clock.rule_set,
        policy=clock.rule.policy,
        mark=clock.rule.mark,
        started_on=clock.started_on,
        start_event=clock.rule.start_event,
        unit=clock.rule.unit.title,
        days=clock.length + clock.extended_by,
        first=walk.counted[0] if walk.counted else None,
        skipped=walk.skipped,
        makeup=walk.makeup,
        extensions=clock.extensions,
        base_due=clock.base_due,
        unrolled=walk.day,
        passed_over=end.skipped,
        rest_day="" if calendar.is_working(clock.due) else calendar.name_of(clock.due),
        due=clock.due,
        reminder=reminder_day(clock, calendar),
        missing_years=clock.missing_years,
        by_calendar=recompute(clock, calendar).due,
    )
