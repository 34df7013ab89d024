"""Periods: what addresses write is what is read back, and neighbours leave no gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_site.reports import periods
from xinfang_site.reports.periods import Period

PERIODS = st.one_of(
    st.builds(periods.month, st.integers(1950, 2200), st.integers(1, 12)),
    st.builds(periods.quarter, st.integers(1950, 2200), st.integers(1, 4)),
    st.builds(periods.year_of, st.integers(1950, 2200)),
    st.builds(
        lambda day, length: periods.days(day, day + timedelta(days=length)),
        st.dates(date(1950, 1, 1), date(2200, 1, 1)),
        st.integers(0, 800),
    ),
)


@given(PERIODS)
def test_a_period_is_read_back_from_its_address(period: Period) -> None:
    found = periods.parse(period.key)
    assert found is not None
    assert (found.first, found.last) == (period.first, period.last)


@given(PERIODS)
def test_neighbouring_periods_leave_no_gap(period: Period) -> None:
    assert period.before().last + timedelta(days=1) == period.first
    assert period.last + timedelta(days=1) == period.after().first


@given(PERIODS)
def test_a_period_touches_each_of_its_months_once(period: Period) -> None:
    months = period.month_numbers()
    assert months == sorted(set(months))
    assert months[0] == period.first.year * 100 + period.first.month
    assert months[-1] == period.last.year * 100 + period.last.month


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("2026", "2026年"),
        ("2026-11", "2026年11月"),
        ("2026-Q4", "2026年第四季度"),
        ("2026-11-02..2026-11-08", "2026-11-02至2026-11-08"),
    ],
)
def test_a_period_has_its_official_title(key: str, title: str) -> None:
    found = periods.parse(key)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize(
    "key",
    [
        "",
        "2026-13",
        "2026-Q5",
        "0000",
        "9999",
        "２０２６",
        "2026-02-30..2026-03-01",
        "2026-03-02..2026-03-01",
    ],
)
def test_nonsense_is_no_period(key: str) -> None:
    assert periods.parse(key) is None


def test_the_year_before_a_leap_day_ends_on_the_28th() -> None:
    assert periods.days(date(2024, 2, 29), date(2024, 3, 1)).year_before().first == date(2023, 2, 28)


def test_the_same_month_of_the_year_before() -> None:
    assert periods.month(2026, 1).year_before() == periods.month(2025, 1)
    assert periods.month(2026, 1).before() == periods.month(2025, 12)
