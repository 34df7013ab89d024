"""Two tables side by side on one sheet (左右并排的表): each is read as if it had the sheet to itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from xinfang_site.ledgers.columns.headings import Heading
from xinfang_site.ledgers.columns.titles import title_index
from xinfang_site.ledgers.files.sheets import Merge, Row, Sheet
from xinfang_site.ledgers.kinds import LedgerKind, ValueKind
from xinfang_site.ledgers.tables.forms import as_table
from xinfang_site.ledgers.tables.opened import OpenedSheet, open_sheet
from xinfang_site.ledgers.tables.twolines import as_one_line
from xinfang_site.ledgers.text import is_blank

T = TypeVar("T")
_SURE: Final = 0.9
_SHARED: Final = 3


def tables_of(sheet: Sheet, kind: LedgerKind) -> tuple[OpenedSheet, ...]:
    """The tables that stand beside one another on a sheet (并排的表), nearly always one."""
    opened = open_sheet(sheet, kind)
    form = as_table(sheet, opened.head, kind)
    if form is not None:
        return (open_sheet(form, kind),)
    joined = as_one_line(sheet, opened, kind)
    if joined is not None:
        return (open_sheet(joined, kind),)
    place = _second_from(opened.heading, kind) if opened.heading is not None else None
    if place is None or opened.heading is None:
        return (opened,)
    first = opened.heading.first
    left = open_sheet(_part(sheet, 0, place, first), kind)
    right = open_sheet(_part(sheet, place, None, first), kind)
    if left.heading is None or right.heading is None:
        return (opened,)
    return left, replace(right, beside=True)


def tables_in(sheets: Iterable[Sheet], kind: LedgerKind) -> Iterator[OpenedSheet]:
    """The tables of a file (各工作表的表), of which the cells tell the columns only where none has a heading above it.

    Beside a ledger, a sheet without a heading is a rota or a chronicle, whose days, names and texts are no matters.
    """
    written = False
    for opened in (table for sheet in sheets for table in tables_of(sheet, kind)):
        guessed = opened.heading is not None and opened.heading.height == 0
        written = written or (opened.heading is not None and not guessed and opened.sheet.visible)
        yield replace(opened, heading=None) if guessed and written else opened


def _second_from(heading: Heading, kind: LedgerKind) -> int | None:
    """The column from which on a second table names its own people and matters."""
    index = title_index(kind)
    matches = [index.match(parts) for parts in heading.parts]
    fields = [match.field if match and match.confidence >= _SURE else None for match in matches]
    people = {spec.name for spec in kind.fields if spec.kind is ValueKind.NAMES}
    for place in range(_SHARED, len(fields) - _SHARED + 1):
        both = set(fields[:place]) & set(fields[place:]) - {None}
        begins = fields[place] is not None and fields[place] in fields[:place]
        if begins and len(both) >= _SHARED and people & both and kind.telling & both:
            return place
    return None


def _part(sheet: Sheet, left: int, right: int | None, first: int) -> Sheet:
    """The sheet with nothing but its columns from ``left`` up to ``right``; a title above both belongs to each."""

    def inside(column: int) -> bool:
        return left <= column and (right is None or column < right)

    def own(place: int, cells: Row) -> Row:
        found: Row = [cell if inside(column) else "" for column, cell in enumerate(cells[:right])]
        return cells if place < first and all(map(is_blank, found)) else found

    def load() -> tuple[tuple[Merge, ...], Iterator[Row]]:
        merges, rows = sheet.load()
        kept = tuple(merge for merge in merges if inside(merge[0][1]) and inside(merge[1][1]))
        return kept, (own(place, cells) for place, cells in enumerate(rows))

    marks = replace(
        sheet.marks,
        formulas=_cut(sheet.marks.formulas, inside),
        partly_struck=_cut(sheet.marks.partly_struck, inside),
    )
    return replace(sheet, marks=marks, load=load)


def _cut(marked: Mapping[int, Mapping[int, T]], inside: Callable[[int], bool]) -> dict[int, dict[int, T]]:
    return {
        row: {column: value for column, value in cells.items() if inside(column)}
        for row, cells in marked.items()
    }
