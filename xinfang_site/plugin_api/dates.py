"""Days and moments (日期与时刻): the site's clock and the office's own working calendar."""

from datetime import date, datetime, time

from xinfang_site.calendars.queries import missing_years, work_calendar
from xinfang_site.clock import CHINA, at, china, now, today
from xinfang_site.domain.limits.calendars import WorkCalendar


def instant(day: date, hour: time) -> datetime:
    """The instant at which clocks in China show this day and hour (时刻)."""
    return datetime.combine(day, hour, CHINA)


__all__ = ["WorkCalendar", "at", "china", "instant", "missing_years", "now", "today", "work_calendar"]
