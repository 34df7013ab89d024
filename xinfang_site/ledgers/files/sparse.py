"""Sheets whose XML gives rows and cells with gaps and repeats (有空位的工作表): held by place, within the limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.sheets import Marks, Merge, Row, Sheet
from xinfang_site.ledgers.files.strikes import Struck
from xinfang_site.ledgers.options import Limits
from xinfang_site.ledgers.text import Cell


@dataclass(slots=True)
class SparseRow:
    """One row while it is read (读取中的行): its cells so far, what is struck out of them, whether it is hidden."""

    cells: Row = field(default_factory=list)
    struck: dict[int, Struck] = field(default_factory=dict)
    hidden: bool = False

    def put(self, column: int, value: Cell, struck: Struck | None) -> None:
        """A value in its column, to the right of all before."""
        self.cells += [""] * (column - len(self.cells)) + [value]
        if struck is not None:
            self.struck[column] = struck


class SparseSheet:
    """The rows of a sheet that say something, each by its place, and its marks (工作表)."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.visible = name, True
        self._limits, self._width = limits, 0
        self._rows: list[tuple[int, Row]] = []
        self._merges: list[Merge] = []
        self._hidden: set[int] = set()
        self._struck: dict[int, frozenset[int]] = {}
        self._partly: dict[int, Mapping[int, Struck]] = {}

    def sheet(self, file_format: str) -> Sheet:
        """The sheet once it is complete."""
        marks = Marks(frozenset(self._hidden), struck=self._struck, partly_struck=self._partly)
        return Sheet(self.name, self.visible, marks, self._load, file_format)

    def require(self, rows: int, columns: int) -> None:
        """Refuse values beyond the limits, before one cell said to stand in a million rows does.

        Raises:
            LedgerError: they are.
        """
        limits = self._limits
        self._width = max(self._width, columns)
        if rows > limits.rows:
            raise LedgerError(f"工作表“{self.name}”到第{rows}行还有内容，超过{limits.rows}行，请拆开再导入")
        if columns > limits.columns:
            raise LedgerError(f"工作表“{self.name}”到第{columns}列还有内容，超过{limits.columns}列")
        if rows * self._width > limits.cells:
            raise LedgerError(f"工作表“{self.name}”有{rows}行{self._width}列，太大，请拆开再导入")

    def merge(self, row: int, column: int, down: int, right: int) -> None:
        """A cell over ``down`` rows and ``right`` columns."""
        if down > 1 or right > 1:
            end = min(row + down, self._limits.rows), min(column + right, self._limits.columns)
            self._merges.append(((row, column), (end[0] - 1, end[1] - 1)))

    def keep(self, first: int, times: int, row: SparseRow) -> None:
        """A row at its place and, said to repeat, at those below."""
        if not row.cells:
            return
        whole = frozenset(column for column, text in row.struck.items() if not text.left)
        partly = {column: text for column, text in row.struck.items() if text.left}
        for place in range(first, first + times):
            self._rows.append((place, row.cells))
            if row.hidden:
                self._hidden.add(place)
            if whole:
                self._struck[place] = whole
            if partly:
                self._partly[place] = partly

    def _load(self) -> tuple[tuple[Merge, ...], Iterator[Row]]:
        return tuple(self._merges), self._all()

    def _all(self) -> Iterator[Row]:
        place = 0
        for at, cells in self._rows:
            yield from ([] for _ in range(at - place))
            yield list(cells)
            place = at + 1
