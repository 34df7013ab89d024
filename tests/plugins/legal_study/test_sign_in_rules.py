"""Signing in: only in the window, by the server's time, with the session's code."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_legal_study.rules.kinds import SessionState
from xinfang_legal_study.rules.sign_in import (
    LONGEST_WINDOW,
    Desk,
    Window,
    check_sign_in,
    new_code,
    tidy_code,
    window_around,
)
from xinfang_site.domain.errors import Refused

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
instants = st.timedeltas(timedelta(-300), timedelta(300)).map(lambda away: START + away)
windows = st.tuples(instants, st.timedeltas(timedelta(seconds=1), LONGEST_WINDOW)).map(
    lambda pair: Window(pair[0], pair[0] + pair[1])
)


def shown(instant: datetime) -> str:
    return instant.isoformat()


def allowed(desk: Desk, typed: str, instant: datetime) -> bool:
    try:
        check_sign_in(desk, typed, instant, shown)
    except Refused:
        return False
    return True


@given(windows, instants)
def test_a_signature_counts_exactly_inside_the_window(window: Window, instant: datetime) -> None:
    desk = Desk(SessionState.PLANNED, window, "042917")
    assert allowed(desk, "042917", instant) == (window.opens <= instant < window.closes)


@given(windows)
def test_the_edges_of_the_window_are_its_first_moment_and_not_its_last(window: Window) -> None:
    desk = Desk(SessionState.HELD, window, "042917")
    assert allowed(desk, "042917", window.opens)
    assert not allowed(desk, "042917", window.closes)
    assert not allowed(desk, "042917", window.opens - timedelta(microseconds=1))


@given(windows, st.text(max_size=12))
def test_another_code_never_signs_in(window: Window, typed: str) -> None:
    desk = Desk(SessionState.PLANNED, window, "042917")
    assert allowed(desk, typed, window.opens) == (tidy_code(typed) == "042917")


@given(windows, st.sampled_from([SessionState.CANCELLED, SessionState.MOVED]))
def test_nobody_signs_in_to_a_session_that_does_not_take_place(window: Window, state: SessionState) -> None:
    assert not allowed(Desk(state, window, "042917"), "042917", window.opens)


def test_a_session_without_a_window_takes_no_code() -> None:
    assert not allowed(Desk(SessionState.PLANNED, None, ""), "", START)


def test_full_width_digits_and_blanks_are_forgiven() -> None:
    window = Window(START, START + timedelta(hours=1))
    assert allowed(Desk(SessionState.PLANNED, window, "042917"), " ０４２ 917 ", START)


@given(instants, st.timedeltas(timedelta(seconds=1), timedelta(days=30)))
def test_a_window_ends_after_it_begins_and_is_never_longer_than_half_a_day(
    opens: datetime, length: timedelta
) -> None:
    if length <= LONGEST_WINDOW:
        assert Window(opens, opens + length).holds(opens)
    else:
        with pytest.raises(Refused):
            Window(opens, opens + length)
    with pytest.raises(Refused):
        Window(opens, opens - length)


@given(instants, st.timedeltas(timedelta(minutes=5), timedelta(days=2)))
def test_the_usual_window_is_a_window_and_ends_with_the_session(starts: datetime, length: timedelta) -> None:
    window = window_around(starts, starts + length, timedelta(minutes=15))
    assert window.opens == starts - timedelta(minutes=15)
    assert window.closes <= starts + length


@given(st.integers(0, 999999))
def test_a_code_has_six_digits(number: int) -> None:
    code = new_code(lambda _below: number)
    assert len(code) == 6
    assert int(code) == number
