"""Old .xls files before any value is read (xls 检查): password, macros, extent, hidden rows, struck cells."""

import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.bifftext import struck_texts
from xinfang_site.ledgers.files.compound import Compound
from xinfang_site.ledgers.files.sheets import Marks
from xinfang_site.ledgers.files.strikes import Struck
from xinfang_site.ledgers.options import Limits

_BOF, _EOF, _SHEET, _FONT, _XF, _FILEPASS, _ROW, _COLINFO = 0x809, 0x0A, 0x85, 0x31, 0xE0, 0x2F, 0x208, 0x7D
_COUNTS: Final = struct.Struct("<II")
_CELLS: Final = frozenset({0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6, 0x06, 0xBD})
_EXTENT, _LABEL, _MANY_NUMBERS, _SHARED_TEXTS, _CONTINUED = 0x200, 0xFD, 0xBD, 0xFC, 0x3C
_STRIKE_BIT, _HIDDEN_BIT = 0x08, 0x20
_MOST_CELLS: Final = 65536 * 256  # what the format holds; the engine makes room for whatever is claimed
_DAMAGED: Final = "文件已损坏，请用 Excel 或 WPS 打开后另存为 xlsx 再导入"


@dataclass(slots=True)
class _Scan:
    last_row: int = -1
    last_column: int = -1
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    partly: dict[int, dict[int, Struck]] = field(default_factory=lambda: defaultdict(dict))

    def cell(self, row: int, column: int) -> None:
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)


def check_xls(path: Path, limits: Limits) -> dict[str, Marks]:
    """Check an old xls within the limits (检查 xls) and return the marks of each sheet by its name.

    Raises:
        LedgerError: password, macros, too large, damaged, or another kind of document.
    """
    file = Compound(path.read_bytes())
    if {"EncryptedPackage", "EncryptionInfo"} & file.names:
        raise LedgerError("文件有打开密码，请取消密码后再导入")
    if {"_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"} & file.names:
        raise LedgerError("文件带有宏，不予导入；请另存为不带宏的 xlsx")
    if "WordDocument" in file.names:
        raise LedgerError("这是 Word 文件，不是台账；请把表格另存为 xlsx 再导入")
    stream = file.stream("Workbook") or file.stream("Book")
    if not stream:
        raise LedgerError("这不是 Excel 文件，请另存为 xlsx 再导入")
    try:
        return _Stream(stream, limits).marks()
    except (struct.error, IndexError) as error:
        raise LedgerError(_DAMAGED) from error


class _Stream:
    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        self._fonts: list[bool] = []
        self._formats: list[int] = []
        self._titles: list[tuple[int, str]] = []
        self._texts: list[bytes] = []
        self._struck_texts: Mapping[int, Struck] = {}

    def marks(self) -> dict[str, Marks]:
        self._globals()
        if len(self._titles) > self._limits.sheets:
            raise LedgerError(
                f"文件里有{len(self._titles)}个工作表，超过{self._limits.sheets}个，请拆开再导入"
            )
        struck = frozenset(place for place, font in enumerate(self._formats) if self._is_struck(font))
        if self._texts and any(self._fonts):
            self._struck_texts = struck_texts(self._texts, self._is_struck)
        return {title: self._sheet(title, offset, struck) for offset, title in self._titles}

    def _records(self, place: int) -> Iterator[tuple[int, int, int]]:
        """Kind, start and length of the body of each record up to the end of the part."""
        data, end = self._data, len(self._data) - 4
        while 0 <= place <= end:
            kind, length = struct.unpack_from("<HH", data, place)
            yield kind, place + 4, length
            if kind == _EOF:
                return
            place += 4 + length

    def _globals(self) -> None:
        old, before = False, 0
        for kind, start, length in self._records(0):
            if kind == _BOF:
                old = struct.unpack_from("<H", self._data, start)[0] < 0x0600
            elif kind == _FILEPASS:
                raise LedgerError("文件有打开密码，请取消密码后再导入")
            elif kind == _FONT:
                self._fonts.append(bool(self._data[start + 2] & _STRIKE_BIT))
            elif kind == _XF:
                self._formats.append(struct.unpack_from("<H", self._data, start)[0])
            elif kind == _SHEET and self._data[start + 5] == 0:
                offset = struct.unpack_from("<I", self._data, start)[0]
                self._titles.append((offset, self._title(start + 6, start + length, old=old)))
            elif kind == _SHARED_TEXTS or (kind == _CONTINUED and before == _SHARED_TEXTS):
                self._texts.append(self._data[start : start + length])
                self._believable(kind, start, length)
                kind = _SHARED_TEXTS
            before = kind

    def _title(self, start: int, end: int, *, old: bool) -> str:
        if old:
            return self._data[start + 1 : end].decode("gb18030", "replace")
        wide = self._data[start + 1] & 1
        return self._data[start + 2 : end].decode("utf-16-le" if wide else "latin-1", "replace")

    def _is_struck(self, font: int) -> bool:
        place = font - 1 if font > 4 else font  # the format has no font number 4
        return 0 <= place < len(self._fonts) and self._fonts[place]

    def _sheet(self, title: str, offset: int, struck: frozenset[int]) -> Marks:
        scan = _Scan()
        for kind, start, length in self._records(offset):
            if kind in _CELLS:
                self._cells(scan, kind, start, length, struck)
            elif kind == _EXTENT:
                self._claim(start, length)
            elif kind == _ROW:
                row = struct.unpack_from("<H", self._data, start)[0]
                if self._data[start + 12] & _HIDDEN_BIT:
                    scan.hidden.add(row)
            elif kind == _COLINFO:
                first, last, _, _, flags = struct.unpack_from("<HHHHH", self._data, start)
                if flags & 1:
                    scan.hidden_columns.update(range(first, min(last, 255) + 1))
        if scan.last_column >= self._limits.columns:
            raise LedgerError(
                f"工作表“{title}”到第{scan.last_column + 1}列还有内容，超过{self._limits.columns}列"
            )
        if (scan.last_row + 1) * (scan.last_column + 1) > self._limits.cells:
            raise LedgerError(
                f"工作表“{title}”有{scan.last_row + 1}行{scan.last_column + 1}列，太大，请拆开再导入"
            )
        return Marks(
            frozenset(scan.hidden),
            frozenset(scan.hidden_columns),
            {row: frozenset(columns) for row, columns in scan.struck.items()},
            dict(scan.partly),
        )

    def _believable(self, kind: int, start: int, length: int) -> None:
        """A table of more texts than there are bytes is damaged, and the engine would make room for them."""
        counted = kind == _SHARED_TEXTS and length >= _COUNTS.size
        if counted and max(_COUNTS.unpack_from(self._data, start)) > len(self._data):
            raise LedgerError(_DAMAGED)

    def _claim(self, start: int, length: int) -> None:
        """The extent that a sheet claims; wrong ones are common, impossible ones are damage."""
        layout = "<IIHH" if length >= struct.calcsize("<IIHH") else "<HHHH"
        top, bottom, left, right = struct.unpack_from(layout, self._data, start)
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS * 2 or top > bottom + 1 or left > right + 1:
            raise LedgerError(_DAMAGED)

    def _cells(self, scan: _Scan, kind: int, start: int, length: int, struck: frozenset[int]) -> None:
        """One cell, or the neighbouring numbers that share a record."""
        row, column, style = struct.unpack_from("<HHH", self._data, start)
        many = (length - 6) // 6 if kind == _MANY_NUMBERS else 1
        styles = [
            style,
            *(struct.unpack_from("<H", self._data, start + 4 + 6 * n)[0] for n in range(1, many)),
        ]
        for place, each in enumerate(styles, start=column):
            scan.cell(row, place)
            if each in struck:
                scan.struck[row].add(place)
        if kind == _LABEL and style not in struck and self._struck_texts:
            text = self._struck_texts.get(struct.unpack_from("<I", self._data, start + 6)[0])
            if text is not None and text.left:
                scan.partly[row][column] = text
            elif text is not None:
                scan.struck[row].add(column)
