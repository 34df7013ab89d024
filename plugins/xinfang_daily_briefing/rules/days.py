"""Days of issue (出刊日): one issue each working day, makeup Saturdays included; a missing one is shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.titles import Titled


class DayStanding(Titled):
    """What became of a day (当日情况)."""

    ISSUED = "issued", "已出刊"
    SILENT = "silent", "零报告"
    MISSING = "missing", "缺刊"
    WAITING = "waiting", "待出刊"
    REST = "rest", "休息"


def is_due(calendar: WorkCalendar, day: date) -> bool:
    """Whether an issue is due (应出刊): on working days, makeup Saturdays too, never on holidays."""
    return calendar.is_working(day)


@dataclass(frozen=True, slots=True)
class Year:
    """What was issued (出刊情况): days with content, days of signed silence."""

    issued: Collection[date]
    silent: Collection[date] = ()

    def standing(self, calendar: WorkCalendar, day: date, today: date) -> DayStanding:
        """What became of ``day``; signed silence is not a missing issue, today's may still come."""
        if day in self.silent:
            return DayStanding.SILENT
        if day in self.issued:
            return DayStanding.ISSUED
        if not is_due(calendar, day):
            return DayStanding.REST
        return DayStanding.MISSING if day < today else DayStanding.WAITING


def missing_days(calendar: WorkCalendar, signed: Iterable[date], first: date, today: date) -> list[date]:
    """Working days from ``first`` up to yesterday without a signed issue (缺刊日)."""
    present = set(signed)
    days = (first + timedelta(days=n) for n in range(max(0, (today - first).days)))
    return [each for each in days if each not in present and is_due(calendar, each)]


def age(first_seen: date, day: date) -> int:
    """The how manieth day of a matter an issue reports (第几天): 1 on its first day."""
    return max(0, (day - first_seen).days) + 1
