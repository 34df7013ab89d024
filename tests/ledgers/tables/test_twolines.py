"""Records of two lines: who came in the first, and below it, merged across, what it is about."""

from pathlib import Path
from typing import Any

from openpyxl.styles import Font

from ledgers.books import messages, records, results, write
from xinfang_site.ledgers.results import Counts, Outcome, RowKind

HEAD = (["序号", "来访日期", "姓名", "联系电话", "住址"], ["", "反映问题", "", "处理结果", ""])
LINES = (
    (["1", "2024.3.5", "赵青松", "13800001111", "汉渝路1号"], ["", "停水三天", "", "已恢复供水", ""]),
    (["2", "3月6日", "钱白露、孙小满", "13800001112", "汉渝路2号"], ["", "停电", "", "", ""]),
    (["3", "3.7", "李耕", "", "汉渝路3号"], ["", "路灯不亮", "", "已修复", ""]),
)


def book(path: Path, *pairs: tuple[list[str], list[str]], struck: int = -1) -> Path:
    def build(_workbook: Any, sheet: Any) -> None:
        sheet.append(["2024年来访登记簿"])
        sheet.merge_cells("A1:E1")
        for number, (first, second) in enumerate([HEAD, *pairs]):
            row = 2 + 2 * number
            sheet.append(first)
            sheet.append(second)
            for cell in (*sheet[row], *sheet[row + 1]):
                cell.font = Font(strike=number - 1 == struck)
            for merged in (f"A{row}:A{row + 1}", f"B{row + 1}:C{row + 1}", f"D{row + 1}:E{row + 1}"):
                sheet.merge_cells(merged)
        sheet.append(["以上共三件"])
        sheet.merge_cells(f"A{sheet.max_row}:E{sheet.max_row}")

    return write(path, build)


def test_both_lines_make_one_record_where_it_begins(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", *LINES)
    first, second, third = records(path)
    assert (str(first.received_on), first.names, first.phones) == (
        "2024-03-05",
        ("赵青松",),
        ("13800001111",),
    )
    assert (first.address, first.content, first.reply) == ("汉渝路1号", "停水三天", "已恢复供水")
    assert (second.names, second.content, second.reply) == (("钱白露", "孙小满"), "停电", None)
    assert (str(third.received_on), third.content, third.remarks) == ("2024-03-07", "路灯不亮", None)
    found = results(path)
    taken = [each for each in found if each.accepted]
    assert [each.row_number for each in taken] == [4, 6, 8]
    assert "一件占两行" in messages(taken[0])
    counts = Counts()
    for each in found:
        counts.add(each)
    assert counts.source_rows == 10


def test_a_record_struck_out_in_both_lines_is_void(tmp_path: Path) -> None:
    found = results(book(tmp_path / "a.xlsx", *LINES, struck=1))
    assert [each.outcome for each in found if each.kind in (RowKind.RECORD, RowKind.STRUCK)].count(
        Outcome.VOID
    ) == 1


def test_a_text_without_its_first_line_is_kept(tmp_path: Path) -> None:
    lines = [*LINES, (["", "", "", "", ""], ["", "井盖丢失", "", "", ""])]
    assert [row.content for row in records(book(tmp_path / "a.xlsx", *lines))][3:] == ["井盖丢失"]


def test_groups_above_their_columns_are_no_second_line(tmp_path: Path) -> None:
    def build(_workbook: Any, sheet: Any) -> None:
        sheet.append(["信访人情况", "", "信访事项", ""])
        sheet.append(["姓名", "联系电话", "来访日期", "反映问题"])
        for row in range(3, 9):
            sheet.append(["赵青松", f"1380000111{row}", f"2024-3-{row}", f"停水{row}天"])
            sheet.append([f"第{row}节"])
        for merged in ("A1:B1", "C1:D1", *(f"A{row}:D{row}" for row in range(4, 15, 2))):
            sheet.merge_cells(merged)

    found = records(write(tmp_path / "a.xlsx", build))
    assert [row.content for row in found] == [f"停水{row}天" for row in range(3, 9)]
