"""Inspecting and reading ledgers (台账读取): the two entries of the package."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.headings import LOOKED_AT, Heading, blank_row, find_heading
from xinfang_site.ledgers.kinds import LedgerKind
from xinfang_site.ledgers.mapping import ColumnMapping, ColumnMatch, faults, mapping_of, propose
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.records import RecordReader
from xinfang_site.ledgers.results import Outcome, RowKind, RowResult
from xinfang_site.ledgers.rows import Seen, SheetRows
from xinfang_site.ledgers.sheets import Merge, Row, Sheet, Source
from xinfang_site.ledgers.sources import open_source
from xinfang_site.ledgers.text import cell_text
from xinfang_site.ledgers.vocabulary import Vocabulary

Progress = Callable[[str, int], None]
_SAMPLES: Final = 60
_SHOWN: Final = 8
_STEP: Final = 1000
_NO_HEADING: Final = "没有找到表头：表头行应有“姓名”“内容”“日期”一类的列名"


@dataclass(frozen=True, slots=True)
class SheetView:
    """What is seen of one sheet before reading it (工作表概览).

    Attributes:
        name: the sheet's name.
        visible: False for hidden sheets, which are skipped unless asked for.
        heading: None when no heading was found.
        columns: the proposed field of each column.
        mapping: the proposal as it will be used, or the remembered mapping that fits.
        remembered: the mapping was remembered, not proposed.
        samples: the first rows below the heading as text.
        faults: why the sheet cannot be read with this mapping; empty when it can.
    """

    name: str
    visible: bool
    heading: Heading | None
    columns: tuple[ColumnMatch, ...]
    mapping: ColumnMapping | None
    remembered: bool
    samples: tuple[tuple[str, ...], ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is seen of a file before reading it (台账概览)."""

    name: str
    sheets: tuple[SheetView, ...]
    notes: tuple[str, ...] = ()

    @property
    def usable(self) -> tuple[SheetView, ...]:
        """The sheets that would be read (可读的工作表)."""
        return tuple(sheet for sheet in self.sheets if sheet.visible and sheet.mapping and not sheet.faults)


@dataclass(slots=True)
class _Opened:
    """A sheet with its first rows taken off and put back."""

    sheet: Sheet
    head: list[Row]
    rows: Iterator[Row]
    merges: tuple[Merge, ...]
    heading: Heading | None


def inspect(
    path: Path,
    kind: LedgerKind,
    options: Options | None = None,
    remembered: Mapping[str, ColumnMapping] | None = None,
) -> Inspection:
    """Look at a ledger (看台账): sheets, headings, a proposal for each column, the first rows.

    Args:
        path: the file.
        kind: what kind of ledger it should be.
        options: limits and choices.
        remembered: earlier mappings by fingerprint; one that fits replaces the proposal.

    Raises:
        LedgerError: the file cannot be read, or no sheet has a heading.
    """
    chosen = options or Options()
    source = open_source(path, chosen)
    views = tuple(
        _view(opened, kind, remembered or {})
        for opened in (_open(sheet, kind) for sheet in source.sheets)
        if opened.head
    )
    _require_heading(source, [view.heading for view in views if view.visible or chosen.include_hidden_sheets])
    return Inspection(source.name, views, source.notes)


def read(
    path: Path,
    kind: LedgerKind,
    vocabulary: Vocabulary,
    *,
    mappings: Mapping[str, ColumnMapping] | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Iterator[RowResult]:
    """Read a ledger row by row (读台账); every source row yields a result, runs of blank rows yield one.

    Args:
        path: the file.
        kind: what kind of ledger it is.
        vocabulary: code tables for its choices.
        mappings: decided mappings by heading fingerprint; headings without one use the proposal.
        options: limits and choices.
        progress: called with the sheet's name and the rows read so far, every thousand rows and at the end.

    Raises:
        LedgerError: the file cannot be read, or no sheet fits; raised before the first result.
    """
    chosen = options or Options()
    source = open_source(path, chosen)
    seen = Seen()
    fits = False
    held: list[Iterator[RowResult]] = []
    problems: list[str] = []
    for sheet in source.sheets:
        opened = _open(sheet, kind)
        if not opened.head:
            continue
        reason = _not_read(sheet, chosen)
        if reason:
            held.append(_all_skipped(opened, *reason))
            continue
        view = _view(opened, kind, mappings or {})
        if opened.heading is None or view.mapping is None or view.faults:
            why = "；".join(view.faults) or _NO_HEADING
            problems.append(f"工作表“{sheet.name}”{why}")
            held.append(_all_skipped(opened, RowKind.NO_HEADING, why))
            continue
        fits = True
        records = RecordReader(opened.heading, view.mapping, kind, vocabulary, chosen)
        records.prime(opened.head[opened.heading.first + opened.heading.height :])
        flow = SheetRows(sheet, opened.heading, records, kind, seen)
        held.append(_told(flow.results(chain(opened.head, opened.rows), opened.merges), sheet.name, progress))
        if fits:
            yield from chain.from_iterable(held)
            held = []
    if not fits:
        raise LedgerError("；".join(problems) or "文件里没有可读的工作表")
    yield from chain.from_iterable(held)


def _open(sheet: Sheet, kind: LedgerKind) -> _Opened:
    merges, rows = sheet.load()
    head = list(islice(rows, LOOKED_AT + _SAMPLES))
    if all(map(blank_row, head)):
        later = next((row for row in rows if not blank_row(row)), None)
        if later is None:
            return _Opened(sheet, [], rows, merges, None)
        rows = chain([later], rows)
    return _Opened(sheet, head, rows, merges, find_heading(head, merges, kind, sheet.name))


def _view(opened: _Opened, kind: LedgerKind, remembered: Mapping[str, ColumnMapping]) -> SheetView:
    sheet, heading = opened.sheet, opened.heading
    if heading is None:
        shown = tuple(tuple(map(cell_text, row)) for row in opened.head[:_SHOWN])
        return SheetView(sheet.name, sheet.visible, None, (), None, False, shown, (_NO_HEADING,))
    below = [row for row in opened.head[heading.first + heading.height :] if not blank_row(row)]
    columns = propose(heading, kind, below)
    known = remembered.get(heading.fingerprint)
    mapping = known or mapping_of(heading, columns)
    samples = tuple(tuple(map(cell_text, row)) for row in below[:_SHOWN])
    return SheetView(
        sheet.name,
        sheet.visible,
        heading,
        columns,
        mapping,
        known is not None,
        samples,
        faults(mapping, kind),
    )


def _require_heading(source: Source, headings: Sequence[Heading | None]) -> None:
    if not headings:
        raise LedgerError("文件里没有内容" if not source.sheets else "文件里没有可见的内容")
    if not any(headings):
        raise LedgerError(_NO_HEADING)


def _not_read(sheet: Sheet, options: Options) -> tuple[RowKind, str] | None:
    if options.sheets is not None and sheet.name not in options.sheets:
        return RowKind.NOT_CHOSEN, "没有选这个工作表"
    if not sheet.visible and not options.include_hidden_sheets:
        return RowKind.HIDDEN_SHEET, "工作表是隐藏的，没有导入"
    return None


def _all_skipped(opened: _Opened, kind: RowKind, reason: str) -> Iterator[RowResult]:
    """Every row of a sheet that is not read, each with the reason."""
    name, blank_from, blanks = opened.sheet.name, 0, 0
    for place, cells in enumerate(chain(opened.head, opened.rows)):
        if blank_row(cells):
            blank_from, blanks = (blank_from if blanks else place), blanks + 1
            continue
        if blanks:
            yield RowResult(name, blank_from + 1, Outcome.SKIPPED, RowKind.BLANK, reason="空行", rows=blanks)
            blanks = 0
        yield RowResult(name, place + 1, Outcome.SKIPPED, kind, reason=reason, raw=tuple(cells))
    if blanks:
        yield RowResult(name, blank_from + 1, Outcome.SKIPPED, RowKind.BLANK, reason="空行", rows=blanks)


def _told(results: Iterator[RowResult], name: str, progress: Progress | None) -> Iterator[RowResult]:
    rows, told = 0, 0
    for result in results:
        yield result
        rows += result.rows
        if progress is not None and rows - told >= _STEP:
            told = rows
            progress(name, rows)
    if progress is not None:
        progress(name, rows)
