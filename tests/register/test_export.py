"""Exports: exactly the list, masked, text only, audited, for one person and office."""

import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import matters
from tests.page import fetch, post, read
from tests.people import Cast, sign_in
from tests.scattered import scatter
from xinfang_site import clock
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.jobs import files, worker
from xinfang_site.jobs.alone import alone
from xinfang_site.jobs.models import Job
from xinfang_site.register.exporting import services as exporting
from xinfang_site.register.exporting import sheets
from xinfang_site.register.filters.list_query import ListQuery

EVIL = ('=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "正常")


def cells(path: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def exported(client: FlaskClient, address: str, folder: Path) -> list[list[Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.location
    path = folder / "fetched.xlsx"
    path.write_bytes(answer.data)
    answer.close()
    return cells(path)


@pytest.mark.parametrize("write", [sheets.write, sheets.write_slowly])
def test_no_cell_is_ever_a_formula(tmp_path: Path, write: Any) -> None:
    path = tmp_path / "sheet.xlsx"
    head = sheets.Sheet(("=1+1", "条件"), (("甲", 10), ("乙", 20)))
    write(path, head, iter([(each, "a\x00b\x01" + "长" * 40_000) for each in EVIL]))
    sheet = openpyxl.load_workbook(path).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert sheet["A1"].value == "=1+1"
    assert sheet["A4"].value == EVIL[0]
    assert [each.value for each in sheet[3]] == ["甲", "乙"]
    assert len(sheet["B4"].value) == sheets.LONGEST_CELL


@pytest.mark.parametrize("write", [sheets.write, sheets.write_slowly])
def test_days_and_numbers_sort_as_such_and_the_sheet_prints_across_with_its_head(
    tmp_path: Path, write: Any
) -> None:
    head = sheets.Sheet(("条件",), (("收到日期", 12), ("人数", 6)))
    rows = [
        (date(2026, 11, 28), 12),
        ("2026-01-01（推定）", 1),
        (date(202, 11, 28), 1),
        (date(1900, 1, 1), 1),
    ]
    write(tmp_path / "sheet.xlsx", head, iter(rows))
    sheet = openpyxl.load_workbook(tmp_path / "sheet.xlsx").active
    assert (sheet["A3"].is_date, sheet["A3"].value.date(), sheet["B3"].value) == (
        True,
        date(2026, 11, 28),
        12,
    )
    assert sheet["A3"].number_format == "yyyy-mm-dd"
    assert sheet["A4"].value == "2026-01-01（推定）"
    assert sheet["A5"].value == "0202-11-28"  # a slip of the pen is registered, and must not stop every list
    assert sheet["A6"].value.date() == date(1900, 1, 1)
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert (sheet.print_title_rows, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("$2:$2", True)


@pytest.mark.parametrize("write", [sheets.write, sheets.write_slowly])
def test_an_empty_list_still_has_its_head(tmp_path: Path, write: Any) -> None:
    write(tmp_path / "sheet.xlsx", sheets.Sheet(("条件",), (("甲", 10), ("乙", 10))), iter(()))
    assert [row[0] for row in cells(tmp_path / "sheet.xlsx")[:2]] == ["条件", "甲"]


def test_without_the_fast_writer_the_other_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rustpy_xlsxwriter", None)
    sheets.write(tmp_path / "sheet.xlsx", sheets.Sheet((), (("甲", 10),)), iter([("一",)]))
    assert cells(tmp_path / "sheet.xlsx") == [["甲"], ["一"]]


def test_an_export_is_the_list_of_the_page_with_names_masked(handler: FlaskClient, tmp_path: Path) -> None:
    scatter(70)
    page = fetch(handler, "/petitions/?state=handling&sort=number")
    rows = exported(handler, page.all("//a[contains(., '导出本表')]/@href")[0], tmp_path)
    shown = page.texts("//main//tbody/tr/th")
    assert [row[0] for row in rows[4:]] == shown
    assert rows[0][0] == f"信访事项名册　甲区信访办　共 {len(shown)} 件"
    assert rows[1][0] == "条件：状态：办理中"
    assert rows[2][0].startswith("导出人：承办甲（handler）")
    assert not {"赵青松", "钱小芳"} & {cell for row in rows for cell in row}
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.export")).one()
    assert event.changes == {"filter": [None, "状态：办理中"], "count": [None, len(shown)]}


def test_an_export_needs_the_right_and_changes_nothing_else(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "clerk")
    read(client.get("/petitions/export.xlsx"), 403)


def test_a_long_export_is_a_job_with_its_own_page(
    app: Flask, handler: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 5)
    seen = scatter(40)
    first = handler.get("/petitions/export.xlsx")
    assert handler.get("/petitions/export.xlsx").location == first.location  # one at a time
    assert "这一次的没有开始" not in fetch(handler, first.location).text
    assert handler.get("/petitions/export.xlsx?channel=100").location == first.location
    page = fetch(handler, first.location)  # R2: who asked for another list is told that this is not it
    assert "这一次的没有开始" in page.text
    assert "排队等待" in page.text
    read(handler.get(f"{first.location}/file"), 404)
    worker.work(forever=False)
    page = fetch(handler, first.location)
    assert page.all("//a[contains(., '下载')]")
    rows = exported(handler, f"{first.location}/file", tmp_path)
    office_id = Cast().office("JXF").id
    assert len(rows) - 4 == sum(office_id in each.offices for each in seen)
    for name in ("handler2", "other_handler"):
        other = app.test_client()
        sign_in(other, name)
        read(other.get(first.location), 404)
        read(other.get(f"{first.location}/file"), 404)
    read(handler.get("/petitions/exports/999"), 404)
    assert handler.get("/petitions/export.xlsx").location != first.location


def test_r2_a_second_short_export_beside_the_first_is_left_to_the_worker(handler: FlaskClient) -> None:
    """Found from outside: twenty at once of one person's kept every page waiting for a second."""
    with alone(Cast().actor("handler"), "export"):
        address = handler.get("/petitions/export.xlsx").location
        other = Cast().actor("handler2")
        with alone(other, "export") as free, alone(other, "import") as other_work:
            assert (free, other_work) == (True, True)
    worker.work(forever=False)
    with handler.get(f"{address}/file") as fetched:
        assert fetched.status_code == 200
    with handler.get("/petitions/export.xlsx") as at_once:
        assert at_once.status_code == 200


@pytest.mark.parametrize("loss", ["disabled", "role", "office", "file"])
def test_rights_are_looked_at_again_when_the_job_runs(
    app: Flask, handler: FlaskClient, monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    scatter(10)
    address = handler.get("/petitions/export.xlsx").location
    with writing(db.session()):
        account = db.session.scalars(select(Account).where(Account.username == "handler")).one()
        if loss == "disabled":
            account.disabled_at = clock.now()
        elif loss == "role":
            account.grants = [Grant(role="lawyer", granted_by="test", granted_at=clock.now())]
        elif loss == "office":
            account.office_id = Cast().office("YXF").id
    worker.work(forever=False)
    job = db.session.scalars(select(Job).where(Job.kind == "export")).one()
    assert job.state == ("done" if loss == "file" else "failed")
    if loss == "file":
        (files.folder() / job.result["file"]).unlink()
        read(handler.get(f"{address}/file"), 404)


@pytest.mark.parametrize("writer", [sheets.write, sheets.write_slowly])
def test_an_export_stops_when_the_right_is_taken_away_while_it_is_written(
    app: Flask, handler: FlaskClient, monkeypatch: pytest.MonkeyPatch, writer: Any
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    monkeypatch.setattr(exporting, "CHUNK", 2)
    monkeypatch.setattr(sheets, "write", writer)
    scatter(10)
    handler.get("/petitions/export.xlsx")
    real = exporting.rows_at

    def revoked(*given: Any) -> Any:
        with Session(db.engine) as session, writing(session):
            account = session.scalars(select(Account).where(Account.username == "handler")).one()
            account.disabled_at = clock.now()
        return real(*given)

    monkeypatch.setattr(exporting, "rows_at", revoked)
    worker.work(forever=False)
    job = db.session.scalars(select(Job).where(Job.kind == "export")).one()
    assert (job.state, job.message) == ("failed", "委托人的账号已停用或已调离，没有生成文件")
    assert list(files.folder().iterdir()) == []


def test_old_exports_are_removed(app: Flask) -> None:
    old, new = files.folder() / "old.xlsx", files.folder() / "new.xlsx"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    stamp = (clock.now() - files.KEPT - timedelta(hours=1)).timestamp()
    os.utime(old, (stamp, stamp))
    files.tidy()
    assert not old.exists()
    assert new.exists()


def test_personal_data_leave_only_with_right_reason_and_limit(
    app: Flask, handler: FlaskClient, tmp_path: Path
) -> None:
    matters.registered(
        petitioners=(
            matters.PetitionerDraft("赵青松", phones=("19900001234",)),
            matters.PetitionerDraft("钱四海", "companion"),
        ),
        people=2,
    )
    matters.registered(anonymous=True, petitioners=())
    read(handler.get("/petitions/export-personal"), 403)
    leader = app.test_client()
    sign_in(leader, "leader")
    page = fetch(leader, "/petitions/export-personal?q=电梯")
    assert "查找：电梯" in page.text
    assert "请填写导出理由" in post(leader, "/petitions/export-personal", {"reason": ""}, 400).alerts()
    token = fetch(leader, "/petitions/export-personal").token()
    answer = leader.post("/petitions/export-personal", data={"csrf_token": token, "reason": "联席会议核对"})
    assert answer.status_code == 200
    assert "leader" in answer.headers["Content-Disposition"]
    (tmp_path / "p.xlsx").write_bytes(answer.data)
    rows = cells(tmp_path / "p.xlsx")
    assert rows[2][0].startswith("导出人：主任甲（leader）")
    assert "联席会议核对" in rows[3][0]
    assert sorted(str(row[-2] or "") for row in rows[5:]) == ["", "赵青松、钱四海"]
    assert "19900001234" in [row[-1] for row in rows[5:]]
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "petition.export_personal")
    ).one()
    assert (event.reason, event.changes["count"]) == ("联席会议核对", [None, 2])


def test_too_many_people_at_once_are_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    scatter(30)
    leader = app.test_client()
    sign_in(leader, "leader")
    from dataclasses import replace

    small = replace(app.extensions["xinfang_settings"], personal_export_max_rows=3)
    monkeypatch.setitem(app.extensions, "xinfang_settings", small)
    page = post(leader, "/petitions/export-personal", {"reason": "核对"}, 400)
    assert "每次最多 3 件" in page.alerts()
    assert not db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "petition.export_personal")
    ).all()


def test_a_matter_that_left_the_register_meanwhile_is_left_out(any_app: Flask, tmp_path: Path) -> None:
    scatter(12)
    actor = Cast().actor("handler")
    wanted = exporting.Export(ListQuery(), clock.today())
    count = exporting.write(db.session(), actor, wanted, tmp_path / "a.xlsx", lambda done, total: None)
    assert count == len(cells(tmp_path / "a.xlsx")) - 4
    keys = exporting._keys(db.session(), actor, wanted)
    keys.append(5)
    assert len(list(exporting._cells(db.session(), actor, wanted, keys, None))) == count


def test_the_command_writes_the_same_list(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xinfang_site.commands import exporting as command

    seen = scatter(30)
    monkeypatch.setattr("xinfang_site.commands.ground", lambda: app)
    runner, path = CliRunner(), tmp_path / "list.xlsx"
    done = runner.invoke(
        command.export_group, ["petitions", str(path), "--office", "JXF", "--query", "state=handling&due=x"]
    )
    assert done.exit_code == 0, done.output
    office_id = Cast().office("JXF").id
    expected = {each.number for each in seen if office_id in each.offices and each.state == "handling"}
    assert {row[0] for row in cells(path)[4:]} == expected
    assert f"导出 {len(expected)} 件" in done.output
    assert "due=x" in done.output
    other = runner.invoke(command.export_group, ["petitions", str(path), "--office", "YXF"])
    assert other.exit_code == 0
    missing = runner.invoke(command.export_group, ["petitions", str(path), "--office", "nowhere"])
    assert missing.exit_code == 1
    assert "没有机构代码 nowhere" in missing.output
    astray = runner.invoke(command.export_group, ["petitions", str(tmp_path / "no" / "list.xlsx")])
    assert (astray.exit_code, "没有文件夹" in astray.output) == (1, True)
