"""Days of the traditional calendar (农历)."""

from datetime import date

import pytest

from xinfang_site.ledgers.values.dates import parse_date
from xinfang_site.ledgers.values.lunar import lunar_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("农历三月初五", date(2021, 4, 16)),
        ("农历3月5日", date(2021, 4, 16)),
        ("三月初五（农历）", date(2021, 4, 16)),
        ("3月5日（阴历）", date(2021, 4, 16)),
        ("正月十五", date(2021, 2, 26)),
        ("腊月二十三", date(2021, 2, 4)),
        ("2020年腊月廿三", date(2021, 2, 4)),
        ("2020年农历闰四月初一", date(2020, 5, 23)),
        ("辛丑年正月初一", date(2021, 2, 12)),
        ("2099年正月初一", date(2099, 1, 21)),
    ],
)
def test_a_day_of_the_traditional_calendar_is_the_day_it_fell_on_and_told(text: str, day: date) -> None:
    found = parse_date(text, 2021)
    assert found.day == day
    assert "农历" in found.note


@pytest.mark.parametrize(
    "text", ["农历五月三十一", "农历闰三月初一", "农历十三月初一", "1948年正月初一", "农历", "正月"]
)
def test_one_that_never_was_is_no_day_of_the_common_calendar(text: str) -> None:
    found = parse_date(text, 2021)
    assert found.day is None
    assert "农历" in found.note


def test_without_a_year_anywhere_it_cannot_be_told() -> None:
    assert parse_date("三月初五", None).day is None
    assert parse_date("辛丑年三月初五", None).day is None


@pytest.mark.parametrize(
    "text",
    [
        "2021年4月16日（农历三月初五）",
        "2021.4.16 农历三月初五",
        "2021-04-16（三月初五）",
        "4月16日 三月初五",
        "2021年4月16（农历三月初五）",
        "三月初五（2021年4月16日）",
        "农历三月初五，公历2021.4.16",
        "2021年4月16日反映正月里被拖欠工资",
    ],
)
def test_beside_the_common_day_it_says_nothing_new(text: str) -> None:
    found = parse_date(text, 2021)
    assert (found.day, found.note) == (date(2021, 4, 16), "")


def test_the_new_years_days_are_those_of_the_almanac() -> None:
    known = {1949: (1, 29), 1985: (2, 20), 2000: (2, 5), 2008: (2, 7), 2023: (1, 22), 2026: (2, 17)}
    for year, (month, day) in known.items():
        assert lunar_day("正月初一", year) == date(year, month, day)
