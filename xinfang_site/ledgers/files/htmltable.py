"""Web tables saved as .xls (网页表格): many systems 'export to Excel' by renaming HTML."""

from collections.abc import Iterator
from html.parser import HTMLParser

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.sheets import Marks, Merge, Row, Sheet
from xinfang_site.ledgers.files.strikes import Struck, struck_text
from xinfang_site.ledgers.options import Limits

_STRIKES = frozenset({"s", "strike", "del"})
_SKIPPED = frozenset({"script", "style", "head", "title", "xml"})


def html_sheets(text: str, name: str, limits: Limits) -> tuple[Sheet, ...]:
    """Each outer table of a page as a sheet (网页里的表).

    Raises:
        LedgerError: no table, or one beyond the limits.
    """
    parser = _Tables(limits)
    parser.feed(text)
    parser.close()
    tables = [table for table in parser.tables if table.rows]
    if not tables:
        raise LedgerError("网页文件里没有表格，请另存为 xlsx 再导入")
    return tuple(
        Sheet(name if len(tables) == 1 else f"{name}-表{place}", True, table.marks(), table.load, "html")
        for place, table in enumerate(tables, start=1)
    )


class _Table:
    def __init__(self) -> None:
        self.rows: list[dict[int, str]] = []
        self.merges: list[Merge] = []
        self.struck: dict[int, set[int]] = {}
        self.partly: dict[int, dict[int, Struck]] = {}
        self.taken: set[tuple[int, int]] = set()

    def load(self) -> tuple[tuple[Merge, ...], Iterator[Row]]:
        return tuple(self.merges), self._rows()

    def _rows(self) -> Iterator[Row]:
        for cells in self.rows:
            yield [cells.get(place, "") for place in range(max(cells, default=-1) + 1)]

    def marks(self) -> Marks:
        struck = {row: frozenset(columns) for row, columns in self.struck.items()}
        return Marks(struck=struck, partly_struck=self.partly)

    def strike(self, row: int, column: int, struck: Struck) -> None:
        """What is struck out of a cell, or all of it."""
        if struck.left:
            self.partly.setdefault(row, {})[column] = struck
        else:
            self.struck.setdefault(row, set()).add(column)


class _Tables(HTMLParser):
    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._limits = limits
        self._depth = 0
        self._text: list[tuple[str, bool]] | None = None
        self._spans = (1, 1)
        self._column = 0
        self._skip = 0
        self._strike = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
        elif tag in _SKIPPED:
            self._skip += 1
        elif tag in _STRIKES:
            self._strike += 1
        elif tag == "br" and self._text is not None:
            self._text.append(("\n", False))
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._new_row()
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._new_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif tag in _SKIPPED:
            self._skip = max(0, self._skip - 1)
        elif tag in _STRIKES:
            self._strike = max(0, self._strike - 1)
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._skip:
            self._text.append((data, self._strike > 0))

    def _new_row(self) -> None:
        rows = self.tables[-1].rows
        if len(rows) >= self._limits.rows:
            raise LedgerError(f"超过{self._limits.rows}行，请拆开再导入")
        rows.append({})
        self._column = 0

    def _new_cell(self, attributes: dict[str, str | None]) -> None:
        table = self.tables[-1]
        if not table.rows:
            self._new_row()
        row = len(table.rows) - 1
        while (row, self._column) in table.taken:
            self._column += 1
        down = _span(attributes.get("rowspan"), self._limits.rows)
        right = _span(attributes.get("colspan"), self._limits.columns)
        if self._column + right > self._limits.columns or down * right > self._limits.cells // 10:
            raise LedgerError(f"第{row + 1}行超过{self._limits.columns}列")
        self._spans, self._text = (down, right), []

    def _end_cell(self) -> None:
        if self._text is None:
            return
        table, (down, right) = self.tables[-1], self._spans
        row, column = len(table.rows) - 1, self._column
        table.rows[row][column] = "".join(text for text, _ in self._text)
        if (struck := struck_text(self._text)) is not None:
            table.strike(row, column, struck)
        if down > 1 or right > 1:
            table.merges.append(((row, column), (row + down - 1, column + right - 1)))
            table.taken.update((row + i, column + j) for i in range(1, down) for j in range(right))
            if len(table.taken) > self._limits.cells:
                raise LedgerError("合并单元格太多，无法读取")
        self._column = column + right
        self._text = None


def _span(text: str | None, ceiling: int) -> int:
    return (
        min(max(int(text), 1), ceiling) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1
    )
