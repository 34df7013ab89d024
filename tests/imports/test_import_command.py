"""``xinfang import petitions``: counts, report, exit codes, as the contract says."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from tests import ledger_files as files
from xinfang_site.cli import main
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.imports import command, storage
from xinfang_site.imports.inserting import inserter
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.jobs.models import Job
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition


@pytest.fixture
def site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("XINFANG_INSTANCE", app.instance_path)
    return app


def run(*arguments: object) -> Result:
    db.session.remove()
    return CliRunner().invoke(main, ["import", "petitions", *map(str, arguments)])


def petitions() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Petition.id)).all())


def test_the_last_line_is_the_contracts(site: Flask, tmp_path: Path) -> None:
    path = files.write_csv(tmp_path / "a.csv", [*files.rows(3), files.row(3)])
    result = run(path, "--json", "--office", "JXF")
    assert result.exit_code == 0, result.output
    lines = result.output.strip().splitlines()
    assert lines[-2] == "导入 3 件, 跳过 1 行, 警告 0 条"
    told = json.loads(lines[-1])
    assert (told["imported"], told["skipped"], told["warnings"]) == (3, 1, 0)
    batch = db.session.scalars(select(ImportBatch)).one()
    assert (batch.code, batch.state, batch.actor) == (told["batch"], BatchState.DONE, "系统")
    assert db.session.scalars(select(Job.state)).all() == ["done"]
    assert "已在批次" in run(path, "--office", "JXF").output
    assert petitions() == 3


def test_a_trial_saves_nothing_and_leaves_the_report(site: Flask, tmp_path: Path) -> None:
    path = files.write_csv(tmp_path / "a.csv", [files.row(1), files.row(2, 信访形式="")])
    report = tmp_path / "r.xlsx"
    result = run(path, "--dry-run", "--report", report, "--json", "--default-channel", "来电")
    assert "没有保存" in result.output
    assert json.loads(result.output.strip().splitlines()[-1])["batch"] == ""
    assert petitions() == 0
    assert "逐行说明" in load_workbook(report).sheetnames
    assert list(storage.folder().iterdir()) == []


def test_columns_can_be_named(site: Flask, tmp_path: Path) -> None:
    heading = ("甲", "姓名", "内容", "标题")
    path = files.write_csv(tmp_path / "a.csv", [("2026-01-05", "赵青松", "电梯停运。", "旧题")], heading)
    result = run(
        path, "--office", "JXF", "--mapping", "甲=收到时间", "--mapping", "标题=", "--mapping", "内容=title"
    )
    assert result.exit_code == 0, result.output
    petition = db.session.scalars(select(Petition)).one()
    assert (str(petition.received_on), petition.summary) == ("2026-01-05", "电梯停运。")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--mapping", "甲"), 2, "列=字段"),
        (("--mapping", "姓名=没有的字段"), 2, "没有"),
        (("--mapping", "没有的列=names"), 1, "没有的列"),
        (("--mapping", "姓名=", "--mapping", "标题=", "--mapping", "内容="), 1, "至少要有一列"),
        (("--office", "NONE"), 1, "NONE"),
        (("--default-channel", "飞鸽"), 1, "飞鸽"),
        (("--nonsense",), 2, ""),
        (("--report", "/no/such/folder/r.xlsx"), 1, "报告"),
    ],
)
def test_refusals_are_one_line_and_wrong_usage_is_two(
    site: Flask, tmp_path: Path, arguments, code, words
) -> None:
    result = run(files.write_csv(tmp_path / "a.csv", files.rows(1)), *arguments)
    assert (result.exit_code, words in result.output) == (code, True), result.output
    assert "Traceback" not in result.output


def test_what_cannot_be_read_is_one_line(site: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"%PDF-1.4")
    result = run(path)
    assert (result.exit_code, "PDF" in result.output) == (1, True)
    assert run(tmp_path / "missing.csv").exit_code == 2


def test_without_a_petition_office_there_is_nowhere_to_import(site: Flask, tmp_path: Path) -> None:
    with writing(db.session()):
        for office in db.session.scalars(select(Office)):
            office.kind = "other"
    result = run(files.write_csv(tmp_path / "a.csv", files.rows(1)))
    assert (result.exit_code, "信访部门" in result.output) == (1, True)


def test_a_failure_leaves_nothing_and_ends_the_job(site: Flask, tmp_path: Path, monkeypatch) -> None:
    files.fail_at(inserter.Inserter, "publish", 0, monkeypatch)
    result = run(files.write_csv(tmp_path / "a.csv", files.rows(1)))
    assert result.exit_code == 1
    assert petitions() == 0
    assert db.session.scalars(select(Job.state)).all() == ["failed"]


def test_progress_is_shown_at_a_terminal_only(site: Flask, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(command, "_at_terminal", lambda: True)
    assert "正在导入：2 行" in run(files.write_csv(tmp_path / "a.csv", files.rows(1))).output


@pytest.mark.parametrize("trial", [(), ("--dry-run",)])
def test_i6_all_or_nothing_holds_the_ledger_back_names_the_rows_and_leaves_the_report(
    site: Flask, tmp_path: Path, trial: tuple[str, ...]
) -> None:
    bad = [files.row(4, 内容="", 标题="", 姓名=""), files.row(3)]
    path = files.write_csv(tmp_path / "a.csv", [*files.rows(3), *bad, ("合计", "3")])
    report = tmp_path / "r.xlsx"
    result = run(path, "--office", "JXF", "--all-or-nothing", "--json", "--report", report, *trial)
    assert (result.exit_code, petitions()) == (1, 0), result.output
    line = result.stderr.strip().splitlines()[-1]
    assert "整批没有导入" in line
    assert "第 5 行“姓名、标题、内容”没有可登记的内容" in line
    assert "第 6 行与第4行完全相同" in line
    assert "第 7 行" not in line
    assert json.loads(result.stdout.strip().splitlines()[-1])["imported"] == 0
    book = load_workbook(report)
    assert [row[2].value for row in book["逐行说明"].iter_rows(min_row=2)] == ["5", "6", "7"]
    assert "整批没有导入" in str([[cell.value for cell in row] for row in book["汇总"]])


def test_i6_without_the_wish_the_other_rows_come_in_and_with_it_a_sound_ledger_does(
    site: Flask, tmp_path: Path
) -> None:
    path = files.write_csv(tmp_path / "a.csv", [*files.rows(2), files.row(4, 内容="", 标题="", 姓名="")])
    assert run(path, "--office", "JXF").exit_code == 0
    assert petitions() == 2
    sound = files.write_csv(tmp_path / "b.csv", [*files.rows(2, first=8), ("合计", "2")])
    result = run(sound, "--office", "JXF", "--all-or-nothing")
    assert (result.exit_code, petitions()) == (0, 4), result.output


def test_an_encoding_that_cannot_be_recognised_may_be_told(site: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = f"编号,姓名,内容\n甲一号,赵青松,{'三号楼电梯停运' * 400}\n"
    path.write_bytes(text.encode("utf-16-le"))  # hardly a byte of it shows what it is
    assert run(path, "--office", "JXF").exit_code == 1
    assert "换一种编码" in run(path, "--office", "JXF", "--encoding", "utf-8").output
    assert run(path, "--office", "JXF", "--encoding", "UTF-16LE").exit_code == 0
    assert db.session.scalars(select(Petition.main_name)).all() == ["赵**"]


def test_a_report_that_cannot_be_written_does_not_hide_that_the_ledger_is_in(
    site: Flask, tmp_path: Path
) -> None:
    path = files.write_csv(tmp_path / "a.csv", files.rows(3))
    result = run(path, "--office", "JXF", "--report", tmp_path / "nowhere" / "r.xlsx")
    assert result.exit_code == 1
    assert "导入 3 件" in result.output
    assert "台账已导入，报告没有写成" in result.output
    assert petitions() == 3
