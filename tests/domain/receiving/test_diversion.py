import itertools

import pytest

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.workflow import move
from xinfang_site.domain.receiving.diversion import FIRST, QUESTIONS, Outlet, Question, record, walk
from xinfang_site.domain.receiving.paths import Kind, Path


def outlets(answers=()):
    place = walk(answers)
    if isinstance(place, Outlet):
        return [(answers, place)]
    return list(itertools.chain.from_iterable(outlets((*answers, each.code)) for each in place.answers))


def test_every_walk_ends_within_seven_questions():
    assert all(1 <= len(answers) <= 7 for answers, _ in outlets())


def test_the_walks_reach_all_six_paths_and_three_kinds():
    assert {outlet.path for _, outlet in outlets() if outlet.path} == set(Path)
    assert {outlet.kind for _, outlet in outlets()} == set(Kind)


@pytest.mark.parametrize(
    ("answers", "outlet"), outlets(), ids=lambda value: "-".join(value) if isinstance(value, tuple) else ""
)
def test_every_outlet_suggests_a_step_that_triage_offers(answers, outlet):
    assert move(State.TRIAGE, outlet.step) in State
    assert outlet.advice
    assert outlet.basis.article in (22, 29, 30, 31)
    assert len(record(answers)) == len(answers)


def test_every_question_is_asked_in_some_walk():
    asked = {walk(answers[:n]).code for answers, _ in outlets() for n in range(len(answers))}
    assert asked == set(QUESTIONS)
    assert all(isinstance(each, Question) for each in QUESTIONS.values())
    assert walk([]).code == FIRST


def test_a_court_matter_is_guided_at_the_window_and_forwarded_by_letter():
    assert walk(["appeal", "yes", "visit"]).step is Step.GUIDE
    assert walk(["appeal", "yes", "other"]).step is Step.SEND_TO_JUDICIAL


def test_what_belongs_to_no_statutory_route_is_a_petition():
    outlet = walk(["appeal", "no", "no", "no", "no", "no"])
    assert (outlet.path, outlet.step) == (Path.PETITION, Step.FORWARD)


@pytest.mark.parametrize("answers", [["maybe"], ["appeal", "maybe"], ["suggestion", "yes"]])
def test_an_answer_belongs_to_its_question(answers):
    with pytest.raises(Refused) as refused:
        walk(answers)
    assert (refused.value.field, refused.value.article is not None) == ("answer", True)
    with pytest.raises(Refused):
        record(answers)


def test_the_walk_is_recorded_in_words():
    assert record(["appeal", "no"])[1] == ("是否涉及诉讼权利救济，且尚未依法终结？", "否")
