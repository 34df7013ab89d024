"""Pages of documents: made from the case page, previewed, downloaded; templates an office edits beside their faults."""

from io import BytesIO
from typing import Any

import docx
import pytest
from flask import Flask
from sqlalchemy import select

from tests import matters
from tests.browsing import client_of
from tests.documents.making.test_documents import accepted, make, served
from tests.page import fetch, post, read
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.documents.models import Document, DocumentTemplate
from xinfang_site.documents.templates import queries as template_queries
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.extensions import db
from xinfang_site.laws.models import Law

TEMPLATE = "/documents/templates/acceptance_notice"


def values(page: Any) -> dict[str, str]:
    """What the page's form holds now."""
    held = page.hidden("//main//form[@class='office-form']")
    for each in page.all("//main//form[@class='office-form']//input[@type='text']"):
        held[each.get("name")] = each.get("value", "")
    for each in page.all("//main//form[@class='office-form']//textarea"):
        held[each.get("name")] = (each.text or "").strip("\r\n")
    return held


def test_a_document_is_offered_previewed_made_and_listed_on_the_case_page(app: Flask) -> None:
    petition_id = accepted()
    client = client_of(app, "unit_handler")
    case = fetch(client, f"/petitions/{petition_id}")
    address = case.all("//a[contains(., '制作受理告知书')]/@href")[0]
    page = fetch(client, address)
    assert "赵青松" in page.text
    filled = {**values(page), "联系电话": ""}
    refused = read(client.post(address, data={**filled, "action": "make"}), 400)
    assert "请填写联系电话" in refused.alerts()
    filled["联系电话"] = "023-65000001"
    preview = read(client.post(address, data={**filled, "action": "preview"}), 200)
    assert "〕　号" in preview.tree.text_content()
    assert db.session.scalars(select(Document)).all() == []
    made = client.post(address, data={**filled, "action": "make"})
    again = client.post(address, data={**filled, "action": "make"})
    assert (made.status_code, made.location) == (302, again.location)
    shown = fetch(client, made.location)
    assert "甲区住建委受〔" in shown.text
    assert "打印：住建承办" in shown.text
    case = fetch(client, f"/petitions/{petition_id}")
    assert "受理告知书" in case.texts("//section[@id='documents']//th")[6]
    assert not case.all("//a[contains(., '制作受理告知书') and contains(@class, 'btn')]")


def test_the_file_comes_under_its_chinese_name_and_no_cache_keeps_it(app: Flask) -> None:
    made = make("unit_handler", accepted(), Doc.ACCEPTANCE_NOTICE)
    answer = client_of(app, "unit_handler").get(f"/documents/{made}/file")
    header = answer.headers["Content-Disposition"]
    assert header.isascii()
    assert "filename*=UTF-8''%E5%8F%97%E7%90%86" in header
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Expires" not in answer.headers
    assert docx.Document(BytesIO(answer.data)).paragraphs


def test_service_and_voiding_are_pages_with_a_reason(app: Flask) -> None:
    petition_id = accepted()
    first, second = (make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE) for _ in range(2))
    client = client_of(app, "unit_handler")
    page = fetch(client, f"/documents/{first}/serve")
    future = {**page.hidden("//main//form"), "way": "post", "served_on": "2099-01-01", "proof": "回执"}
    assert "送达日期应当在" in read(client.post(f"/documents/{first}/serve", data=future), 400).alerts()
    today_ = {**future, "served_on": db.session.get_one(Document, first).made_on.isoformat()}
    assert client.post(f"/documents/{first}/serve", data=today_).status_code == 302
    shown = fetch(client, f"/documents/{first}")
    assert "已送达" in shown.text
    assert shown.all("//a[.='更正']")
    assert not shown.all("//a[.='作废']")
    page = fetch(client, f"/documents/{second}/void")
    assert (
        "请写明作废理由"
        in read(client.post(f"/documents/{second}/void", data=page.hidden("//main//form")), 400).alerts()
    )
    done = client.post(f"/documents/{second}/void", data={**page.hidden("//main//form"), "reason": "错字"})
    assert done.status_code == 302
    book = fetch(client, "/documents/?kind=acceptance_notice")
    assert "错字" in book.text


def test_the_book_opens_at_the_kind_that_was_numbered_last(app: Flask) -> None:
    client = client_of(app, "handler")
    chosen = "//select[@name='kind']/option[@selected]"
    petition_id = accepted()
    make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    make("handler", petition_id, Doc.FORWARD_LETTER)
    assert fetch(client, "/documents/").texts(chosen) == ["转送函"]
    assert fetch(client, "/documents/?kind=opinion").texts(chosen) == ["信访处理意见书"]
    assert fetch(client_of(app, "unit_handler"), "/documents/").texts(chosen) == ["受理告知书"]


def test_two_people_change_one_document_and_the_second_is_told(app: Flask) -> None:
    made = make("unit_handler", accepted(), Doc.ACCEPTANCE_NOTICE)
    client = client_of(app, "unit_handler")
    old = fetch(client, f"/documents/{made}/void").hidden("//main//form")
    served(made)
    page = read(client.post(f"/documents/{made}/void", data={**old, "reason": "错字"}), 409)
    assert "已送达" in page.text


@pytest.mark.parametrize("path", ["", "/file", "/serve", "/void"])
def test_a_foreign_document_looks_like_none(app: Flask, path: str) -> None:
    made = make("unit_handler", accepted(), Doc.ACCEPTANCE_NOTICE)
    stranger = client_of(app, "school_handler")
    assert stranger.get(f"/documents/{made}{path}").status_code == 404
    assert stranger.get(f"/documents/{made + 999}{path}").status_code == 404


def test_an_unknown_kind_or_document_is_not_found(app: Flask) -> None:
    petition_id, client = accepted(), client_of(app, "unit_handler")
    for address in (
        f"/petitions/{petition_id}/documents/query_slip/new",
        f"/petitions/{petition_id}/documents/nonsense/new",
        f"/petitions/{petition_id}/documents/service_proof/new?of=999",
        f"/petitions/{petition_id}/documents/acceptance_notice/new?corrects=999",
        "/petitions/999999/documents/acceptance_notice/new",
    ):
        assert client.get(address).status_code == 404, address


def test_the_book_takes_any_query(app: Flask) -> None:
    client = client_of(app, "unit_handler")
    for query in ("?kind=nonsense", "?year=abc", "?year=99999999999999999999", "?kind=&year="):
        fetch(client, f"/documents/{query}")


def test_an_unknown_field_is_an_error_beside_the_text_and_nothing_is_saved(app: Flask) -> None:
    client = client_of(app, "unit_head")
    page = fetch(client, TEMPLATE)
    held = {**values(page), "body": values(page)["body"] + "\n{姓明}", "reason": "试改", "action": "save"}
    refused = read(client.post(TEMPLATE, data=held), 400)
    assert "没有“姓明”这个合并域" in refused.texts("//*[@id='body-error']")[0]
    assert "{姓明}" in values(refused)["body"]
    assert template_queries.newest_version(db.session(), Cast().office("JZJ").id, Doc.ACCEPTANCE_NOTICE) == 0


def test_a_saved_template_is_the_next_version_and_the_office_may_go_back(app: Flask) -> None:
    client, office = client_of(app, "unit_head"), Cast().office("JZJ").id
    page = fetch(client, TEMPLATE)
    held = {
        **values(page),
        "body": values(page)["body"] + "\n特此告知。",
        "word": "受理",
        "action": "preview",
    }
    assert "特此告知。" in read(client.post(TEMPLATE, data=held), 200).text
    assert "请填写修改依据" in read(client.post(TEMPLATE, data={**held, "action": "save"}), 400).alerts()
    saved = client.post(TEMPLATE, data={**held, "action": "save", "reason": "统一用语"})
    assert saved.status_code == 302
    made = make("unit_handler", accepted(), Doc.ACCEPTANCE_NOTICE)
    document = db.session.get_one(Document, made)
    assert "受理〔" in document.number
    assert db.session.get_one(DocumentTemplate, document.template_id).office_id == office
    reset = fetch(client, f"{TEMPLATE}/reset")
    done = client.post(f"{TEMPLATE}/reset", data={**reset.hidden("//main//form"), "reason": "恢复"})
    assert done.status_code == 302
    db.session.rollback()
    assert template_queries.template_for(db.session(), office, Doc.ACCEPTANCE_NOTICE).office_id is None
    listed = fetch(client, TEMPLATE)
    assert "恢复默认" in listed.text
    version = listed.all("//a[contains(@href, '/versions/')]/@href")[-1]
    assert "样张" in fetch(client, version).text
    actions = set(db.session.scalars(select(AuditEvent.action)))
    assert {"document.template", "document.template.reset"} <= actions


def test_two_people_edit_one_template_and_the_second_sees_both_texts(app: Flask) -> None:
    one, two = client_of(app, "section_head"), client_of(app, "leader")
    first, second = (fetch(each, TEMPLATE) for each in (one, two))
    change = {**values(first), "body": values(first)["body"] + "\n甲改。", "reason": "甲", "action": "save"}
    assert one.post(TEMPLATE, data=change).status_code == 302
    other = {**values(second), "body": values(second)["body"] + "\n乙改。", "reason": "乙", "action": "save"}
    page = read(two.post(TEMPLATE, data=other), 409)
    assert "甲改。" in page.text
    assert "乙改。" in page.text


def test_a_wrong_remedy_is_refused_when_the_template_is_saved(app: Flask) -> None:
    client = client_of(app, "unit_head")
    address = "/documents/templates/opinion"
    page = fetch(client, address)
    body = values(page)["body"].replace("{复查告知}", "如不服，可申请行政复议或者请求复查。")
    refused = read(
        client.post(address, data={**values(page), "body": body, "reason": "改", "action": "save"}), 400
    )
    assert "不得告知申请行政复议" in refused.alerts()


def test_a_citation_of_a_law_no_longer_in_force_is_marked(app: Flask) -> None:
    client = client_of(app, "unit_head")
    with writing(db.session()):
        law = db.session.scalars(select(Law).where(Law.title == "信访条例")).first()
        assert law is not None
    page = fetch(client, TEMPLATE)
    body = values(page)["body"] + "\n《信访条例》第二十二条。"
    assert (
        client.post(
            TEMPLATE, data={**values(page), "body": body, "reason": "旧", "action": "save"}
        ).status_code
        == 302
    )
    listed = fetch(client, "/documents/templates/")
    assert "已废止" in listed.text
    assert "已废止" in fetch(client, TEMPLATE).text


def test_only_those_who_keep_templates_open_them(app: Flask) -> None:
    for username in ("clerk", "unit_handler", "handler"):
        assert client_of(app, username).get("/documents/templates/").status_code == 403


def test_a_template_of_another_office_is_not_shown(app: Flask) -> None:
    unit = client_of(app, "unit_head")
    page = fetch(unit, TEMPLATE)
    unit.post(
        TEMPLATE,
        data={**values(page), "body": values(page)["body"] + "\n甲。", "reason": "改", "action": "save"},
    )
    own = db.session.scalars(select(DocumentTemplate.id).where(DocumentTemplate.office_id.is_not(None))).one()
    assert client_of(app, "section_head").get(f"{TEMPLATE}/versions/{own}").status_code == 404
    assert unit.get(f"{TEMPLATE}/versions/{own}").status_code == 200


def test_the_slip_and_the_sheet_are_official_sheets(app: Flask) -> None:
    petition_id, client = matters.registered(), client_of(app, "clerk")
    sheet = fetch(client, f"/petitions/{petition_id}/print")
    assert sheet.all("//article[contains(@class, 'official-sheet')]")
    assert "赵青松" not in sheet.text
    slip = post(client, f"/petitions/{petition_id}/query-code", {}, 200)
    code = slip.all("//button[@name='code']/@value")[0]
    answer = client.post(
        f"/petitions/{petition_id}/query-slip.docx", data={"csrf_token": slip.token(), "code": code}
    )
    assert answer.status_code == 200
    wrong = {"csrf_token": slip.token(), "code": "x" * 99}
    assert client.post(f"/petitions/{petition_id}/query-slip.docx", data=wrong).status_code == 404


def test_an_article_lists_the_templates_that_cite_it(app: Flask) -> None:
    page = fetch(client_of(app, "unit_head"), "/laws/xfgztl2022/now/34")
    rows = page.texts("//tr[contains(., '文书模板')]")
    assert any("延期告知书" in each for each in rows)
    assert not any("受理告知书" in each for each in rows)
