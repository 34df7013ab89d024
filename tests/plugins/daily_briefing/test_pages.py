"""Pages of the briefing: a whole day by form and button, what each role sees, input that is wrong."""

from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.page import Page, fetch, post, read
from tests.people import Cast, sign_in
from tests.plugins.daily_briefing.desk import (
    china,
    draft,
    drafted,
    edition,
    fresh,
    issue,
    reviewed,
    sent,
    signed,
)
from xinfang_daily_briefing.archive import jobs
from xinfang_daily_briefing.issues import services as issuing
from xinfang_daily_briefing.issues.models import Issue
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.rules.words import Audience, Column, Urgency
from xinfang_daily_briefing.tasks.models import Task
from xinfang_site.extensions import db
from xinfang_site.jobs import files, worker
from xinfang_site.jobs.models import Job

FIELDS = {
    "column": "focus",
    "urgency": "ordinary",
    "title": "康宁小区业主反映逾期交房",
    "known_at": "2026-11-25T09:00",
    "people": "23",
    "source": "window",
    "unit_id": "",
    "place": "区群众来访接待大厅",
    "content": "业主到大厅反映逾期交房问题",
    "audience": "everyone",
    "carry": "y",
}


def only(model: type[Any]) -> int:
    """The id of the only row there is."""
    db.session.rollback()
    return int(db.session.scalars(select(model.id)).one())


def client_of(site: Flask, username: str) -> FlaskClient:
    client: FlaskClient = site.test_client()
    sign_in(client, username)
    return client


def act(client: FlaskClient, issue_id: int, word: str, **values: Any) -> Page:
    return post(client, f"/briefing/issues/{issue_id}/{word}", {"version": issue(issue_id).version, **values})


def test_a_whole_day_from_the_items_form_to_the_leaders_receipt(
    site: Flask, now: time_machine.Traveller
) -> None:
    unit = client_of(site, "unit_handler")
    post(unit, "/briefing/items/new", {**FIELDS, "submission": "one"})
    item_id = only(Item)
    page = fetch(unit, f"/briefing/items/{item_id}")
    assert "还没有报送" in page.text
    post(unit, f"/briefing/items/{item_id}/send", {"version": fresh(item_id).version})
    editor = client_of(site, "editor")
    post(editor, "/briefing/issues/make", {"day": "2026-11-25"})
    issue_id = only(Issue)
    assert "康宁小区业主反映逾期交房" in fetch(editor, f"/briefing/issues/{issue_id}").text
    act(editor, issue_id, "submit")
    act(client_of(site, "reviewer_b"), issue_id, "review")
    signer = client_of(site, "signer")
    assert "取得本年度的下一个期号" in fetch(signer, f"/briefing/issues/{issue_id}/sign").text
    act(signer, issue_id, "sign")
    mayor = client_of(site, "mayor")
    page = fetch(mayor, "/briefing/today")
    assert "第 1 期" in page.text
    assert "涉及 23 人" in page.text
    made = edition(issue_id).id
    post(mayor, f"/briefing/editions/{made}/confirm", {"from": "today"})
    assert "确认已阅" in fetch(mayor, "/briefing/today").text
    receipts = fetch(editor, f"/briefing/editions/{made}/receipts")
    assert "区领导甲" in receipts.text
    assert "只证明该账号在这一时刻打开过" in receipts.text


def test_an_instruction_becomes_a_task_is_answered_closed_and_told(
    site: Flask, now: time_machine.Traveller
) -> None:
    sent()
    made = signed(drafted())
    mayor = client_of(site, "mayor")
    address = f"/briefing/editions/{made.id}/instruct/{made.content['sections'][0]['lines'][0]['matter']}"
    page = fetch(mayor, address)
    unit_id = Cast().office("JZJ").id
    fields = {
        **page.hidden("//main//form"),
        "text": "请住建委本周内约谈开发企业",
        "unit_id": unit_id,
        "due_on": "2026-12-02",
    }
    post(mayor, address, fields)
    post(mayor, address, fields)  # a double click makes one
    task_id = only(Task)
    now.move_to(china(2026, 11, 26, 9, 30))
    unit = client_of(site, "unit_head")
    assert "请住建委本周内约谈开发企业" in fetch(unit, "/briefing/tasks/").text
    post(unit, f"/briefing/tasks/{task_id}", {"version": _version(task_id), "text": "已约谈，承诺12月交房"})
    again = issue(drafted())
    line = next(each for each in again.lines if each.task_id == task_id)
    assert "已约谈，承诺12月交房" in line.body
    assert line.mark == "批示已回复"
    mayor = client_of(site, "mayor")
    post(mayor, f"/briefing/tasks/{task_id}/close", {"version": _version(task_id)})
    signed(again.id)
    now.move_to(china(2026, 11, 27, 9, 30))
    told = next(each for each in issue(drafted()).lines if each.task_id == task_id)
    assert told.mark == "批示已办结"
    signed(told.issue_id)
    now.move_to(china(2026, 11, 30, 9, 30))
    assert [each for each in issue(drafted()).lines if each.task_id] == []


def _version(task_id: int) -> int:
    db.session.rollback()
    return db.session.get_one(Task, task_id).version


def test_what_changed_since_one_last_read_is_said(site: Flask, now: time_machine.Traveller) -> None:
    sent()
    signed(drafted())
    mayor = client_of(site, "mayor")
    assert "与您上次阅读的" not in fetch(mayor, "/briefing/today").text
    now.move_to(china(2026, 11, 26, 9, 30))
    sent(title="工地农民工讨薪")
    signed(drafted())
    mayor = client_of(site, "mayor")
    page = fetch(mayor, "/briefing/today")
    assert "与您上次阅读的〔2026〕第1期（11月25日）相比：新增 1 条" in page.text


def test_a_correction_asks_its_readers_again(site: Flask) -> None:
    sent()
    made = signed(drafted()).issue_id
    mayor = client_of(site, "mayor")
    post(mayor, f"/briefing/editions/{edition(made).id}/confirm", {})
    editor = client_of(site, "editor")
    act(editor, made, "correct", reason="人数有误")
    line_id = issue(made).lines[0].id
    page = fetch(editor, f"/briefing/lines/{line_id}")
    fields = page.hidden("//main//form") | {
        "column": "focus", "position": "1", "lead": "康宁小区业主反映逾期交房", "body": "涉及 25 人。",
        "audience": "everyone", "included": "y",
    }  # fmt: skip
    post(editor, f"/briefing/lines/{line_id}", fields)
    signed(made)
    page = fetch(mayor, "/briefing/today")
    assert "更正说明：人数有误" in page.text
    assert "已更正" in page.text
    assert page.all("//button[normalize-space()='已阅']")


@pytest.fixture
def secret(site: Flask) -> Flask:
    """An issue with a line for everyone, one for leaders, one for one leader."""
    mayor = Cast().actor("mayor").account_id or 0
    sent("duty")
    sent("duty", title="只给领导看的事", audience=Audience.LEADERS)
    sent("duty", title="只给一位领导看的事", audience=Audience.NAMED, readers=(mayor,))
    signed(drafted())
    return site


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("mayor", {"康宁小区", "只给领导看的事", "只给一位领导看的事"}),
        ("mayor2", {"康宁小区", "只给领导看的事"}),
        ("unit_head", {"康宁小区"}),
        ("section_head", {"康宁小区"}),
        ("signer", {"康宁小区", "只给领导看的事", "只给一位领导看的事"}),
    ],
)
def test_the_audience_holds_on_screen_paper_document_search_thread_and_export(
    secret: Flask, username: str, seen: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(secret, username)
    made = edition(only(Issue)).id
    texts = {
        "today": fetch(client, "/briefing/today").text,
        "version": fetch(client, f"/briefing/editions/{made}").text,
        "print": fetch(client, f"/briefing/editions/{made}/print").text,
        "docx": _document(client.get(f"/briefing/editions/{made}.docx").data),
        "archive": fetch(client, "/briefing/archive").text,
        "search": fetch(client, "/briefing/archive?q=逾期交房").text,
        "number": fetch(client, "/briefing/archive?issue=1").text,
        "xlsx": _workbook(client.get("/briefing/archive.xlsx").data),
    }
    assert "康宁小区" not in fetch(client, "/briefing/archive?issue=2").text
    fetch(client, "/briefing/archive?issue=第一期", 400)
    monkeypatch.setattr(jobs, "AT_ONCE", 0)  # a long list is written by the worker, for the same reader
    address = client.get("/briefing/archive.xlsx").headers["Location"]
    worker.work(forever=False)
    db.session.rollback()
    made_file = db.session.get_one(Job, int(address.rpartition("/")[2])).result["file"]
    texts["job"] = _workbook((files.folder() / made_file).read_bytes())
    everything = {"康宁小区", "只给领导看的事", "只给一位领导看的事"}
    for place, text in texts.items():
        assert {each for each in everything if each in text} == seen, place
    for item in db.session.scalars(select(Item)).all():
        allowed = any(item.title.startswith(each) for each in seen)
        answer = client.get(f"/briefing/threads/{item.thread_id}")
        assert answer.status_code == (200 if allowed else 404)


def test_the_archive_leads_the_editor_and_nobody_else_to_the_import_of_old_issues(secret: Flask) -> None:
    address = "/imports/briefings"
    links = {
        each: fetch(client_of(secret, each), "/briefing/archive").all("//main//a/@href")
        for each in ("editor", "mayor")
    }
    assert (address in links["editor"], address in links["mayor"]) == (True, False)
    fetch(client_of(secret, "editor"), address)


def _document(data: bytes) -> str:
    import io

    from docx import Document

    document = Document(io.BytesIO(data))
    return "\n".join(each.text for each in document.paragraphs)


def _workbook(data: bytes) -> str:
    import io

    from openpyxl import load_workbook

    rows = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row)


def test_another_district_reads_nothing_of_ours(secret: Flask) -> None:
    made = edition(only(Issue)).id
    client = client_of(secret, "other_editor")
    for address in (f"editions/{made}", f"editions/{made}.docx", f"editions/{made}/receipts", f"issues/{1}"):
        fetch(client, f"/briefing/{address}", 404)
    assert "康宁小区" not in fetch(client, "/briefing/archive").text


def test_personal_numbers_are_pointed_out_beside_their_field_and_the_text_is_kept(site: Flask) -> None:
    client = client_of(site, "unit_handler")
    text = "来访人住址：康宁路1号，电话19900001234"
    page = post(client, "/briefing/items/new", {**FIELDS, "content": text}, 400)
    assert "疑似含有手机号码（199****1234）" in page.text
    assert "疑似含有家庭住址" in page.text
    assert page.all("//textarea[@id='content']")[0].text_content().strip() == text
    post(client, "/briefing/items/new", {**FIELDS, "content": text, "masked": "y"})
    item = fresh(only(Item))
    assert "19900001234" not in fetch(client, f"/briefing/items/{item.id}").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "请填写标题"),
        ({"title": "长" * 41}, "最多 40 字"),
        ({"known_at": "昨天"}, "请写成"),
        ({"known_at": "2026-11-26T09:00"}, "得知时间不能晚于现在"),
        ({"known_at": "0202-11-25T09:00"}, "年份是0202年"),
        ({"people": "二十"}, ""),
        ({"people": "0"}, "1至100000"),
        ({"column": "gossip"}, ""),
        ({"audience": "named"}, "请选择指定的领导"),
        ({"audience": "named", "readers": "999999"}, ""),
        ({"matters": "没有这个号"}, "没有编号"),
        ({"unit_id": "99999999999999999999"}, ""),
    ],
)
def test_wrong_input_is_said_and_nothing_is_saved(site: Flask, changes: dict[str, str], said: str) -> None:
    client = client_of(site, "unit_handler")
    page = post(client, "/briefing/items/new", {**FIELDS, **changes}, 400)
    assert said in page.text
    assert db.session.scalars(select(Item)).all() == []


def test_the_second_signer_is_told_that_it_is_done(site: Flask) -> None:
    sent()
    made = reviewed(drafted())
    version = issue(made).version
    first, second = client_of(site, "signer"), client_of(site, "signer2")
    post(first, f"/briefing/issues/{made}/sign", {"version": version})
    page = post(second, f"/briefing/issues/{made}/sign", {"version": version}, 409)
    assert "他人修改" in page.text


def test_the_day_that_waits_for_its_issue_offers_the_draft_in_its_row(
    site: Flask, now: time_machine.Traveller
) -> None:
    sent()
    made = reviewed(drafted())
    post(client_of(site, "signer"), f"/briefing/issues/{made}/sign", {"version": issue(made).version})
    now.move_to(china(2026, 11, 26, 9, 30))
    editor = client_of(site, "editor")
    assert fetch(editor, "/briefing/issues/").all("//table//button/@value") == ["2026-11-26"]
    post(editor, "/briefing/issues/make", {"day": "2026-11-26"})
    assert fetch(editor, "/briefing/issues/").all("//table//button/@value") == []
    assert fetch(client_of(site, "unit_handler"), "/briefing/issues/", 403)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "请填写出刊日期"),
        ("0202-11-25", "出刊日期：年份是0202年"),
        ("昨天", "应为实有的日期"),
        ("2026-12-25", "出刊日期不能晚于今天"),
        ("2026-11-22", "2026-11-22 不是工作日，不出刊"),
    ],
)
def test_a_wrong_day_of_issue_is_said_beside_the_day_that_was_typed(site: Flask, day: str, said: str) -> None:
    """It led to a page that said 不能这样办理, with no way but home."""
    page = post(client_of(site, "editor"), "/briefing/issues/make", {"day": day}, 400)
    assert said in page.alerts()
    assert page.all("//input[@id='day']/@value") == [day]


def test_an_empty_issue_asks_for_the_zero_report(site: Flask) -> None:
    made = drafted()
    editor = client_of(site, "editor")
    page = post(editor, f"/briefing/issues/{made}/submit", {"version": issue(made).version}, 400)
    assert "零报告" in page.alerts()
    act(editor, made, "submit", silent="y")
    act(client_of(site, "reviewer_b"), made, "review")
    act(client_of(site, "signer"), made, "sign")
    assert "零报告" in fetch(client_of(site, "mayor"), "/briefing/today").text
    assert "零报告" in fetch(editor, "/briefing/issues/").text


def test_the_card_of_the_desk_says_whose_turn_it_is_and_what_waits(any_site: Flask) -> None:
    editor, reviewer, signer = (client_of(any_site, each) for each in ("editor", "reviewer_b", "signer"))
    assert "没有等待您处理的要情" in fetch(editor, "/").text
    sent()
    sent(column=Column.WARNING, title="某小区停水")
    text = fetch(editor, "/").text
    assert "信息预警待核查 1 条" in text
    assert "未编入要情的信息 2 条" in text
    made = drafted()
    text = fetch(editor, "/").text
    assert "今日要情待编辑" in text
    assert "未编入要情的信息" not in text
    assert "今日要情" not in fetch(signer, "/").text
    issuing.submit(db.session(), Cast().actor("editor"), made, issue(made).version, silent=False)
    assert "今日要情待审核" in fetch(reviewer, "/").text
    issuing.review(db.session(), Cast().actor("reviewer_b"), made, issue(made).version)
    assert "今日要情待签发" in fetch(signer, "/").text
    assert "今日要情待" not in fetch(editor, "/").text


def test_urgent_items_stand_above_everything_until_they_are_signed_for(site: Flask) -> None:
    item_id = sent(urgency=Urgency.URGENT, column=Column.WARNING)
    mayor = client_of(site, "mayor")
    assert "待签收" in fetch(mayor, "/briefing/today").text
    assert "待签收" in fetch(mayor, "/").text
    fetch(mayor, f"/briefing/items/{item_id}")
    post(mayor, f"/briefing/items/{item_id}/confirm", {})
    assert "待签收" not in fetch(mayor, "/briefing/today").text
    duty = client_of(site, "duty")
    page = fetch(duty, "/briefing/urgent")
    assert "本级党委和政府" in page.text
    assert page.text.count("未登记") == 5
    post(
        duty,
        f"/briefing/items/{item_id}/tell",
        {"recipient": "party_and_government", "at": "2026-11-25T09:30", "way": "电话"},
    )
    assert fetch(duty, "/briefing/urgent").text.count("未登记") == 4


def test_the_duty_officer_is_reminded_before_the_cut_off_and_not_after(
    site: Flask, now: time_machine.Traveller
) -> None:
    assert "信息截止" not in fetch(client_of(site, "duty"), "/").text
    now.move_to(china(2026, 11, 25, 16, 15))
    assert "还有 45 分钟" in fetch(client_of(site, "duty"), "/").text
    assert "信息截止" not in fetch(client_of(site, "editor"), "/").text
    now.move_to(china(2026, 11, 25, 17, 1))
    assert "信息截止" not in fetch(client_of(site, "duty"), "/").text
    now.move_to(china(2026, 11, 28, 16, 15))
    assert "信息截止" not in fetch(client_of(site, "duty"), "/").text


PEOPLE = (
    "duty",
    "editor",
    "reviewer_b",
    "signer",
    "mayor",
    "leader",
    "unit_handler",
    "unit_head",
    "section_head",
)


@pytest.mark.parametrize("username", PEOPLE)
def test_every_link_of_every_page_works_for_whom_it_is_shown(site: Flask, username: str) -> None:
    sent(urgency=Urgency.URGENT)
    sent(column=Column.WARNING, title="网上邀约")
    made = signed(drafted())
    client = client_of(site, username)
    seen, waiting = set(), ["/briefing/"]
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("/briefing/"):
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code in (200, 302), address
        if answer.status_code == 302:
            waiting.append(answer.location)
            continue
        if answer.mimetype == "text/html":
            waiting += [each.split("#")[0] for each in read(answer, 200).all("//main//a/@href")]
    reads_editions = username != "unit_handler"
    assert [each in seen for each in (f"/briefing/editions/{made.id}", "/briefing/today")] == [
        reads_editions
    ] * 2


def test_a_page_without_the_permission_is_refused(site: Flask) -> None:
    assert draft()
    client = client_of(site, "clerk2")
    fetch(client, "/briefing/today", 403)
    fetch(client, "/briefing/issues/1", 403)
