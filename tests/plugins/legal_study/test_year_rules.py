"""Closing a year, attendance, hours, progress, certificates."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_legal_study.rules import certificates, progress
from xinfang_legal_study.rules.attendance import (
    Presence,
    Tally,
    check_make_up,
    check_second_person,
    check_tally,
    tally,
)
from xinfang_legal_study.rules.hours import read_hours
from xinfang_legal_study.rules.progress import Done, Target, light, unit_light
from xinfang_legal_study.rules.years import Leftovers, check_close, check_open, check_year
from xinfang_site.domain.errors import Refused

years = st.integers(2000, 2099)
days = st.dates(date(2000, 1, 1), date(2101, 12, 31))


def refused(call: object, *arguments: object) -> bool:
    assert callable(call)
    try:
        call(*arguments)
    except Refused:
        return True
    return False


@given(years, days)
def test_a_year_closes_only_once_it_is_over(year: int, day: date) -> None:
    assert refused(check_close, year, day, Leftovers()) == (day.year <= year)


@given(years, st.builds(Leftovers, *[st.integers(0, 3)] * 4))
def test_a_year_does_not_close_over_open_ends(year: int, left: Leftovers) -> None:
    assert refused(check_close, year, date(year + 1, 1, 1), left) == (left != Leftovers())


@given(years, st.sets(years, max_size=5))
def test_a_closed_year_is_read_only_and_no_other(year: int, closed: set[int]) -> None:
    assert refused(check_open, year, closed) == (year in closed)


@given(st.integers())
def test_a_year_is_between_2000_and_2100(year: int) -> None:
    assert refused(check_year, year) == (not 2000 <= year <= 2100)


@given(st.lists(st.sampled_from(Presence)))
def test_made_up_is_never_counted_as_present(presences: list[Presence]) -> None:
    counts = tally(presences)
    assert counts.expected == len(presences)
    assert counts.present == presences.count(Presence.PRESENT)
    assert counts.rate.part + counts.made_up == counts.rate_made_up.part
    check_tally(counts)


@given(st.builds(Tally, *[st.integers(-2, 9)] * 3))
def test_more_present_than_expected_is_refused(counts: Tally) -> None:
    possible = min(counts.expected, counts.present, counts.made_up) >= 0
    possible = possible and counts.present + counts.made_up <= counts.expected
    assert refused(check_tally, counts) == (not possible)


@given(st.sampled_from(Presence), days, days, days)
def test_a_make_up_lies_between_the_session_and_today(
    presence: Presence, missed: date, made_up: date, today: date
) -> None:
    fine = presence not in {Presence.PRESENT, Presence.MADE_UP} and missed <= made_up <= today
    assert refused(check_make_up, presence, missed, made_up, today) == (not fine)


def test_nobody_approves_their_own_request() -> None:
    with pytest.raises(Refused):
        check_second_person("wang", "wang", "补学")
    check_second_person("wang", "li", "补学")


targets = st.builds(Target, st.decimals(0, 100, places=1), st.integers(0, 40))
dones = st.builds(Done, st.decimals(0, 100, places=1), st.integers(0, 40))


@given(targets, dones, st.decimals(0, 20, places=1), st.integers(0, 9), days)
def test_more_study_never_makes_the_light_worse(
    target: Target, done: Done, hours: Decimal, sessions: int, day: date
) -> None:
    order = progress._ORDER
    more = Done(done.hours + hours, done.sessions + sessions)
    assert order.index(light(target, more, 2026, day)) >= order.index(light(target, done, 2026, day))


@given(targets, dones)
def test_after_the_year_one_has_met_the_target_or_not(target: Target, done: Done) -> None:
    shown = light(target, done, 2026, date(2027, 1, 1))
    assert shown in {progress.MET, progress.UNMET, progress.NO_TARGET}


@given(st.lists(st.sampled_from(progress._ORDER)))
def test_a_unit_shows_the_light_of_whoever_is_furthest_behind(lights: list[progress.Light]) -> None:
    shown = unit_light(lights)
    assert shown in lights or (not lights and shown is progress.NO_TARGET)
    assert all(progress._ORDER.index(shown) <= progress._ORDER.index(each) for each in lights)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2", "2.0"),
        ("1.5小时", "1.5"),
        ("90分钟", "1.5"),
        ("30 分钟", "0.5"),
        ("1小时30分", "1.5"),
        ("半天", "4.0"),
        ("2学时", "2.0"),
        ("两天", "16.0"),
        ("1个半小时", "1.5"),
        ("半小时", "0.5"),
        ("45分钟", "0.8"),
    ],
)
def test_hours_are_read_as_ledgers_write_them(text: str, hours: str) -> None:
    assert read_hours(text).value == Decimal(hours)


@given(st.text(max_size=20))
def test_any_cell_gives_hours_in_range_or_a_note_or_nothing(text: str) -> None:
    found = read_hours(text)
    assert found.value is None or 0 <= found.value <= 200


@given(st.from_regex(r"[A-Z]{2,4}", fullmatch=True), years, st.integers(1, 999999))
def test_a_serial_survives_being_printed_and_typed(letters: str, year: int, number: int) -> None:
    serial = certificates.Serial(letters, year, number)
    assert certificates.read_serial(serial.text) == serial
    assert certificates.read_serial(f" {letters}学法证[{year}] {number}号") == serial


@given(st.text(max_size=30))
def test_any_text_is_a_serial_or_none(text: str) -> None:
    found = certificates.read_serial(text)
    assert found is None or found.number >= 1
