"""More of the statute through the pages: the refusals, days and documents between the cases that were given."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import matters, procedure
from tests.audited import last_event
from tests.browsing import client_of, filled
from tests.page import fetch, read
from tests.people import Cast
from tests.petitions.casework import AT_UNIT, approve, change_rules, due, offers, on, refused, send
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.petitions.drafts import AccusedDraft, PetitionerDraft
from xinfang_site.petitions.models import Petition


def accepted_on(day: str) -> int:
    with on(day):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} accept")
    return petition_id


def test_sixty_days_from_the_17th_of_march_and_an_extension_on_the_last_day(app: Flask) -> None:
    petition_id = accepted_on("2026-03-17")
    assert due(petition_id, Duty.CONCLUSION).due == date(2026, 5, 16)
    with on("2026-05-16", "23:59"):
        send(app, "unit_handler", petition_id, Step.EXTEND, 302, days="30", reason="需要委托鉴定")
        approve(app, "unit_head", petition_id)
        assert due(petition_id, Duty.CONCLUSION).due == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("day", "last"),
    [("2023-12-31", "2024-02-29"), ("2024-01-01", "2024-03-01"), ("2025-12-31", "2026-03-01")],
)
def test_case_15_sixty_days_over_new_year_and_leap_day_as_the_case_page_says_them(
    app: Flask, day: str, last: str
) -> None:
    petition_id = accepted_on(day)
    with on(day):
        assert last in fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}").text
        assert due(petition_id, Duty.CONCLUSION).due == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("visitors", "representatives", "collective"), [(9, 6, None), (9, 5, True), (5, 0, True), (4, 0, False)]
)
def test_case_27_a_visit_has_five_representatives_at_most_and_five_visitors_make_it_collective(
    app: Flask, visitors: int, representatives: int, collective: bool | None
) -> None:
    with on("2026-03-02"):
        clerk = client_of(app, "clerk")
        page = fetch(clerk, "/petitions/new")
        visit = page.all("//input[@id=//label[normalize-space()='来访']/@for]/@value")[0]
        values = {**page.hidden(), "channel": visit, "received_on": "2026-03-02", "summary": "公交停运",
                  "content": "公交线路停运。", "name": "赵青", "people": str(visitors), "visitors": str(visitors),
                  "purpose": "", "place_code": "", "source": ""}  # fmt: skip
        for turn in range(representatives):
            values |= {f"companions-{turn}-name": f"代表{turn}", f"companions-{turn}-role": "representative"}
        answer = clerk.post("/petitions/new", data=values)
        if collective is None:
            refusal = read(answer, 400)
            assert "第二十条第三款" in refusal.alerts()
            assert "公交线路停运。" in refusal.text
            db.session.rollback()
            noted = last_event()
            assert (noted.action, noted.result, noted.object_id) == ("petition.register", "refused", "")
            assert "第二十条第三款" in noted.reason
            assert db.session.scalar(select(func.count()).select_from(Petition)) == 0
            return
        assert answer.status_code == 302
        petition_id = int(answer.headers["Location"].rpartition("/")[2])
        assert db.session.get_one(Petition, petition_id).collective is collective
        assert ("集体访" in fetch(clerk, f"/petitions/{petition_id}").text) is collective


def test_an_extension_drafted_in_time_and_approved_too_late_is_refused(app: Flask) -> None:
    petition_id = accepted_on("2026-03-17")
    with on("2026-05-16"):
        send(app, "unit_handler", petition_id, Step.EXTEND, 302, days="10", reason="需要委托鉴定")
    with on("2026-05-17"):
        page = approve(app, "unit_head", petition_id, 409, late_reason="积压", late_unit="住建")
        assert "第三十四条" in page.text
    assert due(petition_id, Duty.CONCLUSION).due == date(2026, 5, 16)


def test_a_unit_that_got_it_directly_tells_within_fifteen_days_and_not_the_unknown(app: Flask) -> None:
    with on("2026-03-02"):
        known = matters.registered("unit_handler")
        unknown = matters.registered("unit_handler", anonymous=True, petitioners=(PetitionerDraft(""),))
        for each in (known, unknown):
            procedure.step(each, Step.SCREEN, "unit_handler")
            procedure.step(each, Step.TAKE_DIRECTLY, "unit_handler")
        assert due(known, Duty.DIRECT_NOTICE).due == date(2026, 3, 17)
        assert due(unknown, Duty.DIRECT_NOTICE).state == "waived"


def test_a_matter_on_a_statutory_route_has_neither_sixty_days_nor_a_review(app: Flask) -> None:
    with on("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} route")
        db.session.rollback()
        refused(app, "clerk", petition_id, Step.REQUEST_REVIEW, "第三十五条", text="请求复查")
        assert not offers(app, "clerk", petition_id, Step.REQUEST_REVIEW)


@pytest.mark.untraced
@pytest.mark.parametrize(
    ("served", "last", "late"),
    [
        ("2026-09-01", "2026-10-08", "2026-10-09"),
        ("2026-08-31", "2026-09-30", "2026-10-08"),
        ("2026-04-01", "2026-05-06", "2026-05-07"),
        ("2025-12-02", "2026-01-04", "2026-01-05"),
    ],
)
def test_the_right_to_review_rolls_over_holidays_and_ends_there(
    app: Flask, served: str, last: str, late: str
) -> None:
    petition_id = accepted_on(served)
    with on(served):
        procedure.walk(petition_id, "draft check issue serve")
        assert due(petition_id, Duty.REVIEW_REQUEST).due == date.fromisoformat(last)
    with on(late):
        refused(app, "clerk", petition_id, Step.REQUEST_REVIEW, "第三十五条", text="请求复查")
    with on(last):
        send(app, "clerk", petition_id, Step.REQUEST_REVIEW, 302, text="请求复查", organ=_organ(petition_id))


def _organ(petition_id: int) -> str:
    db.session.rollback()
    unit = db.session.get_one(Petition, petition_id).unit
    return str(unit.review_office_id or unit.parent_id)


def test_an_urgent_matter_is_known_at_once_and_never_just_kept(app: Flask) -> None:
    petition_id = matters.registered(urgent=True)
    procedure.step(petition_id, Step.SCREEN)
    refused(app, "handler", petition_id, Step.FILE, "第二十五条", reason="留存")


def test_supervision_has_a_reason_of_article_40_or_a_limit_past_due(app: Flask) -> None:
    petition_id = accepted_on("2026-03-17")
    with on("2026-03-20"):
        refused(
            app, "handler", petition_id, Step.SUPERVISE, "第四十条", reason="请抓紧", due_day="2026-04-01"
        )
        send(app, "handler", petition_id, Step.SUPERVISE, 302, reason="请抓紧", due_day="2026-04-01",
             supervision_reason="delaying")  # fmt: skip
        approve(app, "section_head", petition_id)
    with on("2026-05-20"):
        send(app, "handler", petition_id, Step.SUPERVISE, 302, reason="已经超期", due_day="2026-06-01")
        approve(app, "section_head", petition_id)
        assert "期限超期" in fetch(client_of(app, "handler"), "/supervision/?all=1").text


def test_an_evaluation_entered_for_the_petitioner_has_its_proof_and_is_not_the_units(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept mediate conclude")
    scores = {"outcome": "satisfied", "unit_outcome": "satisfied"}
    refused(app, "clerk", petition_id, Step.EVALUATE, "第二十一条", on_behalf="y", **scores)
    refused(
        app, "unit_handler", petition_id, Step.EVALUATE, "第二十一条", on_behalf="y", proof="录音", **scores
    )
    send(app, "clerk", petition_id, Step.EVALUATE, 302, on_behalf="y", proof="回访录音3号", **scores)
    assert matters.state_of(petition_id) == State.EVALUATED


def test_an_archived_matter_takes_no_more_files_corrections_or_documents(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept mediate conclude archive")
    clerk = client_of(app, "clerk")
    page = fetch(clerk, f"/petitions/{petition_id}")
    offered = page.all("//*[@class='next-actions']//a/@href")
    assert [each.rpartition("/")[2] for each in offered] == ["link"]
    answer = clerk.get(f"/petitions/{petition_id}/documents/acceptance_notice")
    assert answer.status_code in {403, 404, 409}
    db.session.rollback()
    refused(app, "handler", petition_id, Step.MERGE, "", other_matter="X", reason="并入")


def test_a_letter_about_a_case_in_court_goes_to_the_judicial_organs_and_never_to_the_accused(
    app: Flask,
) -> None:
    petition_id = matters.registered(litigation=True, accused=(AccusedDraft(Cast().office("JZJ").id),), accusation=True,
                                     purpose_id=matters.code_id("purpose", "揭发控告"))  # fmt: skip
    procedure.step(petition_id, Step.SCREEN)
    refused(
        app,
        "handler",
        petition_id,
        Step.SEND_TO_JUDICIAL,
        "第三十条第三款",
        receiver="甲区住建委",
        reason="涉诉",
    )


def test_a_letter_is_not_received_tomorrow_and_a_name_is_not_empty(app: Flask) -> None:
    with on("2026-03-02"):
        clerk = client_of(app, "clerk")
        page = fetch(clerk, "/petitions/new")
        values = {**page.hidden(), "channel": page.all("//input[@name='channel']/@value")[0], "summary": "路灯",
                  "content": "路灯不亮。", "people": "1", "purpose": "", "place_code": "", "source": ""}  # fmt: skip
        tomorrow = read(
            clerk.post("/petitions/new", data={**values, "name": "赵青", "received_on": "2026-03-03"}), 400
        )
        assert "今" in tomorrow.alerts()
        nameless = read(
            clerk.post("/petitions/new", data={**values, "name": "", "received_on": "2026-03-02"}), 400
        )
        assert "匿名" in nameless.text


def test_a_revoked_opinion_is_handled_anew_with_sixty_days_of_its_own(app: Flask) -> None:
    with on("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} accept draft check issue serve request_review")
        procedure.step(petition_id, Step.ISSUE_REVIEW, outcome="revoked")
        procedure.walk(petition_id, "serve_review")
    with on("2026-03-10"):
        procedure.walk(petition_id, "order_redo")
        assert due(petition_id, Duty.CONCLUSION).due == date(2026, 5, 9)


def test_two_units_that_both_say_it_is_not_theirs_are_decided_over_by_the_joint_meeting(app: Flask) -> None:
    with on("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} object agree_to_objection")
        assert db.session.get_one(Petition, petition_id).received_on == date(2026, 3, 2)
        procedure.step(petition_id, Step.FORWARD, receiver=Cast().office("JJW").id)
        procedure.step(petition_id, Step.SIGN_FOR, "school_handler")
        matters.take("school_handler", petition_id, Step.OBJECT, reason="不属于教委职责，应当由住建委办理")
        approve(app, "school_head", petition_id)
        refused(
            app,
            "handler",
            petition_id,
            Step.AGREE_TO_OBJECTION,
            "第二十四条",
            reason="成立",
            ground="三定方案",
        )
        send(app, "handler", petition_id, Step.CALL_JOINT_MEETING, 302, reason="两单位均提出异议")
        approve(app, "section_head", petition_id)
        approve(app, "leader", petition_id)
        refused(
            app,
            "handler",
            petition_id,
            Step.DECIDE_JOINTLY,
            "第二十四条",
            receiver="甲区住建委",
            minutes="由住建委办理",
        )
        send(app, "handler", petition_id, Step.DECIDE_JOINTLY, 302, receiver="甲区住建委",
             minutes="由住建委办理", decider="召集人甲")  # fmt: skip


def test_a_withdrawn_review_is_not_asked_for_again(app: Flask) -> None:
    with on("2026-03-02"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} accept draft check issue serve request_review")
        send(app, "clerk", petition_id, Step.WITHDRAW_REVIEW, 302, proof="撤回申请书")
        refused(
            app,
            "clerk",
            petition_id,
            Step.REQUEST_REVIEW,
            "第三十六条",
            text="再次请求",
            organ=_organ(petition_id),
        )


def test_the_report_made_by_the_site_concludes_an_assigned_matter(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen assign sign_for accept mediate")
    unit = client_of(app, "unit_handler")
    address = f"/petitions/{petition_id}/documents/conclusion_report/new"
    page = fetch(unit, address)
    read(unit.post(address, data=filled(page, 落实情况="电梯已经修复，信访人满意。", action="make")), 302)
    send(app, "handler", petition_id, Step.CONCLUDE, 302)
    approve(app, "section_head", petition_id)
    assert matters.state_of(petition_id) == State.CONCLUDED


def test_what_is_signed_or_made_waits_on_the_list_until_it_is_served(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept")
    unit = client_of(app, "unit_handler")
    address = f"/petitions/{petition_id}/documents/acceptance_notice/new"
    read(unit.post(address, data=filled(fetch(unit, address), 联系电话="023-65000001", action="make")), 302)
    assert "受理告知书" in fetch(unit, "/deadlines/to-serve").text
    procedure.walk(petition_id, "draft check issue")
    both = fetch(unit, "/deadlines/to-serve").text
    assert "信访处理意见书" in both
    home = fetch(unit, "/").all("//a[contains(@href, 'to-serve')]")
    assert home[0].text_content().split()[0] == "2"
    assert "信访处理意见书" in fetch(client_of(app, "handler"), "/deadlines/to-serve").text
    assert "信访处理意见书" not in fetch(client_of(app, "other_handler"), "/deadlines/to-serve").text
    procedure.walk(petition_id, "serve")
    assert "信访处理意见书" not in fetch(unit, "/deadlines/to-serve").text


def test_by_local_rules_the_organ_that_handled_it_may_be_asked_too_but_other_people_review(
    app: Flask,
) -> None:
    petition_id = accepted_on("2026-03-02")
    with on("2026-03-03"):
        procedure.walk(petition_id, "draft check issue serve")
        unit = str(db.session.get_one(Petition, petition_id).unit_id)
        asked = {"text": "请求复查", "organ": unit}
        refused(app, "clerk", petition_id, Step.REQUEST_REVIEW, "第三十五条", **asked)
        change_rules(app, original_may_review="y")
        send(app, "clerk", petition_id, Step.REQUEST_REVIEW, 302, **asked)


def test_a_void_number_stays_used(app: Flask) -> None:
    with on("2026-03-02"):
        first = matters.registered()
        send(app, "clerk", first, Step.CANCEL, 302, reason="重复录入同一封信")
        approve(app, "section_head", first)
        approve(app, "leader", first)
        second = matters.registered()
        numbers = [db.session.get_one(Petition, each).number for each in (first, second)]
    assert int(numbers[1][-6:]) == int(numbers[0][-6:]) + 1
    assert matters.state_of(first) == State.VOID


def test_an_office_lets_weighty_matters_be_approved_by_more_people(app: Flask) -> None:
    """The rule holds for what is drafted from then on; a level needs somebody who can give it."""
    before, plain = matters.registered(urgent=True), matters.registered()
    for each in (before, plain):
        procedure.step(each, Step.SCREEN)
    send(app, "handler", before, Step.FORWARD, 302, receiver="甲区住建委")
    leader = client_of(app, "leader")
    page = fetch(leader, "/rules/xfgztl2022/change")
    values = {"reason": "本办规定", "flagged_approval": "3"}
    refused_page = read(leader.post("/rules/xfgztl2022/change", data=filled(page, **values)), 400)
    assert "3级审批需要2名领导账号" in refused_page.alerts()
    change_rules(app, flagged_approval="2")
    approve(app, "section_head", before)
    assert matters.state_of(before) == State.AWAITING_RECEIPT
    send(app, "handler", plain, Step.FORWARD, 302, receiver="甲区住建委")
    approve(app, "section_head", plain)
    assert matters.state_of(plain) == State.AWAITING_RECEIPT
    weighty = matters.registered(urgent=True)
    procedure.step(weighty, Step.SCREEN)
    for address in (f"/petitions/{weighty}", f"/petitions/{weighty}/steps/{Step.FORWARD}"):
        assert "先由科室负责人、分管/主要负责人审批" in fetch(client_of(app, "handler"), address).text, (
            address
        )
    send(app, "handler", weighty, Step.FORWARD, 302, receiver="甲区住建委")
    approve(app, "section_head", weighty)
    assert matters.state_of(weighty) == State.TRIAGE
    approve(app, "leader", weighty)
    assert matters.state_of(weighty) == State.AWAITING_RECEIPT
