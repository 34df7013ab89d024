"""The first button of a case page is the usual next step, never the way back or out."""

from flask import Flask

from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.procedure.workflow import steps_for, steps_from
from xinfang_site.domain.roles import Role
from xinfang_site.offices.models import Office
from xinfang_site.petitions.case.wording import actions_of, called_for, waiting_words
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.wording import outcome_of, taker_of

USUAL = {
    State.REGISTERED: Step.SCREEN,
    State.SIGNED_FOR: Step.ACCEPT,
    State.TRIAGE: Step.SEND_TO_DISCIPLINE,
    State.HANDLING: Step.DRAFT,
    State.DRAFTED: Step.CHECK,
    State.CHECKED: Step.ISSUE,
    State.ISSUED: Step.SERVE,
    State.UNDER_REVIEW: Step.ISSUE_REVIEW,
    State.UNDER_FINAL_REVIEW: Step.ISSUE_FINAL,
    State.FINISHED: Step.CONCLUDE,
    State.CONCLUDED: Step.EVALUATE,
}

_OFFERED_SELDOM = {Step.ANSWER_SIMPLE, Step.CLOSE_HEARING}
"""Steps that the guards offer only where they are due."""


def test_the_first_button_leads_on(app: Flask) -> None:
    with app.test_request_context("/"):
        for state, step in USUAL.items():
            main, _ = actions_of(1, steps_from(state))
            leading = [each.url.rpartition("/")[2] for each in main if each.tone == "primary"]
            assert leading == [step.value], (state, leading)


def test_a_way_back_is_not_urged_even_where_it_is_the_only_one(app: Flask) -> None:
    back = [row for row in steps_from(State.DRAFTED) if row.step is Step.RETURN_DRAFT]
    with app.test_request_context("/"):
        main, _ = actions_of(1, back)
    assert [each.tone for each in main] == ["plain"]


def test_what_only_some_matters_call_for_is_not_urged(app: Flask) -> None:
    theirs = {
        State.TRIAGE: Role.CLERK,
        State.SERVED: Role.CLERK,
        State.HANDLING: Role.UNIT_HEAD,
        State.OBJECTED: Role.HANDLER,
    }
    with app.test_request_context("/"):
        for state, role in theirs.items():
            rows = [row for row in steps_for(state, {role}) if row.step not in _OFFERED_SELDOM]
            main, _ = actions_of(1, rows)
            assert main
            assert {each.tone for each in main} == {"plain"}, state


def test_what_a_mark_calls_for_stands_first(app: Flask) -> None:
    rows = steps_for(State.TRIAGE, {Role.HANDLER})
    marks = {"urgent": Step.REPORT, "litigation": Step.SEND_TO_JUDICIAL}
    with app.test_request_context("/"):
        for mark, step in marks.items():
            main, _ = actions_of(1, rows, called_for(Petition(**{mark: True})))
            assert main[0].url.endswith(step.value)
            assert [each.tone for each in main].count("primary") == 1


def test_whoever_takes_a_matter_on_may_take_its_usual_step() -> None:
    for state, step in USUAL.items():
        known = [role.title for role in TABLE[step].actors]
        named = taker_of(state)
        assert named == state.turn.title or any(named.endswith(title) for title in known), state
    assert taker_of(State.TRIAGE) == "信访部门承办人"


def test_the_page_says_whose_step_is_awaited(app: Flask) -> None:
    with app.test_request_context("/"):
        main, _ = actions_of(1, steps_for(State.TRIAGE, {Role.CLERK}))
    matter = Petition(state="triage", office=Office(kind="petition_office", short_name="甲区信访办"))
    assert "信访部门承办人" in waiting_words((), main, matter)
    assert waiting_words((), (), matter) == ""
    matter.office = Office(kind="department", short_name="甲区住建委")
    assert "等待甲区住建委办理" in waiting_words((), main, matter)


def test_whoever_has_to_decide_on_an_objection_is_not_told_to_wait_for_himself(app: Flask) -> None:
    matter = Petition(state="objected", office=Office(kind="petition_office", short_name="甲区信访办"))
    with app.test_request_context("/"):
        main, _ = actions_of(1, steps_for(State.OBJECTED, {Role.HANDLER}))
    assert "选定一项" in waiting_words((), main, matter)


def test_after_an_opinion_a_review_may_be_asked_for_and_after_the_review_a_final_one() -> None:
    assert outcome_of(TABLE[Step.SERVE]).endswith("申请复查")
    assert outcome_of(TABLE[Step.SERVE_REVIEW]).endswith("申请复核")
