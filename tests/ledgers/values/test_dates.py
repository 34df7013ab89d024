"""Dates in every habit."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.words import moment
from xinfang_site.ledgers.rows.cells import DateReader
from xinfang_site.ledgers.values.dates import EPOCH, parse_date
from xinfang_site.ledgers.values.years import YearContext, month_in, year_in

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


def in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{'〇一二三'[tens]}十")
    return head + ("" if ones == 0 else "〇一二三四五六七八九"[ones])


HABITS = [
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d:%Y%m%d}",
    lambda d: int(f"{d:%Y%m%d}"),
    lambda d: float(f"{d:%Y%m%d}"),
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y/%m/%d}",
    lambda d: f"{d.year} {d.month} {d.day}",
    lambda d: f"{d:%Y.%m.%d}".translate(FULL_WIDTH),
    lambda d: (d - EPOCH).days,
    lambda d: float((d - EPOCH).days),
    lambda d: str((d - EPOCH).days),
    lambda d: d,
    lambda d: moment(d.year, d.month, d.day, 9, 30),
    lambda d: f"{d:%Y-%m-%d}（星期{'一二三四五六日'[d.weekday()]}）",
    lambda d: f"{d:%Y-%m-%d}(周{'一二三四五六日'[d.weekday()]})",
    lambda d: f"{d.year}-{d.month}-{d.day} 9:30",
    lambda d: f"{d:%Y-%m-%dT09:30:00Z}",
    lambda d: f"{str(d.year).translate(CHINESE)}年{in_words(d.month)}月{in_words(d.day)}日",
    lambda d: f"\u200b {d.year}年 {d.month}月 {d.day}日\u00a0",
    lambda d: f"{d:%Y年%m月%d号}",
    lambda d: f"{d:%Y。%m。%d}",
]


@given(day=DAYS, habit=st.sampled_from(HABITS))
def test_a_date_is_read_back_from_every_habit(day: date, habit) -> None:  # type: ignore[no-untyped-def]  # a lambda
    found = parse_date(habit(day))
    assert (found.day, found.note, found.yearless) == (day, "", False)


@given(
    day=DAYS, habit=st.sampled_from(["{m}月{d}日", "{m}.{d}", "{m}/{d}", "{m}-{d}", "{m}月{d}号", "{m}月{d}"])
)
def test_a_date_without_a_year_takes_the_given_one(day: date, habit: str) -> None:
    found = parse_date(habit.format(m=day.month, d=day.day), day.year)
    assert (found.day, found.yearless) == (day, True)


@given(day=st.dates(date(2000, 1, 1), date(2049, 12, 31)))
def test_two_figures_of_a_year_mean_this_century(day: date) -> None:
    assert parse_date(f"{day:%y}.{day.month}.{day.day}").day == day
    assert parse_date(f"'{day:%y}年{day.month}月{day.day}日").day == day


@given(value=st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.binary().map(str), st.booleans()))
def test_no_cell_makes_the_date_reader_fail(value: str | float) -> None:
    found = parse_date(value, 2021)
    assert found.day is None or date(1949, 1, 1) <= found.day <= date(2099, 12, 31)


@pytest.mark.parametrize(
    ("cell", "year", "day", "noted"),
    [
        ("2021-02-30", None, None, True),
        ("2021.13.5", None, None, True),
        ("2021年3月32日", None, None, True),
        ("20210230", None, None, True),
        ("9999-12-31", None, None, True),
        ("昨天", None, None, True),
        ("3月5日", None, None, True),
        ("2月30日", 2021, None, True),
        ("", None, None, False),
        (None, None, None, False),
        ("无", None, None, False),
        (0, None, None, False),
        (True, None, None, True),
        (time(9), None, None, True),
        (timedelta(1), None, None, True),
        (-5, None, None, True),
        (float("nan"), None, None, True),
        (moment(1900, 1, 1), None, None, True),
        ("2021.3.5-3.8", None, date(2021, 3, 5), True),
        ("2021-03-05 至 2021-03-08", None, date(2021, 3, 5), True),
        ("3月5日-7日", 2021, date(2021, 3, 5), True),
        ("2021年3月", None, date(2021, 3, 1), True),
        ("2021年3月下旬", None, date(2021, 3, 21), True),
        ("2021年2月底", None, date(2021, 2, 28), True),
        ("2021-13", None, None, True),
        ("3月份", 2021, date(2021, 3, 1), True),
        ("13月份", 2021, None, True),
        ("210305", None, date(2021, 3, 5), True),
        ("219999", None, None, True),
        (3.1, 2021, date(2021, 3, 1), True),
        (3.5, 2021, date(2021, 3, 5), False),
        (3.1, None, None, True),
        ("3/5/2021", None, date(2021, 3, 5), True),
        ("25/3/2021", None, date(2021, 3, 25), True),
        ("25/25/2021", None, None, True),
        ("123456789", None, None, True),
    ],
)
def test_doubtful_dates_are_noted(cell: object, year: int | None, day: date | None, noted: bool) -> None:
    found = parse_date(cell, year)  # type: ignore[arg-type]  # any cell
    assert (found.day, bool(found.note)) == (day, noted)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("2021-3-5 9:30", time(9, 30)),
        ("2021年3月5日下午3时20分", time(15, 20)),
        ("2021年3月5日上午9点半", time(9, 30)),
        ("2021-3-5 3:20 PM", time(15, 20)),
        ("2021-3-5 PM 3:20", time(15, 20)),
        ("2021/3/5 12:05:09 AM", time(0, 5, 9)),
        ("2021/3/5 上午 12:05:09", time(0, 5, 9)),
        ("2021/3/5 下午 12:05:09", time(12, 5, 9)),
        ("2021年3月5日上午12点", time(12)),
        ("2021-3-5 25:70", None),
        ("202103050930", time(9, 30)),
        (44260.5, time(12)),
        (moment(2021, 3, 5, 8, 15), time(8, 15)),
        ("2021-3-5", None),
    ],
)
def test_the_time_of_day_is_kept(cell: str | float | datetime, clock: time | None) -> None:
    found = parse_date(cell)
    assert (found.day, found.clock) == (date(2021, 3, 5), clock)


def test_a_neighbours_year_is_warned_about_and_a_titles_year_is_not() -> None:
    read = DateReader(YearContext(), with_time=False)
    assert read("3月5日").value is None
    read("2020-12-30")
    doubtful = read("12月31日")
    assert doubtful.value == date(2020, 12, 31)
    assert "2020年" in doubtful.notes[0]
    certain = DateReader(YearContext(2021, certain=True), with_time=True)("3月5日")
    assert (certain.value, certain.notes) == (date(2021, 3, 5), ())


def test_a_guessed_year_turns_with_the_rows() -> None:
    read = DateReader(YearContext(), with_time=False)
    days = [read(cell).value for cell in ("2025.12.30", "12.31", "1.3", "2.29", "12.30")]
    assert days == [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 3), None, date(2025, 12, 30)]


def test_a_titles_year_does_not_turn() -> None:
    read = DateReader(YearContext(2021, certain=True), with_time=False)
    assert [read(cell).value for cell in ("12.31", "1.3")] == [date(2021, 12, 31), date(2021, 1, 3)]


@pytest.mark.parametrize("cell", ["5日", "05号", 5, 5.0, "5", "5日 9:30"])
def test_a_day_alone_takes_the_months_of_the_title(cell: str | float) -> None:
    assert parse_date(cell, 2021, month=3).day == date(2021, 3, 5)
    assert parse_date(cell, 2021).day is None


@pytest.mark.parametrize(
    ("cell", "year", "day"),
    [
        ("0305", 2021, date(2021, 3, 5)),
        ("2021-0305", None, date(2021, 3, 5)),
        (2021.0305, None, date(2021, 3, 5)),
        (2021.3, None, date(2021, 3, 1)),
        ("5-Mar-21", None, date(2021, 3, 5)),
        ("5-Mar", 2021, date(2021, 3, 5)),
        ("Mar 5, 2021", None, date(2021, 3, 5)),
        ("March", 2021, None),
        ("31日", 2021, None),
    ],
)
def test_dates_as_exports_and_hasty_hands_write_them(
    cell: str | float, year: int | None, day: date | None
) -> None:
    assert parse_date(cell, year, month=2 if cell == "31日" else None).day == day


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("2026年3月", 2026, 3),
        ("26年1月", 2026, 1),
        ("二〇二六年三月信访台账", 2026, 3),
        ("三月份", None, 3),
        ("2026年1—12月信访台账", 2026, None),
        ("2025-2026", None, None),
        ("十二月", None, 12),
        ("填报日期：2027年1月5日", None, None),
        ("截至2026年3月5日", None, None),
        ("2026年3月5日来访", 2026, None),
        ("台账", None, None),
    ],
)
def test_what_a_title_says_of_year_and_month(text: str, year: int | None, month: int | None) -> None:
    assert (year_in([text]), month_in([text])) == (year, month)


def test_a_complete_day_met_again_tells_the_year_of_what_follows_it() -> None:
    read = DateReader(YearContext(), with_time=False)
    cells = ("2023.12.30", "1月2日", "2021.5.6", "1月2日", "2023.12.30", "1月2日")
    assert [read(cell).value for cell in cells] == [
        date(2023, 12, 30),
        date(2024, 1, 2),
        date(2021, 5, 6),
        date(2021, 1, 2),
        date(2023, 12, 30),
        date(2024, 1, 2),
    ]


@pytest.mark.parametrize("figure", [3.0000001, 12.00000001])
def test_a_figure_that_is_shown_as_a_whole_one_is_no_day(figure: float) -> None:
    found = parse_date(figure, 2021)
    assert found.day is None
    assert found.note
