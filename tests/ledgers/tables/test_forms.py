"""Registration forms, and fields down with matters across; and sheets that only look like them."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ledgers.words import office_vocabulary
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.petition_kind import PETITIONS, ledger_row
from xinfang_site.ledgers.reader import inspect, read
from xinfang_site.ledgers.report import write_report
from xinfang_site.ledgers.results import RowResult
from xinfang_site.ledgers.tables import forms

FORM: tuple[tuple[object, ...], ...] = (
    ("群众来访登记单",),
    ("编号", "L-1", None, "来访日期", "2021年3月5日"),
    ("姓名", "张丰", "性别", "男", "人数", "3"),
    ("联系电话", 13800001111, None, "住址", "双碑1号"),
    ("反映问题", "反映路灯不亮"),
    ("承办单位", "民政局", None, "接待人", "李耕"),
    ("领导批示",),
    ("请民政局阅处。",),
)
ACROSS: tuple[tuple[object, ...], ...] = (
    ("编号", "T1", "T2"),
    ("姓名", "张丰", "王禾等3人"),
    ("来访日期", "2021.3.5", date(2021, 3, 6)),
    ("联系电话", 13800001111, "13900002222"),
    ("信访内容", "反映路灯", "反映噪音"),
)


def written(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def accepted(path: Path) -> list[RowResult]:
    return [each for each in read(path, PETITIONS, office_vocabulary()) if each.accepted]


def test_a_form_is_one_matter_and_the_next_form_below_another(tmp_path: Path) -> None:
    second = [
        tuple("L-2" if cell == "L-1" else "王禾" if cell == "张丰" else cell for cell in row) for row in FORM
    ]
    found = accepted(written(tmp_path / "登记单.xlsx", *FORM, (), *second))
    rows = [ledger_row(dict(each.values)) for each in found]
    assert [(row.number, row.names) for row in rows] == [("L-1", ("张丰",)), ("L-2", ("王禾",))]
    first = rows[0]
    assert (first.received_on, first.channel, first.people) == (date(2021, 3, 5), "来访", 3)
    assert (first.phones, first.unit, first.handler) == (("13800001111",), "mz", "李耕")
    assert (first.content, first.instruction, first.remarks) == ("反映路灯不亮", "请民政局阅处。", "性别：男")
    assert [[note.message[:6] for note in each.warnings] for each in found] == [["原表是登记单"], []]
    assert found[1].row_number == 11


def test_fields_down_and_matters_across_are_read_a_column_a_matter(tmp_path: Path) -> None:
    found = accepted(written(tmp_path / "横排.xlsx", *ACROSS))
    rows = [ledger_row(dict(each.values)) for each in found]
    assert [(row.number, row.names, row.people) for row in rows] == [
        ("T1", ("张丰",), 1),
        ("T2", ("王禾",), 3),
    ]
    assert [str(row.received_on) for row in rows] == ["2021-03-05", "2021-03-06"]
    assert [each.row_number for each in found] == [2, 3]
    assert [len(each.warnings) for each in found] == [1, 0]
    seen = inspect(tmp_path / "横排.xlsx", PETITIONS)
    assert [note[:6] for note in seen.notes] == ["原表一列一件"]
    view = seen.sheets[0]
    assert [column.field for column in view.columns] == [
        "number",
        "names",
        "received_on",
        "phones",
        "content",
    ]


def test_a_row_without_a_label_goes_on_and_each_matter_is_found_by_its_column(tmp_path: Path) -> None:
    path = written(
        tmp_path / "横排.xlsx", ("来访登记",), *ACROSS, (None, "材料两页", None), ("备注", "初访", None)
    )
    first, second = accepted(path)
    assert first.values["content"] == "反映路灯\n材料两页"
    assert (first.values["remarks"], second.values.get("remarks")) == ("初访", None)
    assert (first.cell, second.cell) == ("B2", "C2")
    write_report(tmp_path / "报告.xlsx", path.name, read(path, PETITIONS, office_vocabulary()))
    link = load_workbook(tmp_path / "报告.xlsx")["逐行说明"].cell(2, 9)
    assert link.value == "B2"
    assert link.hyperlink is not None
    assert link.hyperlink.location == "'Sheet'!B2"


def test_a_label_whose_value_is_left_open_takes_no_other_label_for_it(tmp_path: Path) -> None:
    rows = (*FORM[:2], ("姓名", "张丰", "联系电话", None, "民族", "汉"), *FORM[4:])
    row = ledger_row(dict(accepted(written(tmp_path / "a.xlsx", *rows))[0].values))
    assert (row.phones, row.remarks) == ((), "民族：汉")


def test_what_is_chosen_may_be_called_as_a_label_is(tmp_path: Path) -> None:
    rows = (*FORM[:2], ("信访形式", "电话", None, "内容分类", "其他"), *FORM[2:])
    found = [ledger_row(dict(each.values)) for each in accepted(written(tmp_path / "a.xlsx", *rows))]
    assert [(row.names, row.channel, row.category) for row in found] == [(("张丰",), "来电", "其他")]


def test_a_second_label_of_a_kind_does_not_tear_a_form_apart(tmp_path: Path) -> None:
    rows = (
        *FORM[:5],
        ("信访人诉求", "尽快修复"),
        ("接待人", "李耕", "联系电话", "65301234"),
        ("日期", "2021年3月6日"),
    )
    found = [
        ledger_row(dict(each.values)) for each in accepted(written(tmp_path / "a.xlsx", *rows, (), *rows))
    ]
    assert [row.names for row in found] == [("张丰",)] * len(found)
    row = found[0]
    assert (row.phones, row.received_on, row.handler) == (("13800001111",), date(2021, 3, 5), "李耕")
    assert "尽快修复" in f"{row.content}{row.remarks}"
    assert "联系电话：65301234" in (row.remarks or "")


def test_more_forms_than_a_sheet_can_hold_are_refused_and_not_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "_MOST_CARDS", 1)
    with pytest.raises(LedgerError, match="超过1张"):
        accepted(written(tmp_path / "a.xlsx", *FORM, (), *FORM))


def test_label_and_value_may_share_a_cell(tmp_path: Path) -> None:
    rows = (
        ("来访接待单",), ("姓名：张丰", "来访日期：2021-3-5"), ("联系电话：13800001111", "住址：双碑1号"),
        ("反映问题：", "路灯不亮"), ("以上情况属实，来访人已签字确认，材料两页附后",),
    )  # fmt: skip
    row = ledger_row(dict(accepted(written(tmp_path / "a.xlsx", *rows))[0].values))
    assert (row.names, row.phones, row.content) == (("张丰",), ("13800001111",), "路灯不亮")
    assert row.remarks == "其他文字：以上情况属实，来访人已签字确认，材料两页附后"


EXPLAINED = (
    ("姓名", "填写姓名", "张三"), ("联系电话", "11位", "13800000000"), ("来访日期", "写明年月日", "2021-1-1"),
    ("信访内容", "简要描述", "路灯"), ("信访形式", "来信或者来访", "来访"), ("人数", "填数字", "1"),
)  # fmt: skip
SENT = (
    ("报送单位", "区信访办"), ("联系人", "张丰"), ("联系电话", "13800001111"), ("日期", "2021-5-6"),
    ("主要内容", "本月信访工作总结"), ("附件", "无"),
)  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        EXPLAINED,
        tuple(row[:2] for row in EXPLAINED),
        SENT,
        (("姓名", ""), ("来访日期", ""), ("联系电话", ""), ("住址", ""), ("反映问题", "")),
        (
            ("活动日期", "活动内容", "责任人"),
            ("2021-3-5", "开展宣传活动", "李耕"),
            ("2021-3-6", "学习条例", "李耕"),
        ),
    ],
    ids=["explained", "explained in two columns", "a report's form", "an empty form", "a work plan"],
)
def test_what_only_looks_like_a_form_makes_no_matter(
    tmp_path: Path, rows: tuple[tuple[object, ...], ...]
) -> None:
    path = written(tmp_path / "a.xlsx", *rows)
    with pytest.raises(LedgerError):
        list(read(path, PETITIONS, office_vocabulary()))


def test_a_form_is_reported_at_the_row_it_begins_in_and_a_row_of_the_sex_alone_keeps_its_name(
    tmp_path: Path,
) -> None:
    apart = [*FORM[:2], ("姓名", "张丰", "人数", "3"), ("性别", "男"), *FORM[3:]]
    second = [tuple({"L-1": "L-2", "张丰": "王禾"}.get(str(cell), cell) for cell in row) for row in FORM]
    found = accepted(written(tmp_path / "登记单.xlsx", *apart, (), *second))
    assert [each.row_number for each in found] == [2, 12]
    assert found[0].values["remarks"] == "性别：男"
