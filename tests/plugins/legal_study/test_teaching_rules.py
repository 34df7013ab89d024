"""Comparing, reading again, suggestions from work, words of ledgers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_legal_study.rules.comparing import compare
from xinfang_legal_study.rules.kinds import SessionState
from xinfang_legal_study.rules.ledger_words import is_unplanned, laws_in, read_state, state_word
from xinfang_legal_study.rules.rereading import Passage, Studied, to_reread
from xinfang_legal_study.rules.suggesting import Sign, suggest


@given(st.text("甲乙丙丁。；\n", max_size=40), st.text("甲乙丙丁。；\n", max_size=40))
def test_a_comparison_holds_both_texts_whole(one: str, other: str) -> None:
    both = compare(one, other)
    assert "".join(each.text for each in both.left) == one
    assert "".join(each.text for each in both.right) == other
    if one == other:
        assert not any(each.differs for each in (*both.left, *both.right))


passages = st.builds(Passage, st.sampled_from(["a", "b"]), st.sampled_from(["1", "2", ""]))
days = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@given(
    st.lists(st.builds(Studied, passages, days)),
    st.dictionaries(passages, days),
    st.dictionaries(passages, days),
)
def test_a_passage_is_read_again_exactly_when_it_changed_after_the_last_reading(
    studied: list[Studied], changed: dict[Passage, date], reread: dict[Passage, date]
) -> None:
    asked = {each.passage for each in to_reread(studied, changed, reread)}
    for passage in {each.passage for each in studied}:
        last = max(each.day for each in studied if each.passage == passage)
        last = max(last, reread.get(passage, last))
        assert (passage in asked) == (passage in changed and last < changed[passage])
    assert asked <= {each.passage for each in studied}


@given(passages, days)
def test_confirming_on_the_day_of_the_amendment_ends_the_request(passage: Passage, day: date) -> None:
    before = Studied(passage, day - timedelta(days=1))
    assert to_reread([before], {passage: day}, {}) == [before]
    assert to_reread([before], {passage: day}, {passage: day}) == []


signs = st.builds(
    Sign,
    st.sampled_from(["late", "overturned", "missed"]),
    st.sampled_from(["《甲》第一条", "《乙》第二条", ""]),
    st.integers(0, 9),
)


@given(st.lists(signs))
def test_suggestions_come_heaviest_first_and_each_says_why(found: list[Sign]) -> None:
    suggestions = suggest(found)
    weights = [each.weight for each in suggestions]
    assert weights == sorted(weights, reverse=True)
    assert all(each.reasons and each.citation for each in suggestions)


def test_one_overturned_opinion_outweighs_two_late_cases() -> None:
    found = suggest([Sign("late", "《甲》第一条", 2), Sign("overturned", "《乙》第二条")])
    assert [each.citation for each in found] == ["《乙》第二条", "《甲》第一条"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("已开展", SessionState.HELD),
        ("已按计划完成", SessionState.HELD),
        ("按计划开展", SessionState.HELD),
        ("√", SessionState.HELD),
        ("完成", SessionState.HELD),
        ("已 学", SessionState.HELD),
        ("未开展", SessionState.PLANNED),
        ("未按计划开展", SessionState.PLANNED),
        ("计划", SessionState.PLANNED),
        ("计划中", SessionState.PLANNED),
        ("待开展", SessionState.PLANNED),
        ("拟于12月开展", SessionState.PLANNED),
        ("尚未举办", SessionState.PLANNED),
        ("取消", SessionState.CANCELLED),
        ("因疫情取消，未举办", SessionState.CANCELLED),
        ("改期", SessionState.MOVED),
        ("延期至7月", SessionState.MOVED),
        ("学习《未成年人保护法》", None),
        ("", None),
        ("—", None),
    ],
)
def test_a_state_is_read_as_ledgers_write_it(text: str, state: SessionState | None) -> None:
    assert state_word(text) is state


def test_moved_and_then_held_is_held() -> None:
    assert read_state("延期，已于7月3日举办", "", has_actual_day=True, present=20).state is SessionState.HELD
    assert read_state("改期至7月3日", "", has_actual_day=False, present=None).state is SessionState.MOVED


def test_without_a_sign_of_holding_a_row_stays_planned() -> None:
    assert read_state("", "", has_actual_day=False, present=None).state is SessionState.PLANNED
    assert read_state("", "", has_actual_day=False, present=0).state is SessionState.PLANNED
    assert read_state("", "", has_actual_day=False, present=18).state is SessionState.HELD


def test_a_remark_that_it_was_cancelled_outweighs_a_date() -> None:
    assert (
        read_state("", "因重大接访任务取消", has_actual_day=True, present=None).state
        is SessionState.CANCELLED
    )


def test_laws_are_named_once_with_their_articles() -> None:
    assert (
        laws_in("《宪法》《信访工作条例》第三十四条", "再学《宪法》")
        == "《宪法》、《信访工作条例》第三十四条"
    )


def test_sessions_outside_the_plan_are_told_apart() -> None:
    assert is_unplanned("", "临时增加")
    assert not is_unplanned("计划内", "按计划")
