"""Tables as a workbook (导出统计表): numbers as numbers, words as text, so that nothing is ever a formula."""

import io
from collections.abc import Sequence
from typing import Any

from xinfang_site import workbooks
from xinfang_site.reports.values import Figure, Table

A4 = 9
"""Excel's number for the paper."""

LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "－"))


def workbook(tables: Sequence[Table], lines: Sequence[str]) -> bytes:
    """A workbook with a sheet for each table; ``lines`` above it name the question, the reader and the moment."""
    buffer = io.BytesIO()
    with workbooks.text_only(buffer) as book:
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#E6EBF1", "border": 1, "text_wrap": True}),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "total": book.add_format({"bold": True}),
            "plain": book.add_format({}),
        }
        for number, table in enumerate(tables, 1):
            page = book.add_worksheet(_name(number, table.caption))
            _fill(page, table, (table.caption, *lines), formats)
    return buffer.getvalue()


def _name(number: int, caption: str) -> str:
    return f"{number} {caption.translate(_FORBIDDEN)}"[:LONGEST_NAME]


def _fill(page: Any, table: Table, lines: Sequence[str], formats: dict[str, Any]) -> None:
    for number, line in enumerate(lines):
        page.write_string(number, 0, _clean(line), formats["text"])
    top = len(lines)
    headings = (table.head, *_headings(table))
    for column, heading in enumerate(headings):
        page.write_string(top, column, _clean(heading), formats["head"])
    page.set_column(0, 0, 24)
    page.set_column(1, len(headings) - 1, 13)
    for number, row in enumerate(table.rows, top + 1):
        style = formats["total" if row.total else "plain"]
        page.write_string(number, 0, _clean(row.label), style)
        column = 1
        for place, figure in enumerate(row.figures):
            _write(page, number, column, figure, style)
            column += 3 if _has_base(table, place) else 1
    last = top + 1 + len(table.rows)
    for number, note in enumerate((*table.definitions, *table.notes), last):
        page.write_string(number, 0, _clean(note), formats["text"])
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _headings(table: Table) -> list[str]:
    """Each column's heading; a rate has its base beside it."""
    found = []
    for place, heading in enumerate(table.columns):
        based = _has_base(table, place)
        found += [f"{heading}（%）", f"{heading}分子", f"{heading}分母"] if based else [heading]
    return found


def _has_base(table: Table, place: int) -> bool:
    return any(row.figures[place].denominator is not None for row in table.rows)


def _write(page: Any, number: int, column: int, figure: Figure, style: Any) -> None:
    if figure.number is None:
        page.write_string(number, column, _clean(figure.text), style)
    else:
        page.write_number(number, column, float(figure.number), style)
    if figure.denominator is not None:
        page.write_number(number, column + 1, figure.numerator or 0, style)
        page.write_number(number, column + 2, figure.denominator, style)


def _clean(value: str) -> str:
    return "".join(each for each in value if each >= " " or each in "\n\t")[:32_000]
