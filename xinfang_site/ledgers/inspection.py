"""Inspecting a ledger before it is read (台账概览): headings, proposals, samples."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xinfang_site.ledgers.columns.headings import Heading, blank_row
from xinfang_site.ledgers.columns.likeness import unlike
from xinfang_site.ledgers.columns.mapping import ColumnMapping, ColumnMatch, faults, mapping_of
from xinfang_site.ledgers.columns.proposing import guesses, propose
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.sheets import Row
from xinfang_site.ledgers.files.sources import open_source
from xinfang_site.ledgers.kinds import LedgerKind
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.tables.beside import tables_in
from xinfang_site.ledgers.tables.opened import OpenedSheet
from xinfang_site.ledgers.tables.stacked import further_headings
from xinfang_site.ledgers.text import cell_text

_SHOWN: Final = 8
_NO_HEADING: Final = "没有找到表头：表头行应有“姓名”“内容”“日期”一类的列名，请在表的最上面补一行列名再导入"


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
        doubt: why it looks like no ledger of this kind, and is read only if somebody has decided on its columns.
        guess: what should be checked of columns that only their cells tell, decided on by nobody.
    """

    name: str
    visible: bool
    heading: Heading | None
    columns: tuple[ColumnMatch, ...]
    mapping: ColumnMapping | None
    remembered: bool
    samples: tuple[tuple[str, ...], ...]
    faults: tuple[str, ...]
    doubt: str = ""
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is seen of a file before reading it (台账概览), and of text the encoding it was read by."""

    name: str
    sheets: tuple[SheetView, ...]
    notes: tuple[str, ...] = ()
    encoding: str = ""

    @property
    def usable(self) -> tuple[SheetView, ...]:
        """The sheets that would be read (可读的工作表)."""
        return tuple(
            sheet
            for sheet in self.sheets
            if sheet.visible and sheet.mapping and not (sheet.faults or sheet.doubt)
        )


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
    views: list[SheetView] = []
    notes = dict.fromkeys(source.notes)
    for opened in tables_in(source.sheets, kind):
        if opened.head:
            views.extend(_views(opened, kind, remembered or {}))
        if opened.sheet.note:
            notes[opened.sheet.note] = None
    _require_heading([view.heading for view in views if view.visible or chosen.include_hidden_sheets])
    return Inspection(source.name, tuple(views), tuple(notes), source.encoding)


def _views(
    opened: OpenedSheet, kind: LedgerKind, remembered: Mapping[str, ColumnMapping]
) -> Iterator[SheetView]:
    """The tables of a sheet, the first one and those below it (各表)."""
    yield view_of(opened, kind, remembered)
    if opened.heading is None:
        return
    sheet = opened.sheet
    for heading, rows in further_headings(opened.all_rows(), opened.heading, kind, opened.merges, sheet.name):
        yield _view(opened, heading, rows, kind, remembered)


def view_of(opened: OpenedSheet, kind: LedgerKind, remembered: Mapping[str, ColumnMapping]) -> SheetView:
    """What is seen of one sheet (工作表概览)."""
    sheet = opened.sheet
    if opened.heading is None:
        shown = tuple(tuple(map(cell_text, row)) for row in opened.head[:_SHOWN])
        return SheetView(sheet.name, sheet.visible, None, (), None, False, shown, (_NO_HEADING,))
    return _view(opened, opened.heading, opened.below, kind, remembered)


def _view(
    opened: OpenedSheet,
    heading: Heading,
    rows: Sequence[Row],
    kind: LedgerKind,
    remembered: Mapping[str, ColumnMapping],
) -> SheetView:
    below = [row for row in rows if not blank_row(row)]
    columns = propose(heading, kind, below)
    known = remembered.get(heading.fingerprint)
    mapping = known or mapping_of(heading, columns)
    samples = tuple(tuple(map(cell_text, row)) for row in below[:_SHOWN])
    return SheetView(
        opened.sheet.name,
        opened.sheet.visible,
        heading,
        columns,
        mapping,
        known is not None,
        samples,
        faults(mapping, kind),
        "" if known else unlike(heading, mapping, kind, opened.sheet.name),
        "" if known or heading.height == 0 else guesses(columns, kind),
    )


def _require_heading(headings: Sequence[Heading | None]) -> None:
    if not headings:
        raise LedgerError("文件里没有可见的内容")
    if not any(headings):
        raise LedgerError(_NO_HEADING)
