"""Days and moments (日期与时刻): the site's clock and the office's own working calendar."""

from xinfang_site.calendars.queries import missing_years, work_calendar
from xinfang_site.clock import china, now, today
from xinfang_site.domain.calendars import WorkCalendar

__all__ = ["WorkCalendar", "china", "missing_years", "now", "today", "work_calendar"]
