"""The holiday table of 2004-2026 and strategies shared by the tests of the statute."""

from datetime import date, timedelta

import pytest
from chinese_calendar.constants import holidays, workdays
from hypothesis import strategies as st

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.limits.clocks import Clock, Extension, start
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rule_sets import RULES_2022
from xinfang_site.domain.roles import Role

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
EXCEPTIONS = {day: (False, NAMES[name]) for day, name in holidays.items()} | {
    day: (True, f"{NAMES[name]}调休上班") for day, name in workdays.items()
}
CALENDAR = WorkCalendar.build(EXCEPTIONS, range(2004, 2027))
NO_TABLE = WorkCalendar()

days_2022 = st.dates(date(2022, 5, 1), date(2026, 9, 30))
any_day = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def d(text: str) -> date:
    return date.fromisoformat(text)


def working_days_between(start: date, end: date) -> int:
    """Working days after ``start`` up to and including ``end``, counted one by one."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(CALENDAR.is_working(day) for day in days)


def after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def clock(duty: Duty, started: str | date) -> Clock:
    day = d(started) if isinstance(started, str) else started
    return start(RULES_2022, duty, day, CALENDAR)


def extension(
    days: int, on: str | date, *, reason: str = "情况复杂", role: Role = Role.UNIT_HEAD
) -> Extension:
    return Extension(days, reason, "王局长", role, d(on) if isinstance(on, str) else on)


def refused_by(check, *args, **kwargs):
    """The article and field of the refusal."""
    with pytest.raises(Refused) as refused:
        check(*args, **kwargs)
    return refused.value.article, refused.value.field
