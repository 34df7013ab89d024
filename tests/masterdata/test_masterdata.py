"""Master data from sheets: all rows or none, twice is once, faults by row and column."""

import io
import json
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from tests.people import Cast
from xinfang_site.accounts import passwords
from xinfang_site.accounts.models import Account
from xinfang_site.actor import system
from xinfang_site.audit.models import AuditEvent
from xinfang_site.calendars.models import CalendarDay, CalendarYear
from xinfang_site.cli import main
from xinfang_site.codes.models import Code
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import db
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.masterdata import reports
from xinfang_site.masterdata.batch import Outcome, Result
from xinfang_site.masterdata.services import KINDS, Order, run
from xinfang_site.offices.models import Office

CAST = Cast()
Sheet = Callable[..., Path]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    def write(*rows: Sequence[str], encoding: str = "utf-8", name: str = "sheet.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding=encoding)
        return path

    return write


def load(kind: str, path: Path, **more: object) -> Outcome:
    order = Order(kind, path, **{"may_grant": True, **more})  # type: ignore[arg-type]  # tests change single fields
    return run(db.session(), system("test"), order)


def faults(outcome: Outcome) -> list[tuple[int, str]]:
    return [(each.row, each.column) for each in outcome.faults]


def office(name: str) -> Office:
    return db.session.scalars(select(Office).where(Office.name == name)).one()


OFFICES = (
    ("机构名称", "代码", "简称", "类型", "上级", "字头", "复查机关", "负责人", "启用日期"),
    ("丙区物业科", "BWY", "", "区政府部门", "丙区住建委", "", "丙区政府", "", ""),
    ("丙区住建委", "", "丙住建", "", "丙区政府", "BZJ", "丙区政府", "王某", "2020年1月1日"),
    ("丙区人民政府", "BQ", "丙区政府", "党委政府", "", "BZF", "", "", ""),
    ("丙一街道办事处", "", "丙一街道", "街道", "BQ", "", "", "", ""),
)


def test_parents_may_stand_below_their_children_in_the_sheet(any_app: Flask, sheet: Sheet) -> None:
    outcome = load("offices", sheet(*OFFICES))
    assert faults(outcome) == []
    assert (outcome.imported, outcome.skipped, outcome.warnings) == (4, 0, 0)
    top, unit, section = office("丙区人民政府"), office("丙区住建委"), office("丙区物业科")
    assert (unit.path, section.path) == (f"{top.path}{unit.id}/", f"{unit.path}{section.id}/")
    assert unit.review_office_id == section.review_office_id == top.id
    assert office("丙一街道办事处").kind == "street"
    assert office("丙一街道办事处").letters == "BYJD"


def test_the_same_sheet_twice_makes_no_doubles(any_app: Flask, sheet: Sheet) -> None:
    path = sheet(*OFFICES)
    first = load("offices", path)
    count = db.session.scalar(select(func.count()).select_from(Office))
    again = load("offices", path)
    assert again.batch == first.batch
    assert (again.imported, again.skipped) == (0, 4)
    assert db.session.scalar(select(func.count()).select_from(Office)) == count


def test_a_changed_cell_updates_and_an_empty_one_changes_nothing(app: Flask, sheet: Sheet) -> None:
    load("offices", sheet(*OFFICES))
    outcome = load("offices", sheet(("名称", "负责人", "文号代字"), ("丙区住建委", "", "丙住建")))
    assert outcome.imported == 1
    assert (office("丙区住建委").head, office("丙区住建委").document_code) == ("王某", "丙住建")
    outcome = load("offices", sheet(("名称", "复查机关"), ("丙一街道办事处", "丙区政府")))
    assert [line.result for line in outcome.lines] == [Result.CHANGED]
    assert load("offices", sheet(("名称", "复查机关"), ("丙一街道办事处", "丙区政府"))).imported == 0


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("", "X1", "", "", "", ""), "机构名称"),
        (("某局", "X1", "", "没有这种", "", ""), "机构类型"),
        (("某局", "X1", "", "", "没有这个", ""), "上级机构"),
        (("某局", "X1", "", "", "", "JXF"), "编号字头"),
        (("某局", "X" * 31, "", "", "", ""), "机构代码"),
        (("甲区信访办", "X1", "", "", "", ""), "机构名称"),
        (("丁局", "X1", "", "", "戊局", ""), "上级机构"),
    ],
)
def test_one_bad_row_stops_the_whole_sheet(app: Flask, sheet: Sheet, row: Sequence[str], column: str) -> None:
    heading = ("机构名称", "机构代码", "简称", "机构类型", "上级机构", "编号字头")
    good = ("好局", "HJ", "", "", "", "")
    outcome = load("offices", sheet(heading, good, row))
    assert faults(outcome) == [(3, column)]
    assert (outcome.saved, outcome.imported) == (False, 0)
    assert db.session.scalar(select(Office.id).where(Office.name == "好局")) is None


def test_two_rows_that_wait_for_each_other_are_both_refused(app: Flask, sheet: Sheet) -> None:
    rows = (("机构名称", "上级机构"), ("子局", "丑局"), ("丑局", "子局"))
    assert faults(load("offices", sheet(*rows))) == [(2, "上级机构"), (3, "上级机构")]


def test_an_ambiguous_or_impossible_cell_is_refused(app: Flask, sheet: Sheet) -> None:
    load("offices", sheet(("名称", "代码", "简称"), ("甲局一", "JJ1", "同名"), ("甲局二", "JJ2", "同名")))
    assert faults(load("offices", sheet(("名称", "上级"), ("下属", "同名")))) == [(2, "上级机构")]
    assert faults(load("offices", sheet(("名称", "启用日期"), ("新局", "2023-02-30")))) == [(2, "启用日期")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("某区信访办公室", "petition_office"),
        ("某镇", "street"),
        ("区纪委监委", "discipline"),
        ("区人民法院", "judicial"),
        ("区委组织部", "party_department"),
        ("某区人民政府", "government"),
        ("某物业有限公司", "enterprise"),
        ("区民政局", "department"),
    ],
)
def test_the_kind_of_an_office_is_guessed_from_its_name(
    app: Flask, sheet: Sheet, name: str, kind: str
) -> None:
    load("offices", sheet(("名称",), (name,)), office_code="JQ")
    assert (office(name).kind, office(name).parent_id) == (kind, CAST.office("JQ").id)


def test_number_letters_are_made_up_without_clashes(app: Flask, sheet: Sheet) -> None:
    load("offices", sheet(("名称",), ("民政局",), ("煤政局",), ("12345",)))
    assert {office("民政局").letters, office("煤政局").letters} == {"MZJ", "MZJ2"}
    assert office("12345").letters == "JG"


PEOPLE = (
    ("用户名", "姓名", "职务", "机构", "角色"),
    ("ZhangSan", "张三", "科员", "JZJ", "责任单位承办人、值班员"),
    ("lisi", "李四", "", "甲区信访办", ""),
)


def test_people_get_one_time_passwords_in_a_file_of_their_own(
    app: Flask, sheet: Sheet, tmp_path: Path
) -> None:
    outcome = load("people", sheet(*PEOPLE, encoding="gb18030"), secrets_folder=tmp_path)
    assert (outcome.imported, outcome.warnings) == (2, 0)
    path = tmp_path / f"one-time-passwords-{outcome.batch}.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = dict(line.split("\t")[::2] for line in path.read_text(encoding="utf-8").splitlines())
    account = db.session.scalars(select(Account).where(Account.username == "zhangsan")).one()
    assert passwords.matches(account.password_hash, lines["zhangsan"])
    assert account.must_change
    assert account.roles == {Role.UNIT_HANDLER, Role.DUTY_OFFICER}
    assert load("people", sheet(*PEOPLE)).skipped == 2


def test_roles_are_not_granted_by_an_upload_of_the_system_administrator(app: Flask, sheet: Sheet) -> None:
    outcome = load("people", sheet(*PEOPLE), may_grant=False)
    assert outcome.warnings == 1
    account = db.session.scalars(select(Account).where(Account.username == "zhangsan")).one()
    assert account.roles == frozenset()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("坏 名", "张三", "", "JZJ", ""), "用户名"),
        (("ok1", "", "", "JZJ", ""), "姓名"),
        (("ok1", "张" * 41, "", "JZJ", ""), "姓名"),
        (("ok1", "张三", "", "", ""), "机构"),
        (("ok1", "张三", "", "没有", ""), "机构"),
        (("ok1", "张三", "", "JZJ", "系统管理员"), "角色"),
        (("ok1", "张三", "", "JZJ", "皇帝"), "角色"),
    ],
)
def test_bad_people_are_refused_by_row_and_column(
    app: Flask, sheet: Sheet, row: Sequence[str], column: str, tmp_path: Path
) -> None:
    outcome = load("people", sheet(*PEOPLE, row), secrets_folder=tmp_path)
    assert faults(outcome) == [(4, column)]
    assert outcome.secrets == ()
    assert not list(tmp_path.glob("one-time-passwords*"))


def test_an_existing_account_is_left_alone_with_a_warning(app: Flask, sheet: Sheet) -> None:
    outcome = load("people", sheet(PEOPLE[0], ("clerk", "改名", "", "YXF", "承办人")))
    assert (outcome.imported, outcome.skipped, outcome.warnings) == (0, 1, 1)
    assert CAST.actor("clerk").name == "登记甲"


def test_an_office_named_alike_needs_its_code(app: Flask, sheet: Sheet) -> None:
    load("offices", sheet(("名称", "代码", "简称"), ("甲局一", "JJ1", "同名"), ("甲局二", "JJ2", "同名")))
    assert faults(load("people", sheet(PEOPLE[0], ("ok1", "张三", "", "同名", "")))) == [(2, "机构")]
    assert load("people", sheet(PEOPLE[0], ("ok1", "张三", "", "", "")), office_code="JJ1").imported == 1


YEAR = (
    ("日期", "安排", "名称", "通知文号"),
    ("2027-01-01", "休息", "元旦", "国办发明电〔2026〕1号"),
    ("2027年1月2日", "休", "", ""),
    ("2027/1/3", "上班", "", ""),
)


def test_a_years_holidays_come_from_a_sheet(any_app: Flask, sheet: Sheet) -> None:
    outcome = load("calendar", sheet(*YEAR))
    assert (outcome.imported, outcome.warnings) == (3, 1), "a table this short cannot be whole"
    assert db.session.get_one(CalendarYear, 2027).notice == "国办发明电〔2026〕1号"
    names = [each.name for each in db.session.scalars(select(CalendarDay).where(CalendarDay.year == 2027))]
    assert sorted(names) == ["元旦", "放假", "调休上班"]
    assert load("calendar", sheet(*YEAR)).skipped == 3


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("2027-01-01", "休息", "重复", ""), "日期"),
        (("2027-02-30", "休息", "x", ""), "日期"),
        (("", "休息", "x", ""), "日期"),
        (("1950-01-01", "休息", "x", ""), "日期"),
        (("2027-01-05", "随便", "x", ""), "安排"),
        (("2027-01-05", "上班", "x", ""), "安排"),
    ],
)
def test_bad_days_are_refused_by_row_and_column(
    app: Flask, sheet: Sheet, row: Sequence[str], column: str
) -> None:
    assert faults(load("calendar", sheet(*YEAR, row))) == [(5, column)]
    assert db.session.get(CalendarYear, 2027) is None


CODES = (
    ("代码表", "代码", "名称", "上级代码", "别名", "顺序", "启用日期", "停用日期"),
    ("信访来源", "95", "巡视移交", "", "巡视、巡察", "9", "", ""),
    ("内容分类", "0199", "测试类", "01", "", "", "2026-01-01", ""),
)


def test_code_values_come_from_a_sheet(any_app: Flask, sheet: Sheet) -> None:
    assert load("codes", sheet(*CODES)).imported == 2
    added = db.session.scalars(select(Code).where(Code.code == "95", Code.table_name == "source")).one()
    assert (added.synonyms, added.position) == ("巡视 巡察", 9)
    assert load("codes", sheet(*CODES)).skipped == 2
    changed = load("codes", sheet(CODES[0], ("信访来源", "95", "巡视组移交", "", "", "", "", "")))
    assert changed.imported == 1
    assert added.synonyms == "巡视 巡察"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("没有", "1", "x", "", "", "", "", ""), "代码表"),
        (("信访来源", "", "x", "", "", "", "", ""), "代码"),
        (("信访来源", "1" * 21, "x", "", "", "", "", ""), "代码"),
        (("信访来源", "1", "x", "没有", "", "", "", ""), "上级代码"),
        (("信访来源", "1", "x", "", "", "第一", "", ""), "顺序"),
        (("信访来源", "1", "x", "", "", "", "某日", ""), "启用日期"),
        (("信访来源", "96", "巡视移交", "", "", "", "", ""), "名称"),
    ],
)
def test_bad_codes_are_refused_by_row_and_column(
    app: Flask, sheet: Sheet, row: Sequence[str], column: str
) -> None:
    assert faults(load("codes", sheet(*CODES, row))) == [(4, column)]


def test_a_trial_saves_nothing(app: Flask, sheet: Sheet) -> None:
    events = db.session.scalar(select(func.count()).select_from(AuditEvent))
    outcome = load("offices", sheet(*OFFICES), dry_run=True)
    assert (outcome.imported, outcome.saved) == (4, False)
    assert db.session.scalar(select(Office.id).where(Office.code == "BQ")) is None
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == events


def test_the_encoding_of_a_sheet_can_be_chosen(app: Flask, sheet: Sheet) -> None:
    path = str(sheet(*OFFICES, encoding="utf-16-be"))
    code, out, _ = command(app, "offices", path, "--dry-run", "--encoding", "utf-16be")
    assert (code, "导入 4 件" in out) == (0, True)
    with pytest.raises(LedgerError):
        load("offices", sheet(*OFFICES), encoding="utf-16be", dry_run=True)


def test_an_unknown_column_is_pointed_out_and_a_missing_one_stops(app: Flask, sheet: Sheet) -> None:
    outcome = load("offices", sheet(("说明",), ("名称", "颜色"), ("某局", "红")))
    assert [(each.row, each.column) for each in outcome.lines if each.result is Result.WARNING] == [
        (0, "颜色")
    ]
    with pytest.raises(LedgerError, match="姓名"):
        load("people", sheet(("用户名", "机构"), ("a1", "JZJ")))
    with pytest.raises(LedgerError, match="机构名称"):
        load("offices", sheet(("甲", "乙"), ("a1", "JZJ")))
    assert load("offices", sheet(("名称",))).warnings == 1
    with pytest.raises(Refused, match="没有代码"):
        load("offices", sheet(("名称",), ("某局",)), office_code="没有")


def test_hidden_sheets_are_not_read(app: Flask, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(["机构名称"])
    hidden.append(["藏起来的"])
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("名单")
    for _ in range(12):
        shown.append(["说明文字"])
    second = book.create_sheet("机构")
    second.append(["机构名称", "启用日期"])
    second.append([None, None])
    second.append(["看得见的", "2020-01-01"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    outcome = load("offices", path)
    assert [(each.row, each.text) for each in outcome.lines] == [(3, "新增机构“看得见的”")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_has_the_headings_and_can_be_read_back(app: Flask, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(reports.template(kind))
    outcome = load(kind, path, dry_run=True)
    assert not [each for each in outcome.lines if each.result is Result.WARNING and each.column]


def test_the_report_is_text_only_and_names_row_and_column(app: Flask, sheet: Sheet) -> None:
    outcome = load("offices", sheet(("名称", "=颜色"), ("=1+1", "红"), ("", "x")))
    page = openpyxl.load_workbook(io.BytesIO(reports.report(outcome))).active
    assert page is not None
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value} == {"s"}
    assert page.max_row == 1 + len(outcome.lines)


def command(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["import", *arguments], env={"XINFANG_INSTANCE": app.instance_path})
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_counts_json_and_writes_the_report(
    app: Flask, sheet: Sheet, tmp_path: Path
) -> None:
    report = tmp_path / "report.xlsx"
    code, out, _ = command(app, "offices", str(sheet(*OFFICES)), "--json", "--report", str(report))
    lines = out.splitlines()
    assert code == 0
    assert lines[-2] == "导入 4 件, 跳过 0 行, 警告 0 条"
    counts = json.loads(lines[-1])
    assert (counts["imported"], counts["skipped"], counts["warnings"]) == (4, 0, 0)
    assert counts["batch"].startswith("offices-")
    assert report.read_bytes().startswith(b"PK")


def test_the_command_refuses_with_one_clear_line(app: Flask, sheet: Sheet, tmp_path: Path) -> None:
    rows = [("某局", f"第{number}种") for number in range(5)]
    code, out, err = command(app, "offices", str(sheet(("名称", "类型"), *rows)))
    assert code == 1
    assert "导入 0 件, 跳过 5 行" in out
    assert "第 2 行机构类型" in err
    assert "等 5 处错误" in err
    assert len(err.strip().splitlines()) == 1
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"%PDF-1.4")
    assert command(app, "offices", str(broken))[0] == 1
    assert command(app, "offices", str(sheet(("名称",), ("x",))), "--office", "无")[0] == 1
    assert command(app, "weather", "x")[0] == 2


def test_the_command_tries_without_saving_and_never_prints_a_password(app: Flask, sheet: Sheet) -> None:
    assert "没有保存" in command(app, "people", str(sheet(*PEOPLE)), "--dry-run")[1]
    code, out, err = command(app, "people", str(sheet(*PEOPLE)))
    assert code == 0
    files = list(Path(app.instance_path).glob("one-time-passwords-*.txt"))
    assert len(files) == 1
    for line in files[0].read_text(encoding="utf-8").splitlines():
        assert line.split("\t")[2] not in out + err


def test_the_group_lists_the_kinds_that_are_installed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from xinfang_site.commands import importing

    kinds = {"petitions": ("no_such_package.command", "petitions"), "odd": ("json", "loads")}
    monkeypatch.setattr(importing, "ELSEWHERE", kinds)
    assert set(importing.MASTER_DATA) <= set(importing.import_group.list_commands(None))  # type: ignore[arg-type]  # unused
    assert "petitions" not in importing.import_group.list_commands(None)  # type: ignore[arg-type]  # unused
    assert command(app, "petitions", "x")[0] == 2
    with pytest.raises(TypeError, match="not a command"):
        importing.import_group.get_command(None, "odd")  # type: ignore[arg-type]  # unused
    kinds["clock"] = ("xinfang_site.commands.auditing", "audit_group")
    assert importing.import_group.get_command(None, "clock") is not None  # type: ignore[arg-type]  # unused
