"""Ditto marks (同上): what they stand for is filled in before the cells are read."""

from collections.abc import Collection, Sequence
from typing import Final

from xinfang_site.ledgers.files.sheets import Row
from xinfang_site.ledgers.kinds import Note
from xinfang_site.ledgers.text import DITTO_FIRST, Cell, is_blank, is_ditto

_LONGEST: Final = 12
_SLASHES: Final = "//"
_SAME_DAY: Final = frozenset({"同日", "同天", "同一天", "同一日", "当日", "当天"})


class Dittos:
    """Fills the ditto marks of a sheet (填同上), row after row.

    Args:
        titles: the heading of each column.
        received: columns of the day of receipt, where 同日 is the day of the row above.
        later: columns of later steps, where 当日 is the day of the row's own receipt.
        listed: columns of code words of the matter itself, where // too repeats what is above, as in ``received``;
            in those of its outcome it may as well be a blank struck out.
        letters: columns of the day that the petition itself bears (来信日期): 当日 in that of its receipt is the same.

    Attributes:
        written: the marks of the same day that the last row bore, with their places.
    """

    def __init__(
        self,
        titles: Sequence[str],
        received: Collection[int],
        later: Collection[int],
        letters: Collection[int] = (),
        listed: Collection[int] = (),
    ) -> None:
        self._titles, self._received, self._later = tuple(titles), sorted(received), frozenset(later)
        self._letters = sorted(letters)
        self._slashed = frozenset((*received, *listed))
        self._above: Row = []
        self.written: tuple[tuple[int, str], ...] = ()

    def fill(self, cells: Row, notes: list[Note]) -> None:
        """Fill one row in place; what is above nothing is told."""
        self.written = ()
        later: list[tuple[int, str]] = []
        for place, cell in enumerate(cells):
            if type(cell) is not str or cell[:1] not in DITTO_FIRST or len(cell) >= _LONGEST:
                continue
            if is_ditto(cell):
                self._repeat(place, cell, cells, notes)
            elif place in self._slashed and cell.strip() == _SLASHES:
                self._repeat(place, cell, cells, notes)
                notes.append(Note(self._titles[place], f"写的是“{_SLASHES}”，按同上读取"))
            elif cell.strip() in _SAME_DAY and place in self._later:
                later.append((place, cell))
            elif cell.strip() in _SAME_DAY and place in self._received:
                self._received_same_day(place, cell, cells, notes)
        for place, mark in later:  # once the receipt of the row is told, wherever it stands
            own = (cells[each] for each in self._received if each < len(cells))
            cells[place] = next((day for day in own if not is_blank(day)), mark)
            self.written += ((place, mark),)
        self._above = cells

    def _received_same_day(self, place: int, mark: str, cells: Row, notes: list[Note]) -> None:
        letters = (cells[each] for each in self._letters if each < len(cells))
        letter = next((day for day in letters if _tells(day)), None)
        if letter is None:
            self._repeat(place, mark, cells, notes)
        else:
            cells[place] = letter
        self.written += ((place, mark),)

    def _repeat(self, place: int, mark: str, cells: Row, notes: list[Note]) -> None:
        above = self._above[place] if place < len(self._above) else ""
        cells[place] = above
        if is_blank(above):
            title = self._titles[place] if place < len(self._titles) else f"第{place + 1}列"
            notes.append(Note(title, f"写的是“{mark.strip()}”，上一行没有内容"))


def _tells(day: Cell) -> bool:
    """Whether a cell tells a day itself, and not that it is another cell's."""
    return not is_blank(day) and not (isinstance(day, str) and (is_ditto(day) or day.strip() in _SAME_DAY))
