"""Merged cells over several records (合并单元格): their value belongs to every row they cover."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from xinfang_site.ledgers.files.sheets import Merge, Row
from xinfang_site.ledgers.text import Cell, is_blank


class Fills:
    """Fills values down merged ranges (向下填充), row after row.

    Args:
        merges: merged ranges of the sheet.
        first: the first row below the heading.
    """

    def __init__(self, merges: Sequence[Merge], first: int) -> None:
        self._starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for (top, left), (bottom, _) in merges:
            if bottom > top and bottom >= first:
                self._starts[max(top, first)].append((left, bottom))
        self._open: dict[int, tuple[int, Cell]] = {}

    def fill(self, place: int, cells: Row) -> frozenset[int]:
        """Fill one row in place; the columns that were filled."""
        filled: set[int] = set()
        if self._open:
            for column, (bottom, value) in list(self._open.items()):
                if place > bottom:
                    del self._open[column]
                elif column < len(cells) and is_blank(cells[column]):
                    cells[column] = value
                    filled.add(column)
        if place in self._starts:
            for column, bottom in self._starts[place]:
                if column < len(cells) and not is_blank(cells[column]):
                    self._open[column] = (bottom, cells[column])
        return frozenset(filled)


def with_formulas(cells: Row, formulas: Mapping[int, str]) -> Row:
    """The row with the text of formulas that were saved without a result (公式原文)."""
    wider = [*cells, *[""] * (max(formulas) + 1 - len(cells))]
    for column, text in formulas.items():
        if is_blank(wider[column]):
            wider[column] = text
    return wider
