"""Reading the working calendar (工作日历查询)."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import Integer, String, cast, func, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.calendars.models import CalendarDay, CalendarYear
from xinfang_site.domain.limits.calendars import WorkCalendar

_TABLE = select(
    func.aggregate_strings(
        cast(CalendarDay.day, String)
        + "|"
        + cast(cast(CalendarDay.working, Integer), String)
        + "|"
        + func.replace(CalendarDay.name, "\n", " "),
        "\n",
    ),
    select(func.aggregate_strings(cast(CalendarYear.year, String), "\n")).scalar_subquery(),
)
"""The whole table as two texts: 700 rows read one by one would cost a save a third of its time."""


def work_calendar(session: Session) -> WorkCalendar:
    """The office's table as the rules count with it.

    Read afresh at each call: a holiday entered a moment ago counts at once in every process. Only
    what the same table was turned into before is remembered.
    """
    days, years = session.execute(_TABLE).one()
    return _calendar(days or "", years or "")


@lru_cache(maxsize=4)
def _calendar(days: str, years: str) -> WorkCalendar:
    rows = (row.split("|", 2) for row in filter(None, days.split("\n")))
    exceptions = {date.fromisoformat(day): (working == "1", name) for day, working, name in rows}
    return WorkCalendar.build(exceptions, map(int, years.split()))


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
