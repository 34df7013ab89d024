"""Ledgers as offices keep them: the same matter under other headings, in other shapes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ledgers.words import office_vocabulary
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.petition_kind import PETITIONS, LedgerRow, ledger_row
from xinfang_site.ledgers.reader import inspect, read
from xinfang_site.ledgers.results import RowKind, RowResult

Rows = Sequence[Sequence[Any]]
DAY = date(2026, 3, 5)


def book(path: Path, sheets: dict[str, Rows], merges: str = "") -> Path:
    """A workbook; ``merges`` are merged ranges of the first sheet, separated by spaces."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for each in merges.split():
        made.worksheets[0].merge_cells(each)
    made.save(path)
    return path


def results(path: Path, **choices: Any) -> list[RowResult]:
    return list(read(path, PETITIONS, office_vocabulary(), options=Options(**choices)))


def records(path: Path, **choices: Any) -> list[LedgerRow]:
    return [ledger_row(dict(each.values)) for each in results(path, **choices) if each.accepted]


def test_three_heading_rows_are_one_heading(tmp_path: Path) -> None:
    rows = [
        ["2026年信访事项登记台账"],
        ["序号", "信访人信息", None, None, "信访事项", None, "办理情况", None],
        [None, "基本信息", None, "住址", "时间", "内容", "责任单位", "结果"],
        [None, "姓名", "电话"],
        [1, "赵青松", "19900001111", "双碑", "3月5日", "反映噪声扰民", "民政局", "已办"],
        ["序号", "信访人信息", None, None, "信访事项", None, "办理情况", None],
        [None, "姓名", "电话"],
    ]
    path = book(tmp_path / "a.xlsx", {"台账": rows}, "A1:H1 A2:A4 B2:D2 E2:F2 G2:H2 B3:C3 D3:D4 E3:E4 F3:F4")
    view = inspect(path, PETITIONS).sheets[0]
    assert view.heading is not None
    assert (view.heading.height, view.heading.titles[1]) == (3, "信访人信息/基本信息/姓名")
    found = results(path)
    row = ledger_row(dict(next(each.values for each in found if each.accepted)))
    assert (row.names, row.phones, row.address, row.received_on) == (
        ("赵青松",),
        ("19900001111",),
        "双碑",
        DAY,
    )
    assert (row.content, row.unit, row.reply) == ("反映噪声扰民", "mz", "已办")
    assert [each.kind for each in found[-2:]] == [RowKind.HEADING, RowKind.HEADING]


@pytest.mark.parametrize("merges", ["A1:A2 B1:D1 E1:E2 F1:F2", ""])
def test_year_month_and_day_in_columns_of_their_own_are_one_date(tmp_path: Path, merges: str) -> None:
    rows = [
        ["序号", "来访时间", None, None, "来访人", "来访事由"],
        [None, "年", "月", "日", None, None],
        [1, 2026, 3, 5, "赵青松", "反映停水"],
        [2, None, "〃", "6日", "钱白露", "反映停气"],
        [3, 2026, "待查", 7, "孙谷雨", "反映停电"],
    ]
    found = records(book(tmp_path / "a.xlsx", {"台账": rows}, merges))
    assert [row.received_on for row in found] == [DAY, date(2026, 3, 6), None]
    assert {row.channel for row in found} == {"来访"}


def test_month_and_day_columns_take_the_titles_year(tmp_path: Path) -> None:
    rows = [
        ["2026年登记表"],
        ["月", "日", "姓名", "反映问题"],
        [3, 5, "赵青松", "停水"],
        [12, 31, "钱白露", "停气"],
    ]
    found = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [row.received_on for row in found] == [DAY, date(2026, 12, 31)]


def test_a_heading_whose_characters_stand_in_two_rows_is_one(tmp_path: Path) -> None:
    rows = [
        ["序", "信访日期", "信访人", None, None, "内容", "处理", None],
        ["号", None, "姓名", "电话", "住址", None, "单位", "结果"],
        [1, "2026-3-5", "赵青松", "19900001111", "双碑1号", "停水", "民政局", "已办"],
    ]
    found = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [(row.names, row.phones, row.address, row.unit, row.reply) for row in found] == [
        (("赵青松",), ("19900001111",), "双碑1号", "mz", "已办")
    ]


def test_a_row_that_says_how_to_fill_in_the_columns_is_no_matter(tmp_path: Path) -> None:
    head = ["序号", "日期", "姓名", "电话", "反映问题"]
    hints = ["（自动）", "格式：2024-01-01", "必填", "11位手机号", "不超过500字"]
    rows = [head, hints, [1, "2026-3-5", "赵青松", "19900001111", "窗口要求必填住址"]]
    found = results(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [each.kind for each in found] == [RowKind.HEADING, RowKind.HEADING, RowKind.RECORD]


def test_a_column_of_months_completes_the_days_beside_it(tmp_path: Path) -> None:
    head = ["月份", "日期", "姓名", "反映问题"]
    months = [["3月", "5日", "赵青松", "停水"], [3, 6, "钱白露", "停气"], ["四月", "1日", "孙谷雨", "停电"]]
    found = records(book(tmp_path / "a.xlsx", {"台账": [["2026年登记表"], head, *months]}))
    assert [row.received_on for row in found] == [DAY, date(2026, 3, 6), date(2026, 4, 1)]
    years = [["2026年3月", 5, "赵青松", "停水"], ["2026.3", 6, "钱白露", "停气"], [None, 7, "孙谷雨", "停电"]]
    found = records(book(tmp_path / "b.xlsx", {"台账": [["年月", "日", "姓名", "反映问题"], *years]}))
    assert [row.received_on for row in found] == [DAY, date(2026, 3, 6), date(2026, 3, 7)]
    whole = [["3月", "2026-3-5", "赵青松", "停水"], [None, "2026-4-6", "钱白露", "停气"]]
    found = records(book(tmp_path / "c.xlsx", {"台账": [head, *whole]}))
    assert [row.received_on for row in found] == [DAY, date(2026, 4, 6)]


def test_a_month_that_is_a_day_or_unknown_is_not_that_of_the_row_above(tmp_path: Path) -> None:
    months = ["2026年3月", "2026-04-01", "第二季度"]
    rows = [[month, "8日", "赵青松", f"{month}停水"] for month in months]
    found = records(book(tmp_path / "a.xlsx", {"台账": [["年月", "日期", "姓名", "反映问题"], *rows]}))
    assert [row.received_on for row in found] == [date(2026, 3, 8), date(2026, 4, 8), None]


def test_a_tick_under_a_choice_is_the_choice(tmp_path: Path) -> None:
    rows = [
        ["序号", "日期", "姓名", "信访形式", None, None, "反映问题"],
        [None, None, None, "来信", "来访", "网上", None],
        [1, "2026-03-05", "赵青松", "√", None, None, "停水"],
        [2, "2026-03-05", "钱白露", None, "1", None, "停气"],
        [3, "2026-03-05", "孙谷雨", None, None, "3次", "停电"],
    ]
    found = records(book(tmp_path / "a.xlsx", {"台账": rows}, "A1:A2 B1:B2 C1:C2 D1:F1 G1:G2"))
    assert [row.channel for row in found] == ["来信", "来访", None]
    reasons = [column.reason for column in inspect(tmp_path / "a.xlsx", PETITIONS).sheets[0].columns]
    assert reasons[4:6] == ["已并入左边的列"] * 2
    assert "网上：3次" in (found[2].remarks or "")


def test_the_month_of_a_sheet_or_a_section_completes_a_day(tmp_path: Path) -> None:
    head = ["序号", "日期", "姓名", "反映问题", "承办单位"]
    path = book(
        tmp_path / "a.xlsx",
        {
            "26年2月": [head, [1, "5日", "赵青松", "停水", "民政局"]],
            "3月": [
                head,
                [1, "5", "钱白露", "停气", "民政局"],
                ["四月份"],
                [2, "6日", "孙谷雨", "停电", "民政局"],
            ],
        },
    )
    assert [row.received_on for row in records(path)] == [date(2026, 2, 5), DAY, date(2026, 4, 6)]


def test_the_files_name_gives_a_year_with_a_warning(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"台账": [["日期", "姓名", "反映问题"], ["3.5", "赵青松", "停水"]]})
    found = results(path, file_name="2026年信访台账.xlsx")[-1]
    assert found.values["received_on"] == DAY
    assert "2026年" in found.warnings[0].message
    assert records(path, file_name="台账.xlsx")[0].received_on is None


def test_a_later_step_without_a_year_is_of_the_next_year_when_the_ledgers_year_ends(tmp_path: Path) -> None:
    rows = [
        ["2026年台账"],
        ["日期", "姓名", "反映问题", "办结日期"],
        ["12.25", "赵青松", "停水", "1.20"],
        ["3.5", "钱白露", "停气", "3.1"],
    ]
    found = results(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [each.values["concluded_on"] for each in found if each.accepted] == [
        date(2027, 1, 20),
        date(2026, 3, 1),
    ]
    assert any("次年" in note.message for note in found[-2].warnings)


def test_titles_sheets_and_sections_imply_the_channel(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "来信": [["编号", "日期", "姓名", "内容"], ["X1", "2026-3-5", "赵青松", "停水"]],
            "1": [["编号", "来访日期", "姓名", "内容"], ["X2", "2026-3-5", "钱白露", "停气"]],
            "2": [
                ["编号", "日期", "姓名", "内容"],
                ["二、来电"],
                ["X3", "2026-3-5", "孙谷雨", "停电"],
                ["三、其他"],
                ["X4", "2026-3-5", "李秋分", "停梯"],
            ],
            "来信来访": [
                ["编号", "日期", "姓名", "内容", "形式"],
                ["X5", "2026-3-5", "周立夏", "停暖", "网上"],
            ],
        },
    )
    found = records(path)
    assert [row.channel for row in found] == ["来信", "来访", "来电", "来电", "网上信访"]
    assert [row.channel_from for row in found] == ["来信", "来访日期", "二、来电", "二、来电", None]


def test_rows_under_one_merged_number_and_text_are_one_matter(tmp_path: Path) -> None:
    rows = [
        ["编号", "日期", "姓名", "电话", "身份证号", "反映问题"],
        ["1", "2026-03-05", "赵青松", "19900001111", None, "停水"],
        [None, None, "钱白露", "19900002222", "110105194912310020", None],
        [None, None, "孙谷雨", None, None, None],
        ["2", "2026-03-06", "李秋分", None, None, "停气"],
    ]
    path = book(tmp_path / "a.xlsx", {"台账": rows}, "A2:A4 B2:B4 F2:F4")
    found = results(path)
    first, last = (ledger_row(dict(each.values)) for each in found if each.accepted)
    assert (first.names, first.people) == (("赵青松", "钱白露", "孙谷雨"), 3)
    assert first.phones == ("19900001111", "19900002222")
    assert "钱白露身份证号" in (first.remarks or "")
    assert last.names == ("李秋分",)
    assert [each.row_number for each in found if each.kind is RowKind.COMPANION] == [3, 4]


def test_merged_text_under_numbers_of_their_own_stays_several_matters(tmp_path: Path) -> None:
    rows = [
        ["编号", "日期", "姓名", "反映问题"],
        ["1", "2026-03-05", "赵青松", "停水"],
        ["2", None, "钱白露", None],
    ]
    path = book(tmp_path / "a.xlsx", {"台账": rows}, "B2:B3 D2:D3")
    assert [(row.names, row.content) for row in records(path)] == [
        (("赵青松",), "停水"),
        (("钱白露",), "停水"),
    ]


def test_the_content_of_a_matter_comes_before_the_demand(tmp_path: Path) -> None:
    rows = [["日期", "姓名", "诉求", "信访事项内容"], ["2026-03-05", "赵青松", "恢复供水", "小区停水三天"]]
    row = records(book(tmp_path / "a.xlsx", {"台账": rows}))[0]
    assert (row.content, row.remarks) == ("小区停水三天", "诉求：恢复供水")


def test_facts_come_before_demands_as_the_text(tmp_path: Path) -> None:
    rows = [["日期", "姓名", "诉求", "反映问题"], ["2026-03-05", "赵青松", "要求赔偿", "反映噪声"]]
    row = records(book(tmp_path / "a.xlsx", {"台账": rows}))[0]
    assert (row.content, row.remarks) == ("反映噪声", "诉求：要求赔偿")


@pytest.mark.parametrize(
    "mark",
    ["同上", "同  上", "〃", "″ ″", '"', "（同上）", "同", "∥", "''", "＂", "〃〃〃", "、、", "↑", "同上述"],
)
def test_ditto_marks_in_every_spacing(tmp_path: Path, mark: str) -> None:
    rows = [
        ["编号", "日期", "姓名", "反映问题"],
        ["1", "2026-03-05", "赵青松", "停水"],
        ["2", mark, "钱白露", mark],
    ]
    last = records(book(tmp_path / "a.xlsx", {"台账": rows}))[-1]
    assert (last.received_on, last.content) == (DAY, "停水")


def test_the_year_of_the_files_name_is_told_once(tmp_path: Path) -> None:
    rows = [["日期", "姓名", "反映问题"], ["3月5日", "赵青松", "停水"], ["3月6日", "钱白露", "停电"]]
    found = results(book(tmp_path / "a.xlsx", {"双碑": rows}), file_name="2026年各镇街台账.xlsx")
    notes = [note.message for each in found for note in each.warnings]
    assert notes == ["日期没有写年份，按文件名的2026年读取"]


def test_a_column_that_stands_in_for_the_receipt_is_told_once(tmp_path: Path) -> None:
    rows = [
        ["交办日期", "姓名", "反映问题"],
        ["2026-03-05", "赵青松", "停水"],
        ["2026-03-06", "钱白露", "停电"],
    ]
    found = results(book(tmp_path / "a.xlsx", {"台账": rows}))
    notes = [note.message for each in found for note in each.warnings]
    assert notes == ["没有收到日期列，各行按“交办日期”读取，请核对"]


def test_a_zero_that_a_figure_lost_comes_back_where_the_days_rise(tmp_path: Path) -> None:
    days = [3.01, 3.04, 3.1, 3.12, 3.2, 3.28, 3.3, 4.1]
    rows = [["2026年"], ["日期", "姓名", "反映问题"], *([day, "赵青松", f"停水{day}"] for day in days)]
    found = [row.received_on for row in records(book(tmp_path / "a.xlsx", {"台账": rows}))]
    assert [(day.month, day.day) for day in found if day] == [
        (3, 1), (3, 4), (3, 10), (3, 12), (3, 20), (3, 28), (3, 30), (4, 1)
    ]  # fmt: skip


def test_the_same_day_is_that_above_for_the_receipt_and_the_receipt_for_later_steps(tmp_path: Path) -> None:
    rows = [
        ["日期", "姓名", "反映问题", "办结日期"],
        ["2026-03-05", "赵青松", "停水", "2026-03-09"],
        ["同日", "钱白露", "停电", "当日"],
        ["当天", "孙谷雨", "停气", "3月10日"],
    ]
    found = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [row.received_on for row in found] == [DAY] * 3
    assert [row.concluded_on for row in found] == [date(2026, 3, 9), DAY, date(2026, 3, 10)]


def test_the_same_day_of_the_registration_is_the_day_of_its_own_receipt(tmp_path: Path) -> None:
    rows = [
        ["收到日期", "登记日期", "姓名", "反映问题"],
        ["2026-03-02", "2026-03-03", "赵青松", "停水"],
        ["2026-03-05", "当日", "钱白露", "停电"],
    ]
    found = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [row.registered_on for row in found] == [date(2026, 3, 3), DAY]


def test_a_callers_number_is_his_wherever_it_stands(tmp_path: Path) -> None:
    rows = [
        ["来电人", "性别", "来电号码", "联系电话", "日期", "诉求内容", "承办人", "承办人电话"],
        ["赵青松", "男", "13800001111", "13800002222", "2026-03-05", "停水", "王干部", "13800009999"],
    ]
    row = records(book(tmp_path / "a.xlsx", {"台账": rows}))[0]
    assert set(row.phones) == {"13800001111", "13800002222"}


@pytest.mark.parametrize("name", ["2026.3", "2026-03", "202603", "2026年3月", "26年3月"])
def test_a_sheet_named_after_a_month_tells_it(tmp_path: Path, name: str) -> None:
    rows = [["日期", "姓名", "反映问题"], ["5日", "赵青松", "停水"], ["3.6", "钱白露", "停电"]]
    found = records(book(tmp_path / "a.xlsx", {name: rows}))
    assert [row.received_on for row in found] == [DAY, date(2026, 3, 6)]


def test_the_fields_of_the_exchange_interface_are_headings(tmp_path: Path) -> None:
    rows = [
        ["XFJBH", "XFRQ", "XFXS", "XM", "SJH", "XFRS", "GKXX", "TSNR"],
        ["A1", "2026-03-05 00:00:00", "来信", "赵青松", "13800001111", 2, "停水", "停水三天"],
    ]
    row = records(book(tmp_path / "a.xlsx", {"Sheet1": rows}))[0]
    assert (row.number, row.received_on, row.channel, row.names) == ("A1", DAY, "来信", ("赵青松",))
    assert (row.phones, row.people, row.title, row.content) == (("13800001111",), 2, "停水", "停水三天")


def test_a_group_may_stand_above_one_column(tmp_path: Path) -> None:
    rows = [
        ["2026年信访台账"],
        ["登记情况", None, "信访人情况", None, "信访事项", "办理情况"],
        ["编号", "受理年月日", "名称", "电话", "反映内容", "办理部门"],
        ["A1", "3月5日", "赵青松", "13800001111", "停水", "区民政局"],
        ["A2", "同日", "钱白露", "13800001112", "停电", "区民政局"],
    ]
    path = book(tmp_path / "a.xlsx", {"台账": rows}, "A1:F1 A2:B2 C2:D2")
    first, second = records(path)
    assert (first.number, first.received_on, first.names, first.phones) == (
        "A1",
        DAY,
        ("赵青松",),
        ("13800001111",),
    )
    assert (second.received_on, second.content, second.unit) == (DAY, "停电", "mz")


def test_an_exports_title_says_more_of_the_channel_than_its_columns(tmp_path: Path) -> None:
    rows = [["2026年网上信访件导出"], ["写信时间", "写信人", "信件内容"], ["2026/3/5 9:30", "赵青松", "停水"]]
    assert records(book(tmp_path / "a.xlsx", {"Sheet1": rows}))[0].channel == "网上信访"
