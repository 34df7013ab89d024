"""Rows as the reader tells them: doubtful dates and cells, dittos, struck and covered rows, duplicates, forms."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ledgers.books import HEAD, messages, records, results, rows_of, write
from ledgers.words import moment
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.petition_kind import ledger_row
from xinfang_site.ledgers.results import Outcome, RowKind


def test_a_bad_date_is_warned_about_once(tmp_path: Path) -> None:
    path = rows_of(tmp_path / "a.xlsx", HEAD, ["A1", "2021-02-30", "张丰", "反映路灯"])
    found = next(r for r in results(path) if r.accepted)
    assert messages(found) == "日期没有2021年2月30日这一天"
    assert ledger_row(dict(found.values)).remarks == "日期：2021-02-30"


def test_rows_that_differ_only_by_a_negative_number_are_no_duplicates(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx", [*HEAD, "差"], *[["A1", "2021-3-5", "张丰", "反映路灯", n] for n in (-1, -2)]
    )
    assert len(records(path)) == 2


def test_formulas_without_a_result_errors_and_odd_cells_are_kept(tmp_path: Path) -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.append([*HEAD, "承办单位", "核查", "人数"])
        sheet.append(["A1", "2021-3-5", "张丰", '=CONCATENATE("反映","路灯")', "#N/A", True, "若干"])
        sheet.append([12345678901234567890, "2021-3-5", "李耕", "反映井盖", "", 1.5, None, "表外"])
        sheet.append(["#REF!", "2021-3-5", "王禾", "反映噪音", None, moment(2021, 3, 5, 9, 30)])
        sheet.append(["1.5E+20", "2021-3-5", "王禾", "#VALUE!"])

    found = [r for r in results(write(tmp_path / "a.xlsx", build)) if r.accepted]
    first, second, third, fourth = (ledger_row(dict(r.values)) for r in found)
    assert first.content == '=CONCATENATE("反映","路灯")'
    assert first.remarks == "承办单位：#N/A\n核查：是\n人数：若干"
    assert "丢失" in messages(found[1])
    assert second.remarks == "核查：1.5\n第8列：表外"
    assert third.number is None
    assert third.remarks == "编号：#REF!\n核查：2021-03-05 09:30:00"
    assert fourth.content is None
    assert "科学计数法" in messages(found[3])


def test_ditto_below_nothing_is_warned_about(tmp_path: Path) -> None:
    path = rows_of(tmp_path / "a.xlsx", [*HEAD, "人数"], ["A1", "同上", "张丰", "反映路灯", "同上", "〃"])
    found = next(r for r in results(path) if r.accepted)
    assert messages(found).count("上一行没有内容") == 3


def test_partly_struck_rows_are_imported_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    strike, plain = book.add_format({"font_strikeout": True}), book.add_format()
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ["A1", "2021-3-5", "张丰"])
    sheet.write_rich_string(1, 3, strike, "反映路灯", plain, "反映井盖")
    sheet.write_row(2, 0, ["A2", "2021-3-5", "李耕", "反映噪音"])
    sheet.write_string(2, 2, "李耕", strike)
    sheet.write_rich_string(3, 3, strike, "反映", strike, "扶梯")
    sheet.write_row(3, 0, ["A3", "2021-3-6", "王禾"], strike)
    sheet.set_column(6, 7, 5, None, {"hidden": True})
    book.close()
    found = [r for r in results(path) if not r.structural]
    assert [r.outcome for r in found] == [Outcome.WARNED, Outcome.WARNED, Outcome.VOID]
    assert "内容有删除线，划去的“反映路灯”没有采用" in messages(found[0])
    assert ledger_row(dict(found[0].values)).content == "反映井盖"
    assert "内容（划去）：反映路灯" in str(found[0].values["remarks"])
    assert "姓名有删除线" in messages(found[1])


def test_receipt_falls_back_to_the_registration_date_then_to_the_options(tmp_path: Path) -> None:
    head = [*HEAD, "登记日期"]
    path = rows_of(
        tmp_path / "a.xlsx",
        head,
        ["A1", "", "张丰", "反映路灯", "2021-3-5"],
        ["A2", "", "李耕", "反映井盖", ""],
        ["A3", "2031-1-1", "王禾", "反映噪音", ""],
    )
    day = date(2021, 12, 31)
    rows = records(path, options=Options(missing_date=day, today=day))
    assert [row.received_on for row in rows] == [date(2021, 3, 5), day, date(2031, 1, 1)]
    told = [messages(r) for r in results(path, options=Options(today=day)) if r.accepted]
    assert "登记日期" in told[0]
    assert "没有收到日期" in told[1]
    assert "在今天之后" in told[2]


def test_the_count_column_wins_over_the_names_with_a_warning(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["姓名", "人数", "概况", "电话"],
        ["张丰等5人", 8, "反映路灯", ""],
        ["", 3, "反映井盖", ""],
        ["李耕13900002222", "", "", "13800001111"],
    )
    found = [r for r in results(path) if r.accepted]
    assert [ledger_row(dict(r.values)).people for r in found] == [8, 3, 1]
    assert "按8人读取" in messages(found[0])
    assert "姓名为空" in messages(found[1])
    assert ledger_row(dict(found[2].values)).phones == ("13800001111", "13900002222")
    assert "没有概况" in messages(found[2])


def test_duplicates_with_next_to_no_content_are_imported_with_a_warning(tmp_path: Path) -> None:
    path = rows_of(tmp_path / "a.xlsx", ["姓名", "内容", "备注"], ["匿名", "咨询"], ["匿名", "咨询"])
    found = [r for r in results(path) if not r.structural]
    assert [r.accepted for r in found] == [True, True]
    assert "内容太少" in messages(found[1])


def test_rows_of_form_in_mid_sheet_are_told_apart_from_records(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["2021年台账"],
        HEAD,
        ["A1", "2021-3-5", "张丰", "反映路灯"],
        ["2021年台账"],
        ["本月共12件"],
        ["2021年12月31日"],
        ["A2", "2021-3-5", "共同租户", "共10户反映"],
        ["小计", "", "", "3"],
        ["一、来信"],
        ["", "", "", "只有内容的一行"],
        ["A9"],
        ["12"],
        ["", "", "审核人：李耕"],
        ["说明：以上不含咨询"],
        ["A3", "2021-3-6", "合计", "反映合计有误的电费账单，请求复核"],
    )
    kinds = {r.row_number: r.kind for r in results(path)}
    assert kinds == {
        1: RowKind.TITLE,
        2: RowKind.HEADING,
        3: RowKind.RECORD,
        4: RowKind.TITLE,
        5: RowKind.TOTAL,
        6: RowKind.SIGNATURE,
        7: RowKind.RECORD,
        8: RowKind.TOTAL,
        9: RowKind.SECTION,
        10: RowKind.RECORD,
        11: RowKind.SECTION,
        12: RowKind.EMPTY,
        13: RowKind.SIGNATURE,
        14: RowKind.NOTE,
        15: RowKind.RECORD,
    }


def test_rows_covered_by_merged_cells_alone_are_continuations(tmp_path: Path) -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.append(["序号", *HEAD, "承办单位"])
        sheet.append([1, "A1", "2021-3-5", "张丰", "反映路灯", "民政局"])
        sheet.append([2, None, None, None, None, None])
        sheet.append([None, None, None, "李耕", None, None])
        sheet.append([None, None, None, None, None, "城管局"])
        for merge in ("B2:B4", "C2:C4", "E2:E4", "F2:F3"):
            sheet.merge_cells(merge)

    found = results(write(tmp_path / "a.xlsx", build))
    kinds = [r.kind for r in found]
    assert kinds[1] is RowKind.RECORD
    third = next(r for r in found if r.row_number == 4)
    assert (ledger_row(dict(third.values)).names, ledger_row(dict(third.values)).content) == (
        ("李耕",),
        "反映路灯",
    )


def test_the_second_demand_below_a_matter_is_no_heading_of_a_section(tmp_path: Path) -> None:
    rows = [
        ["A1", "2021-3-5", "张丰", "一、修路灯"],
        ["", "", "", "二、要求赔偿损失"],
        ["二、磁器口街道"],
        ["A2", "2021-3-6", "李耕", "噪音"],
    ]
    found = results(rows_of(tmp_path / "a.xlsx", HEAD, *rows))
    assert [each.kind for each in found[1:]] == [
        RowKind.RECORD,
        RowKind.RECORD,
        RowKind.SECTION,
        RowKind.RECORD,
    ]


def test_a_name_and_a_telephone_below_a_table_of_figures_are_a_matter_again(tmp_path: Path) -> None:
    rows = [
        ["A1", "2021-3-5", "张丰", "反映路灯"],
        ["类别", "件数"],
        ["来信", "1"],
        ["", "", "李耕", "13800001111"],
    ]
    found = results(rows_of(tmp_path / "a.xlsx", HEAD, *rows))
    assert [each.kind for each in found[1:]] == [RowKind.RECORD, RowKind.NOTE, RowKind.NOTE, RowKind.RECORD]


def test_an_extension_is_kept_in_the_remarks(tmp_path: Path) -> None:
    path = rows_of(tmp_path / "a.xlsx", HEAD_OF_PHONES, ["2024-3-5", "赵青松", "023-65012345转801", "停水"])
    row = records(path)[0]
    assert (row.phones, row.remarks) == (("02365012345",), "电话：023-65012345转801")
    assert "分机号801" in messages(results(path)[1])


@pytest.mark.parametrize(
    "text", ["信访办（盖章）", "负责人(签字)：", "××街道办事处（公章）", "单位（盖章）：双碑街道"]
)
def test_a_seal_below_the_texts_is_no_matter(tmp_path: Path, text: str) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        HEAD_OF_PHONES,
        ["2024-3-5", "赵青松", "13800001111", "停水"],
        [None, None, None, text],
    )
    assert [result.kind for result in results(path)][1:] == [RowKind.RECORD, RowKind.SIGNATURE]


HEAD_OF_PHONES = ["日期", "姓名", "电话", "内容"]
