"""Ledgers of modules: tried, imported whole or not at all, never twice, taken back; by page and by command."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from openpyxl import Workbook, load_workbook
from sqlalchemy import delete, func, select

from tests.browsing import filled
from tests.modules.sample import plugin
from tests.page import fetch, post, read
from tests.people import Cast, sign_in
from xinfang_site import create_app
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.imports.models import ImportBatch
from xinfang_site.module_imports import command, services
from xinfang_site.modules import services as module_services
from xinfang_site.modules.models import ModuleSettings
from xinfang_site.plugin_api.ledgers import (
    FieldSpec,
    LedgerImport,
    LedgerKind,
    Note,
    Outcome,
    RowResult,
    ValueKind,
    names_vocabulary,
)
from xinfang_site.plugin_registry import plugins
from xinfang_site.testing.workshop import Browser

KIND = LedgerKind(
    "talks",
    "宣讲台账",
    (
        FieldSpec("topic", "主题", essential=True),
        FieldSpec("held_on", "日期", ValueKind.DATE, ("时间",)),
        FieldSpec("unit", "单位", ValueKind.CHOICE, vocabulary="unit"),
        FieldSpec("remarks", "备注", ValueKind.LONG_TEXT),
    ),
)


def take(session: Any, actor: Any, rows: Sequence[RowResult], batch: str) -> list[RowResult]:
    """Stores a talk as a row of a core table; talks without a day get a warning, known topics are skipped."""
    known = {each.values["topic"] for each in session.scalars(select(ModuleSettings))}
    found = []
    for row in rows:
        if not row.accepted:
            found.append(row)
        elif row.values["topic"] in known:
            found.append(replace(row, outcome=Outcome.SKIPPED, reason="这个主题已经有了"))
        elif row.values["topic"] == "坏":
            raise Refused("这一份台账不能导入")
        else:
            values = {"topic": row.values["topic"], "batch": batch}
            number = (session.scalar(select(func.max(ModuleSettings.version))) or 0) + 1
            session.add(
                ModuleSettings(
                    office_id=actor.office_id, name="talks", version=number, values=values, at=_now(), by="x"
                )
            )
            session.flush()
            lacking = row.values.get("held_on") is None
            notes = (*row.warnings, Note("日期", "没有日期")) if lacking else row.warnings
            found.append(replace(row, outcome=Outcome.WARNED if notes else Outcome.IMPORTED, warnings=notes))
    return found


def _now() -> Any:
    from xinfang_site import clock

    return clock.now()


def take_back(session: Any, actor: Any, batch: str) -> int:
    rows = [each for each in session.scalars(select(ModuleSettings)) if each.values["batch"] == batch]
    session.execute(delete(ModuleSettings).where(ModuleSettings.id.in_([each.id for each in rows])))
    return len(rows)


LEDGER = LedgerImport(
    "talks",
    "宣讲台账",
    "sample.read",
    KIND,
    lambda session, office: names_vocabulary(unit={"甲区住建委": ("住建委",)}),
    take,
    take_back,
)


@pytest.fixture
def site(instance_folder: Path) -> Iterator[Flask]:
    sample = plugin(xinfang_ledgers=lambda: [LEDGER])
    app = create_app(instance_folder, f"sqlite:///{instance_folder / 'xinfang.db'}", [sample])
    app.testing, app.test_client_class = True, Browser
    with app.app_context():
        cast = Cast()
        turn = module_services.Turn(cast.office("JXF").id, "sample", on=True, reason="试用")
        module_services.switch(db.session(), cast.actor("root_security"), plugins(), turn)
        yield app
        db.session.remove()
        db.engine.dispose()


def ledger(*rows: Sequence[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026年宣讲台账"])
    sheet.append(["主题", "时间", "单位"])
    for row in rows:
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def upload(client: Any, content: bytes) -> str:
    """Upload in the browser; the address of the batch's page."""
    token = fetch(client, "/imports/talks").token()
    file = (io.BytesIO(content), "宣讲.xlsx")
    answer = client.post("/imports/talks", data={"csrf_token": token, "file": file})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def stored() -> list[str]:
    db.session.rollback()
    return [each.values["topic"] for each in db.session.scalars(select(ModuleSettings))]


GOOD = ledger(["宪法", "2026.3.5", "住建委"], ["信访工作条例", "", ""])


def test_a_trial_saves_nothing_and_an_import_saves_what_the_trial_said(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    address = upload(client, GOOD)
    page = fetch(client, address)
    assert "将导入" in page.text
    assert "没有日期" in page.text
    assert stored() == []
    post(client, f"{address}/run", {})
    assert stored() == ["宪法", "信访工作条例"]
    assert "已导入 2 件，跳过 0 行，警告 1 条" in fetch(client, address).text


def test_the_same_file_a_second_time_makes_no_doubles(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    post(client, f"{upload(client, GOOD)}/run", {})
    again = upload(client, GOOD)
    assert "已在批次" in fetch(client, again).text
    post(client, f"{again}/run", {})
    assert len(stored()) == 2


def test_the_encoding_of_a_text_ledger_can_be_chosen(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    page = fetch(client, "/imports/talks")
    file = (io.BytesIO("主题,时间,单位\n宪法,2026.3.5,住建委\n".encode("utf-16-be")), "宣讲.csv")
    sent = {"csrf_token": page.token(), "file": file, "encoding": "utf-16be"}
    address = client.post("/imports/talks", data=sent).location
    assert "将导入" in fetch(client, address).text
    post(client, f"{address}/run", {})
    assert stored() == ["宪法"]


def test_other_columns_are_tried_again_and_remembered(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    address = upload(client, GOOD)
    token = fetch(client, address).token()
    chosen = {"column-0-0": "topic", "column-0-1": "", "column-0-2": "unit"}
    answer = client.post(f"{address}/columns", data={"csrf_token": token, **chosen})
    assert answer.status_code == 302
    assert "提示2 条" in fetch(client, address).text.replace(" 提示 ", "提示")
    post(client, f"{address}/run", {})
    other = upload(client, ledger(["民法典", "2026.4.1", ""]))
    assert "已按上次的对应填好" in fetch(client, other).text


def test_one_column_twice_is_refused_beside_the_form(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    address = upload(client, GOOD)
    token = fetch(client, address).token()
    chosen = {"column-0-0": "topic", "column-0-1": "topic", "column-0-2": ""}
    page = read(client.post(f"{address}/columns", data={"csrf_token": token, **chosen}), 400)
    assert "只能对应" in page.alerts()


def test_an_import_that_fails_saves_nothing(site: Flask) -> None:
    actor = Cast().actor("clerk")
    batch = services.keep(db.session(), actor, LEDGER, io.BytesIO(GOOD), "宣讲.xlsx")
    bad = replace(LEDGER, take=lambda session, who, rows, code: [*take(session, who, rows, code), 1 / 0])
    with pytest.raises(ZeroDivisionError):
        services.confirm(db.session(), actor, bad, batch)
    assert stored() == []
    assert services.confirm(db.session(), actor, LEDGER, batch).imported == 2


def test_a_batch_is_taken_back_and_may_come_again(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    address = upload(client, GOOD)
    post(client, f"{address}/run", {})
    post(client, f"{address}/take-back", {"reason": ""}, 400)
    post(client, f"{address}/take-back", {"reason": "导错了"})
    assert stored() == []
    post(client, f"{upload(client, GOOD)}/run", {})
    assert len(stored()) == 2


def test_a_batch_is_imported_once(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    address = upload(client, GOOD)
    post(client, f"{address}/run", {})
    post(client, f"{address}/run", {}, 409)
    assert len(stored()) == 2


def test_the_report_lists_what_to_look_at_and_an_upload_can_be_given_up(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    address = upload(client, GOOD)
    with client.get(f"{address}/report.xlsx") as answer:
        book = load_workbook(io.BytesIO(answer.data))
    assert "没有日期" in str([cell.value for row in book["逐行说明"].iter_rows() for cell in row])
    post(client, f"{address}/discard", {})
    assert client.get(address).status_code == 404


def test_f2_a_colleague_is_given_the_report_for_a_reason_only(site: Flask) -> None:
    client, colleague = site.test_client(), site.test_client()
    sign_in(client, "clerk")
    sign_in(colleague, "clerk2")
    address = f"{upload(client, GOOD)}/report.xlsx"
    asked = fetch(colleague, address)
    post(colleague, address, {"reason": ""}, 400)
    answer = colleague.post(address, data=filled(asked, reason="核对"), buffered=True)
    assert load_workbook(io.BytesIO(answer.data)).sheetnames[0] == "逐行说明"


def test_what_is_no_ledger_is_refused_beside_the_field(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    token = fetch(client, "/imports/talks").token()
    for content in (b"", b"nonsense"):
        file = (io.BytesIO(content), "x.xlsx")
        page = read(client.post("/imports/talks", data={"csrf_token": token, "file": file}), 400)
        assert page.alerts()


def test_it_is_not_there_for_an_office_that_has_the_module_off(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    address = upload(client, GOOD)
    other = site.test_client()
    sign_in(other, "other_clerk")
    for each in ("/imports/talks", address, f"{address}/report.xlsx", "/imports/nothing"):
        assert other.get(each).status_code == 404


def test_without_the_permission_it_is_a_403(site: Flask) -> None:
    client = site.test_client()
    sign_in(client, "handler")
    assert client.get("/imports/talks").status_code == 403


@pytest.fixture
def run(site: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs the command on this site."""
    from contextlib import nullcontext

    monkeypatch.setattr(command, "site", lambda: nullcontext(site))

    def call(*arguments: str) -> Any:
        file = tmp_path / "宣讲.xlsx"
        file.write_bytes(GOOD)
        return CliRunner().invoke(command.command_of(LEDGER), [str(file), *arguments])

    return call


def test_the_command_prints_the_same_last_line_as_for_petitions(run: Any, tmp_path: Path) -> None:
    trial = run("--dry-run", "--json")
    assert "仅试算" in trial.output
    assert stored() == []
    report = tmp_path / "r.xlsx"
    done = run("--json", "--report", str(report), "--office", "JXF")
    assert done.exit_code == 0, done.output
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["imported"], last["skipped"], last["warnings"]) == (2, 0, 1)
    assert db.session.scalar(select(ImportBatch.code)) == last["batch"]
    assert report.exists()


def test_i6_all_or_nothing_holds_a_modules_ledger_back_by_page_and_by_command(
    run: Any, site: Flask, tmp_path: Path
) -> None:
    client = site.test_client()
    sign_in(client, "clerk")
    post(client, f"{upload(client, ledger(['宪法', '2026.3.5', '住建委']))}/run", {})
    address = upload(client, GOOD)
    page = post(client, f"{address}/run", {"all_or_nothing": "y"}, 400)
    assert "整批没有导入" in page.text
    report = tmp_path / "r.xlsx"
    held = run("--all-or-nothing", "--report", str(report))
    assert (held.exit_code, report.exists()) == (1, True), held.output
    assert "第 3 行这个主题已经有了" in held.stderr.strip().splitlines()[-1]
    assert stored() == ["宪法"]
    post(client, f"{address}/run", {})
    assert stored() == ["宪法", "信访工作条例"]


def test_the_command_says_what_is_wrong_with_the_office(run: Any) -> None:
    assert "没有机构“NN”" in run("--office", "NN").output
    off = run("--office", "YXF")
    assert off.exit_code == 1
    assert "没有启用" in off.output
