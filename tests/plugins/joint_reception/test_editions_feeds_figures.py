import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_joint_reception.domain.editions import ChangeKind, Line, compare
from xinfang_joint_reception.domain.feeds import Event, calendar_text
from xinfang_joint_reception.domain.figures import (
    Held,
    Tally,
    by_kind,
    by_month,
    by_person,
    by_unit,
    tally,
    total,
)

LINE = Line(1, "2026-03-16", "9:00—11:30", "区领导公开接访", "接待室1", ("张三（副区长）",), "", (11,))


def test_only_those_whose_sessions_move_are_told():
    replaced = replace(LINE, people=("李四（副区长）", "王五"), keys=(12, 13))
    joined = replace(LINE, people=(*LINE.people, "李四"), keys=(11, 12))
    moved = replace(joined, day="2026-03-17")
    assert [change.moved for change in compare([LINE], [replaced])] == [{11, 12, 13}]
    assert [change.moved for change in compare([LINE], [joined])] == [{12}]
    stood_in = replace(LINE, people=("王五，代张三",), keys=(11, 13), stood_in=(11,))
    assert [change.moved for change in compare([LINE], [stood_in])] == [{11, 13}]  # both have to know
    assert Line.from_json(json.loads(json.dumps(stood_in.to_json()))) == stood_in
    assert [change.moved for change in compare([stood_in], [replace(LINE, keys=(11,))])] == [{11, 13}]
    assert [change.moved for change in compare([joined], [moved])] == [{11, 12}]
    assert compare([LINE], [LINE]) == []


def test_a_change_says_what_was_and_what_is():
    (change,) = compare([LINE], [replace(LINE, day="2026-03-17", place="")])
    assert change.words == (
        "2026-03-16 区领导公开接访：日期由“2026-03-16”改为“2026-03-17”，地点由“接待室1”改为“未定”"
    )
    (added,) = compare([], [LINE])
    assert (added.kind, added.moved) == (ChangeKind.ADDED, {11})
    (removed,) = compare([replace(LINE, people=())], [])
    assert removed.words == "取消：2026-03-16 9:00—11:30 区领导公开接访，未定人员"


lines = st.builds(
    Line,
    st.integers(1, 9),
    st.sampled_from(["2026-03-16", "2026-03-17"]),
    st.sampled_from(["9:00—11:30", "14:30—17:30"]),
    st.just("律师坐班"),
    st.text(max_size=3),
    st.lists(st.text(max_size=3), max_size=2).map(tuple),
    st.text(max_size=2),
    st.lists(st.integers(1, 4), max_size=2).map(tuple),
)
versions = st.lists(lines, unique_by=lambda one: one.mark, max_size=9)


@pytest.mark.untraced
@given(versions, versions)
def test_the_changes_turn_one_version_into_the_other(before, after):
    state = {each.mark: each for each in before}
    for change in compare(before, after):
        assert state.get(change.line.mark) == change.before
        assert change.words
        if change.after is None:
            del state[change.line.mark]
        else:
            state[change.line.mark] = change.after
    assert state == {each.mark: each for each in after}


@given(lines)
def test_a_line_survives_storing(line):
    assert Line.from_json(line.to_json()) == line


def test_a_damaged_line_is_an_error_not_a_guess():
    with pytest.raises(TypeError):
        Line.from_json({**LINE.to_json(), "people": "张三"})


EVENT = Event(
    "7@reception",
    datetime(2026, 3, 16, 1, tzinfo=UTC),
    datetime(2026, 3, 16, 3, 30, tzinfo=UTC),
    "区领导公开接访",
)


def test_a_feed_is_an_icalendar_file_in_universal_time():
    text = calendar_text("我的接访", [EVENT], datetime(2026, 3, 1, tzinfo=UTC))
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert "DTSTART:20260316T010000Z\r\nDTEND:20260316T033000Z" in text
    assert "LOCATION" not in text


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_breaks_a_feed_out_of_its_lines(title, place):
    event = replace(EVENT, title=title, place=place, details=place)
    text = calendar_text(title, [event], EVENT.starts)
    pieces = text.split("\r\n")
    assert pieces.pop() == ""
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert [line.partition(":")[0] for line in unfolded].count("SUMMARY") == 1
    assert all(line.partition(":")[0].replace("-", "").isalpha() for line in unfolded if line)


HELD = (
    Held(date(2026, 1, 15), "区领导公开接访", ("张三", "李四"), batches=2, visitors=9, matters=1),
    Held(date(2026, 1, 16), "律师坐班", ("王律师",)),
    Held(
        date(2026, 2, 3), "部门联合接访", ("住建委",), ("住建委", "教委"), held=False, batches=3, visitors=3
    ),
    Held(date(2026, 2, 4), "部门联合接访", ("教委",), ("教委",), held=None),
)


def test_sessions_batches_and_visitors_are_three_figures_and_an_empty_session_counts():
    assert total(HELD) == Tally(planned=4, sessions=2, empty=1, batches=2, visitors=9, matters=1)


def test_a_session_counts_for_each_of_its_people_and_units():
    assert {name: row.sessions for name, row in tally(HELD, by_person).items()} == {
        "张三": 1,
        "李四": 1,
        "王律师": 1,
        "住建委": 0,
        "教委": 0,
    }
    assert tally(HELD, by_unit)["教委"].planned == 2
    assert list(tally(HELD, by_month)) == ["2026年1月", "2026年2月"]
    assert tally(HELD, by_kind)["律师坐班"].empty == 1


@given(st.lists(st.sampled_from(HELD), max_size=30))
def test_months_and_kinds_add_up_to_the_total(rows):
    for keys in (by_kind, by_month):
        parts = tally(rows, keys).values()
        whole = total(rows)
        assert sum(each.sessions for each in parts) == whole.sessions
        assert sum(each.visitors for each in parts) == whole.visitors
        assert sum(each.empty for each in parts) == whole.empty
