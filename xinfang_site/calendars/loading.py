"""Loading the working calendar (工作日历装载) from the State Council notices known to this version."""

from datetime import date, timedelta

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays
from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.calendars.models import CalendarDay, CalendarYear

NOTICE = "国务院办公厅关于{year}年部分节假日安排的通知"
NAMES = {
    Holiday.new_years_day.value: "元旦",
    Holiday.spring_festival.value: "春节",
    Holiday.tomb_sweeping_day.value: "清明节",
    Holiday.labour_day.value: "劳动节",
    Holiday.dragon_boat_festival.value: "端午节",
    Holiday.national_day.value: "国庆节",
    Holiday.mid_autumn_festival.value: "中秋节",
    Holiday.anti_fascist_70th_day.value: "抗战胜利70周年纪念日",
}


def load_known_years(session: Session) -> int:
    """Add the years that the office's table does not hold yet; returns how many. Inside ``writing()``.

    A year that is there is never touched: the table is the office's own.
    """
    present = set(session.scalars(select(CalendarYear.year)))
    known = {day.year for day in holidays}
    missing = sorted(known - present)
    for year in missing:
        session.add(CalendarYear(year=year, notice=NOTICE.format(year=year)))
    session.flush()
    for year in missing:
        session.add_all(exceptions_of(year))
    return len(missing)


def exceptions_of(year: int) -> list[CalendarDay]:
    """Days of ``year`` that differ from their weekday: holidays on weekdays too, and makeup days."""
    found = []
    day = date(year, 1, 1)
    while day.year == year:
        if day in holidays:
            found.append(CalendarDay(day=day, year=year, working=False, name=NAMES[holidays[day]]))
        elif day in workdays and day.weekday() >= 5:
            name = f"{NAMES[workdays[day]]}调休上班"
            found.append(CalendarDay(day=day, year=year, working=True, name=name))
        day += timedelta(days=1)
    return found
