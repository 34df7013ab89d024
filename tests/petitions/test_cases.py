"""The acceptance cases through the pages: buttons, forms, refusals with their article, nothing changed, the try noted."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests import matters, procedure
from tests.browsing import client_of
from tests.page import fetch, read
from tests.people import Cast
from tests.petitions.casework import AT_UNIT, approve, change_rules, due, offers, on, refused, send
from xinfang_site.calendars import services as calendars
from xinfang_site.database import writing
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.models import Petition


@pytest.mark.parametrize(("day", "state"), [("2026-03-17", "met"), ("2026-03-18", "late")])
def test_case_1_dispatch_on_the_last_day_and_one_day_late(app: Flask, day: str, state: str) -> None:
    with on("2026-03-02"):
        petition_id = matters.registered()
        procedure.step(petition_id, Step.SCREEN)
    assert due(petition_id, Duty.DISPATCH).due == date(2026, 3, 17)
    with on(day, "23:59"):
        late = {"late_reason": "人员调整", "late_unit": "甲区信访办"} if state == "late" else {}
        send(app, "handler", petition_id, Step.FORWARD, 302, receiver="甲区住建委", **late)
        approve(app, "section_head", petition_id)
        clock = due(petition_id, Duty.DISPATCH)
        assert (clock.state, clock.late_reason) == (state, late.get("late_reason", ""))
        page = fetch(client_of(app, "handler"), f"/petitions/{petition_id}")
        assert ("超期原因：人员调整" in page.text) is (state == "late")
        assert ("超期1天，2026-03-18 完成" in page.text) is (state == "late")


def test_case_3_the_day_of_receipt_counts_and_the_reminder_is_a_makeup_saturday(app: Flask) -> None:
    with on("2026-02-09"):
        petition_id = matters.registered(received_on=date(2026, 2, 5))
        clock = due(petition_id, Duty.DISPATCH)
        assert clock.due == date(2026, 2, 20)
        page = fetch(client_of(app, "clerk"), f"/petitions/{petition_id}/clocks/{clock.id}")
        assert "2026-02-14" in page.text


def test_case_5_not_opening_stops_neither_limit_and_the_board_counts_it_unread(app: Flask) -> None:
    with on("2026-03-17"):
        petition_id = matters.registered()
        procedure.walk(petition_id, "screen forward")
    assert due(petition_id, Duty.NOTICE).due == date(2026, 4, 1)
    assert due(petition_id, Duty.OBJECTION).due == date(2026, 3, 24)
    with on("2026-03-19"):
        page = fetch(client_of(app, "handler"), "/deadlines/")
        row = page.all("//tr[th[normalize-space()='甲区住建委']]")[0]
        # nobody is late who does not object: the line waits for the acceptance, which is due after this week
        assert [each.text_content().strip() for each in row.xpath("./td")] == ["1", "0", "0", "1", "0"]


@pytest.mark.untraced
@pytest.mark.parametrize(
    ("sent", "until"),
    [("2026-09-28", "2026-10-10"), ("2026-04-28", "2026-05-08"), ("2025-01-23", "2025-02-06"),
     ("2025-09-25", "2025-10-09")],
)  # fmt: skip
def test_case_7_objection_over_the_holidays(app: Flask, sent: str, until: str) -> None:
    with on(sent):
        petition_id = matters.registered()
        procedure.walk(petition_id, AT_UNIT)
    assert due(petition_id, Duty.OBJECTION).due == date.fromisoformat(until)
    with on((date.fromisoformat(until) + timedelta(days=1)).isoformat()):
        assert not offers(app, "unit_handler", petition_id, Step.OBJECT)
        refused(
            app, "unit_handler", petition_id, Step.OBJECT, "第二十三条第三款", reason="不属于本单位职责" * 3
        )
    with on(until):
        send(app, "unit_handler", petition_id, Step.OBJECT, 302, reason="按照三定方案该事项应由教委办理")


def test_case_9_a_provisional_day_settles_after_the_table_is_loaded_with_preview_and_log(app: Flask) -> None:
    with on("2026-12-30"):
        petition_id = matters.registered()
        procedure.walk(petition_id, "screen forward")
        clock = due(petition_id, Duty.OBJECTION)
        assert (clock.due, clock.provisional) == (date(2027, 1, 7), True)
        page = fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}/clocks/{clock.id}")
        assert "2027年节假日未录入" in page.text
        days = [calendars.DayDraft(day, False, "元旦") for day in (date(2027, 1, 1), date(2027, 1, 4))]
        notice = calendars.YearDraft(2027, "国办发明电〔2026〕9号", days)
        with writing(db.session()) as session:
            calendars.put_year(session, Cast().actor("root_system"), notice)
        admin = client_of(app, "root_system")
        preview = fetch(admin, "/calendar/limits")
        assert "2027-01-08" in preview.text
        page = fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}/clocks/{clock.id}")
        assert "按现行日历至2027-01-08，本期限没有重算" in page.text
        assert due(petition_id, Duty.OBJECTION).due == date(2027, 1, 7)
        read(
            admin.post("/calendar/limits", data={**preview.hidden(), "reason": "国办发明电〔2026〕9号"}), 302
        )
        clock = due(petition_id, Duty.OBJECTION)
        assert (clock.due, clock.provisional) == (date(2027, 1, 8), False)
        assert "国办发明电〔2026〕9号" in fetch(admin, "/calendar/limits").text
        assert "没有需要重算的期限" in fetch(admin, "/calendar/limits").text


def test_case_11_no_acceptance_without_path_and_basis_and_the_third_path_has_no_sixty_days(
    app: Flask,
) -> None:
    with on("2026-03-17"):
        petition_id = matters.registered(purpose_id=matters.code_id("purpose", "求决"))
        procedure.walk(petition_id, AT_UNIT)
        refused(app, "unit_handler", petition_id, Step.ACCEPT, "第三十一条", path="", basis="")
        refused(app, "unit_handler", petition_id, Step.ACCEPT, "第三十一条第六项", path="31_6", basis="")
        refused(app, "unit_handler", petition_id, Step.ACCEPT, "第三十一条第三项", path="31_3", basis="党章")
        send(
            app,
            "unit_handler",
            petition_id,
            Step.ROUTE,
            302,
            path="31_3",
            basis="党章第四条",
            text="请向原组织申诉",
        )
        db.session.rollback()
        assert limits.latest(db.session(), petition_id, Duty.CONCLUSION) is None
        assert due(petition_id, Duty.NOTICE).state == "met"


def accepted_on_the_17th_of_march() -> int:
    """Case 12."""
    with on("2026-03-10"):
        petition_id = matters.registered()
        procedure.walk(petition_id, AT_UNIT)
    with on("2026-03-17"):
        procedure.step(petition_id, Step.ACCEPT)
    assert due(petition_id, Duty.CONCLUSION).due == date(2026, 5, 16)
    return petition_id


def test_case_13_extensions_against_article_34(app: Flask) -> None:
    petition_id = accepted_on_the_17th_of_march()
    with on("2026-05-18"):
        refused(app, "unit_handler", petition_id, Step.EXTEND, "第三十四条", days="10", reason="需要鉴定")
        assert not offers(app, "unit_handler", petition_id, Step.EXTEND)
    with on("2026-05-11"):
        page = refused(
            app, "unit_handler", petition_id, Step.EXTEND, "第三十四条", days="31", reason="需要鉴定"
        )
        assert "不得超过30日" in page.text
        refused(app, "unit_handler", petition_id, Step.EXTEND, "第三十四条", days="10", reason="")
        send(app, "unit_handler", petition_id, Step.EXTEND, 302, days="20", reason="需要鉴定")
        page = approve(app, "section_head", petition_id, 409)
        assert "第三十四条" in page.text
        approve(app, "unit_head", petition_id)
        assert due(petition_id, Duty.CONCLUSION).due == date(2026, 6, 5)
        page = fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}")
        assert "原期限 2026-05-16，延长20日（住建负责批准）" in page.text
        for days in ("15", "10"):
            refused(app, "unit_handler", petition_id, Step.EXTEND, "第三十四条", days=days, reason="再次鉴定")


def test_case_13_by_setting_an_extension_may_be_split(app: Flask) -> None:
    with on("2026-03-01"):
        change_rules(app, extension_split="y")
    petition_id = accepted_on_the_17th_of_march()
    with on("2026-05-11"):
        for days in ("20", "10"):
            send(app, "unit_handler", petition_id, Step.EXTEND, 302, days=days, reason="需要鉴定")
            approve(app, "unit_head", petition_id)
        assert due(petition_id, Duty.CONCLUSION).due == date(2026, 6, 15)
    other = accepted_on_the_17th_of_march()
    with on("2026-05-11"):
        send(app, "unit_handler", other, Step.EXTEND, 302, days="20", reason="需要鉴定")
        approve(app, "unit_head", other)
        page = refused(app, "unit_handler", other, Step.EXTEND, "第三十四条", days="15", reason="再次鉴定")
        assert "累计不得超过30日" in page.text


def test_case_17_a_hearing_while_handling_moves_nothing(app: Flask) -> None:
    petition_id = accepted_on_the_17th_of_march()
    with on("2026-04-10"):
        send(
            app,
            "unit_handler",
            petition_id,
            Step.OPEN_HEARING,
            302,
            reason="重大疑难",
            event_day="2026-04-01",
        )
        assert not offers(app, "unit_handler", petition_id, Step.DRAFT)
        page = fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}")
        assert "没有需要您办理的步骤" not in page.text
        send(
            app, "unit_handler", petition_id, Step.CLOSE_HEARING, 302, text="听证结束", event_day="2026-04-10"
        )
    assert due(petition_id, Duty.CONCLUSION).due == date(2026, 5, 16)


def test_case_19_an_answered_suggestion_is_not_reviewed(app: Flask) -> None:
    petition_id = matters.registered(purpose_id=matters.code_id("purpose", "意见建议"))
    procedure.walk(petition_id, AT_UNIT)
    send(app, "unit_handler", petition_id, Step.ACCEPT, 302, path="", basis="")
    assert not offers(app, "unit_handler", petition_id, Step.DRAFT)
    send(app, "unit_handler", petition_id, Step.REPLY, 302, text="建议已采纳。", outcome="supported")
    approve(app, "unit_head", petition_id)
    assert not offers(app, "clerk", petition_id, Step.REQUEST_REVIEW)
    page = refused(app, "clerk", petition_id, Step.REQUEST_REVIEW, "第三十五条", text="不服")
    assert "另行登记" in page.text


def served_on_the_21st_of_january() -> int:
    with on("2025-12-20"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} accept")
    with on("2026-01-21"):
        procedure.walk(petition_id, "draft check issue serve")
    assert due(petition_id, Duty.REVIEW_REQUEST).due == date(2026, 2, 24)
    return petition_id


def test_case_21_the_right_rolls_over_the_festival_and_a_late_request_needs_a_reason(app: Flask) -> None:
    petition_id = served_on_the_21st_of_january()
    with on("2026-02-25"):
        page = refused(app, "clerk", petition_id, Step.REQUEST_REVIEW, "第三十五条", text="不服")
        assert "正当理由" in page.text
        assert "申请复查至 2026-02-24" in fetch(client_of(app, "clerk"), f"/petitions/{petition_id}").text
    with on("2026-02-24"):
        send(app, "clerk", petition_id, Step.REQUEST_REVIEW, 302, text="不服，请求复查")
    assert matters.state_of(petition_id) == State.UNDER_REVIEW


def test_case_21_a_justified_delay_is_recorded(app: Flask) -> None:
    petition_id = served_on_the_21st_of_january()
    with on("2026-02-25"):
        send(app, "clerk", petition_id, Step.REQUEST_REVIEW, 302, text="不服", justified="因住院，有病历")
        assert "因住院，有病历" in fetch(client_of(app, "clerk"), f"/petitions/{petition_id}").text


def under_review_since_the_10th_of_march() -> int:
    with on("2026-01-10"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} accept")
    with on("2026-03-02"):
        procedure.walk(petition_id, "draft check issue serve")
    with on("2026-03-10"):
        procedure.step(petition_id, Step.REQUEST_REVIEW)
    assert due(petition_id, Duty.REVIEW).due == date(2026, 4, 9)
    return petition_id


def test_case_23_the_review_is_neither_extended_nor_stopped(app: Flask) -> None:
    petition_id = under_review_since_the_10th_of_march()
    with on("2026-04-01"):
        assert not offers(app, "reviewer", petition_id, Step.EXTEND_REVIEW)
        refused(app, "reviewer", petition_id, Step.EXTEND_REVIEW, "第三十五条", days="10", reason="复杂")
        assert not offers(app, "reviewer", petition_id, Step.OPEN_HEARING)


def test_case_23_local_rules_allow_thirty_days_and_touch_no_running_limit(app: Flask) -> None:
    old = under_review_since_the_10th_of_march()
    with on("2026-03-11"):
        change_rules(app, review_extension="30")
        refused(app, "reviewer", old, Step.EXTEND_REVIEW, "第三十五条", days="10", reason="复杂")
    with on("2026-03-12"):
        fresh = matters.registered()
        procedure.walk(fresh, f"{AT_UNIT} accept draft check issue serve request_review")
        refused(app, "reviewer", fresh, Step.EXTEND_REVIEW, "第三十五条", days="31", reason="复杂")
        send(app, "reviewer", fresh, Step.EXTEND_REVIEW, 302, days="30", reason="案情复杂")
        approve(app, "leader", fresh)
        assert due(fresh, Duty.REVIEW).due == date(2026, 5, 11)
        page = fetch(client_of(app, "reviewer"), f"/petitions/{fresh}/clocks/{due(fresh, Duty.REVIEW).id}")
        assert "本站规则" in page.text


def test_a_hearing_in_the_final_review_adds_its_days_and_may_not_be_open_at_the_end(app: Flask) -> None:
    with on("2026-02-26"):
        petition_id = matters.registered()
        procedure.walk(
            petition_id, f"{AT_UNIT} accept draft check issue serve request_review issue_review serve_review"
        )
    with on("2026-03-20"):
        procedure.step(petition_id, Step.REQUEST_FINAL)
    assert due(petition_id, Duty.FINAL_REVIEW).due == date(2026, 4, 19)
    with on("2026-04-10"):
        send(app, "reviewer2", petition_id, Step.OPEN_HEARING, 302, reason="重大", event_day="2026-04-01")
        refused(
            app, "reviewer2", petition_id, Step.ISSUE_FINAL, "第三十六条第二款", text="维持", outcome="upheld"
        )
        send(app, "reviewer2", petition_id, Step.CLOSE_HEARING, 302, text="结束", event_day="2026-04-10")
    assert due(petition_id, Duty.FINAL_REVIEW).due == date(2026, 4, 29)


def test_case_25_no_final_review_without_review_and_no_third_petition(app: Flask) -> None:
    petition_id = served_on_the_21st_of_january()
    with on("2026-01-30"):
        assert not offers(app, "clerk", petition_id, Step.REQUEST_FINAL)
        refused(app, "clerk", petition_id, Step.REQUEST_FINAL, "第三十六条第一款", text="不服")
        procedure.walk(
            petition_id,
            "request_review issue_review serve_review request_final issue_final serve_final terminate",
        )
        number = db.session.get_one(Petition, petition_id).number
        again = matters.registered()
        procedure.step(again, Step.SCREEN)
        values = {"prior_final_opinion": "甲复核〔2026〕3号", "text": "同一事实和理由，不再受理"}
        article = "第三十六条第三款"
        refused(app, "handler", again, Step.REFUSE_REPEATED, article, **values)
        page = refused(app, "handler", again, Step.REFUSE_REPEATED, article, other_matter=number, **values)
        assert "新的信访事项登记" in page.text
        send(app, "handler", again, Step.REFUSE_REPEATED, 302, other_matter=number, same_facts="y", **values)
        approve(app, "section_head", again)
        approve(app, "leader", again)
    assert matters.state_of(again) == State.NO_LONGER_ACCEPTED
    assert number in fetch(client_of(app, "handler"), f"/petitions/{again}").text
