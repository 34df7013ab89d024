"""The pages of ledger import: upload, columns, trial, confirmation, result, taking back."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select, update

from tests import ledger_files as files
from tests.page import Page, fetch, post, read
from tests.people import Cast, sign_in
from xinfang_site import hourly
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.imports import storage
from xinfang_site.imports.inserting import inserter
from xinfang_site.imports.models import ImportBatch
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.worker import work
from xinfang_site.petitions.models import Petition, RegisterEntry

HOME = "/petitions/import"


def upload(client: FlaskClient, content: bytes, name: str = "台账.csv", status: int = 302) -> Page:
    token = fetch(client, HOME).token()
    data = {"csrf_token": token, "file": (io.BytesIO(content), name)}
    return read(client.post(HOME, data=data, content_type="multipart/form-data"), status)


def choices(page: Page, **changes: str) -> dict[str, str]:
    """What the form of columns would send."""
    sent = page.hidden("//form[contains(@class, 'office-form')]")
    for select_box in page.all("//main//select"):
        chosen = select_box.xpath("option[@selected]/@value") or select_box.xpath("option/@value")
        sent[select_box.get("name")] = chosen[0]
    for button in page.all("//main//input[@type='radio'][@checked]"):
        sent[button.get("name")] = button.get("value")
    return {**sent, **changes}


def tried(client: FlaskClient, content: bytes, **changes: str) -> str:
    """Upload and try a ledger; returns the batch's address."""
    address = str(upload(client, content).response.location)
    answer = client.post(address, data=choices(fetch(client, address), **changes))
    assert answer.status_code == 302, answer.text
    shown = str(answer.location)
    assert "progress" in fetch(client, shown).response.text
    db.session.remove()
    work(forever=False)
    return shown


def imported(client: FlaskClient, content: bytes) -> str:
    shown = tried(client, content)
    post(client, f"{shown}/run", {})
    db.session.remove()
    work(forever=False)
    return shown


def petitions() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(RegisterEntry)) or 0


def test_from_upload_to_the_register_and_back(clerk: FlaskClient) -> None:
    shown = tried(clerk, files.csv_bytes([*files.rows(3), files.row(3)]))
    page = fetch(clerk, shown)
    assert "将导入 3 件" in page.text
    assert "跳过 1 行" in page.text
    assert "完全相同" in page.text
    assert petitions() == 0
    post(clerk, f"{shown}/run", {})
    assert "正在导入" in fetch(clerk, shown).text
    assert petitions() == 0
    work(forever=False)
    page = fetch(clerk, shown)
    assert "已导入 3 件" in page.text
    link = page.all("//main//a[contains(@href, 'q=')]/@href")[0]
    assert len(fetch(clerk, link).all("//main//tbody/tr")) == 3
    assert "可以撤回" not in page.text
    asked = fetch(clerk, f"{shown}/take-back")
    assert "3 件" in asked.text
    assert "必填" in post(clerk, f"{shown}/take-back", {"reason": ""}, 400).text
    post(clerk, f"{shown}/take-back", {"reason": "导错了文件"})
    page = fetch(clerk, shown)
    assert "导错了文件" in page.text
    assert petitions() == 0
    assert not fetch(clerk, link).all("//main//tbody/tr")
    assert read(clerk.get(f"{shown}/take-back"), 302).response.location == shown


def test_i6_a_wish_for_all_or_nothing_is_asked_and_kept(clerk: FlaskClient) -> None:
    shown = tried(clerk, files.csv_bytes([*files.rows(2), files.row(3, 内容="", 标题="", 姓名="")]))
    assert "只要有一行不能导入" in fetch(clerk, shown).text
    page = post(clerk, f"{shown}/run", {"all_or_nothing": "y"}, 400)
    assert "第 4 行“姓名、标题、内容”没有可登记的内容" in page.text
    assert page.all("//main//input[@name='all_or_nothing'][@checked]")
    assert db.session.scalar(select(func.count()).select_from(Job).where(Job.state == "queued")) == 0
    post(clerk, f"{shown}/run", {})
    work(forever=False)
    assert petitions() == 2


def test_m1_an_upload_kept_by_an_earlier_version_can_still_be_worked_on(clerk: FlaskClient) -> None:
    address = str(upload(clerk, files.csv_bytes(files.rows(1))).response.location)
    (kept,) = storage.folder().glob("*.json")
    view = json.loads(kept.read_text("utf-8"))
    del view["encoding"]
    kept.write_text(json.dumps(view), "utf-8")
    assert "核对列" in fetch(clerk, address).text


def test_i6_rows_lost_since_the_trial_hold_the_import_back(clerk: FlaskClient) -> None:
    content = files.csv_bytes(files.rows(2))
    shown = tried(clerk, content)
    imported(clerk, content)
    post(clerk, f"{shown}/run", {"all_or_nothing": "y"})
    work(forever=False)
    page = fetch(clerk, shown)
    assert "整批没有导入" in page.text
    assert page.all("//main//a[contains(@href, 'report.xlsx')]")
    assert petitions() == 2


def test_the_report_is_for_whoever_imported_and_its_opening_is_noted(app: Flask, clerk: FlaskClient) -> None:
    shown = imported(clerk, files.csv_bytes([*files.rows(1), files.row(1)]))
    answer = clerk.get(f"{shown}/report.xlsx", buffered=True)
    assert answer.status_code == 200
    assert load_workbook(io.BytesIO(answer.data)).active.title == "逐行说明"
    assert "import-report-" in answer.headers["Content-Disposition"]
    assert db.session.scalar(select(func.count()).where(AuditEvent.action == "import.report")) == 1
    colleague = app.test_client()
    sign_in(colleague, "clerk2")
    assert "已导入 1 件" in fetch(colleague, shown).text
    read(colleague.get(f"{shown}/report.xlsx"), 404)
    read(colleague.get(f"{shown}/take-back"), 404)
    storage.remove(db.session.scalars(select(ImportBatch.report)).one())
    read(clerk.get(f"{shown}/report.xlsx"), 404)


@pytest.mark.parametrize("username", ["other_clerk", "clerk2"])
def test_nobody_else_finds_an_upload(app: Flask, clerk: FlaskClient, username: str) -> None:
    shown = tried(clerk, files.csv_bytes(files.rows(1)))
    foreign = app.test_client()
    sign_in(foreign, username)
    code = db.session.scalars(select(ImportBatch.code)).one()
    assert code not in fetch(foreign, HOME).text
    for address in (shown, f"{shown}/columns", f"{shown}/report.xlsx", f"{shown}/take-back"):
        read(foreign.get(address), 404)
    for act in ("run", "discard", "take-back", "columns"):
        post(foreign, f"{shown}/{act}", {"reason": "x"}, 404)
    assert petitions() == 0


def test_another_office_never_finds_a_batch_that_was_imported(app: Flask, clerk: FlaskClient) -> None:
    shown = imported(clerk, files.csv_bytes(files.rows(1)))
    foreign = app.test_client()
    sign_in(foreign, "other_handler")
    read(foreign.get(shown), 404)
    post(foreign, f"{shown}/take-back", {"reason": "x"}, 404)
    assert petitions() == 1
    colleague = app.test_client()
    sign_in(colleague, "section_head")
    assert fetch(colleague, f"{shown}/take-back").status == 200
    read(colleague.get(f"{shown}/columns"), 404)


def test_only_posts_that_may_import_reach_the_pages(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "unit_handler")
    read(client.get(HOME), 403)


def test_columns_can_be_corrected_and_are_remembered(clerk: FlaskClient) -> None:
    heading = ("甲", "乙", "姓名", "内容")
    content = files.csv_bytes([("来信", "2026-01-05", "赵青松", "电梯停运。")], heading)
    address = str(upload(clerk, content).response.location)
    page = fetch(clerk, address)
    assert "原样记入备注" in page.text
    sent = choices(page, **{"column-0-0": "channel", "column-0-1": "received_on"})
    doubled = clerk.post(address, data={**sent, "column-0-0": "names"})
    assert "只能对应一列" in read(doubled, 400).alerts()
    nothing = {"column-0-2": "", "column-0-3": ""}
    assert "至少要有一列" in read(clerk.post(address, data={**sent, **nothing}), 400).alerts()
    odd = clerk.post(address, data={**sent, "column-0-3": "no_such_field"})
    shown = str(odd.location)
    assert odd.status_code == 302, odd.text
    work(forever=False)
    post(clerk, f"{shown}/run", {})
    work(forever=False)
    petition = db.session.scalars(select(Petition)).one()
    assert str(petition.received_on) == "2026-01-05"
    again = files.csv_bytes([("来访", "2026-01-06", "钱多多", "路灯不亮。")], heading)
    address = str(upload(clerk, again).response.location)
    page = fetch(clerk, address)
    assert "以前导入" in page.text
    assert page.all("//select[@name='column-0-0']/option[@selected]/@value") == ["channel"]
    newest = db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(1)).one()
    view = storage.view_of(newest.upload)
    assert view is not None
    del view["groups"][0]["doubt"]
    for column in view["groups"][0]["columns"]:
        del column["proposed"]
    storage.keep_view(newest.upload, view)
    db.session.rollback()
    assert "以前导入" in fetch(clerk, address).text, "an upload waits over an upgrade"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"missing": "fixed"}, "请填写选定的日期"),
        ({"missing": "fixed", "missing_date": "2999-01-01"}, "不得晚于今日"),
        ({"year": "99999999999999999999"}, "错误"),
        ({"year": "二〇二一"}, "错误"),
        ({"missing_date": "2023-02-30"}, "错误"),
        ({"default_channel": "飞鸽"}, "错误"),
        ({"standing": "x"}, "错误"),
    ],
)
def test_wrong_choices_come_back_beside_their_field(clerk: FlaskClient, changes, words) -> None:
    address = str(upload(clerk, files.csv_bytes(files.rows(1))).response.location)
    answer = clerk.post(address, data=choices(fetch(clerk, address), **changes))
    assert words in read(answer, 400).text


def test_the_choices_for_gaps_are_used(clerk: FlaskClient) -> None:
    content = files.csv_bytes([files.row(1, 收到日期="", 信访形式="")])
    changes = {
        "missing": "fixed",
        "missing_date": "2020-02-03",
        "standing": "closed",
        "default_channel": "来电",
        "year": "2020",
        "hidden_sheets": "y",
    }
    shown = tried(clerk, content, **changes)
    back = fetch(clerk, f"{shown}/columns")
    assert back.all("//input[@name='missing_date']/@value") == ["2020-02-03"]
    post(clerk, f"{shown}/run", {})
    work(forever=False)
    petition = db.session.scalars(select(Petition)).one()
    assert (str(petition.received_on), petition.received_known) == ("2020-02-03", False)
    assert petition.state == "concluded"


def test_the_same_file_is_said_up_front(clerk: FlaskClient) -> None:
    content = files.csv_bytes(files.rows(2))
    imported(clerk, content)
    code = db.session.scalars(select(ImportBatch.code)).first()
    address = str(upload(clerk, content).response.location)
    assert f"批次 {code} 导入过 2 件" in fetch(clerk, address).text
    answer = clerk.post(address, data=choices(fetch(clerk, address)))
    work(forever=False)
    page = fetch(clerk, str(answer.location))
    assert "全部跳过" in page.text
    assert "确认导入" not in page.text
    post(clerk, f"{answer.location}/run", {})
    work(forever=False)
    assert "没有可以导入的新内容" in fetch(clerk, str(answer.location)).text


def test_an_upload_can_be_given_up(clerk: FlaskClient) -> None:
    shown = tried(clerk, files.csv_bytes(files.rows(1)))
    post(clerk, f"{shown}/discard", {})
    read(clerk.get(shown), 404)
    assert list(storage.folder().iterdir()) == []


def test_a_batch_that_is_done_is_not_run_again(clerk: FlaskClient) -> None:
    shown = imported(clerk, files.csv_bytes(files.rows(1)))
    post(clerk, f"{shown}/run", {}, 409)
    post(clerk, f"{shown}/discard", {}, 409)
    assert read(clerk.get(f"{shown}/columns"), 302).response.location == shown
    assert petitions() == 1


def test_a_failed_import_says_why_and_offers_the_way_back(
    clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = tried(clerk, files.csv_bytes(files.rows(1)))
    post(clerk, f"{shown}/run", {})
    files.fail_at(inserter.Inserter, "publish", 0, monkeypatch)
    work(forever=False)
    page = fetch(clerk, shown)
    assert "没有保存" in page.text
    assert page.all(f"//a[@href='{shown}/columns']")
    assert "上次没有完成" in fetch(clerk, f"{shown}/columns").text


def test_a_job_that_died_for_good_does_not_spin_for_ever(clerk: FlaskClient) -> None:
    address = str(upload(clerk, files.csv_bytes(files.rows(1))).response.location)
    shown = str(clerk.post(address, data=choices(fetch(clerk, address))).location)
    with writing(db.session()):
        db.session.execute(update(Job).values(state="failed", key=None))
    page = fetch(clerk, shown)
    assert "中断" in page.text
    assert not page.all("//progress")


def test_the_page_of_a_batch_taken_back_says_how_far_its_removal_has_come(clerk: FlaskClient) -> None:
    shown = imported(clerk, files.csv_bytes(files.rows(2)))
    post(clerk, f"{shown}/take-back", {"reason": "导错"})
    page = fetch(clerk, shown)
    assert ("撤回：导错" in page.text, "排队等候" in page.text) == (True, True)
    assert page.all("//*[@data-poll='1']")
    with writing(db.session()):
        db.session.execute(update(Job).values(state="failed", key=None))
    page = fetch(clerk, shown)
    assert "清除中断，还没有完成" in page.text
    assert not page.all("//progress")
    hourly.run(db.session(), Job())
    assert "排队等候" in fetch(clerk, shown).text
    work(forever=False)
    page = fetch(clerk, shown)
    assert ("撤回：导错" in page.text, "中断" in page.text, petitions()) == (True, False, 0)


def test_a_batch_touched_since_is_not_taken_back(clerk: FlaskClient) -> None:
    shown = imported(clerk, files.csv_bytes(files.rows(1)))
    assert fetch(clerk, f"{shown}/take-back").all("//textarea")
    with writing(db.session()):
        db.session.scalars(select(Petition)).one().place = "改过"
    asked = fetch(clerk, f"{shown}/take-back")
    assert ("不能撤回" in asked.text, asked.all("//textarea")) == (True, [])
    page = post(clerk, f"{shown}/take-back", {"reason": "导错"}, 400)
    assert "不能撤回" in page.alerts()
    assert petitions() == 1


GARBAGE: list[tuple[str, bytes]] = [
    ("空.csv", b""),
    ("a.xlsx", b"PK\x03\x04 broken"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"),
    ("a.csv", b"\x00" * 5000),
    ("a.csv", bytes(range(256)) * 40),
    ("a.pdf", b"%PDF-1.4"),
    ("a.csv", "没有表头的文字\n第二行".encode()),
    ("台账.xlsm", b"PK\x03\x04"),
    ("a.html", b"<table><tr><td>x</td></tr></table>"),
    ("../../etc/passwd", b"a,b\n1,2"),
]


@pytest.mark.parametrize(("name", "content"), GARBAGE)
def test_garbage_is_refused_beside_the_file(clerk: FlaskClient, name: str, content: bytes) -> None:
    page = upload(clerk, content, name, 400)
    assert page.all("//*[@id='file-error']")
    assert page.alerts()
    assert not db.session.scalar(select(func.count()).select_from(ImportBatch))
    assert list(storage.folder().iterdir()) == []


def test_no_file_and_too_large_a_file_are_said(clerk: FlaskClient, app: Flask) -> None:
    answer = clerk.post(HOME, data={"csrf_token": fetch(clerk, HOME).token()})
    assert "请选择台账文件" in read(answer, 400).text


def test_sheets_with_one_heading_share_their_columns_and_hidden_ones_are_named(
    clerk: FlaskClient, tmp_path
) -> None:
    lines: dict[str, Any] = {
        "一月": [files.HEADING, *files.rows(1)],
        "二月": [files.HEADING, *files.rows(1, 2)],
        "底稿": [files.HEADING, *files.rows(1, 3)],
        "说明": [("只有一句话",)],
    }
    path = files.write_xlsx(tmp_path / "a.xlsx", lines, hidden=["底稿"])
    page = fetch(clerk, str(upload(clerk, path.read_bytes(), "a.xlsx").response.location))
    assert "工作表：一月、二月" in page.text
    assert "隐藏的工作表" in page.text
    assert "说明：" in page.text


def test_the_blank_ledger_opens_and_its_example_is_skipped(clerk: FlaskClient) -> None:
    answer = clerk.get(f"{HOME}/template.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book.active
    assert sheet.freeze_panes == "A2"
    assert "示例" in [cell.value for cell in sheet[2]]
    address = str(upload(clerk, answer.data, "空白.xlsx").response.location)
    page = fetch(clerk, address)
    assert page.all("//select[@name='column-0-2']/option[@selected]/@value") == ["received_on"]
    shown = str(clerk.post(address, data=choices(page)).location)
    work(forever=False)
    assert "将导入 0 件 跳过 1 行" in fetch(clerk, shown).text


def test_no_page_shows_an_id_number_of_the_ledger(clerk: FlaskClient) -> None:
    from tests.matters import ID_NUMBER

    content = files.csv_bytes([files.row(1, 信访形式=f"写着{ID_NUMBER}", 标题=f"{ID_NUMBER}的事")])
    shown = imported(clerk, content)
    assert ID_NUMBER not in fetch(clerk, shown).response.text
    office = Cast().office("JXF")
    assert office.letters in fetch(clerk, shown).text


def test_the_preview_is_drawn_anew_in_another_encoding_which_the_import_keeps(clerk: FlaskClient) -> None:
    rows = "E1,2026-01-05,赵青松,三号楼电梯停运\nE2,2026-01-06,钱望山,路灯不亮\n"
    address = str(upload(clerk, f"编号,日期,姓名,内容\n{rows}".encode("gb18030")).response.location)
    chosen = "//select[@name='encoding']/option[@selected]/@value"
    page = fetch(clerk, address)
    assert page.all(chosen) == ["gb18030"]
    sent = choices(page, year="2021")
    assert (
        "没有“klingon”这种编码" in read(clerk.post(address, data={**sent, "encoding": "klingon"}), 400).text
    )
    kept = read(clerk.post(address, data={**sent, "redraw": "1", "column-0-3": ""}), 200)
    assert kept.all("//select[@name='column-0-3']/option[@selected]/@value") == [""]
    assert clerk.post(address, data={**sent, "encoding": "big5"}).location == address
    page = fetch(clerk, address)
    assert page.all(chosen) == ["big5"]
    assert "赵青松" not in page.text
    assert page.all("//input[@name='year']/@value") == ["2021"]
    assert "至少要有一列" in read(clerk.post(address, data=choices(page)), 400).text
    assert clerk.post(address, data=choices(page, encoding="gb18030")).location == address
    answer = clerk.post(address, data=choices(fetch(clerk, address)))
    assert answer.location == address.removesuffix("/columns")
    batch = db.session.scalars(select(ImportBatch)).one()
    assert batch.mapping["order"]["encoding"] == "gb18030"


def test_a_workbook_has_no_encoding_to_choose(clerk: FlaskClient, tmp_path: Path) -> None:
    path = files.write_xlsx(tmp_path / "a.xlsx", {"台账": [files.HEADING, files.row(1)]})
    page = fetch(clerk, str(upload(clerk, path.read_bytes(), "a.xlsx").response.location))
    assert not page.all("//select[@name='encoding']")


CARS = ("日期", "姓名", "事由", "车牌号", "驾驶员")


def test_a_table_of_other_business_is_imported_only_if_somebody_says_that_it_is_a_ledger(
    clerk: FlaskClient,
) -> None:
    content = files.csv_bytes([("2026-01-05", "赵青松", "送文件", "渝A00001", "老王")], CARS)
    address = str(upload(clerk, content, "用车登记.csv").response.location)
    page = fetch(clerk, address)
    assert "不像信访台账" in page.text
    refused = read(clerk.post(address, data=choices(page)), 400)
    assert "没有一张表像信访台账" in refused.alerts()
    assert read(clerk.post(address, data=choices(page, **{"column-0-2": "content"})), 302)
    work(forever=False)
    address = str(upload(clerk, content, "用车登记.csv").response.location)
    answer = clerk.post(address, data=choices(fetch(clerk, address), **{"keep-0": "1"}))
    assert answer.status_code == 302, answer.text
    work(forever=False)
    assert "将导入" in fetch(clerk, str(answer.location)).text


def test_columns_without_a_field_are_folded_up_and_can_be_given_one(clerk: FlaskClient) -> None:
    further = tuple(f"另一栏{place}" for place in "甲乙丙丁戊己庚")
    row = ("2026-01-05", "赵青松", "路灯不亮", *("无关",) * len(further))
    address = str(upload(clerk, files.csv_bytes([row], ("日期", "姓名", "内容", *further))).response.location)
    page = fetch(clerk, address)
    assert "共 10 列，认出 3 列，7 列没有对应的字段" in " ".join(page.text.split())
    assert len(page.all("//details//select")) == 7
    answer = clerk.post(address, data=choices(page, **{"column-0-9": "reply"}))
    assert answer.status_code == 302, answer.text
    work(forever=False)
    again = fetch(clerk, address)
    assert len(again.all("//details//select")) == 6
