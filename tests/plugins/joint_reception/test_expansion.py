from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import CALENDAR, NO_TABLE, d
from tests.plugins.joint_reception import brute
from xinfang_joint_reception.domain.expansion import Exceptions, Period, expand
from xinfang_joint_reception.domain.patterns import MOST_DAYS, Pattern, Roll, Rule, check_rule, words
from xinfang_site.domain.errors import Refused


def year(number: int, pattern: Pattern, **rest) -> Rule:
    return Rule(pattern, date(number, 1, 1), date(number, 12, 31), **rest)


def month(number: int, at: int, **rest) -> Rule:
    last = (date(number + at // 12, at % 12 + 1, 1) - timedelta(days=1)).isoformat()
    return Rule(Pattern.WEEKLY, date(number, at, 1), d(last), **rest)


def falls_on(rule: Rule, *dates: str) -> None:
    prefix = str(rule.first.year)
    assert [each.isoformat() for each in expand(rule, CALENDAR).days] == [
        f"{prefix}-{each}" for each in dates
    ]


def test_case_29_leaders_on_the_15th_roll_over_the_holidays_of_2026():
    falls_on(
        year(2026, Pattern.MONTHLY, month_days=(15,)),
        *("01-15", "02-24", "03-16", "04-15", "05-15", "06-15"),
        *("07-15", "08-17", "09-15", "10-15", "11-16", "12-15"),
    )


@pytest.mark.parametrize(
    ("number", "dates"),
    [
        (2024, "01-15 02-18 03-15 04-15 05-15 06-17 07-15 08-15 09-18 10-15 11-15 12-16"),
        (2025, "01-15 02-17 03-17 04-15 05-15 06-16 07-15 08-15 09-15 10-15 11-17 12-15"),
        (2021, "01-15 02-18 03-15 04-15 05-17 06-15 07-15 08-16 09-15 10-15 11-15 12-15"),
        (2020, "01-15 02-17 03-16 04-15 05-15 06-15 07-15 08-17 09-15 10-15 11-16 12-15"),
    ],
)
def test_the_15th_of_other_years_rolls_likewise(number, dates):
    falls_on(year(number, Pattern.MONTHLY, month_days=(15,)), *dates.split())


@pytest.mark.parametrize(
    ("number", "at", "dates"),
    [
        (2026, 2, "02-03 02-05 02-10 02-12 02-24 02-26"),
        (2026, 10, "10-08 10-13 10-15 10-20 10-22 10-27 10-29"),
        (2021, 2, "02-02 02-04 02-09 02-18 02-23 02-25"),
        (2025, 10, "10-09 10-14 10-16 10-21 10-23 10-28 10-30"),
    ],
)
def test_tuesdays_and_thursdays_drop_holidays_as_a_city_once_published(number, at, dates):
    falls_on(month(number, at, weekdays=(1, 3), roll=Roll.DROP), *dates.split())


def test_a_dropped_day_says_why_and_can_be_added_back():
    rule = month(2026, 2, weekdays=(1, 3), roll=Roll.DROP)
    assert [(str(each.nominal), each.reason) for each in expand(rule, CALENDAR).dropped] == [
        ("2026-02-17", "春节"),
        ("2026-02-19", "春节"),
    ]
    back = expand(rule, CALENDAR, Exceptions(added=(d("2026-02-19"),)))
    assert d("2026-02-19") in back.days
    assert [str(each.nominal) for each in back.dropped] == ["2026-02-17"]


def test_every_working_day_takes_makeup_saturdays_and_mondays_go_to_the_head():
    rule = Rule(Pattern.DAILY, d("2026-02-09"), d("2026-02-28"), head_weekday=0)
    slots = expand(rule, CALENDAR).slots
    assert [each.day.day for each in slots] == [9, 10, 11, 12, 13, 14, 24, 25, 26, 27, 28]
    assert [each.day.day for each in slots if each.by_head] == [9]


def test_two_days_rolled_to_one_are_one_session():
    rule = Rule(Pattern.MONTHLY, d("2026-10-01"), d("2026-10-31"), month_days=(2, 5, 8))
    found = expand(rule, CALENDAR)
    assert found.days == (d("2026-10-08"),)
    assert len(found.dropped) == 2
    assert all("重合" in each.reason for each in found.dropped)


def test_the_31st_is_the_last_day_of_a_shorter_month():
    rule = year(2025, Pattern.MONTHLY, month_days=(31,), roll=Roll.KEEP)
    assert [each.day for each in expand(rule, CALENDAR).days] == [
        31,
        28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ]


def test_a_year_without_a_table_is_provisional_and_never_an_exception():
    found = expand(year(2031, Pattern.MONTHLY, month_days=(1,)), NO_TABLE)
    assert found.days[0] == d("2031-01-02")
    assert found.warning == "2031年节假日未录入，场次按周末暂排"


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("last", Rule(Pattern.DAILY, d("2026-02-01"), d("2026-01-01"))),
        ("last", Rule(Pattern.DAILY, d("2026-02-01"), d("2026-02-01") + timedelta(days=MOST_DAYS + 1))),
        ("month_days", year(2026, Pattern.MONTHLY)),
        ("month_days", year(2026, Pattern.MONTHLY, month_days=(32,))),
        ("weekdays", year(2026, Pattern.WEEKLY)),
        ("times", year(2026, Pattern.TIMES, times=0)),
        ("times", year(2026, Pattern.TIMES, times=8)),
        ("dates", year(2026, Pattern.DATES)),
    ],
)
def test_an_incomplete_rule_names_the_field(field, rule):
    with pytest.raises(Refused) as refused:
        check_rule(rule)
    assert refused.value.field == field


def test_a_rule_reads_as_the_office_would_say_it():
    assert words(year(2026, Pattern.MONTHLY, month_days=(15,))) == "每月15日，遇节假日顺延至下一工作日"
    assert (
        words(year(2026, Pattern.WEEKLY, weekdays=(1, 3), roll=Roll.DROP)) == "每周二、周四，遇节假日当次取消"
    )
    assert words(year(2026, Pattern.DAILY, head_weekday=0)) == "每个工作日，周一由主要负责人接访"
    assert words(year(2026, Pattern.TIMES, times=2, weekdays=(1,))) == "每周2次（优先周二）"
    assert words(year(2026, Pattern.QUARTERLY, times=3)) == "每季度3次"
    assert words(year(2026, Pattern.DATES, dates=(d("2026-04-07"),))).startswith("专题接访日：2026-04-07")


starts = st.dates(date(2005, 1, 1), date(2025, 9, 1))
periods = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 12)), max_size=3)


@st.composite
def planned(draw):
    """A rule that names days one by one, with exceptions."""
    first = draw(starts)
    last = first + timedelta(days=draw(st.integers(0, 200)))
    pattern = draw(st.sampled_from([Pattern.MONTHLY, Pattern.WEEKLY, Pattern.DAILY, Pattern.DATES]))
    inside = st.integers(0, (last - first).days).map(lambda n: first + timedelta(days=n))
    rule = Rule(
        pattern,
        first,
        last,
        draw(st.sampled_from(Roll)),
        tuple(draw(st.sets(st.integers(1, 31), min_size=1, max_size=4))),
        tuple(draw(st.sets(st.integers(0, 6), min_size=1))),
        dates=tuple(draw(st.sets(inside, min_size=1, max_size=6))),
    )
    closed = tuple(
        Period(first + timedelta(days=at), first + timedelta(days=at + length), "装修")
        for at, length in draw(periods)
    )
    dropped = frozenset(draw(st.sets(inside, max_size=4)))
    return rule, Exceptions(closed, dropped, tuple(draw(st.sets(inside, max_size=3))))


@pytest.mark.untraced
@given(planned())
def test_expansion_equals_a_walk_through_the_calendar(given_plan):
    rule, exceptions = given_plan
    found = expand(rule, CALENDAR, exceptions)
    assert list(found.days) == brute.held(rule, exceptions.blocked, exceptions.dropped, exceptions.added)


@given(planned())
def test_every_named_day_is_held_moved_or_dropped_with_a_reason(given_plan):
    rule, exceptions = given_plan
    found = expand(rule, CALENDAR, exceptions)
    told = {each.nominal for each in found.slots} | {each.nominal for each in found.dropped}
    named = {day for day in brute.span(rule.first, rule.last) if brute.named(rule, day)}
    assert told - set(exceptions.added) == named - set(exceptions.added)
    assert set(exceptions.added) <= set(found.days)
    assert all(each.reason for each in found.dropped)
    assert all(each.note for each in found.slots if each.day != each.nominal)


@given(starts, st.integers(1, 7), st.sets(st.integers(0, 6)))
def test_n_times_a_week_is_n_open_days_of_every_week_that_has_them(first, times, liked):
    last = first + timedelta(days=120)
    found = expand(Rule(Pattern.TIMES, first, last, weekdays=tuple(liked), times=times), CALENDAR)
    for monday in {day - timedelta(days=day.weekday()) for day in brute.span(first, last)}:
        week = [day for day in brute.span(monday, monday + timedelta(days=6)) if first <= day <= last]
        able = [day for day in week if brute.working(day)]
        chosen = [day for day in found.days if day in week]
        assert len(chosen) == min(times, len(able))
        assert set(chosen) <= set(able)
        assert len([day for day in chosen if day.weekday() in liked]) == min(
            times, len([day for day in able if day.weekday() in liked])
        )


@given(starts, st.integers(1, 80))
def test_n_times_a_quarter_is_spread_over_its_working_days(first, times):
    last = first + timedelta(days=250)
    found = expand(Rule(Pattern.QUARTERLY, first, last, times=times), CALENDAR)
    quarters = {(day.year, (day.month - 1) // 3) for day in brute.span(first, last)}
    for quarter in quarters:
        able = [
            day
            for day in brute.span(first, last)
            if (day.year, (day.month - 1) // 3) == quarter and brute.working(day)
        ]
        chosen = [day for day in found.days if (day.year, (day.month - 1) // 3) == quarter]
        assert len(chosen) == min(times, len(able))
        assert set(chosen) <= set(able)
