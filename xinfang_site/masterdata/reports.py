"""Reports and templates as xlsx (导入报告、模板): every cell is text, so that no formula ever runs."""

import io
from collections.abc import Iterable, Sequence

from xinfang_site import workbooks
from xinfang_site.masterdata.batch import Outcome
from xinfang_site.masterdata.services import KINDS

_EXAMPLES = {
    "offices": (
        "某某街道办事处",
        "JD01",
        "某某街道",
        "镇街",
        "某某区人民政府",
        "MMJD",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
    ),
    "people": ("zhangsan", "张三", "科员", "某某街道", "责任单位承办人"),
    "calendar": ("2027-01-01", "休息", "元旦", "国办发明电〔2026〕X号"),
    "codes": ("信访来源", "90", "上级交办", "", "省里交办 市里交办", "90", "2026-01-01", ""),
}
"""The example row of each template, a cell for each column of its kind."""


def sheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet; every cell is written as text."""
    buffer = io.BytesIO()
    with workbooks.text_only(buffer) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E6EBF1", "border": 1, "num_format": "@"})
        plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        page = book.add_worksheet(name[:31])
        widths = [len(each) * 2 for each in headings]
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                text = "" if value is None else str(value)
                page.write_string(number, column, text, plain)
                widths[column] = max(widths[column], min(len(text) * 2, 60))
        for column, width in enumerate(widths):
            page.set_column(column, column, width + 2)
        page.freeze_panes(1, 0)
    return buffer.getvalue()


def report(outcome: Outcome) -> bytes:
    """The report of an import: row, result, column, words."""
    rows = [(each.row or "全表", each.result.value, each.column, each.text) for each in outcome.lines]
    return sheet("导入报告", ("行号", "结果", "列", "说明"), rows)


def template(kind: str) -> bytes:
    """An empty sheet with the headings and one example row."""
    return sheet(KINDS[kind].title, [each.titles[0] for each in KINDS[kind].columns], [_EXAMPLES[kind]])
