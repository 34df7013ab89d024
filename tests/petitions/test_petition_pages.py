"""Pages of registering and of one matter, as people use them."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import matters, procedure
from tests.browsing import client_of
from tests.page import Page, fetch, post, read
from tests.people import Cast
from tests.petitions.counter import FULL_NAME, FULL_PHONE, filled, fresh, look_up, register, slip_code
from tests.petitions.papers import PDF, picture
from xinfang_site.audit.models import AuditEvent
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.petitions.models import Clock, Petition, Petitioner


def test_registering_leads_to_the_case_page(clerk: FlaskClient) -> None:
    answer = register(clerk)
    page = fetch(clerk, str(answer.response.location))
    assert "小区电梯长期停运" in page.texts("//h1")
    assert "已登记" in page.text
    assert "还剩15天" in page.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "请填写姓名"),
        ("phone", "没有电话", "电话应为"),
        ("id_number", "110105199001010011", "校验位"),
        ("summary", "", "请填写概况"),
        ("summary", "长" * 201, "最多 200 字"),
        ("people", "0", "1"),
        ("received_on", "2023-02-30", ""),
        ("received_on", "2999-01-01", "收到日期"),
        ("category", "没有这类", "没有这一内容分类"),
        ("accused_unit", "没有这家", "机构表中没有"),
        ("channel", "99999", ""),
        ("petitioned_on", "2999-01-01", "信访日期不能晚于"),
        ("petitioned_on", "0026-01-01", "信访日期：年份是0026年，应当在1949年至2200年之间"),
        ("postmarked_on", "2999-01-01", "邮戳日期不能晚于收到日期"),
        ("first_on", "0202-01-01", "初次信访日期：年份是0202年"),
    ],
)
def test_wrong_input_stands_beside_its_field_and_keeps_what_was_typed(
    clerk: FlaskClient, field: str, value: str, words: str
) -> None:
    page = register(clerk, 400, **{field: value})
    assert words in page.alerts()
    assert page.all("//textarea[@name='content']")[0].text_content().strip() == "三号楼电梯停运。"
    assert db.session.scalar(select(func.count()).select_from(Petition)) == 0


def test_a_mistyped_year_of_receipt_is_told_together_with_the_other_faults(clerk: FlaskClient) -> None:
    page = register(clerk, 400, received_on="0202-11-20", name="", people="0")
    for words in ("收到日期的年份是0202年", "请填写姓名", "人数应为1至100000的整数"):
        assert words in page.alerts()


def test_strange_characters_are_cleaned_or_kept_but_never_an_error(clerk: FlaskClient) -> None:
    for content in ("𠮷野家😀", "a\x00b\u202ec\u200b", "=1+1", "<script>alert(1)</script>", "٣" * 50):
        page = fetch(clerk, str(register(clerk, content=content, phone="", repeat_of="0").response.location))
        assert "<script>alert" not in page.response.text.split("</head>")[1].replace(
            str(page.all("//head")), ""
        )


def test_people_can_be_added_and_removed_without_a_script(clerk: FlaskClient) -> None:
    page = register(clerk, 200, add="companions")
    assert len(page.all("//input[starts-with(@name,'companions-')][contains(@name,'-name')]")) == 1
    values = filled(
        page, remove="companions-0", **{"companions-0-role": "agent", "companions-0-name": "某人"}
    )
    page = read(clerk.post("/petitions/new", data=values), 200)
    assert not page.all("//input[contains(@name,'companions-0-name')]")


def test_no_more_people_than_the_form_holds_and_asking_for_more_registers_nothing(clerk: FlaskClient) -> None:
    people = {f"companions-{turn}-{name}": "某人" for turn in range(20) for name in ("name",)}
    people |= {f"companions-{turn}-role": "companion" for turn in range(20)}
    page = register(clerk, 200, add="companions", **people)
    assert len(page.all("//input[starts-with(@name,'companions-')][contains(@name,'-name')]")) == 20
    assert not page.all("//button[@name='add']")


def test_adding_a_person_leads_to_the_new_row(clerk: FlaskClient) -> None:
    page = fetch(clerk, "/petitions/new")
    (button,) = page.all("//button[@name='add']")
    page = register(clerk, 200, add="companions")
    assert page.all(f"//*[@id='{button.get('formaction')[1:]}']")


def test_an_anonymous_letter_keeps_the_address_it_names(clerk: FlaskClient) -> None:
    register(clerk, name="", anonymous="y", address="渝碚路街道康宁路1号")
    fresh()
    kept = db.session.scalars(select(Petitioner)).one()
    assert (kept.name or "", kept.address) == ("", "渝碚路街道康宁路1号")


def test_screening_begins_with_what_the_registration_found(app: Flask, clerk: FlaskClient) -> None:
    first, second = matters.registered(), matters.registered()
    matters.take("clerk", first, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    again = matters.registered(repeat_of_id=first)
    numbers = {each.id: each.number for each in db.session.scalars(select(Petition))}
    for petition_id, decision, original in ((second, "first", ""), (again, "repeat", numbers[first])):
        page = fetch(clerk, f"/petitions/{petition_id}/steps/screen")
        (chosen,) = page.all("//select[@name='duplicate_decision']/option[@selected]")
        assert chosen.get("value") == decision
        (field,) = page.all("//input[@name='original']")
        assert field.get("value", "") == original
    matters.take("clerk", again, Step.SCREEN, **{Need.DUPLICATE_DECISION: "repeat", "original": first})
    page = fetch(client_of(app, "handler"), f"/petitions/{again}/steps/refuse_repeated")
    assert page.all("//input[@name='other_matter']/@value") == [numbers[first]]


def test_six_representatives_are_refused_with_the_article(clerk: FlaskClient) -> None:
    people = {}
    for turn in range(6):
        people |= {f"companions-{turn}-role": "representative", f"companions-{turn}-name": f"代表{turn}"}
    visit = str(matters.code_id("channel", "来访"))
    page = register(clerk, 400, channel=visit, people="9", visitors="9", **people)
    assert "第二十条第三款" in page.alerts()


def test_a_possible_duplicate_is_shown_and_a_person_decides(clerk: FlaskClient) -> None:
    first = register(clerk)
    page = register(clerk, 200)
    assert "可能重复的事项" in page.text
    assert FULL_PHONE not in page.response.text.split("duplicates")[1].split("形式和时间")[0]
    number = int(str(first.response.location).rsplit("/", 1)[1])
    undecided = read(clerk.post("/petitions/new", data=filled(page)), 400)
    assert "请认定与哪一件重复" in undecided.alerts()
    assert "可能重复的事项" in undecided.text
    answer = read(clerk.post("/petitions/new", data=filled(undecided, repeat_of=str(number))), 302)
    repeated = fetch(clerk, str(answer.response.location))
    assert "初件：" in repeated.text


def test_a_form_sent_twice_makes_one_matter(clerk: FlaskClient) -> None:
    page = fetch(clerk, "/petitions/new")
    values = filled(page, repeat_of="0")
    locations = {clerk.post("/petitions/new", data=values).location for _turn in range(2)}
    assert len(locations) == 1


def test_only_the_form_s_fields_are_taken(clerk: FlaskClient) -> None:
    register(clerk, office_id="2", number="X", state="archived", created_by="me")
    fresh()
    petition = db.session.scalars(select(Petition)).one()
    assert (petition.office.code, petition.state) == ("JXF", "registered")
    assert petition.number != "X"


def test_the_case_page_masks_people_for_everybody(clerk: FlaskClient) -> None:
    location = str(
        register(clerk, id_number=matters.ID_NUMBER, address="渝碚路街道康宁路1号2单元").response.location
    )
    for address in (location, f"{location}/print"):
        body = fetch(clerk, address).response.text
        assert FULL_NAME not in body
        assert FULL_PHONE not in body
        assert matters.ID_NUMBER not in body
        assert "2单元" not in body


def test_unmasking_needs_a_reason_is_a_post_and_is_noted(clerk: FlaskClient) -> None:
    location = str(register(clerk).response.location)
    page = fetch(clerk, f"{location}/people")
    assert FULL_PHONE not in page.response.text
    assert "请写明查看用途" in read(clerk.post(f"{location}/people", data=page.hidden()), 400).alerts()
    shown = read(clerk.post(f"{location}/people", data={**page.hidden(), "reason": "电话核实诉求"}), 200)
    assert FULL_PHONE in shown.text
    assert FULL_NAME in shown.text
    fresh()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.unmask")).one()
    assert (event.username, event.reason) == ("clerk", "电话核实诉求")
    assert FULL_PHONE not in fetch(clerk, f"{location}/people").response.text


def test_unmasking_is_limited_by_the_hour(clerk: FlaskClient, app: Flask) -> None:
    location = str(register(clerk).response.location)
    token = fetch(clerk, f"{location}/people").hidden()
    for _turn in range(60):
        assert clerk.post(f"{location}/people", data={**token, "reason": "核实"}).status_code == 200
    reached = read(clerk.post(f"{location}/people", data={**token, "reason": "核实"}), 429)
    assert reached.all("//a[contains(@class, 'btn')]/@href") == [location]


def test_opening_and_printing_a_case_is_audited(clerk: FlaskClient) -> None:
    location = str(register(clerk).response.location)
    fetch(clerk, location)
    fetch(clerk, f"{location}/print")
    fresh()
    actions = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions[-2:] == ["petition.view", "petition.print"]


def test_a_foreign_matter_looks_like_a_missing_one_on_every_address(app: Flask) -> None:
    petition_id = matters.registered()
    client = client_of(app, "other_handler")
    paths = ("", "/print", "/people", "/files", "/files/1", "/files/1/void", "/steps/forward")
    for path in paths:
        foreign = client.get(f"/petitions/{petition_id}{path}")
        missing = client.get(f"/petitions/{petition_id + 1000}{path}")
        assert (foreign.status_code, missing.status_code) == (404, 404), path
        assert re.sub("[0-9A-F]{8}", "", foreign.text) == re.sub("[0-9A-F]{8}", "", missing.text)
    for path in ("/people", "/files", "/steps/forward"):
        post(client, f"/petitions/{petition_id}{path}", {"reason": "x"}, 404)


def test_files_are_added_opened_and_voided(clerk: FlaskClient, app: Flask) -> None:
    location = str(register(clerk).response.location)
    form = fetch(clerk, f"{location}/files").hidden()
    assert "请选择文件" in read(clerk.post(f"{location}/files", data=form), 400).alerts()
    bad = {**form, "files": (io.BytesIO(b"MZ"), "x.exe")}
    assert "不接收" in read(clerk.post(f"{location}/files", data=bad), 400).alerts()
    files = [(io.BytesIO(PDF), "<b>诉状</b>.pdf"), (io.BytesIO(picture()), "照片.png")]
    read(clerk.post(f"{location}/files", data={**form, "files": files}), 302)
    page = fetch(clerk, location)
    links = page.all("//ul[@class='files']//a[not(contains(@href,'void'))]/@href")
    answers = {link: clerk.get(link, buffered=True) for link in links}
    for link, answer in answers.items():
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Disposition"].startswith(
            "inline" if "show=1" in link else "attachment"
        )
    handler = client_of(app, "handler")
    void = f"{location}/files/1/void"
    assert "请写明" in read(handler.post(void, data=fetch(handler, void).hidden()), 400).alerts()
    read(handler.post(void, data={**fetch(handler, void).hidden(), "reason": "传错"}), 302)
    assert "已作废：传错" in fetch(clerk, location).text


def with_files(page: Page, *files: tuple[bytes, str], **changes: str) -> dict[str, object]:
    return {**filled(page, **changes), "files": [(io.BytesIO(content), name) for content, name in files]}


def test_files_come_with_the_registration_once_however_often_it_is_sent(clerk: FlaskClient) -> None:
    page = fetch(clerk, "/petitions/new")
    for _ in range(2):
        values = with_files(page, (PDF, "来信.pdf"), (picture(), "照片.png"))
        answer = read(clerk.post("/petitions/new", data=values), 302)
    case = fetch(clerk, answer.response.headers["Location"])
    assert len(case.all("//ul[@class='files']/li")) == 2
    fresh()
    assert db.session.scalar(select(func.count()).select_from(Petition)) == 1


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ", "程序.exe"), (b"no picture", "假.png"), (b"", "空.pdf")]
)
def test_a_file_that_is_not_taken_registers_nothing_and_says_why(
    clerk: FlaskClient, content: bytes, name: str
) -> None:
    page = fetch(clerk, "/petitions/new")
    answer = read(
        clerk.post("/petitions/new", data=with_files(page, (PDF, "来信.pdf"), (content, name))), 400
    )
    assert name in answer.alerts()
    assert "请重新选择" in answer.text
    assert "来信.pdf、" in answer.text
    fresh()
    assert db.session.scalar(select(func.count()).select_from(Petition)) == 0


def test_files_chosen_before_an_error_or_a_duplicate_are_said_to_be_chosen_again(clerk: FlaskClient) -> None:
    page = fetch(clerk, "/petitions/new")
    wrong = read(clerk.post("/petitions/new", data=with_files(page, (PDF, "来信.pdf"), summary="")), 400)
    assert "来信.pdf）没有上传，请重新选择" in wrong.text
    register(clerk)
    again = fetch(clerk, "/petitions/new")
    shown = read(clerk.post("/petitions/new", data=with_files(again, (PDF, "来信.pdf"))), 200)
    assert "可能重复的事项" in shown.text
    assert "没有上传，请重新选择" in shown.text
    assert "请重新选择" not in fetch(clerk, "/petitions/new").text


def test_a_file_that_vanished_from_the_disk_is_a_404_and_no_error(clerk: FlaskClient, app: Flask) -> None:
    from pathlib import Path

    location = str(register(clerk).response.location)
    form = fetch(clerk, f"{location}/files").hidden()
    clerk.post(f"{location}/files", data={**form, "files": (io.BytesIO(PDF), "a.pdf")})
    for path in Path(app.instance_path, "files").rglob("*"):
        if path.is_file():
            path.unlink()
    assert clerk.get(f"{location}/files/1").status_code == 404


def test_the_walk_from_screening_to_acceptance_through_the_pages(app: Flask, clerk: FlaskClient) -> None:
    location = str(register(clerk).response.location)
    step = f"{location}/steps"
    page = fetch(clerk, f"{step}/screen")
    read(clerk.post(f"{step}/screen", data={**page.hidden(), "duplicate_decision": "first"}), 302)
    handler = client_of(app, "handler")
    page = fetch(handler, f"{step}/forward")
    assert "请填写去向单位" in read(handler.post(f"{step}/forward", data=page.hidden()), 400).alerts()
    unknown = {**page.hidden(), "receiver": "没有这家"}
    assert "机构表中没有" in read(handler.post(f"{step}/forward", data=unknown), 400).alerts()
    read(handler.post(f"{step}/forward", data={**page.hidden(), "receiver": "甲区住建委"}), 302)
    assert "待审批的拟办意见" in fetch(handler, location).text
    head = client_of(app, "section_head")
    assert "等待我审批（1）" in fetch(head, "/").text
    page = fetch(head, "/petitions/proposals/1")
    assert "甲区住建委" in page.text
    unreasoned = {**page.hidden(), "decision": "return"}
    assert "退回须写明理由" in read(head.post("/petitions/proposals/1", data=unreasoned), 409).alerts()
    read(head.post("/petitions/proposals/1", data={**page.hidden(), "decision": "approve"}), 302)
    again = read(head.post("/petitions/proposals/1", data={**page.hidden(), "decision": "approve"}), 409)
    assert "已由他人处理" in again.alerts()
    unit = client_of(app, "unit_handler")
    page = fetch(unit, f"{step}/sign_for")
    read(unit.post(f"{step}/sign_for", data=page.hidden()), 302)
    stale = read(unit.post(f"{step}/sign_for", data=page.hidden()), 409)
    assert "他人办理了这一事项" in stale.alerts()
    page = fetch(unit, f"{step}/accept")
    read(unit.post(f"{step}/accept", data={**page.hidden(), "path": "31_6", "basis": "职责清单第8项"}), 302)
    assert "办理中" in fetch(unit, location).text


def test_returning_a_proposal_through_the_page(app: Flask) -> None:
    petition_id = matters.registered()
    matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    matters.take("handler", petition_id, Step.FORWARD, **{Need.RECEIVER: Cast().office("JZJ").id})
    head, handler = client_of(app, "section_head"), client_of(app, "handler")
    page = fetch(handler, "/petitions/proposals/1")
    sent = {"csrf_token": page.token(), "decision": "approve"}
    refused = read(handler.post("/petitions/proposals/1", data=sent), 409)
    assert "应当由科室负责人审批" in refused.alerts()
    page = fetch(head, "/petitions/proposals/1")
    read(
        head.post("/petitions/proposals/1", data={**page.hidden(), "decision": "return", "reason": "不当"}),
        302,
    )
    assert "已处理：不当" in fetch(head, "/petitions/proposals/1").text
    fetch(head, "/petitions/proposals/99", 404)


def test_a_step_that_is_not_offered_is_refused_with_its_article(app: Flask) -> None:
    petition_id = matters.registered()
    handler = client_of(app, "handler")
    page = fetch(handler, f"/petitions/{petition_id}/steps/forward", 409)
    assert "不能办理" in page.alerts()
    assert "第二十二条" in page.text
    fetch(handler, f"/petitions/{petition_id}/steps/nonsense", 404)
    answer = post(
        handler, f"/petitions/{petition_id}/steps/forward", {"version": "1", "receiver": "甲区教委"}, 409
    )
    assert "不能办理" in answer.alerts()
    post(handler, f"/petitions/{petition_id}/steps/forward", {"version": "٣", "receiver": "甲区教委"}, 409)


def test_linking_another_matter_by_its_number_in_wide_and_small_letters_too(
    app: Flask, clerk: FlaskClient
) -> None:
    one, other = matters.registered(), matters.registered(summary="另一件")
    number = db.session.get_one(Petition, other).number
    address = f"/petitions/{one}/steps/link"
    page = fetch(clerk, address)
    unknown = read(
        clerk.post(address, data={**page.hidden(), "other_matter": "JXF0", "link_kind": "same"}), 400
    )
    assert "名册中没有这个编号" in unknown.alerts()
    wide = "".join(chr(ord(each) + 0xFEE0) for each in number.lower())
    read(clerk.post(address, data={**page.hidden(), "other_matter": wide, "link_kind": "same"}), 302)
    assert number in fetch(clerk, f"/petitions/{one}").text


def test_a_petitioner_follows_the_matter_by_name_and_code_without_signing_in(
    app: Flask, clerk: FlaskClient
) -> None:
    petition_id = matters.forwarded("JZJ")
    code = slip_code(clerk, petition_id)
    public = app.test_client()
    shown = look_up(public, "赵 青松", code.lower())
    assert "待签收" in shown.text
    assert "甲区信访办，转至甲区住建委" in shown.text  # who sent it, and to whom
    assert "登记甲" not in shown.text
    assert FULL_PHONE not in shown.text
    assert FULL_NAME not in shown.response.text.split("<main")[1]


def test_a_petitioner_is_told_until_when_a_review_may_be_asked_for(app: Flask, clerk: FlaskClient) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen forward sign_for accept draft check issue serve")
    due = db.session.scalars(select(Clock.due).where(Clock.code == Duty.REVIEW_REQUEST.value)).one()
    shown = look_up(app.test_client(), FULL_NAME, slip_code(clerk, petition_id))
    assert f"申请复查，至 {due}" in shown.text
    assert "信访处理意见书已送达" in shown.text  # not the words of the staff's button
    assert "登记送达" not in shown.text
    assert f"信访人可以申请复查至 {due}" in fetch(clerk, f"/petitions/{petition_id}").text


def test_the_public_page_tells_that_a_matter_came_back_from_a_unit(app: Flask, clerk: FlaskClient) -> None:
    """It named the unit last sent to as the latest stage, while nobody had the matter."""
    petition_id = matters.registered()
    code = slip_code(clerk, petition_id)
    procedure.walk(petition_id, "screen forward recall")
    shown = look_up(app.test_client(), FULL_NAME, code)
    stages = [each.text_content() for each in shown.all("//h3[@class='timeline-act']")]
    assert stages == ["撤回转送、交办，重新甄别", "转送", "登记"]
    procedure.walk(petition_id, "forward sign_for object agree_to_objection")
    assert "责任单位退回，重新甄别" in look_up(app.test_client(), FULL_NAME, code).text


def test_a_wrong_name_a_wrong_code_and_no_matter_get_the_same_answer(app: Flask, clerk: FlaskClient) -> None:
    petition_id = matters.registered()
    code = slip_code(clerk, petition_id)
    public = app.test_client()
    answers = {
        look_up(public, *pair, status=404).alerts() for pair in ((FULL_NAME, "X" * 16), ("别人", code))
    }
    assert len(answers) == 1
    newer = slip_code(clerk, petition_id)
    look_up(public, FULL_NAME, code, 404)
    look_up(public, FULL_NAME, newer)
    read(public.post("/query", data={**fetch(public, "/query").hidden(), "name": "", "query_code": ""}), 400)


def test_an_anonymous_matter_is_looked_up_by_its_code(app: Flask, clerk: FlaskClient) -> None:
    from xinfang_site.petitions.drafts import PetitionerDraft

    petition_id = matters.registered(anonymous=True, petitioners=(PetitionerDraft(""),))
    assert "已登记" in look_up(app.test_client(), "匿名", slip_code(clerk, petition_id)).text


def test_the_public_page_brakes_after_ten_tries_a_minute(app: Flask) -> None:
    public = app.test_client()
    for _turn in range(10):
        look_up(public, "某人", "X" * 16, 404)
    look_up(public, "某人", "X" * 16, 429)


def test_a_code_is_stored_as_a_hash_only(app: Flask, clerk: FlaskClient) -> None:
    petition_id = matters.registered()
    code = slip_code(clerk, petition_id).replace(" ", "")
    db.session.rollback()
    stored = db.session.get_one(Petition, petition_id).query_digest
    assert stored
    assert code not in stored
