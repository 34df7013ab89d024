"""The year's plan: spans of months, plan against held, at least one each quarter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_legal_study.rules.kinds import SessionState, StudyKind, counts_as_thematic
from xinfang_legal_study.rules.plan import (
    MonthSpan,
    PlanItem,
    SessionFact,
    Share,
    by_quarter,
    fitting_row,
    plan_share,
    quarter_of,
    read_span,
)
from xinfang_site.domain.errors import Refused

YEAR = 2026
spans = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted).map(lambda pair: MonthSpan(*pair))
kinds = st.sampled_from(StudyKind)
days = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))
facts = st.builds(
    SessionFact,
    kind=kinds,
    state=st.sampled_from(SessionState),
    day=days,
    row_id=st.none() | st.integers(1, 5),
    in_plan=st.booleans(),
    superseded=st.booleans(),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("3月", 3, 3),
        ("3-4月", 3, 4),
        ("3月—4月", 3, 4),
        ("11—12 月", 11, 12),
        ("十一月", 11, 11),
        ("三至四月", 3, 4),
        ("2026年5月", 5, 5),
        ("第二季度", 4, 6),
        ("四季度", 10, 12),
        ("上半年", 1, 6),
        ("全年", 1, 12),
        ("每月", 1, 12),
        ("10", 10, 10),
    ],
)
def test_a_span_is_read_as_plans_write_it(text: str, first: int, last: int) -> None:
    assert read_span(text) == MonthSpan(first, last)


@pytest.mark.parametrize("text", ["", "13月", "待定", "4-3月", "0月", "周一", "3月5日前后"])
def test_what_names_no_months_is_no_span(text: str) -> None:
    assert read_span(text) is None


@given(spans)
def test_a_span_survives_being_written_and_read(span: MonthSpan) -> None:
    assert read_span(span.title) == span


@given(st.integers(-3, 15), st.integers(-3, 15))
def test_a_span_outside_the_year_is_refused(first: int, last: int) -> None:
    if 1 <= first <= last <= 12:
        assert MonthSpan(first, last).quarters == tuple(range(quarter_of(first), quarter_of(last) + 1))
    else:
        with pytest.raises(Refused):
            MonthSpan(first, last)


@given(st.lists(facts, max_size=20))
def test_every_planned_session_is_counted_in_exactly_one_quarter(sessions: list[SessionFact]) -> None:
    table = by_quarter([], sessions, YEAR, date(YEAR, 12, 31))
    share = plan_share(sessions)
    assert sum(each.planned for each in table) == share.whole
    assert sum(each.held for each in table) >= share.part


@given(st.lists(facts, max_size=20), days)
def test_a_quarter_that_ended_without_a_session_held_is_warned_about(
    sessions: list[SessionFact], day: date
) -> None:
    for each in by_quarter([], sessions, YEAR, day):
        ended = 3 * each.number < day.month
        if ended:
            assert bool(each.warning) == (each.held == 0)
        if each.held:
            assert not each.warning


@given(st.lists(facts.filter(lambda each: each.state is not SessionState.HELD), max_size=20))
def test_planned_cancelled_and_moved_sessions_are_never_held(sessions: list[SessionFact]) -> None:
    assert plan_share(sessions).part == 0
    assert sum(each.held for each in by_quarter([], sessions, YEAR, date(YEAR + 1, 1, 1))) == 0


def test_a_row_without_a_session_waits_in_the_first_quarter_of_its_span() -> None:
    row = PlanItem(1, MonthSpan(3, 4), StudyKind.CENTRE_GROUP)
    table = by_quarter([row], [], YEAR, date(YEAR, 2, 1))
    assert [each.planned for each in table] == [1, 0, 0, 0]
    assert "已经安排" in table[0].warning
    assert "没有安排" in table[3].warning


def test_a_row_carried_out_is_counted_by_its_session() -> None:
    row = PlanItem(1, MonthSpan(3, 4), StudyKind.CENTRE_GROUP)
    held = SessionFact(StudyKind.CENTRE_GROUP, SessionState.HELD, date(YEAR, 4, 9), row_id=1)
    assert [(each.planned, each.held) for each in by_quarter([row], [held], YEAR, date(YEAR, 5, 1))][:2] == [
        (0, 0),
        (1, 1),
    ]


def test_a_moved_session_is_counted_once_where_its_successor_stands() -> None:
    moved = SessionFact(StudyKind.THEMATIC, SessionState.MOVED, date(YEAR, 3, 1), superseded=True)
    held = SessionFact(StudyKind.THEMATIC, SessionState.HELD, date(YEAR, 4, 1))
    assert plan_share([moved, held]) == Share(1, 1)


@given(kinds, st.booleans())
def test_only_the_kind_or_a_mark_makes_a_session_thematic(kind: StudyKind, marked: bool) -> None:
    assert counts_as_thematic(kind, marked) == (marked or kind is StudyKind.THEMATIC)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_rate_says_100_only_when_nothing_is_missing(part: int, whole: int) -> None:
    share = Share(min(part, whole), whole)
    assert (share.text == "—") == (whole == 0)
    assert (share.text == "100%") == (0 < whole == share.part)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(1, 32, "3.13%"), (1, 16, "6.25%"), (2, 3, "66.67%"), (64, 71, "90.14%"), (1, 2, "50%")],
)
def test_rates_round_half_up_and_drop_trailing_zeros(part: int, whole: int, text: str) -> None:
    assert Share(part, whole).text == text


@given(st.lists(st.tuples(spans, kinds), max_size=8), kinds, days)
def test_a_session_is_put_to_a_row_of_its_kind_and_month(
    rows: list[tuple[MonthSpan, StudyKind]], kind: StudyKind, day: date
) -> None:
    items = [PlanItem(place, span, each) for place, (span, each) in enumerate(rows, start=1)]
    found = fitting_row(items, kind, day)
    fitting = [each for each in items if each.kind is kind and each.span.holds(day.month)]
    assert (found in fitting) if fitting else found is None
