"""Reading the working calendar (工作日历查询)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.calendars.models import CalendarDay, CalendarYear
from xinfang_site.domain.calendars import WorkCalendar


def work_calendar(session: Session) -> WorkCalendar:
    """The office's table as the rules count with it.

    Read afresh at each call, some 30 rows a year: a holiday entered a moment ago counts at once in
    every process.
    """
    days = session.execute(select(CalendarDay.day, CalendarDay.working, CalendarDay.name))
    exceptions = {row.day: (row.working, row.name) for row in days}
    return WorkCalendar.build(exceptions, session.scalars(select(CalendarYear.year)))


def missing_years(session: Session, until: date) -> list[int]:
    """Years from this one up to ``until``'s whose holiday notice is not loaded (节假日未录入)."""
    loaded = set(session.scalars(select(CalendarYear.year)))
    return [year for year in range(clock.today().year, until.year + 1) if year not in loaded]


def years(session: Session) -> Sequence[CalendarYear]:
    """Years whose notice is loaded, newest first."""
    return session.scalars(select(CalendarYear).order_by(CalendarYear.year.desc())).all()


def days_of(session: Session, year: int) -> dict[date, CalendarDay]:
    """The days of ``year`` that differ from their weekday, in order."""
    query = select(CalendarDay).where(CalendarDay.year == year).order_by(CalendarDay.day)
    return {each.day: each for each in session.scalars(query)}
