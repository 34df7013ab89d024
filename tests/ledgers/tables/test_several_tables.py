"""Several tables on one sheet, rows that only number columns, and tables whose day stands in their title."""

from datetime import date
from pathlib import Path
from typing import Any

from ledgers.books import messages, records, results, rows_of, write
from xinfang_site.ledgers.results import Outcome, RowKind

LETTERS = ["序号", "收件时间", "信访人姓名", "内容摘要"]
VISITS = ["序号", "来访人", "来访时间", "联系电话", "人数", "反映问题"]


def test_a_second_table_is_read_by_its_own_columns(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "台账.xlsx",
        ["2021年信访台账"],
        ["一、来信"],
        LETTERS,
        [1, "6.1", "张丰", "反映路灯不亮"],
        [None],
        ["二、来访"],
        VISITS,
        [1, "李耕", "6.11", "13800001111", 2, "反映井盖丢失"],
        ["统计"],
        ["类别", "件数"],
        ["来信", 1],
    )
    letter, visit = records(path)
    assert (letter.received_on, letter.names, letter.channel) == (date(2021, 6, 1), ("张丰",), "来信")
    assert (visit.received_on, visit.names, visit.people) == (date(2021, 6, 11), ("李耕",), 2)
    assert (visit.phones, visit.content, visit.channel) == (("13800001111",), "反映井盖丢失", "来访")
    kinds = [each.kind for each in results(path)]
    assert kinds[5:7] == [RowKind.SECTION, RowKind.HEADING]
    assert sum(each.rows for each in results(path)) == 11


def test_a_second_table_may_have_a_heading_of_two_rows(tmp_path: Path) -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.append(LETTERS)
        sheet.append([1, "2021-6-1", "张丰", "反映路灯不亮"])
        sheet.append(["来访人", None, "来访日期", "反映问题"])
        sheet.append(["姓名", "电话", None, None])
        sheet.append(["李耕", "13800001111", "2021-6-2", "反映井盖丢失"])
        for merged in ("A3:B3", "C3:C4", "D3:D4"):
            sheet.merge_cells(merged)

    visit = records(write(tmp_path / "台账.xlsx", build))[1]
    assert (visit.names, visit.phones, visit.received_on) == (("李耕",), ("13800001111",), date(2021, 6, 2))


def test_a_repeated_heading_begins_no_other_table(tmp_path: Path) -> None:
    row = [1, "2021-6-1", "张丰", "反映路灯不亮"]
    path = rows_of(tmp_path / "台账.xlsx", LETTERS, row, LETTERS, [2, "2021-6-2", "李耕", "反映井盖丢失"])
    assert [each.names for each in records(path)] == [("张丰",), ("李耕",)]


def test_rows_that_number_the_columns_are_no_matters(tmp_path: Path) -> None:
    for marks in (
        [1, 2, 3, 4],
        ["①", "②", "③", "④"],
        ["甲", "乙", 1, 2],
        ["（1）", "（2）", "（3）", "（4）"],
    ):
        path = rows_of(tmp_path / "台账.xlsx", LETTERS, marks, [1, "2021-6-1", "张丰", "反映路灯不亮"])
        assert [each.names for each in records(path)] == [("张丰",)], marks


def test_rest_blank_is_a_remark_wherever_it_stands(tmp_path: Path) -> None:
    row = [1, "2021-6-1", "张丰", "反映路灯不亮"]
    path = rows_of(tmp_path / "台账.xlsx", LETTERS, row, [None, None, "（以下空白）", None])
    assert results(path)[-1].kind is RowKind.NOTE


def test_the_day_of_a_table_without_dates_is_that_of_its_title_or_sheet(tmp_path: Path) -> None:
    heading, row = ["序号", "来访人", "来访事由"], [1, "张丰", "反映路灯不亮"]
    titled = rows_of(tmp_path / "一.xlsx", ["2021年5月6日信访接待情况"], heading, row)
    named = rows_of(tmp_path / "二.xlsx", ["2021年接访日报"], heading, row, title="5月7日")
    daily = rows_of(tmp_path / "三.xlsx", ["2021年来访"], heading, ["5月8日"], row, ["5月9日"], [2, *row[1:]])
    days = [[each.received_on for each in records(path)] for path in (titled, named, daily)]
    assert days == [[date(2021, 5, 6)], [date(2021, 5, 7)], [date(2021, 5, 8), date(2021, 5, 9)]]
    assert "按标题或表名的2021-05-06读取" in messages(results(titled)[-1])


def test_days_alone_take_the_month_of_the_title(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "台账.xlsx",
        ["2021年5月来访登记"],
        ["序号", "日", "姓名", "反映问题"],
        [1, "5日", "张丰", "噪音"],
    )
    assert records(path)[0].received_on == date(2021, 5, 5)


def test_a_column_of_years_gives_the_days_beside_it_their_year(tmp_path: Path) -> None:
    heading = ["年度", "编号", "日期", "姓名", "反映问题"]
    rows = ([2020, "A1", "1月5日", "张丰", "噪音"], ["2021年", "A2", "3.5", "李耕", "油烟"])
    found = records(rows_of(tmp_path / "台账.xlsx", heading, *rows))
    assert [each.received_on for each in found] == [date(2020, 1, 5), date(2021, 3, 5)]


def test_what_stands_beside_a_day_is_kept(tmp_path: Path) -> None:
    cells = [
        "2021.3.5（补登）",
        "2021.3.5初访",
        "2021年3月5日（星期五）上午9:00",
        "2021.3.5\n2021.3.9",
        "2021-03-05T09:00:00Z",
    ]
    rows = [[f"A{place}", cell, "张丰", f"第{place}件"] for place, cell in enumerate(cells)]
    found = records(rows_of(tmp_path / "台账.xlsx", ["编号", "日期", "姓名", "反映问题"], *rows))
    assert {each.received_on for each in found} == {date(2021, 3, 5)}
    kept = [each.remarks for each in found]
    assert kept[:2] == ["日期：2021.3.5（补登）", "日期：2021.3.5初访"]
    assert (kept[2], kept[4]) == (None, None)
    assert "2021.3.9" in str(kept[3])


def test_people_below_a_numbered_matter_belong_to_it(tmp_path: Path) -> None:
    heading = ["编号", "登记日期", "姓名", "电话", "反映问题"]
    path = rows_of(
        tmp_path / "台账.xlsx",
        heading,
        ["H1", "2021-6-1", "张丰", "13800001111", "反映路灯不亮"],
        [None, None, "李耕", "13800002222", None],
        ["H2", "2021-6-2", "王禾", None, "反映井盖丢失"],
    )
    first, second = records(path)
    assert (first.names, first.phones, first.people) == (("张丰", "李耕"), ("13800001111", "13800002222"), 2)
    assert second.names == ("王禾",)
    assert results(path)[2].kind is RowKind.COMPANION


def test_a_second_half_to_the_right_is_warned_about_and_kept(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "台账.xlsx",
        ["日期", "姓名", "事项", "姓名", "事项"],
        ["2021-6-1", "张丰", "反映路灯不亮", "李耕", "反映井盖丢失"],
    )
    (found,) = (each for each in results(path) if each.accepted)
    assert found.outcome is Outcome.WARNED
    assert "右边还有一组同名的列" in messages(found)
    assert "姓名2：李耕" in str(found.values["remarks"])


def test_a_list_of_people_beside_a_ledger_is_skipped(tmp_path: Path) -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.append(LETTERS)
        sheet.append([1, "2021-6-1", "张丰", "反映路灯不亮"])
        people = book.create_sheet("通讯录")
        people.append(["单位", "联系人", "电话"])
        people.append(["民政局", "李耕", "60001111"])

    found = results(write(tmp_path / "台账.xlsx", build))
    assert [each.kind for each in found if each.sheet == "通讯录"] == [RowKind.NO_HEADING] * 2


def test_a_row_marked_void_in_its_remarks_is_void(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "台账.xlsx", [*LETTERS, "备注"], [1, "2021-6-1", "张丰", "反映路灯不亮", "此件作废"]
    )
    assert records(path)[0].state == "作废"


def test_the_cells_of_a_further_table_tell_its_columns_too(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "台账.xlsx",
        ["（一）来信"],
        ["收信年月日", "写信人", "来信大意", "批转单位"],
        ["2021-6-1", "张丰", "反映路灯不亮", "区民政局"],
        [None],
        ["（二）来访"],
        ["来访年月日", "上访人", "人数", "联络电话", "反映主要诉求", "地点", "批转单位"],
        ["2021-6-11", "李耕", 2, "13800001111", "反映井盖丢失", "双碑街道", "区民政局"],
        ["2021-6-12", "王禾", 1, "13800001112", "反映噪声扰民", "凤凰镇", "区城管局"],
    )
    _, first, second = records(path)
    assert (first.channel, first.people, first.place, first.unit) == ("来访", 2, "500106007", "mz")
    assert (second.phones, second.place, second.unit) == (("13800001112",), "500106105", "cg")
