"""Pages of code tables, the working calendar, master data uploads and the audit."""

import io

import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browsing import client_of, filled
from tests.page import Page, fetch, post, read
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.writer import Act, record
from xinfang_site.codes.models import Code
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.jobs.models import Job
from xinfang_site.masterdata import views

CAST = Cast()


def id_of(table: str, code: str) -> int:
    db.session.rollback()
    return db.session.scalars(select(Code.id).where(Code.table_name == table, Code.code == code)).one()


def upload(client: FlaskClient, kind: str, text: str, status: int = 200, **more: str) -> Page:
    token = fetch(client, f"/master-data/{kind}").token()
    file = (io.BytesIO(text.encode()), "表格.csv")
    return read(client.post(f"/master-data/{kind}", data={"csrf_token": token, "file": file, **more}), status)


def test_the_tables_are_listed_and_a_tree_is_walked_branch_by_branch(app: Flask) -> None:
    client = client_of(app)
    assert "内容分类" in fetch(client, "/codes/").texts("//tbody//th/a")
    top = fetch(client, "/codes/category/")
    branch = fetch(client, top.all("//td/a[contains(@href, 'parent=')]/@href")[0])
    assert "城乡建设" in branch.texts("//h1")[0]
    leaves = fetch(client, branch.all("//td/a[contains(@href, 'parent=')]/@href")[0])
    assert len(leaves.texts("//nav[@class='crumbs']//li")) == 4
    assert fetch(client, "/codes/category/?q=违章").texts("//tbody//th")
    assert "没有符合条件" in fetch(client, "/codes/source/?q=没有").text
    for address in (
        "/codes/weather/",
        "/codes/source/99999",
        f"/codes/source/?parent={id_of('category', '01')}",
    ):
        fetch(client, address, 404)
    fetch(client, "/codes/source/?parent=99999999999999", 404)


def test_a_value_is_added_changed_and_ended(app: Flask) -> None:
    client = client_of(app)
    form = fetch(client, "/codes/source/new")
    refused = read(client.post("/codes/source/new", data=filled(form, code="坏 码", title="x")), 400)
    assert "代码由数字" in refused.text
    data = filled(form, code="95", title="巡视移交", synonyms="巡视、巡察", valid_from="2019-01-01")
    assert client.post("/codes/source/new", data=data).status_code == 302
    assert "已由" in read(client.post("/codes/source/new", data=data), 400).text
    address = f"/codes/source/{id_of('source', '95')}"
    page = fetch(client, address)
    assert page.all("//input[@id='synonyms']/@value") == ["巡视 巡察"]
    assert client.post(address, data=filled(page, valid_to="1990-01-01")).status_code == 400
    assert client.post(address, data=filled(page, title="巡视组移交")).status_code == 302
    assert "巡视组移交" in read(client.post(address, data=filled(page, title="巡察组")), 409).text
    end = fetch(client, f"{address}/end")
    assert client.post(f"{address}/end", data=filled(end, reason="停用", version="9")).status_code == 409
    early = filled(end, reason="停用", last_day="1990-01-01")
    assert client.post(f"{address}/end", data=early).status_code == 400
    assert (
        client.post(f"{address}/end", data=filled(end, reason="停用", last_day="2020-01-01")).status_code
        == 302
    )
    assert "巡视组移交" not in fetch(client, "/codes/source/").text
    assert "已停用" in fetch(client, "/codes/source/?gone=y").text


def test_an_empty_branch_says_what_to_do(app: Flask) -> None:
    client = client_of(app)
    assert "没有代码" in fetch(client, f"/codes/category/?parent={id_of('category', '99')}").text
    form = fetch(client, f"/codes/category/new?parent={id_of('category', '99')}")
    assert "其他" in form.text


def test_a_year_shows_holidays_by_word_and_name_and_asks_for_the_next(app: Flask) -> None:
    with time_machine.travel("2026-11-24T09:00:00+08:00"):
        client = client_of(app)
        page = fetch(client, "/calendar/")
        assert "2027 年的节假日安排还没有录入" in page.text
        cells = page.texts("//table[contains(@class, 'calendar-month')]//td")
        assert "1 休 国庆节" in cells
        assert "10 班 国庆节" in cells
        assert "只按星期显示" in fetch(client, "/calendar/?year=2099").text
        assert not fetch(client, "/calendar/?year=1990").all("//a[@rel='prev']")
        assert fetch(client, "/calendar/?year=2100").all("//a[@rel='prev']")
    client = client_of(app)
    for address in (
        "/calendar/?year=1",
        "/calendar/?year=9999",
        "/calendar/day/x",
        "/calendar/day/0001-01-01",
    ):
        fetch(client, address, 404)


def test_a_day_is_changed_with_its_reason(app: Flask) -> None:
    client = client_of(app)
    assert client.get("/calendar/?day=2026-12-01").headers["Location"] == "/calendar/day/2026-12-01"
    fetch(client, "/calendar/?day=x")
    address = "/calendar/day/2026-12-01"
    form = fetch(client, address)
    assert filled(form)["working"] == "weekday"
    refused = read(client.post(address, data=filled(form, working="work", name="x", reason="x")), 400)
    assert "本来就是工作日" in refused.text
    saved = filled(form, working="rest", name="停电", reason="通知")
    assert client.post(address, data=saved).status_code == 302
    stale = read(client.post(address, data=filled(form, working="weekday", reason="x")), 409)
    assert "停电" in stale.text
    assert filled(fetch(client, address))["working"] == "rest"
    assert "停电" in fetch(client, "/calendar/?year=2026").text
    assert filled(fetch(client, "/calendar/day/2026-10-10"))["working"] == "work"


def test_the_notice_of_a_year_is_corrected(app: Flask) -> None:
    client = client_of(app)
    form = fetch(client, "/calendar/2026/notice")
    assert client.post("/calendar/2026/notice", data=filled(form, notice="")).status_code == 400
    assert (
        client.post("/calendar/2026/notice", data=filled(form, notice="国办发明电〔2025〕7号")).status_code
        == 302
    )
    assert "国办发明电〔2025〕7号" in fetch(client, "/calendar/?year=2026").text
    fetch(client, "/calendar/2099/notice", 404)


@pytest.mark.parametrize("kind", ["offices", "people", "calendar", "codes"])
def test_each_kind_has_an_upload_page_and_a_template(app: Flask, kind: str) -> None:
    client = client_of(app)
    page = fetch(client, f"/master-data/{kind}")
    answer = client.get(page.all("//a[contains(@href, 'template')]/@href")[0])
    assert answer.data.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]
    fetch(client_of(app, "root_security"), f"/master-data/{kind}", 403)


def test_an_upload_is_tried_then_saved_and_shown_row_by_row(app: Flask) -> None:
    client = client_of(app)
    sheet = "机构名称,颜色\n丙局,红\n"
    assert "检查完成，没有保存" in upload(client, "offices", sheet, trial="y").text
    page = upload(client, "offices", sheet)
    assert "已导入 1 行" in page.text
    assert page.texts("//tbody/tr") == [
        "全表 警告 颜色 不认识这一列，没有导入",
        "2 新增 —整行 新增机构“丙局”",
    ]
    assert "跳过 1 行" in upload(client, "offices", sheet).text


def test_a_bad_sheet_is_refused_by_row_and_column(app: Flask) -> None:
    client = client_of(app)
    page = upload(client, "offices", "机构名称,机构类型\n丙局,没有\n", 400)
    assert "没有导入任何内容" in page.alerts()
    assert "2 错误 机构类型" in page.texts("//tbody/tr")[0]
    assert "没有找到表头" in upload(client, "offices", "a,b\n1,2\n", 400).text
    token = fetch(client, "/master-data/offices").token()
    assert "请选择文件" in read(client.post("/master-data/offices", data={"csrf_token": token}), 400).text
    fetch(client, "/master-data/weather", 404)


def test_uploaded_people_show_their_passwords_once_and_get_no_roles(app: Flask) -> None:
    client = client_of(app)
    page = upload(client, "people", "用户名,姓名,机构,角色\nzhangsan,张三,JZJ,承办人\n")
    assert len(page.texts("//td[@class='reference']")[0]) == 16
    assert "角色须由安全管理员授予" in page.text
    again = upload(client, "people", "用户名,姓名,机构,角色\nzhangsan,张三,JZJ,承办人\n")
    assert not again.texts("//td[@class='reference']")


def test_a_kind_needs_its_own_permission(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(app)
    monkeypatch.setitem(views.PERMISSIONS, "offices", "role.grant")
    fetch(client, "/master-data/offices", 403)


def test_the_audit_is_filtered_by_the_address_and_walked_page_by_page(app: Flask) -> None:
    client = client_of(app, "root_audit")
    with writing(db.session()):
        for _ in range(55):
            record(db.session(), CAST.actor("clerk"), Act("sign-in", "account", "clerk"))
    page = fetch(client, "/audit/?action=sign-in&person=登记甲")
    numbers = [int(each) for each in page.texts("//tbody//th")]
    assert len(numbers) == 50
    older = fetch(client, page.all("//a[@rel='next']/@href")[0])
    assert older.texts("//tbody//th")
    assert max(int(each) for each in older.texts("//tbody//th")) < min(numbers)
    newer = fetch(client, older.all("//a[@rel='prev']/@href")[0])
    assert [int(each) for each in newer.texts("//tbody//th")] == numbers
    assert len(page.all("//a[contains(@class, 'chip')]")) == 2


def test_odd_filters_of_the_audit_are_explained_not_obeyed(app: Flask) -> None:
    client = client_of(app, "root_audit")
    page = fetch(client, "/audit/?first=2026-03-02&last=2026-03-01")
    assert "截止日期不能早于起始日期" in page.text
    page = fetch(
        client, "/audit/?first=0001-01-01&last=9999-12-31&office=x&before=-1&after=99999999999999999999"
    )
    assert page.text.count("日期应在 1990 年至 2100 年之间") == 2
    assert "没有符合条件" in fetch(client, "/audit/?first=1999-01-01&last=1999-01-02").text
    fetch(client, "/audit/?_external=1&endpoint=x&_anchor=y&rule=x&self=x&person=root&page=x")
    assert "没有符合条件" in fetch(client, "/audit/?after=2000000000").text


def test_one_record_shows_everything_it_says(app: Flask) -> None:
    client = client_of(app, "root_audit")
    system = client_of(app)
    address = f"/offices/{CAST.office('JZJ').id}/edit"
    system.post(address, data=filled(fetch(system, address), head="王<某>"))
    page = fetch(client, "/audit/?action=office.&object_type=office")
    shown = fetch(client, page.all("//tbody//th/a/@href")[0])
    assert "负责人：（空） → 王<某>" in shown.text
    fetch(client, "/audit/99999", 404)


def test_the_discipline_role_reads_its_subtree_and_verifies_nothing(app: Flask) -> None:
    client_of(app, "other_clerk")
    client_of(app, "clerk")
    client = client_of(app, "discipline")
    page = fetch(client, "/audit/")
    assert "other_clerk" not in page.text
    assert "clerk" in page.text
    assert not page.all("//form[@action='/audit/verify']")
    db.session.rollback()
    foreign = db.session.scalars(select(AuditEvent.id).where(AuditEvent.username == "other_clerk")).first()
    fetch(client, f"/audit/{foreign}", 404)
    post(client, "/audit/verify", {}, 403)
    offered = page.texts("//select[@id='office']/option")
    assert [each.strip() for each in offered] == ["全部机构", "甲区信访办"]


def test_nobody_else_reads_the_audit(app: Flask) -> None:
    for username in ("clerk", "leader", "root_system", "root_security"):
        fetch(client_of(app, username), "/audit/", 403)
        fetch(client_of(app, username), "/audit/export.xlsx", 403)


def test_the_export_is_what_the_page_shows(app: Flask) -> None:
    client_of(app, "clerk")
    client = client_of(app, "root_audit")
    page = fetch(client, "/audit/?person=clerk")
    answer = client.get(page.all("//a[contains(@href, 'export')]/@href")[0])
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    numbers = [str(row[0]) for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert numbers == page.texts("//tbody//th")
    assert "clerk" in str(sheet["A1"].value)
    assert "导出审计日志" in fetch(client, "/audit/?action=audit.").text


def test_verifying_says_how_the_chain_stands(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(app, "root_audit")
    answer = post(client, "/audit/verify", {})
    assert "审计日志完整" in fetch(client, answer.response.headers["Location"]).text
    monkeypatch.setattr("xinfang_site.audit.views.AT_ONCE", 0)
    answer = post(client, "/audit/verify", {})
    assert "后台校验" in fetch(client, answer.response.headers["Location"]).text
    db.session.rollback()
    assert [each.kind for each in db.session.scalars(select(Job))] == ["audit-verify"]


def test_a_broken_chain_is_an_alert(app: Flask) -> None:
    client = client_of(app, "root_audit")
    db.session.rollback()
    db.session.connection().exec_driver_sql("DROP TRIGGER audit_event_no_update")
    db.session.connection().exec_driver_sql("UPDATE audit_event SET reason = 'x' WHERE id = 1")
    db.session.commit()
    answer = post(client, "/audit/verify", {})
    assert "第 1 号记录被改动" in fetch(client, answer.response.headers["Location"]).alerts()
