"""OpenDocument sheets (ods、fods 表格): what LibreOffice and WPS for Linux write, read in one pass with its limits and marks."""

import io
import re
import zipfile
from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from xinfang_site.broken_zip import BROKEN_ZIP
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.package import DAMAGED, check_parts
from xinfang_site.ledgers.files.sheets import Sheet
from xinfang_site.ledgers.files.sparse import SparseRow, SparseSheet
from xinfang_site.ledgers.files.spreadsheetml import utf8_xml
from xinfang_site.ledgers.files.strikes import Struck, struck_text
from xinfang_site.ledgers.options import Limits
from xinfang_site.ledgers.text import Cell

_FLAT: Final = re.compile(r"<office:document[\s>]")
_SPREADSHEET: Final = "application/vnd.oasis.opendocument.spreadsheet"
_OTHER_KIND: Final = "这是文字或者演示文件，不是台账；请把表格另存为 xlsx 再导入"
_MACROS: Final = "文件带有宏，不予导入；请另存为不带宏的 xlsx"
_URN: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT, _STYLE = (_URN % name for name in ("table", "office", "text", "style"))
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_LINKS: Final = f"{_TABLE}dde-links"
"""What other files held when they were last looked at: no sheet of this one."""
_NESTING: Final = (f"{_TABLE}table", _LINKS)
_NUMBERS: Final = frozenset({"float", "currency", "percentage"})
_HIDDEN: Final = frozenset({"collapse", "filter"})


def is_opendocument(path: Path) -> bool:
    """Whether a zip file says that it is an OpenDocument of whatever kind (ods、odt)."""
    try:
        with zipfile.ZipFile(path) as package:
            return "mimetype" in package.namelist()
    except BROKEN_ZIP:
        return False  # told by whoever opens it as a workbook


def is_flat(start: str) -> bool:
    """Whether a text begins like an OpenDocument saved as one plain file (fods)."""
    return start.lstrip("\ufeff \r\n").startswith("<?xml") and bool(_FLAT.search(start))


def flat_sheets(text: str, limits: Limits) -> tuple[Sheet, ...]:
    """The sheets of a flat OpenDocument (fods 工作表), within the limits.

    Raises:
        LedgerError: damaged, with macros, beyond the limits, or no spreadsheet.
    """
    if f'office:mimetype="{_SPREADSHEET}' not in text:
        raise LedgerError(_OTHER_KIND)
    if "<ooo:source-code" in text or "<ooo:library-linked" in text:
        raise LedgerError(_MACROS)
    return _sheets(io.BytesIO(utf8_xml(text)), limits, "fods")


def opendocument_sheets(path: Path, limits: Limits) -> tuple[Sheet, ...]:
    """The sheets of an ods file (ods 工作表), within the limits.

    Raises:
        LedgerError: too large, damaged, with a password, with macros, or no spreadsheet.
    """
    try:
        with zipfile.ZipFile(path) as package:
            check_parts(package, path.stat().st_size, _roomier(limits))
            _check_kind(package)
            with package.open("content.xml") as content:
                return _sheets(content, limits, "ods")
    except (*BROKEN_ZIP, LookupError) as error:
        raise LedgerError(DAMAGED) from error


def _sheets(content: IO[bytes], limits: Limits, kind: str) -> tuple[Sheet, ...]:
    reader = _Reader(limits)
    try:
        reader.read(iterparse(content, events=("start", "end"), forbid_dtd=True))
    except DefusedXmlException as error:
        raise LedgerError("文件含有外部定义（DTD），不予导入") from error
    except (*BROKEN_ZIP, ParseError, LookupError, OverflowError) as error:
        raise LedgerError(DAMAGED) from error
    return tuple(table.sheet(kind) for table in reader.tables)


def _roomier(limits: Limits) -> Limits:
    """Twice the ratio (解压比例): a cell takes twice the XML that it takes in xlsx, and packs as much better."""
    return replace(limits, unpacked_ratio=limits.unpacked_ratio * 2)


def _check_kind(package: zipfile.ZipFile) -> None:
    names = [name.lower() for name in package.namelist()]
    if not package.read("mimetype").startswith(_SPREADSHEET.encode()):
        raise LedgerError(_OTHER_KIND)
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise LedgerError(_MACROS)
    manifest = "META-INF/manifest.xml"
    if manifest in package.namelist() and b"encryption-data" in package.read(manifest):
        raise LedgerError("文件有打开密码，请取消密码后再导入")


class _Reader:
    """Walks content.xml: styles come before the tables that use them; what is done with is let go."""

    def __init__(self, limits: Limits) -> None:
        self.tables: list[SparseSheet] = []
        self._limits, self._next = limits, 0
        self._struck: set[str] = set()
        self._hidden: set[str] = set()

    def read(self, events: Iterator[tuple[str, Element]]) -> None:
        depth = 0
        for event, element in events:
            if element.tag in _NESTING:
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1 and element.tag != _LINKS:
                    self._begin(element)
                elif event == "end":
                    element.clear()
            elif event == "end" and element.tag == f"{_STYLE}style":
                self._style(element)
            elif event == "end" and element.tag == f"{_TABLE}table-row" and depth == 1:
                self._row(self.tables[-1], element)
                element.clear()

    def _begin(self, element: Element) -> None:
        if len(self.tables) >= self._limits.sheets:
            raise LedgerError(f"文件里的工作表超过{self._limits.sheets}个，请拆开再导入")
        self.tables.append(SparseSheet(element.get(f"{_TABLE}name", ""), self._limits))
        self.tables[-1].visible = element.get(f"{_TABLE}style-name", "") not in self._hidden
        self._next = 0

    def _row(self, table: SparseSheet, element: Element) -> None:
        """Take a row, as often as it says; blank ones only move on."""
        times, column = _count(element, "number-rows-repeated"), 0
        row = SparseRow(hidden=element.get(f"{_TABLE}visibility") in _HIDDEN)
        for cell in (child for child in element if child.tag in _CELLS):
            again, value = _count(cell, "number-columns-repeated"), _value(cell)
            spans = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            table.merge(self._next, column, *spans)
            if value != "":
                table.require(self._next + times, column + again)
                struck = _struck_of(cell, self._struck)
                for place in range(column, column + again):
                    row.put(place, value, struck)
            column += again
        table.keep(self._next, times, row)
        self._next += times

    def _style(self, element: Element) -> None:
        name = element.get(f"{_STYLE}name", "")
        for properties in element:
            if properties.get(f"{_STYLE}text-line-through-style", "none") != "none":
                self._struck.add(name)
            if properties.get(f"{_TABLE}display") == "false":
                self._hidden.add(name)


def _count(element: Element, attribute: str) -> int:
    return max(1, int(element.get(f"{_TABLE}{attribute}", "1")))


def _value(cell: Element) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in _NUMBERS:
        return float(cell.get(f"{_OFFICE}value", "nan"))
    if kind == "date":
        text = cell.get(f"{_OFFICE}date-value", "")[:19]
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:  # 20240-03-05, mistyped: as it is shown, so that its row alone is asked about
            return _shown(cell) or text
        return moment if "T" in text else moment.date()
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return _shown(cell) or cell.get(f"{_OFFICE}string-value", "")


def _shown(cell: Element) -> str:
    """The cell's own paragraphs; a comment has some too, but further inside."""
    return "\n".join(_text(each) for each in cell if each.tag == f"{_TEXT}p")


def _text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 100))
        else:
            parts.append({f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}.get(child.tag) or _text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _struck_of(cell: Element, struck: Set[str]) -> Struck | None:
    """What is struck out of a cell: all of it by its own style, or parts by those of its spans."""
    if not struck:
        return None
    if cell.get(f"{_TABLE}style-name") in struck:
        return Struck("", _shown(cell))
    return struck_text(
        run
        for line in cell
        if line.tag == f"{_TEXT}p"
        for run in [(line.text or "", False), *_runs(line, struck)]
    )


def _runs(line: Element, struck: Set[str]) -> Iterator[tuple[str, bool]]:
    for child in line:
        yield _text(child), child.get(f"{_TEXT}style-name") in struck
        yield child.tail or "", False
