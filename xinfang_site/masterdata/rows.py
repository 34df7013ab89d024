"""Rows of a master data sheet (表格读取): headings found by name, cells as text or days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.sheets import Row, Sheet
from xinfang_site.ledgers.files.sources import open_source
from xinfang_site.ledgers.options import Limits, Options
from xinfang_site.ledgers.text import Cell, cell_text, squeeze
from xinfang_site.ledgers.values.dates import parse_date

HEADING_WITHIN = 10
LIMITS = Limits(rows=20_000, columns=64, cells=1_000_000, sheets=20)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood (列).

    Attributes:
        name: what the importer calls it.
        titles: headings it is known by, the official one first.
        required: a sheet without it is not taken.
    """

    name: str
    titles: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row (行): its number in the sheet, counted from 1, and its cells by column name."""

    number: int
    cells: dict[str, Cell]

    def text(self, name: str) -> str:
        """The cell as cleaned text of one line; empty when there is none."""
        return " ".join(cell_text(self.cells.get(name)).split())

    def day(self, name: str) -> date | None:
        """The cell as a day; None when it is empty.

        Raises:
            LedgerError: the cell holds something that is no day.
        """
        found = parse_date(self.cells.get(name))
        if found.day is None and not found.blank:
            raise LedgerError(found.note or "不是日期")
        return found.day


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that was read (表格): its rows, its columns by official heading, headings nobody knows."""

    rows: tuple[SheetRow, ...]
    titles: dict[str, str]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def read_table(path: Path, columns: Sequence[Column], file_name: str, encoding: str) -> Table:
    """Read the first visible sheet that has the headings.

    Raises:
        LedgerError: the file cannot be read, or no sheet has the required headings.
    """
    source = open_source(path, Options(file_name=file_name or None, encoding=encoding, limits=LIMITS))
    missing: list[str] = []
    for sheet in source.sheets:
        if not sheet.visible:
            continue
        found = _read(sheet, columns)
        if isinstance(found, Table):
            return Table(found.rows, found.titles, found.unknown, source.notes)
        missing = missing or found
    wanted = missing or [each.titles[0] for each in columns if each.required]
    raise LedgerError(f"没有找到表头：缺少“{'”“'.join(wanted)}”列")


def _read(sheet: Sheet, columns: Sequence[Column]) -> Table | list[str]:
    _, rows = sheet.load()
    best: list[str] | None = None
    for number, row in enumerate(rows, 1):
        if number > HEADING_WITHIN:
            break
        places, unknown = _places(row, columns)
        lacking = [each.titles[0] for each in columns if each.required and each.name not in places]
        if not lacking:
            titles = {each.name: each.titles[0] for each in columns}
            return Table(tuple(_body(rows, number, places)), titles, unknown)
        if places and (best is None or len(lacking) < len(best)):
            best = lacking
    return best or []


def _places(row: Row, columns: Sequence[Column]) -> tuple[dict[str, int], tuple[str, ...]]:
    known = {squeeze(title).lower(): each.name for each in columns for title in each.titles}
    places: dict[str, int] = {}
    unknown = []
    for at, cell in enumerate(row):
        heading = cell_text(cell)
        name = known.get(squeeze(heading).lower().removesuffix("(必填)"))
        if name is None:
            unknown += [heading] if heading else []
        else:
            places.setdefault(name, at)
    return places, tuple(unknown)


def _body(rows: Iterator[Row], heading: int, places: dict[str, int]) -> Iterator[SheetRow]:
    for below, row in enumerate(rows, 1):
        cells = {name: row[at] for name, at in places.items() if at < len(row)}
        if any(cell_text(each) for each in cells.values()):
            yield SheetRow(heading + below, cells)
