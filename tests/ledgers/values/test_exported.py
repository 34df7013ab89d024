"""Dates as programs write them, and letters typed for figures."""

from datetime import date, time

import pytest

from xinfang_site.ledgers.values.dates import beside_day, parse_date


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("Mon May 20 09:30:00 CST 2024", time(9, 30)),
        ("Mon May 20 2024 09:30:00 GMT+0800", time(9, 30)),
        ("Mon, 20 May 2024 09:30:00 +0800", time(9, 30)),
        ("1716168600000", time(9, 30)),
        (1716168600000.0, time(9, 30)),
        (1716168600, time(9, 30)),
        ("2024-5月-20", None),
        ("2024年-5月-20日", None),
        ("2024.5.2O", None),
        ("2O24.5.20", None),
        ("2024年5月2o日", None),
    ],
)
def test_what_a_program_or_a_hasty_hand_wrote_is_a_day(cell: str | float, clock: time | None) -> None:
    found = parse_date(cell)
    assert (found.day, found.clock, found.note) == (date(2024, 5, 20), clock, "")
    assert not (isinstance(cell, str) and clock and beside_day(cell))


@pytest.mark.parametrize("cell", ["Monday", "Mon May 40 09:30:00 CST 2024", "9716168600", "5-Octo-per"])
def test_what_only_looks_like_it_is_none(cell: str) -> None:
    assert parse_date(cell).day is None


def test_a_second_day_behind_a_stroke_is_told() -> None:
    found = parse_date("2024.3.5/3.8")
    assert (found.day, found.note) == (date(2024, 3, 5), "写的是一段日期，取第一天")
