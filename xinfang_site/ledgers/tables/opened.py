"""A sheet with its first rows looked at (打开的工作表)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from xinfang_site.ledgers.columns.headings import LOOKED_AT, Heading, JoinedColumns, blank_row, find_heading
from xinfang_site.ledgers.files.sheets import Merge, Row, Sheet
from xinfang_site.ledgers.kinds import LedgerKind
from xinfang_site.ledgers.results import Outcome, RowKind, RowResult
from xinfang_site.ledgers.text import cell_text
from xinfang_site.ledgers.values.years import year_in

Progress = Callable[[str, int], None]
_SAMPLES: Final = 60
_STEP: Final = 1000
_COVER: Final = 30
"""Most rows of a cover."""


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A sheet being read (打开的工作表).

    Attributes:
        sheet: the sheet.
        head: its first rows, enough to find the heading; empty when the sheet is blank.
        rows: the rows after ``head``; can be taken once.
        merges: merged ranges.
        heading: None when none was found.
        beside: a table to the right of another one, whose titles and blank rows were told there.
    """

    sheet: Sheet
    head: Sequence[Row]
    rows: Iterator[Row]
    merges: tuple[Merge, ...]
    heading: Heading | None
    beside: bool = False

    @property
    def below(self) -> Sequence[Row]:
        """The rows of ``head`` below the heading (表头以下)."""
        if self.heading is None:
            return ()
        columns = JoinedColumns(self.heading)
        return [columns.join(row) for row in self.head[self.heading.first + self.heading.height :]]

    def all_rows(self) -> Iterator[Row]:
        """Every row from the first on, once (全部行)."""
        return chain(self.head, self.rows)

    def skipped(self, kind: RowKind, reason: str) -> Iterator[RowResult]:
        """Every row with the reason why the sheet is not read (整表跳过)."""
        name, blank_from, blanks = self.sheet.name, 0, 0
        for place, cells in enumerate(self.all_rows()):
            if blank_row(cells):
                blank_from, blanks = (blank_from if blanks else place), blanks + 1
                continue
            if blanks:
                yield RowResult(
                    name, blank_from + 1, Outcome.SKIPPED, RowKind.BLANK, reason="空行", rows=blanks
                )
                blanks = 0
            yield RowResult(name, place + 1, Outcome.SKIPPED, kind, reason=reason, raw=tuple(cells))
        if blanks:
            yield RowResult(name, blank_from + 1, Outcome.SKIPPED, RowKind.BLANK, reason="空行", rows=blanks)


def open_sheet(sheet: Sheet, kind: LedgerKind) -> OpenedSheet:
    """Load a sheet and find its heading (打开工作表); blank rows before it do not count."""
    merges, rows = sheet.load()
    head: list[Row] = []
    for row in rows:
        head.append(row)
        if not blank_row(row):
            break
    else:
        return OpenedSheet(sheet, (), rows, merges, None)
    head.extend(islice(rows, LOOKED_AT + _SAMPLES))
    return OpenedSheet(sheet, head, rows, merges, find_heading(head, merges, kind, sheet.name))


def year_on_cover(opened: OpenedSheet) -> int | None:
    """The year that a cover states for the sheets behind it (封面上的年份): 信访台账 二〇二五年."""
    if opened.heading is not None or len(opened.head) > _COVER:
        return None
    return year_in([text for row in opened.head for text in map(cell_text, row) if text])


def told(results: Iterator[RowResult], name: str, progress: Progress | None) -> Iterator[RowResult]:
    """The results, telling how many rows are done every thousand rows and at the end (进度)."""
    rows, last = 0, 0
    for result in results:
        yield result
        rows += result.rows
        if progress is not None and rows - last >= _STEP:
            last = rows
            progress(name, rows)
    if progress is not None:
        progress(name, rows)
