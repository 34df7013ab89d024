"""A duty taken from a unit without being done is not counted as done in time; and what is handed back is in writing."""

from datetime import date

import pytest
from flask import Flask

from tests import matters, procedure
from tests.browsing import client_of
from tests.page import fetch
from tests.people import Cast
from tests.petitions.casework import AT_UNIT, approve, due, refused, send
from tests.petitions.casework import on as on_day
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.models import Clock


def _first(petition_id: int, duty: Duty) -> Clock:
    db.session.rollback()
    found = db.session.query(Clock).filter_by(petition_id=petition_id, code=duty.value).order_by(Clock.id)
    return found.first()


@pytest.mark.parametrize(
    ("way", "undone", "reason"),
    [
        ("screen assign recall", Duty.NOTICE, "转送、交办已撤回"),
        ("screen assign recall", Duty.FEEDBACK, "转送、交办已撤回"),
        ("screen assign sign_for object agree_to_objection", Duty.NOTICE, "异议成立，已退回"),
        ("screen assign sign_for object agree_to_objection", Duty.FEEDBACK, "异议成立，已退回"),
        (f"{AT_UNIT} object call_joint_meeting decide_jointly", Duty.NOTICE, "已由联席会议决定承办单位"),
    ],
)
def test_a_duty_taken_away_before_it_was_due_is_not_owed_and_not_met(
    app: Flask, way: str, undone: Duty, reason: str
) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, way)
        clock = _first(petition_id, undone)
        assert (clock.state, clock.reason) == ("waived", reason)
        assert reason in fetch(client_of(app, "handler"), f"/petitions/{petition_id}").text
        assert limits.latest(db.session(), petition_id, Duty.DISPATCH) is not None


def test_the_ruling_on_an_objection_is_a_duty_done(app: Flask) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} object agree_to_objection")
        assert due(petition_id, Duty.OBJECTION_RULING).state == "met"


def test_a_notice_that_was_late_when_the_matter_went_back_stays_late(app: Flask) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} object")
    with on_day("2026-03-18"):
        send(app, "handler", petition_id, Step.AGREE_TO_OBJECTION, 302, reason="异议成立", ground="三定方案",
             late_reason="未及时核实", late_unit="甲区信访办")  # fmt: skip
        approve(app, "section_head", petition_id)
        clock = _first(petition_id, Duty.NOTICE)
        assert (clock.state, clock.due, clock.late_reason) == ("late", date(2026, 3, 17), "未及时核实")


def test_an_answer_by_the_simple_procedure_is_not_given_by_leaving_it(app: Flask) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.step(petition_id, Step.SCREEN)
        procedure.step(petition_id, Step.FORWARD, simple=True)
        procedure.walk(petition_id, "sign_for accept_simple convert")
        assert due(petition_id, Duty.SIMPLE_ANSWER).state == "waived"
        assert due(petition_id, Duty.CONCLUSION).due == date(2026, 5, 1)


def test_a_route_that_proved_wrong_was_not_taken_in_time(app: Flask) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, AT_UNIT)
        procedure.step(petition_id, Step.ROUTE, path="31_5")
        procedure.walk(petition_id, "route_back")
        clock = due(petition_id, Duty.STATUTORY_ROUTE)
        assert (clock.state, clock.reason) == ("waived", "已退回信访程序")


def test_a_unit_that_gave_a_matter_back_is_credited_with_no_notice_in_time(app: Flask) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} object agree_to_objection")
    with on_day("2026-03-20"):
        page = fetch(client_of(app, "handler"), "/reports/limits?period=2026-03&duty=D3&by=unit")
        assert not page.all("//main//table//a[contains(@href, 'outcome=met')]")


def test_a_request_for_review_is_taken_back_in_writing_only(app: Flask) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} accept draft check issue serve request_review")
        page = refused(app, "clerk", petition_id, Step.WITHDRAW_REVIEW, "第三十五条", proof=" ")
        assert "信访人签名的申请" in page.text
        procedure.walk(petition_id, "issue_review serve_review request_final")
        refused(app, "clerk", petition_id, Step.WITHDRAW_FINAL, "第三十六条第一款", proof="")
        send(app, "clerk", petition_id, Step.WITHDRAW_FINAL, 302, proof="撤回申请书")


def test_the_result_of_a_statutory_route_names_its_paper(app: Flask) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} route")
        told = {"text": "仲裁裁决支持请求"}
        refused(app, "unit_handler", petition_id, Step.ROUTE_RESULT, "第三十一条", **told)
        send(app, "unit_handler", petition_id, Step.ROUTE_RESULT, 302, proof="仲裁裁决书第3号", **told)


def test_the_case_page_says_whose_approval_a_matter_waits_for(app: Flask) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.step(petition_id, Step.SCREEN)
        handler = client_of(app, "handler")
        turn = "//dt[normalize-space()='现由谁办']/following-sibling::dd[1]"
        receiver = Cast().office("JZJ").short_name
        assert "承办人" in fetch(handler, f"/petitions/{petition_id}").all(turn)[0].text_content()
        send(app, "handler", petition_id, Step.FORWARD, 302, receiver=receiver)
        page = fetch(handler, f"/petitions/{petition_id}")
        assert page.all(turn)[0].text_content().strip() == "科室负责人审批"


def test_who_approves_an_extension_sees_both_days(app: Flask) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} accept")
        send(app, "unit_handler", petition_id, Step.EXTEND, 302, days="20", reason="需要鉴定")
        (asked,) = fetch(client_of(app, "unit_head"), f"/petitions/{petition_id}").all(
            "//main//a[contains(@href, '/proposals/') and contains(., '审批')]/@href"
        )
        page = fetch(client_of(app, "unit_head"), asked)
        assert "由2026-05-01延长至2026-05-21" in page.text
        approve(app, "unit_head", petition_id)
        assert "延长至" not in fetch(client_of(app, "unit_head"), asked).text


@pytest.mark.parametrize(
    ("step", "way", "names"),
    [
        (Step.REFUSE, "screen", ("ground", "text")),
        (Step.ASSIGN, "screen", ("receiver", "reason", "due_day")),
        (Step.REFUSE_REPEATED, "screen", ("other_matter", "prior_final_opinion")),
        (Step.AGREE_TO_OBJECTION, f"{AT_UNIT} object", ("reason", "ground")),
    ],
)
def test_a_field_that_a_rule_always_asks_for_is_marked_as_required(
    app: Flask, step: Step, way: str, names: tuple[str, ...]
) -> None:
    with on_day("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, way)
        page = fetch(client_of(app, "handler"), f"/petitions/{petition_id}/steps/{step.value}")
        assert all(page.all(f"//*[@name='{name}' and @required]") for name in names)


def test_the_form_of_registration_says_what_a_missing_address_leads_to(app: Flask) -> None:
    """A letter without address and telephone is owed no notice (第二十三条第二款); the clerk could not know."""
    page = fetch(client_of(app, "clerk"), "/petitions/new")
    (hint,) = page.all("//*[@id=//input[@name='address']/@aria-describedby]")
    assert "不计书面告知期限（第二十三条第二款）" in hint.text_content()
