"""Workbooks (电子表格) made in memory: cell texts never become formulas or links."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What a workbook is to a browser."""

_TEXT_ONLY = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def text_only(buffer: io.BytesIO) -> "Workbook":
    """A workbook that is written to ``buffer`` when it is closed; use it in a ``with``."""
    import xlsxwriter  # a web page without an export needs none of it

    return xlsxwriter.Workbook(buffer, _TEXT_ONLY)
