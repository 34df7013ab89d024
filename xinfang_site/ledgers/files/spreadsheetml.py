"""XML Spreadsheet 2003 (XML 表格): what many report platforms write under the name of .xls."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.package import DAMAGED
from xinfang_site.ledgers.files.sheets import Sheet
from xinfang_site.ledgers.files.sparse import SparseRow, SparseSheet
from xinfang_site.ledgers.files.strikes import Struck
from xinfang_site.ledgers.options import Limits
from xinfang_site.ledgers.text import Cell

_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_HIDDEN: Final = frozenset({"SheetHidden", "SheetVeryHidden"})
_DECLARED: Final = re.compile(r"^(<\?xml[^>]*?)\sencoding\s*=\s*[\"'][^\"']*[\"']")
"""The encoding that the file declares; it is decoded already, and gb2312 is none that the parser knows."""
_TIMELESS: Final = "T00:00:00"


def spreadsheetml_sheets(text: str, limits: Limits) -> tuple[Sheet, ...]:
    """The sheets of an XML Spreadsheet (XML 表格), within the limits.

    Raises:
        LedgerError: damaged, or beyond the limits.
    """
    reader = _Reader(limits)
    try:
        reader.read(iterparse(io.BytesIO(utf8_xml(text)), events=("start", "end"), forbid_dtd=True))
    except DefusedXmlException as error:
        raise LedgerError("文件含有外部定义（DTD），不予导入") from error
    except (ValueError, ParseError, LookupError, OverflowError) as error:
        raise LedgerError(DAMAGED) from error
    return tuple(sheet.sheet("xml") for sheet in reader.sheets)


def utf8_xml(text: str) -> bytes:
    """Decoded XML for the parser (XML 字节), without the encoding that it declares."""
    return _DECLARED.sub(r"\1", text.lstrip("\ufeff \r\n"), count=1).encode("utf-8", "replace")


class _Reader:
    """Walks the workbook once; a row is let go when it is done with."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[SparseSheet] = []
        self._limits, self._next = limits, 0
        self._struck: set[str] = set()

    def read(self, events: Iterator[tuple[str, Element]]) -> None:
        for event, element in events:
            if event == "start":
                if element.tag == f"{_SS}Worksheet":
                    self._begin(element)
            elif element.tag == f"{_SS}Style":
                self._style(element)
            elif element.tag == f"{_SS}Row" and self.sheets:
                self._row(self.sheets[-1], element)
                element.clear()
            elif element.tag.endswith("}Visible") and self.sheets:
                self.sheets[-1].visible = element.text not in _HIDDEN

    def _begin(self, element: Element) -> None:
        if len(self.sheets) >= self._limits.sheets:
            raise LedgerError(f"文件里的工作表超过{self._limits.sheets}个，请拆开再导入")
        self.sheets.append(SparseSheet(element.get(f"{_SS}Name", ""), self._limits))
        self._next = 0

    def _style(self, element: Element) -> None:
        if any(font.get(f"{_SS}StrikeThrough") == "1" for font in element.iter(f"{_SS}Font")):
            self._struck.add(element.get(f"{_SS}ID", ""))

    def _row(self, sheet: SparseSheet, element: Element) -> None:
        place, column = _number(element, "Index", self._next + 1) - 1, 0
        if place < self._next:
            raise LedgerError(DAMAGED)
        row = SparseRow(hidden=element.get(f"{_SS}Hidden") == "1")
        for cell in element.iter(f"{_SS}Cell"):
            column = max(column, _number(cell, "Index", column + 1) - 1)
            down, right = _number(cell, "MergeDown", 0) + 1, _number(cell, "MergeAcross", 0) + 1
            sheet.merge(place, column, down, right)
            value = _value(cell)
            if value != "":
                sheet.require(place + 1, column + 1)
                out = cell.get(f"{_SS}StyleID") in self._struck
                row.put(column, value, Struck("", str(value)) if out else None)
            column += right
        sheet.keep(place, 1, row)
        self._next = place + 1 + _number(element, "Span", 0)


def _number(element: Element, attribute: str, otherwise: int) -> int:
    return max(0, int(element.get(f"{_SS}{attribute}", otherwise)))


def _value(cell: Element) -> Cell:
    data = cell.find(f"{_SS}Data")
    if data is None:
        return ""
    text, kind = "".join(data.itertext()), data.get(f"{_SS}Type", "String")
    if not text.strip():
        return ""  # report platforms write a number that there is none of as an empty one
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        moment = datetime.fromisoformat(text.strip()[:19])
        return moment.date() if _TIMELESS in text else moment
    if kind == "Boolean":
        return text.strip() == "1"
    return text
