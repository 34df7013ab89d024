"""Headings, sheets, mappings and rows beyond the one nasty ledger."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledgers.books import HEAD, messages, records, results, rows_of, write
from ledgers.words import moment
from xinfang_site.ledgers.columns.mapping import ColumnMapping, corrected, faults
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.kinds import FieldSpec, LedgerKind, ValueKind
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.petition_kind import PETITIONS, ledger_row
from xinfang_site.ledgers.reader import inspect, read
from xinfang_site.ledgers.results import Counts, Outcome, RowKind
from xinfang_site.ledgers.values.names import Names
from xinfang_site.ledgers.values.vocabulary import Vocabulary


def test_two_heading_rows_with_merged_groups_are_joined(tmp_path: Path) -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.append(["2021年1—12月信访台账"])
        sheet.merge_cells("A1:I1")
        sheet.append(["序号", "登记\n编号", "信访人", None, None, "信访事项", None, "办理", None])
        sheet.append([None, None, "姓 名", "联系\n电话", "住址", "日期", "主要内容", "责任单位", "日期"])
        for merge in ("A2:A3", "B2:B3", "C2:E2", "F2:G2", "H2:I2"):
            sheet.merge_cells(merge)
        sheet.append([1, "D1", "张丰", 13800001111, "双碑", "3月5日", "反映路灯", "民政局", "4月6日"])

    path = write(tmp_path / "a.xlsx", build)
    view = inspect(path, PETITIONS).sheets[0]
    assert view.heading is not None
    assert (view.heading.height, view.heading.year) == (2, 2021)
    assert view.heading.titles[2:4] == ("信访人/姓名", "信访人/联系电话")
    row = records(path)[0]
    assert (row.number, row.names, row.phones, row.address) == ("D1", ("张丰",), ("13800001111",), "双碑")
    assert (row.received_on, row.concluded_on, row.unit) == (date(2021, 3, 5), date(2021, 4, 6), "mz")


def test_two_heading_rows_without_merges_are_joined_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "序号,信访人,,来访日期,信访内容\n,姓名,电话,,\n1,张丰,13800001111,2021-3-5,反映路灯\n",
        encoding="utf-8",
    )
    row = records(path)[0]
    assert (row.names, row.phones, row.content) == (("张丰",), ("13800001111",), "反映路灯")


def test_a_merged_heading_over_two_columns_of_numbers_gives_both(tmp_path: Path) -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.append(["姓名", "联系电话", None, "内容"])
        sheet.merge_cells("B1:C1")
        sheet.append(["张丰", 13800001111, 13900002222, "反映路灯"])

    row = records(write(tmp_path / "a.xlsx", build))[0]
    assert row.phones == ("13800001111", "13900002222")
    assert row.remarks is None


@pytest.mark.parametrize(
    ("above", "sheet", "year"),
    [
        ("信访台账（2020年度）", "台账", 2020),
        ("二〇二〇年信访台账", "台账", 2020),
        ("信访台账", "2020年", 2020),
        ("2020信访台账", "1", 2020),
        ("信访台账", "台账", None),
        ("2019—2020年信访台账", "台账", None),
        ("填报日期：2022年1月5日", "2020年台账", 2020),
    ],
)
def test_the_year_comes_from_the_title_or_the_sheets_name(
    tmp_path: Path, above: str, sheet: str, year: int | None
) -> None:
    path = rows_of(tmp_path / "a.xlsx", [above], HEAD, ["A1", "3月5日", "张丰", "反映路灯"], title=sheet)
    result = next(r for r in results(path) if r.accepted)
    assert ledger_row(dict(result.values)).received_on == (date(year, 3, 5) if year else None)
    assert (result.outcome is Outcome.IMPORTED) == (year is not None)


def test_a_neighbours_year_is_used_with_a_warning_and_another_column_tells_it_too(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        HEAD,
        ["A1", "3月5日", "张丰", "反映路灯"],
        ["A2", "2020-3-6", "李耕", "反映井盖"],
    )
    first = next(r for r in results(path) if r.accepted)
    assert ledger_row(dict(first.values)).received_on == date(2020, 3, 5)
    assert "2020年" in messages(first)
    other = rows_of(
        tmp_path / "b.xlsx", [*HEAD, "办结日期"], ["A1", "3月5日", "张丰", "反映路灯", "2020-04-01"]
    )
    result = next(r for r in results(other) if r.accepted)
    assert ledger_row(dict(result.values)).received_on == date(2020, 3, 5)


def test_a_date_without_a_year_is_read_again_once_the_row_tells_the_year(tmp_path: Path) -> None:
    filler = [[f"B{n}", None, "王禾", f"反映{n}号"] for n in range(120)]
    path = rows_of(
        tmp_path / "a.xlsx", [*HEAD, "办结日期"], *filler, ["A1", "3月5日", "张丰", "反映路灯", "2020-04-01"]
    )
    last = [r for r in results(path) if r.accepted][-1]
    assert ledger_row(dict(last.values)).received_on == date(2020, 3, 5)
    assert "没有年份" not in messages(last)


def test_a_section_may_name_another_year(tmp_path: Path) -> None:
    def build(_book: Any, sheet: Any) -> None:
        for row in (
            ["2021年台账"],
            HEAD,
            ["A1", "3月5日", "张丰", "反映路灯"],
            ["2020年结转"],
            ["A2", "3月6日", "李耕", "反映井盖"],
        ):
            sheet.append(row)
        sheet.merge_cells("A4:D4")

    found = results(write(tmp_path / "a.xlsx", build))
    assert [r.kind for r in found if r.row_number == 4] == [RowKind.SECTION]
    assert [ledger_row(dict(r.values)).received_on for r in found if r.accepted] == [
        date(2021, 3, 5),
        date(2020, 3, 6),
    ]


def test_sheets_without_a_heading_are_skipped_row_by_row_with_the_reason(tmp_path: Path) -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.append(HEAD)
        sheet.append(["A1", "2021-3-5", "张丰", "反映路灯"])
        notes = book.create_sheet("填表说明", 0)
        notes.append(["请如实填写"])
        notes.append([None])
        notes.append([None])
        notes.append(["每月五日前报送"])
        notes["A8"] = " "
        book.create_sheet("Sheet3")

    found = results(write(tmp_path / "a.xlsx", build))
    other = [r for r in found if r.sheet == "填表说明"]
    assert [(r.kind, r.rows) for r in other if r.kind is not RowKind.BLANK] == [(RowKind.NO_HEADING, 1)] * 2
    assert next(r.rows for r in other if r.kind is RowKind.BLANK) == 2
    assert "表头" in other[0].reason
    assert not [r for r in found if r.sheet == "Sheet3"]


def test_sheets_can_be_chosen_and_hidden_ones_asked_for(tmp_path: Path) -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.append(HEAD)
        sheet.append(["A1", "2021-3-5", "张丰", "反映路灯"])
        other = book.create_sheet("旧")
        other.append(HEAD)
        other.append(["A1", "2021-3-5", "张丰", "反映路灯"])
        other.append(["A1", "2021-3-5", "张丰", "反映井盖"])
        other.sheet_state = "hidden"

    path = write(tmp_path / "a.xlsx", build)
    assert len(records(path)) == 1
    every = results(path, options=Options(include_hidden_sheets=True))
    assert [r.reason for r in every if r.kind is RowKind.DUPLICATE] == ["与工作表“台账”第2行完全相同"]
    assert "编号A1与工作表“台账”第2行重复" in messages(every[-1])
    chosen = results(path, options=Options(sheets=frozenset({"旧"}), include_hidden_sheets=True))
    assert {r.kind for r in chosen if r.sheet == "台账"} == {RowKind.NOT_CHOSEN}
    with pytest.raises(LedgerError, match="没有可读"):
        results(path, options=Options(sheets=frozenset()))


def test_an_empty_workbook_and_one_whose_content_comes_late_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="没有可见的内容"):
        inspect(rows_of(tmp_path / "a.xlsx"), PETITIONS)
    late = write(tmp_path / "b.xlsx", lambda _b, sheet: sheet.cell(500, 1, "说明"))
    with pytest.raises(LedgerError, match="表头"):
        results(late)


def test_a_wrong_mapping_names_its_faults_and_a_corrected_one_is_remembered(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["号", "哪天", "谁", "啥事", "姓名", "内容"],
        ["A1", "2021-3-5", "张丰", "反映路灯", "王禾", "反映噪音"],
    )
    view = inspect(path, PETITIONS).sheets[0]
    assert view.heading is not None
    assert view.mapping is not None
    mapping = corrected(
        view.mapping, {0: "number", 1: "received_on", 2: "names", 3: "content", 4: None, 5: None, 7: None}
    )
    again = ColumnMapping.from_json(mapping.to_json())
    assert again == mapping
    row = records(path, mappings={mapping.fingerprint: again})[0]
    assert (row.number, row.received_on, row.names, row.content) == (
        "A1",
        date(2021, 3, 5),
        ("张丰",),
        "反映路灯",
    )
    assert row.remarks == "姓名：王禾\n内容：反映噪音"
    assert inspect(path, PETITIONS, remembered={mapping.fingerprint: again}).sheets[0].remembered
    twice = corrected(mapping, {4: "names", 5: "nothing"})
    assert faults(twice, PETITIONS) == ("“姓名”对应了2列，只能对应一列", "没有“nothing”这个字段")
    with pytest.raises(LedgerError, match="姓名"):
        results(path, mappings={mapping.fingerprint: twice})
    assert "至少要有一列" in faults(ColumnMapping("x", ("number",)), PETITIONS)[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"fingerprint": 1, "fields": []}',
        '{"fingerprint": "a", "fields": [1]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(LedgerError, match="列对应"):
        ColumnMapping.from_json(text)


def test_columns_are_told_by_their_content_when_the_heading_does_not(tmp_path: Path) -> None:
    body = [["张丰", "反映路灯", f"1380000111{n}", "11010519491231002X", ""] for n in range(4)]
    path = rows_of(tmp_path / "a.xlsx", ["姓名", "内容", "Q", "W", None], *body)
    inspection = inspect(path, PETITIONS)
    assert [column.field for column in inspection.sheets[0].columns][:4] == [
        "names",
        "content",
        "phones",
        "id_number",
    ]
    assert inspection.usable == inspection.sheets


def test_longer_headings_are_matched_by_their_end_but_not_other_peoples(tmp_path: Path) -> None:
    head = [
        "群众反映的主要内容",
        "信访人的姓名",
        "承办单位联系人电话",
        "承办人电话",
        "最近一次转办日期",
        "1、联系电话（必填）",
        "②属地",
    ]
    path = rows_of(
        tmp_path / "a.xlsx", head, ["反映路灯", "张丰", "1", "2", "2021-1-1", "13800001111", "双碑街道"]
    )
    fields = [column.field for column in inspect(path, PETITIONS).sheets[0].columns]
    assert fields == ["content", "names", None, None, "dispatched_on", "phones", "place"]


def test_of_two_columns_for_one_field_the_more_telling_heading_wins(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["日期", "收到日期", "联系人", "信访人", "内容"],
        ["2021-1-1", "2021-3-5", "李耕", "张丰", "反映路灯"],
    )
    row = records(path)[0]
    assert (row.received_on, row.names) == (date(2021, 3, 5), ("张丰",))
    assert row.remarks == "日期：2021-1-1\n联系人：李耕"


def test_a_heading_below_many_blank_rows_is_found(tmp_path: Path) -> None:
    def build(_book: Any, sheet: Any) -> None:
        for place, row in enumerate((HEAD, ["A1", "2021-3-5", "张丰", "反映路灯"])):
            for column, text in enumerate(row):
                sheet.cell(300 + place, 1 + column, text)

    found = results(write(tmp_path / "a.xlsx", build))
    assert [(r.row_number, r.rows, r.kind) for r in found] == [
        (1, 299, RowKind.BLANK),
        (300, 1, RowKind.HEADING),
        (301, 1, RowKind.RECORD),
    ]


def test_progress_is_told_and_the_counts_add_up(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = "".join(f"A{n},2021-3-5,张丰,反映第{n}号楼\n" for n in range(2500))
    path.write_text(",".join(HEAD) + "\n" + lines, encoding="utf-8")
    told: list[tuple[str, int]] = []
    counts = Counts()
    for result in results(path, progress=lambda sheet, rows: told.append((sheet, rows))):
        counts.add(result)
    assert told == [("a", 1000), ("a", 2000), ("a", 2501)]
    assert (counts.imported, counts.skipped, counts.form, counts.source_rows) == (2500, 0, 1, 2501)


ROTA = LedgerKind(
    "rota",
    "值班表",
    (
        FieldSpec("day", "日期", ValueKind.DATE, required=True, essential=True, warn_missing=True),
        FieldSpec("lawyer", "律师", ValueKind.NAMES, ("值班律师",), warn_missing=True),
        FieldSpec("fee", "补贴", ValueKind.DECIMAL),
        FieldSpec("cases", "件数", ValueKind.INTEGER),
        FieldSpec("shift", "班次", ValueKind.CHOICE, vocabulary="shift"),
        FieldSpec("ended", "结束时间", ValueKind.DATETIME),
    ),
)


def test_a_plugin_declares_a_kind_of_its_own(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["日期", "值班律师", "补贴（元）", "件数", "班次", "结束时间", "地点"],
        ["2021-3-5", "张丰", "1,200元", "3件", "早", "2021-3-5 17:30", "大厅"],
        ["2021-3-6", "", "0.5万元", 2.5, "晚", "", ""],
    )
    first, second = (r for r in read(path, ROTA, Vocabulary()) if r.accepted)
    assert first.values["lawyer"] == Names(("张丰",))
    assert (str(first.values["fee"]), first.values["cases"], first.values["shift"]) == ("1200", 3, "早")
    assert first.values["ended"] == moment(2021, 3, 5, 17, 30)
    assert first.values["remarks"] == "地点：大厅"
    assert second.values["fee"] == 5000
    assert messages(second) == "值班律师没有填写；件数不是整数"
    missing = rows_of(tmp_path / "b.xlsx", ["律师", "件数"], ["张丰", 1])
    with pytest.raises(LedgerError, match="缺少“日期”列"):
        list(read(missing, ROTA, Vocabulary()))
