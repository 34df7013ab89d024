from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import CALENDAR, NO_TABLE, any_day, d, working_days_between
from xinfang_site.domain.limits.calendars import NamedDay, WorkCalendar

loaded = st.dates(date(2004, 1, 1), date(2026, 10, 1))


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_the_table_says_what_the_notices_say(day):
    assert CALENDAR.is_working(day) is chinese_calendar.is_workday(day)


@given(loaded, st.integers(0, 40))
def test_working_days_equal_a_brute_force_count(start, days):
    walk = CALENDAR.add_working_days(start, days)
    worked = [
        start + timedelta(days=n)
        for n in range(1, (walk.day - start).days + 1)
        if chinese_calendar.is_workday(start + timedelta(days=n))
    ]
    assert list(walk.counted) == worked
    assert len(worked) == days == working_days_between(start, walk.day)


@given(any_day, st.integers(1, 40))
def test_every_day_walked_is_either_counted_or_skipped_by_name(start, days):
    walk = CALENDAR.add_working_days(start, days)
    skipped = [each.day for each in walk.skipped]
    assert sorted([*walk.counted, *skipped]) == [
        start + timedelta(days=n) for n in range(1, (walk.day - start).days + 1)
    ]
    assert all(each.name for each in walk.skipped)
    assert set(walk.makeup) == {NamedDay(x, CALENDAR.name_of(x)) for x in walk.counted if x.weekday() > 4}


@given(any_day, st.integers(1, 30), st.booleans())
def test_a_year_without_a_table_is_never_an_exception_and_always_provisional(start, days, loaded_too):
    calendar = CALENDAR if loaded_too else NO_TABLE
    walk = calendar.add_working_days(start, days)
    years = range((start + timedelta(days=1)).year, walk.day.year + 1)
    assert walk.missing_years == tuple(year for year in years if year not in calendar.years)
    assert walk.provisional is bool(walk.warning) is bool(walk.missing_years)


@given(any_day)
def test_rolling_only_goes_forward_and_ends_on_a_working_day(day):
    rolled = CALENDAR.roll_forward(day)
    assert rolled.day >= day
    assert CALENDAR.is_working(rolled.day)
    assert len(rolled.skipped) == (rolled.day - day).days
    assert CALENDAR.next_working_day(day) == rolled.day


@given(any_day)
def test_the_previous_working_day_is_the_last_one_not_after(day):
    before = CALENDAR.previous_working_day(day)
    assert before <= day
    assert CALENDAR.is_working(before)
    assert working_days_between(before, day) == 0


@given(any_day, st.integers(0, 90))
def test_calendar_days_need_no_table(start, days):
    walk = NO_TABLE.count(start, days, only_working=False)
    assert walk.day == start + timedelta(days=days)
    assert len(walk.counted) == days
    assert not walk.provisional


def test_the_fallback_knows_weekends_and_new_year_only():
    assert NO_TABLE.name_of(d("2027-01-01")) == "元旦"
    assert not NO_TABLE.is_working(d("2027-01-01"))
    assert not NO_TABLE.is_working(d("2027-01-02"))
    assert NO_TABLE.is_working(d("2027-10-01"))
    assert (NO_TABLE.name_of(d("2027-01-02")), NO_TABLE.name_of(d("2027-01-03"))) == ("周六", "周日")
    assert NO_TABLE.name_of(d("2027-01-04")) == ""


def test_a_makeup_saturday_is_worked_and_named():
    assert CALENDAR.is_makeup(d("2026-02-14"))
    assert CALENDAR.name_of(d("2026-02-14")) == "春节调休上班"
    assert not CALENDAR.is_makeup(d("2026-02-13"))


def test_a_day_of_a_year_without_table_may_be_known_already():
    early = WorkCalendar.build({d("2027-01-02"): (True, "元旦调休上班")}, [])
    assert early.is_working(d("2027-01-02"))
    assert early.missing_years(d("2027-01-02"), d("2028-01-01")) == (2027, 2028)


def test_the_table_cannot_be_changed_from_outside():
    rows = {d("2026-03-02"): (False, "某日")}
    calendar = WorkCalendar.build(rows, [2026])
    rows.clear()
    assert not calendar.is_working(d("2026-03-02"))
    with pytest.raises(TypeError):
        calendar.exceptions[d("2026-03-03")] = (False, "")


def test_zero_days_lead_nowhere():
    assert CALENDAR.add_working_days(d("2026-12-31"), 0).day == d("2026-12-31")


def test_only_the_days_after_the_event_need_a_holiday_notice():
    next_year = WorkCalendar.build({}, [2027])
    assert not next_year.add_working_days(d("2026-12-31"), 2).provisional
    assert not NO_TABLE.add_working_days(d("2026-12-30"), 0).provisional


def test_calendar_days_with_stops_need_no_holiday_notice_either():
    walk = NO_TABLE.count(d("2026-12-30"), 5, only_working=False, stopped={d("2027-01-02"): "听证"})
    assert (walk.day, walk.provisional, walk.makeup) == (d("2027-01-05"), False, ())
