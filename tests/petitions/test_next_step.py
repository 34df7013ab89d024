"""The first button of a case page is the usual next step, never the way back or out."""

from flask import Flask

from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.workflow import steps_from
from xinfang_site.petitions.case.wording import actions_of

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
}


def test_the_first_button_leads_on(app: Flask) -> None:
    with app.test_request_context("/"):
        for state, step in USUAL.items():
            main, _ = actions_of(1, steps_from(state))
            leading = [each.url.rpartition("/")[2] for each in main if each.tone == "primary"]
            if state is State.FINISHED:  # a request for review may still come in before it is concluded
                assert step.value in [each.url.rpartition("/")[2] for each in main]
            else:
                assert leading == [step.value], (state, leading)


def test_a_way_back_is_not_urged_even_where_it_is_the_only_one(app: Flask) -> None:
    back = [row for row in steps_from(State.DRAFTED) if row.step is Step.RETURN_DRAFT]
    with app.test_request_context("/"):
        main, _ = actions_of(1, back)
    assert [each.tone for each in main] == ["plain"]
