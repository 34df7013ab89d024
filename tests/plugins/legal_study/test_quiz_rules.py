"""Quizzes: papers by rule, scoring, attempts, first and best, the key."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_legal_study.rules.attempts import (
    GRACE,
    Attempt,
    Terms,
    check_answering,
    check_start,
    may_see_key,
    result,
)
from xinfang_legal_study.rules.questions import (
    JUDGE_OPTIONS,
    PaperRule,
    Printed,
    Question,
    QuestionKind,
    check_question,
    clean_answers,
    draw,
    from_json,
    key_text,
    missed,
    read_key,
    score,
    to_json,
)
from xinfang_site.domain.errors import Refused

OPENS = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
TERMS = Terms(OPENS, OPENS + timedelta(days=10), 30, 3, 60)


@st.composite
def questions(draw_: st.DrawFn, number: int = 0) -> Question:
    kind = draw_(st.sampled_from(QuestionKind))
    count = 2 if kind is QuestionKind.JUDGE else draw_(st.integers(2, 6))
    options = JUDGE_OPTIONS if kind is QuestionKind.JUDGE else tuple(f"选项{each}" for each in range(count))
    least, most = (2, count) if kind is QuestionKind.MULTIPLE else (1, 1)
    key = frozenset(draw_(st.sets(st.integers(0, count - 1), min_size=least, max_size=most)))
    return Question(number, kind, f"题{number}", options, key)


@st.composite
def papers(draw_: st.DrawFn) -> tuple[list[Question], tuple[Printed, ...]]:
    bank = [draw_(questions(each)) for each in range(1, draw_(st.integers(1, 12)) + 1)]
    there = {kind: sum(each.kind is kind for each in bank) for kind in QuestionKind}
    counts = {kind: draw_(st.integers(0, there[kind])) for kind in QuestionKind}
    if not sum(counts.values()):
        counts = there
    points = dict.fromkeys(QuestionKind, draw_(st.integers(1, 5)))
    rule = PaperRule(counts, points, 1)
    return bank, draw(bank, rule, draw_(st.randoms(use_true_random=False)).shuffle)


@given(papers())
def test_the_right_options_stay_right_in_whatever_order_they_are_printed(
    made: tuple[list[Question], tuple[Printed, ...]],
) -> None:
    bank, paper = made
    by_id = {each.id: each for each in bank}
    for printed in paper:
        question = by_id[printed.question_id]
        assert sorted(printed.options) == sorted(question.options)
        assert {printed.options[each] for each in printed.key} == {
            question.options[each] for each in question.key
        }
    assert len({each.question_id for each in paper}) == len(paper)


@given(papers())
def test_the_key_scores_full_marks_and_nothing_scores_none(
    made: tuple[list[Question], tuple[Printed, ...]],
) -> None:
    paper = made[1]
    right = {place: printed.key for place, printed in enumerate(paper)}
    assert score(paper, right) == sum(each.points for each in paper)
    assert missed(paper, right) == ()
    assert score(paper, {}) == 0
    assert from_json(to_json(paper)) == paper


@pytest.mark.untraced
@given(papers(), st.dictionaries(st.integers(-2, 20), st.frozensets(st.integers(-2, 9))))
def test_whatever_is_sent_the_score_lies_between_nothing_and_full(
    made: tuple[list[Question], tuple[Printed, ...]], sent: dict[int, frozenset[int]]
) -> None:
    paper = made[1]
    kept = clean_answers(paper, sent)
    assert all(
        0 <= place < len(paper) and chosen <= set(range(len(paper[place].options)))
        for place, chosen in kept.items()
    )
    points = score(paper, kept)
    assert 0 <= points <= sum(each.points for each in paper)
    assert len(missed(paper, kept)) == sum(kept.get(place) != each.key for place, each in enumerate(paper))


@given(questions())
def test_a_question_that_can_be_answered_is_accepted_and_its_key_survives_writing(question: Question) -> None:
    check_question(question)
    assert read_key(key_text(question), question.kind) == question.key


@pytest.mark.parametrize(
    ("kind", "options", "key"),
    [
        (QuestionKind.SINGLE, ("甲",), {0}),
        (QuestionKind.SINGLE, ("甲", "甲"), {0}),
        (QuestionKind.SINGLE, ("甲", "乙"), {0, 1}),
        (QuestionKind.MULTIPLE, ("甲", "乙"), {0}),
        (QuestionKind.MULTIPLE, ("甲", "乙"), {0, 2}),
        (QuestionKind.JUDGE, ("是", "否"), {0}),
        (QuestionKind.SINGLE, ("甲", "乙"), set()),
    ],
)
def test_a_question_without_a_possible_answer_is_refused(
    kind: QuestionKind, options: tuple[str, ...], key: set[int]
) -> None:
    with pytest.raises(Refused):
        check_question(Question(1, kind, "题", options, frozenset(key)))


@given(questions(), st.integers(1, 5), st.integers(1, 30))
def test_a_rule_asking_for_more_than_the_bank_holds_is_refused(
    question: Question, more: int, points: int
) -> None:
    rule = PaperRule({question.kind: 1 + more}, {question.kind: points}, 1)
    with pytest.raises(Refused):
        draw([question], rule, list.reverse)


@st.composite
def sittings(draw_: st.DrawFn) -> list[Attempt]:
    found, start = [], OPENS
    for number in range(1, draw_(st.integers(0, 3)) + 1):
        length = draw_(st.timedeltas(timedelta(minutes=1), timedelta(minutes=30)))
        handed_in = start + length if draw_(st.booleans()) else None
        found.append(Attempt(number, start, TERMS.due(start), handed_in, draw_(st.integers(0, 100))))
        start += timedelta(minutes=31)
    return found


@given(sittings(), st.timedeltas(timedelta(days=-1), timedelta(days=12)))
def test_a_paper_is_started_only_while_open_with_none_running_and_some_left(
    attempts: list[Attempt], after: timedelta
) -> None:
    now = OPENS + after
    possible = (
        TERMS.opens <= now < TERMS.closes
        and len(attempts) < TERMS.most_attempts
        and all(each.over(now) for each in attempts)
    )
    if possible:
        check_start(TERMS, attempts, now)
    else:
        with pytest.raises(Refused):
            check_start(TERMS, attempts, now)


@given(sittings())
def test_best_is_never_below_first_and_first_is_the_first(attempts: list[Attempt]) -> None:
    found = result(TERMS, attempts, TERMS.closes + timedelta(days=1))
    assert found.taken == len(attempts)
    if attempts:
        assert found.first == attempts[0].score
        assert found.best == max(each.score for each in attempts)
        assert found.passed == (max(each.score for each in attempts) >= TERMS.pass_mark)


@given(sittings(), st.timedeltas(timedelta(0), timedelta(days=12)))
def test_the_key_is_never_shown_while_another_paper_can_be_started(
    attempts: list[Attempt], after: timedelta
) -> None:
    now = OPENS + after
    if may_see_key(TERMS, attempts, now):
        with pytest.raises(Refused):
            check_start(TERMS, attempts, now)
        assert all(each.over(now) for each in attempts)


@given(st.timedeltas(timedelta(0), timedelta(hours=2)))
def test_answers_are_taken_until_the_time_is_up_and_a_little_for_the_line(after: timedelta) -> None:
    attempt = Attempt(1, OPENS, TERMS.due(OPENS), None, 0)
    if after <= timedelta(minutes=30) + GRACE:
        check_answering(attempt, OPENS + after)
    else:
        with pytest.raises(Refused):
            check_answering(attempt, OPENS + after)


def test_a_paper_started_just_before_the_end_is_due_at_the_end() -> None:
    assert TERMS.due(TERMS.closes - timedelta(minutes=1)) == TERMS.closes
