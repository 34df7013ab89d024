"""The list's address: whatever stands in it, the page answers and says what it could not understand."""

from datetime import date
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from xinfang_site.domain.procedure.states import CLOSED, OPEN, State
from xinfang_site.extensions import db
from xinfang_site.register.filters import criteria
from xinfang_site.register.filters.list_query import ListQuery, due_range, parse, read_day, states_of

NAMES = ["q", "state", "office", "channel", "category", "due", "received_from", "received_to", "sort", "page"]
NAMES += ["after", "before", "count", "other"]
DAY = date(2026, 3, 10)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=30))))
def test_no_address_breaks_the_list(app: Flask, pairs: list[tuple[str, str]]) -> None:
    query = parse(MultiDict(pairs))
    assert query.page >= 1
    criteria.resolve(db.session(), 1, query, DAY)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        ListQuery,
        words=st.sampled_from([(), ("物业",), ("13912345678", "电梯")]),
        states=st.sampled_from([(), ("open",), ("handling", "closed")]),
        office=st.sampled_from([(), ("A05", "none")]),
        channel=st.sampled_from([(), ("100",)]),
        category=st.sampled_from([(), ("0103",)]),
        due=st.sampled_from(["", "overdue", "week"]),
        received_from=st.none() | st.dates(),
        sort=st.sampled_from(["received", "due", "number"]),
        descending=st.booleans(),
    )
)
def test_an_address_gives_back_the_query_it_was_made_from(app: Flask, query: ListQuery) -> None:
    address = urlencode(query.pairs())
    assert "13912345678" not in address
    assert parse(MultiDict(parse_qsl(address))) == query


@pytest.mark.parametrize(
    ("pairs", "note"),
    [
        ({"state": "xyz"}, "state=xyz"),
        ({"due": "soon"}, "due=soon"),
        ({"sort": "colour"}, "sort=colour"),
        ({"page": "-1"}, "page=-1"),
        ({"page": "99999999999999999999"}, "page=99999999999999999999"),
        ({"page": "١"}, "page=١"),
        ({"received_from": "2023-02-30"}, "received_from=2023-02-30"),
        ({"received_to": "yesterday"}, "received_to=yesterday"),
        ({"received_to": "0000-13"}, "received_to=0000-13"),
        ({"after": "1;2"}, "after=1"),
        ({"before": "x"}, "before=x"),
    ],
)
def test_what_is_not_understood_is_said_and_left_out(app: Flask, pairs: dict[str, str], note: str) -> None:
    query = parse(MultiDict(pairs))
    assert query.notes[0] == note
    assert not query.filtered
    assert query.page == 1


def test_titles_do_for_codes(app: Flask) -> None:
    query = parse(MultiDict({"state": "办理中,未了结", "due": "已超期"}))
    assert query.states == ("handling", "open")
    assert query.due == "overdue"
    assert (query.sort, query.descending) == ("due", False)


def test_groups_of_states_are_the_statutes(app: Flask) -> None:
    assert set(states_of(["open"])) == {state.value for state in OPEN}
    assert set(states_of(["closed"])) == {state.value for state in CLOSED}
    assert set(states_of(["open", "closed"])) == {state.value for state in State}


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-01-05", date(2026, 1, 5), date(2026, 1, 5)),
        ("2026年1月5日", date(2026, 1, 5), date(2026, 1, 5)),
        ("20260105", date(2026, 1, 5), date(2026, 1, 5)),
        ("2026.1.5", date(2026, 1, 5), date(2026, 1, 5)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026年12月", date(2026, 12, 1), date(2026, 12, 31)),
        ("9999-12", date(9999, 12, 1), None),
        ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_days_are_read_in_any_usual_spelling(typed: str, first: date, last: date | None) -> None:
    assert read_day(typed, last=False) == first
    assert read_day(typed, last=True) == last


def test_the_last_day_of_all_bounds_nothing(app: Flask) -> None:
    query = ListQuery(received_to=date.max)
    assert criteria.resolve(db.session(), 1, query, DAY).criteria.high == criteria.HIGH


def test_deadline_filters_follow_each_other_without_a_gap() -> None:
    assert due_range("overdue", DAY)[1] < due_range("today", DAY)[0]
    assert due_range("today", DAY) == (DAY, DAY)
    assert due_range("week", DAY)[1] < due_range("month", DAY)[1]


def test_unknown_codes_are_noted_and_known_ones_get_their_titles(app: Flask) -> None:
    query = ListQuery(
        office=("JZJ", "nowhere", "none"), channel=("来信", "999"), category=("0103", "01", "zz")
    )
    found = criteria.resolve(db.session(), 1, query, DAY)
    assert set(found.notes) == {"office=nowhere", "channel=999", "category=zz"}
    assert found.titles[("office", "none")] == "尚无承办单位"
    assert found.titles[("category", "0103")] == "城乡规划"
    assert found.criteria.topics
    assert not found.criteria.categories


def test_taking_a_condition_off_leaves_the_others() -> None:
    query = ListQuery(
        words=("a", "b"), states=("open",), due="week", received_from=DAY, sort="due", descending=False
    )
    assert query.without("q", "a").words == ("b",)
    assert query.without("state", "open").states == ()
    assert query.without("received_from", "").received_from is None
    assert (query.without("due", "week").due, query.without("due", "week").sort) == ("", "received")
