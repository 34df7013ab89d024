"""Records of two lines (一件两行): who came in the first, and below it, merged across, what it is about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from xinfang_site.ledgers.columns.titles import TitleIndex, title_index
from xinfang_site.ledgers.files.sheets import Marks, Merge, Row, Sheet
from xinfang_site.ledgers.files.strikes import Struck
from xinfang_site.ledgers.kinds import LedgerKind
from xinfang_site.ledgers.tables.opened import OpenedSheet
from xinfang_site.ledgers.text import cell_text, is_blank

Told = TypeVar("Told")
_SURE: Final = 0.9
_TALLEST: Final = 2
_LEAST: Final = 2
_JOINED: Final = "原表一件占两行，已并成一行一件，请核对"


@dataclass(frozen=True, slots=True)
class _Lines:
    """Which rows are second lines, and from which column on their cells stand in the row above."""

    second: frozenset[int]
    width: int


def as_one_line(sheet: Sheet, opened: OpenedSheet, kind: LedgerKind) -> Sheet | None:
    """The sheet with each record in one row (并成一行), or None when its records have one line.

    The second lines stay as blank rows, so that every record keeps the number of the row that it begins in.
    """
    lines = _lines(opened, title_index(kind))
    if lines is None:
        return None

    def load() -> tuple[tuple[Merge, ...], Iterator[Row]]:
        merges, rows = sheet.load()
        kept = tuple(merge for merge in merges if merge[0][0] not in lines.second)
        return kept, _joined(rows, lines)

    return replace(sheet, load=load, marks=_moved(sheet.marks, lines), note=sheet.note or _JOINED)


def _lines(opened: OpenedSheet, index: TitleIndex) -> _Lines | None:
    """The second lines of a sheet whose heading has two lines of names, the lower merged across several above."""
    heading = opened.heading
    if heading is None or not 1 <= heading.height <= _TALLEST or len(opened.head) <= heading.first + 1:
        return None
    upper, lower = opened.head[heading.first], opened.head[heading.first + 1]
    spans = _spans(opened.merges, heading.first + 1)
    across = [span for span in spans if _named(upper[span[0] : span[1] + 1], index) >= _LEAST]
    if not across or not _names_only(lower, index):
        return None
    below = {row for (row, left), (end, right) in opened.merges if row == end and (left, right) in across}
    second = frozenset(row for row in below if row > heading.first and row - 1 not in below)
    width = max(len(row) for row in opened.head)
    return _Lines(second, width) if len(second) > _LEAST else None


def _spans(merges: Sequence[Merge], place: int) -> set[tuple[int, int]]:
    """First and last column of each cell of one row that is merged across."""
    return {(left, right) for (row, left), (end, right) in merges if row == end == place and right > left}


def _named(cells: Sequence[object], index: TitleIndex) -> int:
    texts = {text for cell in cells if isinstance(cell, str) and (text := cell_text(cell))}
    return sum(_known(text, index) for text in texts)


def _names_only(cells: Row, index: TitleIndex) -> bool:
    texts = [cell_text(cell) for cell in cells if not is_blank(cell)]
    return bool(texts) and all(_known(text, index) for text in texts)


def _known(text: str, index: TitleIndex) -> bool:
    match = index.match((text,))
    return match is not None and match.confidence >= _SURE


def _joined(rows: Iterator[Row], lines: _Lines) -> Iterator[Row]:
    """The rows, each second line behind the first one and a blank row in its place."""
    held: Row | None = None
    for place, cells in enumerate(rows):
        if place in lines.second and held is not None:
            first = [*held, *[""] * (lines.width - len(held))]
            yield [*first[: lines.width], *cells, *first[lines.width :]]
            yield []
            held = None
            continue
        if held is not None:
            yield held
        held = cells
    if held is not None:
        yield held


def _moved(marks: Marks, lines: _Lines) -> Marks:
    """The marks of second lines with the rows that they are joined to."""
    struck = dict(marks.struck)
    partly: dict[int, Mapping[int, Struck]] = dict(marks.partly_struck)
    formulas: dict[int, Mapping[int, str]] = dict(marks.formulas)
    for place in lines.second:
        gone = {column + lines.width for column in struck.pop(place, ())}
        if gone:
            struck[place - 1] = frozenset(struck.get(place - 1, ())) | gone
        if parts := partly.pop(place, None):
            partly[place - 1] = {**partly.get(place - 1, {}), **_shifted(parts, lines.width)}
        if texts := formulas.pop(place, None):
            formulas[place - 1] = {**formulas.get(place - 1, {}), **_shifted(texts, lines.width)}
    return replace(marks, struck=struck, partly_struck=partly, formulas=formulas)


def _shifted(cells: Mapping[int, Told], width: int) -> dict[int, Told]:
    return {column + width: told for column, told in cells.items()}
