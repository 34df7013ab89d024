"""Reading the working calendar (工作日历查询)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.calendars.models import CalendarDay, CalendarYear
from xinfang_site.domain.calendars import WorkCalendar


def work_calendar(session: Session, first_year: int | None = None) -> WorkCalendar:
    """The office's table as the statute's rules take it; from ``first_year`` on, where given."""
    days = select(CalendarDay.day, CalendarDay.working, CalendarDay.name)
    if first_year is not None:
        days = days.where(CalendarDay.day >= date(first_year, 1, 1))
    exceptions = {row.day: (row.working, row.name) for row in session.execute(days)}
    return WorkCalendar.build(exceptions, session.scalars(select(CalendarYear.year)).all())
