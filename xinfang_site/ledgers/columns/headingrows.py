"""Headings of several rows (多行表头): groups above, their columns below, merged or not."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from xinfang_site.ledgers.columns.daycolumns import DAY_WORDS
from xinfang_site.ledgers.columns.titles import TitleIndex, shown_title
from xinfang_site.ledgers.files.sheets import Merge, Row
from xinfang_site.ledgers.text import cell_text

HEIGHT: Final = 4
"""Most rows of a heading."""


def heading_rows(
    rows: Sequence[Row], place: int, merges: Sequence[Merge], index: TitleIndex
) -> tuple[int, int]:
    """First row and number of rows of the heading (表头行数) of which ``place`` is one row."""
    first = last = place
    while first > 0 and last - first + 1 < HEIGHT and _is_pair(rows, first - 1, first - 1, merges, index):
        first -= 1
    while last + 1 < len(rows) and last - first + 1 < HEIGHT and _is_pair(rows, first, last, merges, index):
        last += 1
    return first, last - first + 1


def unlike_title(text: str) -> bool:
    """Whether a text cannot be a column's name (不像列名): long, a figure, or a sentence with a colon."""
    return len(text) > 20 or (text != "" and (text[0].isdigit() or "：" in text[:-1] or ":" in text[:-1]))


def parts_of(
    rows: Sequence[Row], first: int, height: int, merges: Sequence[Merge]
) -> tuple[tuple[str, ...], ...]:
    """Per column the names from the outermost group to the column's own (各级列名), repeats left out."""
    width = max(map(len, rows[first : first + height]), default=0)
    levels = [_padded([shown_title(cell) for cell in row], width) for row in rows[first : first + height]]
    for place, (upper, lower) in enumerate(pairwise(levels), start=first):
        for left, right in _groups(upper, lower, place, merges):
            _spread(upper, left, right)
    if height == 1:
        for (row, left), (end, right) in merges:
            if row <= first <= end and left < width:
                _spread(levels[0], left, right)
    return tuple(_path(texts) for texts in zip(*levels, strict=True))


def _path(texts: Sequence[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(text for text in texts if text))
    return found or ("",)


def _is_pair(rows: Sequence[Row], first: int, last: int, merges: Sequence[Merge], index: TitleIndex) -> bool:
    """Whether the row after ``last`` belongs to the heading: groups above, their columns below."""
    width = max(map(len, rows[first : last + 2]))
    lower = _padded([cell_text(cell) for cell in rows[last + 1]], width)
    upper = [""] * width
    for row in rows[first : last + 1]:
        texts = _padded([cell_text(cell) for cell in row], width)
        upper = [text or above for text, above in zip(texts, upper, strict=True)]
    if sum(map(bool, upper)) < 2 or not any(lower) or any(map(unlike_title, [*upper, *lower])):
        return False
    groups = _groups(upper, lower, last, merges)
    upright = any(above and not below for above, below in zip(upper, lower, strict=True))
    merged = any(row == last for (row, _), _ in merges)
    if not groups or not (upright or merged):
        return False
    covered = {column for left, right in groups for column in range(left, right + 1)}
    alone = (column for column, text in enumerate(lower) if text and upper[column] and column not in covered)
    if any(_unknown(upper[column], lower[column], index) for column in alone):
        return False
    tall = any(row <= last < end for (row, _), (end, _) in merges)
    return tall or any(
        index.match((lower[column],)) is not None or lower[column] in DAY_WORDS
        for column in covered
        if lower[column]
    )


def _unknown(above: str, own: str, index: TitleIndex) -> bool:
    """Whether a cell below another one names no column: neither below a group of one column, nor as 号 below 序."""
    return index.match((own,)) is None and index.match((above + own,)) is None


def _groups(upper: list[str], lower: list[str], place: int, merges: Sequence[Merge]) -> list[tuple[int, int]]:
    """First and last column of each group cell: merged, or followed by blanks that have a column below."""
    groups = [
        (left, min(right, len(upper) - 1))
        for (row, left), (end, right) in merges
        if row <= place == end and right > left and any(lower[left : right + 1])
    ]
    merged = {column for left, right in groups for column in range(left, right + 1)}
    column = 0
    while column < len(upper):
        last = column
        while last + 1 < len(upper) and not upper[last + 1] and lower[last + 1] and last + 1 not in merged:
            last += 1
        if upper[column] and column not in merged and last > column and lower[column]:
            groups.append((column, last))
        column = last + 1
    return groups


def _spread(texts: list[str], left: int, right: int) -> None:
    for column in range(left + 1, min(right + 1, len(texts))):
        texts[column] = texts[column] or texts[left]


def _padded(texts: list[str], width: int) -> list[str]:
    return texts + [""] * (width - len(texts))
