"""Reading ledgers (台账读取): ``inspect`` first, then ``read``; the two entries of the package."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from xinfang_site.ledgers.columns.mapping import ColumnMapping, mapping_of
from xinfang_site.ledgers.columns.proposing import propose
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.sources import open_source
from xinfang_site.ledgers.inspection import Inspection, SheetView, inspect, view_of
from xinfang_site.ledgers.kinds import LedgerKind
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.results import RowKind, RowResult
from xinfang_site.ledgers.rows.records import RecordReader
from xinfang_site.ledgers.rows.sheetrows import Seen, SheetRows
from xinfang_site.ledgers.tables.beside import tables_in
from xinfang_site.ledgers.tables.opened import OpenedSheet, Progress, told, year_on_cover
from xinfang_site.ledgers.tables.stacked import NumberedRows
from xinfang_site.ledgers.values.vocabulary import Vocabulary

_INSIST: Final = "确实是台账的，请在“核对列”页上勾选（命令行用 --mapping 指定各列）"

__all__ = ["Inspection", "SheetView", "inspect", "read"]


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
        mappings: decided mappings by heading fingerprint; others use the proposal.
        options: limits and choices.
        progress: called with the sheet's name and the rows so far, every thousand rows and at the end.

    Raises:
        LedgerError: the file cannot be read, or no sheet fits; raised before the first result.
    """
    chosen, seen, fits = options or Options(), Seen(), False
    held, problems = list[Iterator[RowResult]](), list[str]()
    for opened in tables_in(open_source(path, chosen).sheets, kind):
        refusal, mapping, guess = _decide(opened, kind, mappings or {}, chosen)
        if mapping is None:
            if refusal[0] is RowKind.NO_HEADING:
                problems.append(f"工作表“{opened.sheet.name}”{refusal[1]}")
            seen.year = seen.year or year_on_cover(opened)
            held.append(_once(opened, opened.skipped(*refusal)))
            continue
        decided = {**(mappings or {}), mapping.fingerprint: mapping}
        flow = _once(opened, _flow(_noted(opened, guess), decided, kind, vocabulary, chosen, seen))
        fits = True
        yield from chain(*held, told(flow, opened.sheet.name, progress))
        held = []
    if not fits:
        raise LedgerError("；".join(problems) or "文件里没有可读的工作表")
    yield from chain.from_iterable(held)


def _noted(opened: OpenedSheet, guess: str) -> OpenedSheet:
    """The sheet with what is to be told of it once, with its first record."""
    note = "；".join(filter(None, (opened.sheet.note, guess)))
    return replace(opened, sheet=replace(opened.sheet, note=note)) if guess else opened


def _once(opened: OpenedSheet, results: Iterator[RowResult]) -> Iterator[RowResult]:
    """Titles, headings and blank rows of tables side by side are told once, with the first of them."""
    return (each for each in results if not each.structural) if opened.beside else results


def _flow(
    opened: OpenedSheet,
    mappings: Mapping[str, ColumnMapping],
    kind: LedgerKind,
    vocabulary: Vocabulary,
    options: Options,
    seen: Seen,
) -> Iterator[RowResult]:
    """The rows of a sheet, table after table; a table without a decided mapping is read by its proposal."""
    rows, heading, below = NumberedRows(opened.all_rows()), opened.heading, opened.below
    while heading is not None:
        mapping = mappings.get(heading.fingerprint) or mapping_of(heading, propose(heading, kind, below))
        records = RecordReader(heading, mapping, kind, vocabulary, options, opened.sheet.name)
        records.years.year = records.years.year or seen.year
        records.prime(below)
        records.years.year = seen.year = records.years.year or seen.year
        table = SheetRows(opened.sheet, heading, records, kind, seen)
        yield from table.results(rows, opened.merges)
        heading, below = table.further, rows.below(table.further) if table.further else ()


def _decide(
    opened: OpenedSheet, kind: LedgerKind, mappings: Mapping[str, ColumnMapping], options: Options
) -> tuple[tuple[RowKind, str], ColumnMapping | None, str]:
    """Why a sheet is not read, or the mapping to read it by, and what to check of it."""
    refusal = _not_read(opened, options)
    if refusal is not None:
        return refusal, None, ""
    view = view_of(opened, kind, mappings)
    why = [*view.faults, *([f"{view.doubt}。{_INSIST}"] if view.doubt else [])]
    return (RowKind.NO_HEADING, "；".join(why)), None if why else view.mapping, view.guess


def _not_read(opened: OpenedSheet, options: Options) -> tuple[RowKind, str] | None:
    sheet = opened.sheet
    if not opened.head:
        return RowKind.BLANK, "空表"
    if options.sheets is not None and sheet.name not in options.sheets:
        return RowKind.NOT_CHOSEN, "没有选这个工作表"
    if not sheet.visible and not options.include_hidden_sheets:
        return RowKind.HIDDEN_SHEET, "工作表是隐藏的，没有导入"
    return None
