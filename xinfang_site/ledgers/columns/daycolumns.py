"""A date spread over columns (年、月、日分列): year, month and day side by side are one date."""

from collections.abc import Sequence
from typing import Final

from xinfang_site.ledgers.files.sheets import Row
from xinfang_site.ledgers.text import cell_text, fold, is_blank, is_ditto

DAY_WORDS: Final = ("年", "月", "日")
_NAME: Final = "日期"


def day_columns_of(parts: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The columns 年 月 日, or 月 日, side by side (分列的日期); empty when there are none."""
    own = [part[-1] for part in parts]
    for words in (DAY_WORDS, DAY_WORDS[1:]):
        for place in range(len(own) - len(words) + 1):
            if tuple(own[place : place + len(words)]) == words:
                return tuple(range(place, place + len(words)))
    return ()


def with_day_columns(parts: Sequence[tuple[str, ...]], columns: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """The parts of a heading, the first of ``columns`` named after its group or 日期 (合并后的列名)."""
    if not columns:
        return tuple(parts)
    first = columns[0]
    name = parts[first][:-1] or (_NAME,)
    return tuple(name if place == first else part for place, part in enumerate(parts))


class DayColumns:
    """Joins the columns of one date (合并年月日), row after row; a blank year or month is that of the row above."""

    def __init__(self, columns: Sequence[int]) -> None:
        self._columns = tuple(columns)
        self._above = [""] * len(self._columns)

    def join(self, cells: Row) -> Row:
        """The row with the date in the first of the columns and the others blank."""
        if not self._columns or self._columns[-1] >= len(cells) or is_blank(cells[self._columns[-1]]):
            return cells
        texts = [fold(cell_text(cells[column])).rstrip("年月日号") for column in self._columns]
        texts = [
            above if not text or is_ditto(text) else text
            for text, above in zip(texts, self._above, strict=True)
        ]
        if not all(text.isdecimal() for text in texts[-2:]):
            return cells
        self._above = texts
        words = DAY_WORDS[-len(texts) :]
        joined = list(cells)
        for column in self._columns:
            joined[column] = ""
        joined[self._columns[0]] = "".join(
            f"{text}{word}" for text, word in zip(texts, words, strict=True) if text
        )
        return joined
