"""The blank ledger (空白台账): an xlsx with the register's columns, for filling in by hand or elsewhere."""

import io
from typing import Any

from xinfang_site.imports.reading.marked_rows import EXAMPLE

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 2000
_COLUMNS: tuple[tuple[str, int, str], ...] = (
    ("序号", 6, "1"),
    ("编号", 18, EXAMPLE),
    ("收到日期", 12, "2026-01-05"),
    ("信访形式", 10, "来信"),
    ("姓名", 12, "张某某"),
    ("联系电话", 14, "19900000000"),
    ("身份证号", 20, ""),
    ("住址", 24, "某某街道某某路1号"),
    ("人数", 6, "1"),
    ("概况", 28, "小区电梯长期停运"),
    ("内容", 60, "小区三号楼电梯自上月起停运，请求督促修复。"),
    ("问题属地", 14, "某某街道"),
    ("内容分类", 14, "城乡建设"),
    ("信访目的", 10, "求决"),
    ("承办单位", 18, ""),
    ("办理结果", 40, ""),
    ("办结日期", 12, ""),
    ("备注", 24, "本行为示例，导入时自动跳过"),
)


def blank_ledger(channels: list[str], purposes: list[str]) -> bytes:
    """The workbook; every cell is text, channel and purpose are chosen from lists."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    from xlsxwriter import Workbook  # a web page without an export needs none of it

    with Workbook(buffer, {**options, "in_memory": True}) as book:
        _fill(book, {"信访形式": channels, "信访目的": purposes})
    return buffer.getvalue()


def _fill(book: Any, lists: dict[str, list[str]]) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#E6EBF1", "border": 1, "align": "center"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    grey = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "font_color": "#6B7280"})
    sheet = book.add_worksheet("信访台账")
    for place, (title, width, example) in enumerate(_COLUMNS):
        sheet.set_column(place, place, width, text)
        sheet.write_string(0, place, title, bold)
        sheet.write_string(1, place, example, grey)
        if lists.get(title):
            sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": lists[title]})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)
