"""The rules of the procedure through the pages: grounds, who may, what papers, who stands aside."""

from datetime import date, datetime, time, timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from tests import matters, procedure
from tests.audited import last_event
from tests.browsing import client_of
from tests.page import fetch, read
from tests.people import Cast
from tests.petitions.casework import AT_UNIT, approve, due, offers, on, refused, send
from xinfang_site.clock import CHINA, today
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.offices.models import Office
from xinfang_site.petitions.case import retelling
from xinfang_site.petitions.drafts import AccusedDraft, PetitionerDraft
from xinfang_site.petitions.models import Clock, Petition
from xinfang_site.petitions.procedure_models import Review

NOON = time(12, tzinfo=CHINA)
REVIEWED = f"{AT_UNIT} accept draft check issue serve request_review issue_review serve_review"


def test_grounds_of_refusal_are_the_dated_list_and_nothing_else(app: Flask) -> None:
    new, old = matters.registered(), matters.registered(received_on=date(2022, 4, 30))
    for petition_id, own, foreign in ((new, "19-3", "2005-21-1"), (old, "2005-21-1", "19-3")):
        procedure.step(petition_id, Step.SCREEN)
        page = fetch(client_of(app, "handler"), f"/petitions/{petition_id}/steps/refuse")
        assert own in page.all("//select[@name='ground']/option/@value")
        assert foreign not in page.all("//select[@name='ground']/option/@value")
        article = "第十九条第三款" if petition_id == new else "第二十一条"
        refused(app, "handler", petition_id, Step.REFUSE, article, ground=foreign, text="请向有权机关提出")
    page = refused(
        app, "handler", new, Step.REFUSE, "第二十三条第一款", ground="not_competent", text="不归本机关管"
    )
    assert "不是不予受理的情形" in page.text


def test_the_second_return_goes_to_the_joint_meeting_with_a_named_decider(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} object")
    refused(
        app, "handler", petition_id, Step.AGREE_TO_OBJECTION, "第二十三条第三款", reason="属实", ground=""
    )
    procedure.walk(petition_id, "agree_to_objection forward sign_for object")
    assert "已退回 1 次" in fetch(client_of(app, "handler"), f"/petitions/{petition_id}").text
    assert not offers(app, "handler", petition_id, Step.AGREE_TO_OBJECTION)
    refused(
        app,
        "handler",
        petition_id,
        Step.AGREE_TO_OBJECTION,
        "第二十四条第一款",
        reason="属实",
        ground="三定方案",
    )
    procedure.step(petition_id, Step.CALL_JOINT_MEETING)
    values = {"receiver": "甲区教委", "minutes": "由教委办理"}
    refused(app, "handler", petition_id, Step.DECIDE_JOINTLY, "第二十四条第一款", decider="", **values)
    send(app, "handler", petition_id, Step.DECIDE_JOINTLY, 302, decider="召集人", **values)
    approve(app, "leader", petition_id)
    assert offers(app, "school_handler", petition_id, Step.SIGN_FOR)
    procedure.step(petition_id, Step.SIGN_FOR, "school_handler")
    assert not offers(app, "school_handler", petition_id, Step.OBJECT)


def test_drafter_reviewer_and_signer_are_three_people(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept draft")
    refused(app, "unit_handler", petition_id, Step.CHECK, "第三十二条第一款")
    procedure.step(petition_id, Step.CHECK, "unit_head")
    refused(app, "unit_head", petition_id, Step.ISSUE, "第三十二条第一款")


def test_an_opinion_without_its_elements_or_with_a_wrong_remedy_is_refused(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept")
    good = {str(key): value for key, value in procedure.OPINION.items()}
    page = refused(
        app, "unit_handler", petition_id, Step.DRAFT, "第三十二条第一款", **{**good, "legal_basis": ""}
    )
    assert "法律法规依据" in page.text
    wrong = {**good, "remedy": "如不服本意见可请求复查，也可以申请行政复议。"}
    refused(app, "unit_handler", petition_id, Step.DRAFT, "第三十五条", **wrong)
    send(app, "unit_handler", petition_id, Step.DRAFT, 302, **good)


def test_service_before_issue_or_without_proof_is_refused(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept draft check issue")
    early = (matters.today() - timedelta(days=1)).isoformat()
    values = {"service": "post", "served_on": early, "proof": "挂号信第7号"}
    refused(app, "unit_handler", petition_id, Step.SERVE, "第三十五条", **values)
    today = matters.today().isoformat()
    refused(
        app,
        "unit_handler",
        petition_id,
        Step.SERVE,
        "第三十五条",
        **{**values, "served_on": today, "proof": ""},
    )
    send(app, "unit_handler", petition_id, Step.SERVE, 302, **{**values, "served_on": today})


def test_a_right_that_still_runs_does_not_lapse(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept draft check issue serve")
    assert not offers(app, "unit_handler", petition_id, Step.LAPSE)
    refused(app, "unit_handler", petition_id, Step.LAPSE, "第三十五条")


def test_reports_and_urgent_matters_are_not_withdrawn(app: Flask) -> None:
    report = matters.registered(purpose_id=matters.code_id("purpose", "揭发控告"), accusation=True)
    refused(app, "clerk", report, Step.WITHDRAW, "第三十条第一款", proof="申请书")
    urgent = matters.registered(urgent=True)
    refused(app, "clerk", urgent, Step.WITHDRAW, "第二十五条第一款", proof="申请书")


def test_an_assigned_matter_is_concluded_with_its_papers(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen assign sign_for accept mediate")
    page = refused(app, "handler", petition_id, Step.CONCLUDE, "第二十二条第一款第三项")
    assert "办结报告" in page.text
    procedure.attach(petition_id, "conclusion_report", "unit_handler")
    send(app, "handler", petition_id, Step.CONCLUDE, 302)
    approve(app, "section_head", petition_id)
    assert matters.state_of(petition_id) == State.CONCLUDED


def test_an_urgent_report_names_every_recipient_and_its_times(app: Flask) -> None:
    with on("2026-03-02", "10:00"):
        petition_id = matters.registered(urgent=True)
        assert due(petition_id, Duty.URGENT_REPORT).due == date(2026, 3, 2)
        procedure.step(petition_id, Step.SCREEN)
        assert not offers(app, "handler", petition_id, Step.FILE)
        times = {"known_at": "2026-03-02T09:00", "reported_at": "2026-03-02T09:30"}
        some = {"recipients": ["party_and_government", "competent_department", "joint_meeting_office"]}
        refused(app, "handler", petition_id, Step.REPORT, "第二十五条第二款", text="聚集", **times, **some)
        every = [*some["recipients"], "upper_petition_office", "national_administration"]
        backwards = {**times, "reported_at": "2026-03-02T08:00"}
        refused(
            app,
            "handler",
            petition_id,
            Step.REPORT,
            "第二十五条第一款",
            text="聚集",
            recipients=every,
            **backwards,
        )
        send(app, "handler", petition_id, Step.REPORT, 302, text="三十人聚集", recipients=every, **times)
        approve(app, "leader", petition_id)
        page = fetch(client_of(app, "handler"), "/urgent/")
        assert "首报 2026-03-02 09:30" in page.text


def test_two_people_change_the_day_of_receipt_and_the_limit_follows(app: Flask) -> None:
    with on("2026-03-10"):
        petition_id = matters.registered(received_on=date(2026, 3, 9))
        send(
            app,
            "clerk",
            petition_id,
            Step.CHANGE_RECEIPT_DATE,
            302,
            new_day="2026-03-05",
            reason="收文章日期",
        )
        assert due(petition_id, Duty.DISPATCH).due == date(2026, 3, 24)
        approve(app, "section_head", petition_id)
        assert due(petition_id, Duty.DISPATCH).due == date(2026, 3, 20)
        page = fetch(client_of(app, "clerk"), "/petitions/?received_from=2026-03-05&received_to=2026-03-05")
        assert "小区电梯长期停运" in page.text
        found = fetch(client_of(app, "clerk"), "/petitions/?q=电梯")
        assert "小区电梯长期停运" in found.text


def test_a_merged_clock_is_ruled_by_the_earliest_receipt_and_a_merge_is_undone(app: Flask) -> None:
    with on("2026-03-10"):
        early = matters.registered(received_on=date(2026, 3, 2))
        late = matters.registered(received_on=date(2026, 3, 10), summary="同一小区电梯")
        for each in (early, late):
            procedure.step(each, Step.SCREEN)
        number = db.session.get_one(Petition, late).number
        send(app, "handler", early, Step.MERGE, 302, other_matter=number, reason="诉求相同")
        approve(app, "section_head", early)
        assert due(late, Duty.DISPATCH).due == date(2026, 3, 17)
        assert due(early, Duty.DISPATCH).state == "waived"
        undoing = fetch(client_of(app, "handler"), f"/petitions/{early}/steps/{Step.UNMERGE}")
        assert "先由科室负责人审批；回到并入以前的状态" in undoing.text
        send(app, "handler", early, Step.UNMERGE, 302, reason="诉求不同")
        approve(app, "section_head", early)
        assert due(late, Duty.DISPATCH).due == date(2026, 3, 25)
        assert (due(early, Duty.DISPATCH).due, due(early, Duty.DISPATCH).stopped_on) == (
            date(2026, 3, 17),
            None,
        )
        assert matters.state_of(early) == State.TRIAGE


def test_an_anonymous_letter_owes_no_notice_but_every_other_limit(app: Flask) -> None:
    petition_id = matters.registered(anonymous=True, petitioners=(PetitionerDraft(""),))
    procedure.walk(petition_id, f"{AT_UNIT}")
    assert due(petition_id, Duty.NOTICE).state == "waived"
    procedure.step(petition_id, Step.ACCEPT)
    assert due(petition_id, Duty.CONCLUSION).stopped_on is None


def test_the_simple_procedure_is_for_simple_matters_and_converts_back_to_its_first_day(app: Flask) -> None:
    with on("2026-03-02"):
        crowd = matters.registered(collective=True)
        procedure.walk(crowd, AT_UNIT)
        assert not offers(app, "unit_handler", crowd, Step.ACCEPT_SIMPLE)
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} accept_simple")
        assert due(petition_id, Duty.SIMPLE_ANSWER).due == date(2026, 3, 16)
    with on("2026-03-10"):
        send(app, "unit_handler", petition_id, Step.CONVERT, 302, reason="需要鉴定")
        assert due(petition_id, Duty.CONCLUSION).due == date(2026, 5, 1)


def test_a_matter_of_april_2022_goes_by_the_old_statute(app: Flask) -> None:
    with on("2022-04-30"):
        petition_id = matters.registered()
        procedure.walk(petition_id, AT_UNIT)
        refused(
            app, "unit_handler", petition_id, Step.OBJECT, "第二十三条第三款", reason="不属于本单位职责" * 3
        )
        procedure.step(petition_id, Step.ACCEPT)
    assert due(petition_id, Duty.CONCLUSION).basis == "《信访条例》第三十三条"


def test_whoever_stands_aside_takes_no_step(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.step(petition_id, Step.SCREEN)
    handler = client_of(app, "handler")
    page = fetch(handler, f"/petitions/{petition_id}/recuse")
    read(
        handler.post(
            f"/petitions/{petition_id}/recuse", data={**page.hidden(), "reason": "信访人是本人亲属"}
        ),
        302,
    )
    assert not offers(app, "handler", petition_id, Step.FORWARD)
    refused(app, "handler", petition_id, Step.FORWARD, "第二十八条第三款", receiver="甲区住建委")
    assert offers(app, "handler2", petition_id, Step.FORWARD)


def test_a_review_is_done_by_somebody_fresh_and_a_revoked_opinion_is_not_repeated(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept draft check issue serve request_review")
    procedure.step(petition_id, Step.ISSUE_REVIEW, outcome="revoked", text="撤销原处理意见")
    procedure.step(petition_id, Step.SERVE_REVIEW)
    procedure.step(petition_id, Step.ORDER_REDO)
    good = {str(key): value for key, value in procedure.OPINION.items()}
    page = refused(app, "unit_handler", petition_id, Step.DRAFT, "第三十五条", **good)
    assert "不得作出相同的处理意见" in page.text
    send(app, "unit_handler", petition_id, Step.DRAFT, 302, **good, new_grounds="补充鉴定意见")


def test_the_reviewer_of_the_final_review_did_not_review_before(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(
        petition_id, f"{AT_UNIT} accept draft check issue serve request_review issue_review serve_review"
    )
    assert not offers(app, "reviewer", petition_id, Step.ORDER_REDO)
    procedure.step(petition_id, Step.REQUEST_FINAL)
    refused(app, "reviewer", petition_id, Step.ISSUE_FINAL, "第三十六条第一款", text="维持", outcome="upheld")


def test_only_the_organ_of_the_final_review_is_offered_its_opinion(app: Flask) -> None:
    """The organ of the first review keeps the matter in its register, and saw a button that was refused."""
    petition_id = matters.registered()
    route = "accept draft check issue serve request_review issue_review serve_review request_final"
    procedure.walk(petition_id, f"{AT_UNIT} {route}")
    assert offers(app, "reviewer2", petition_id, Step.ISSUE_FINAL)
    final = db.session.scalars(select(Review).order_by(Review.id.desc())).first()
    assert final is not None
    final.organ_id = db.session.scalars(select(Office.id).where(Office.code == "YQ")).one()
    db.session.commit()
    assert not offers(app, "reviewer2", petition_id, Step.ISSUE_FINAL)
    page = fetch(client_of(app, "reviewer2"), f"/petitions/{petition_id}/steps/issue_final", 409)
    assert "应当由受理申请的复查、复核机关办理" in page.text


def test_the_try_at_a_foreign_matter_is_noted_and_so_is_one_at_a_missing_one(app: Flask) -> None:
    """Z3: the note takes a moment; taken for the one and not for the other it would tell them apart."""
    client, petition_id = client_of(app, "school_handler"), matters.registered()
    for wanted in (petition_id, petition_id + 1000):
        fetch(client, f"/petitions/{wanted}", 404)
        db.session.rollback()
        noted = last_event()
        assert (noted.action, noted.result, noted.object_id) == ("petition.view", "refused", str(wanted))
        assert noted.account_id == Cast().actor("school_handler").account_id


def test_a_hearing_of_the_final_review_lets_its_limit_stand_still(app: Flask) -> None:
    """第三十六条第二款: what takes place meanwhile is not counted, so that nothing is past due meanwhile."""
    petition_id = matters.registered()
    procedure.walk(petition_id, REVIEWED)
    procedure.step(petition_id, Step.REQUEST_FINAL)
    first = due(petition_id, Duty.FINAL_REVIEW).due
    with time_machine.travel(datetime.combine(first - timedelta(days=2), NOON)):
        procedure.step(petition_id, Step.OPEN_HEARING, "reviewer2")
        assert db.session.get_one(Petition, petition_id).due_on is None
    with time_machine.travel(datetime.combine(first + timedelta(days=5), NOON)):
        page = fetch(client_of(app, "reviewer2"), f"/petitions/{petition_id}")
        assert "中止，听证结束后续计" in page.text
        assert "听证期间停止计时" in page.text
        assert "超期" not in page.text
        procedure.step(petition_id, Step.CLOSE_HEARING, "reviewer2")
    assert due(petition_id, Duty.FINAL_REVIEW).due == first + timedelta(days=8)
    assert db.session.get_one(Petition, petition_id).due_on == first + timedelta(days=8)


def test_the_unit_proposed_as_the_one_at_fault_is_the_one_whose_duty_it_was(app: Flask) -> None:
    """A24: a review that comes late is the review organ's fault, whatever unit has the matter."""
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept draft check issue serve request_review")
    late = due(petition_id, Duty.REVIEW).due + timedelta(days=1)
    with time_machine.travel(datetime.combine(late, NOON)):
        page = fetch(client_of(app, "reviewer"), f"/petitions/{petition_id}/steps/issue_review")
        assert page.all("//input[@name='late_unit']/@value") == ["甲区人民政府"]
    objected = matters.registered()
    procedure.walk(objected, f"{AT_UNIT} object")
    late = due(objected, Duty.OBJECTION_RULING).due + timedelta(days=1)
    with time_machine.travel(datetime.combine(late, NOON)):
        page = fetch(client_of(app, "handler"), f"/petitions/{objected}/steps/reject_objection")
        assert page.all("//input[@name='late_unit']/@value") == ["甲区信访办"]


def test_a_hearing_after_the_limit_has_run_out_is_recorded_and_stops_nothing(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, REVIEWED)
    procedure.step(petition_id, Step.REQUEST_FINAL)
    first = due(petition_id, Duty.FINAL_REVIEW).due
    with time_machine.travel(datetime.combine(first + timedelta(days=1), NOON)):
        procedure.step(petition_id, Step.OPEN_HEARING, "reviewer2")
        assert db.session.get_one(Petition, petition_id).due_on == first
        procedure.step(petition_id, Step.CLOSE_HEARING, "reviewer2")
        assert due(petition_id, Duty.FINAL_REVIEW).suspensions == []


def test_a_petitioners_right_that_ran_out_makes_nobody_late(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept draft check issue serve")
    over = due(petition_id, Duty.REVIEW_REQUEST).due + timedelta(days=1)
    with time_machine.travel(datetime.combine(over, NOON)):
        assert "已届满" in fetch(client_of(app, "handler"), f"/petitions/{petition_id}").text
        refused(
            app, "handler", petition_id, Step.SUPERVISE, "第四十条第一款",
            reason="请反馈", due_day=(over + timedelta(days=9)).isoformat(),
        )  # fmt: skip
        late = retelling.late_limits(db.session(), Cast().office("JXF").id, over - timedelta(days=60), over)
        assert late == []


def test_another_day_of_receipt_leaves_limits_that_no_receipt_began(app: Flask) -> None:
    with on("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} object")
    with on("2026-03-04"):
        procedure.step(petition_id, Step.AGREE_TO_OBJECTION)
        assert due(petition_id, Duty.DISPATCH).due == date(2026, 3, 19)
        procedure.step(petition_id, Step.CHANGE_RECEIPT_DATE, new_day="2026-02-20")
        assert due(petition_id, Duty.DISPATCH).due == date(2026, 3, 19)
        first = db.session.scalars(select(Clock).where(Clock.petition_id == petition_id)).first()
        assert first is not None
        assert (first.code, first.started_on, first.state) == ("D1", date(2026, 2, 20), "met")


def test_what_comes_back_to_a_unit_has_a_limit_again(app: Flask) -> None:
    """No time without a limit: a route taken back is told anew, work sent back is done within sixty days."""
    with on("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} route")
    with on("2026-04-01"):
        procedure.step(petition_id, Step.ROUTE_BACK)
        assert due(petition_id, Duty.NOTICE).due == date(2026, 4, 16)
        procedure.walk(petition_id, "accept mediate")
    with on("2026-04-10"):
        procedure.step(petition_id, Step.RETURN_CONCLUSION)
        assert due(petition_id, Duty.CONCLUSION).due == date(2026, 6, 9)


def test_what_is_no_report_any_more_owes_the_discipline_organ_nothing(app: Flask) -> None:
    petition_id = matters.registered(
        purpose_id=matters.code_id("purpose", "揭发控告"),
        accusation=True,
        accused=(AccusedDraft(None, "钱某"),),
    )
    procedure.step(petition_id, Step.SCREEN)
    assert due(petition_id, Duty.DISCIPLINE_TRANSFER).stopped_on is None
    procedure.step(petition_id, Step.RECLASSIFY, "clerk", kind="appeal")
    assert due(petition_id, Duty.DISCIPLINE_TRANSFER).reason == "已变更为申诉求决类"


def test_a_report_sent_to_the_organ_competent_for_it_has_been_transferred(app: Flask) -> None:
    petition_id = matters.registered(
        purpose_id=matters.code_id("purpose", "揭发控告"),
        accusation=True,
        accused=(AccusedDraft(None, "钱某"),),
    )
    procedure.step(petition_id, Step.SCREEN)
    procedure.step(petition_id, Step.FORWARD, receiver=Cast().office("JJJ").id)
    assert due(petition_id, Duty.DISCIPLINE_TRANSFER).state == "met"


def test_advice_given_after_the_end_waits_for_its_feedback_whatever_else_is_noted(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept mediate conclude")
    until = (today() + timedelta(days=20)).isoformat()
    procedure.step(petition_id, Step.ADVISE, until=until)
    procedure.step(petition_id, Step.EVALUATE)
    assert due(petition_id, Duty.ADVICE_FEEDBACK).stopped_on is None
    assert not offers(app, "clerk", petition_id, Step.ARCHIVE)
    procedure.step(petition_id, Step.RECORD_ADVICE_FEEDBACK)
    assert due(petition_id, Duty.ADVICE_FEEDBACK).state == "met"
    procedure.step(petition_id, Step.ARCHIVE)
