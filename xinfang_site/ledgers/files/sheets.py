"""Sheets as they come from a file (工作表): rows of plain values and the marks that are not values."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from xinfang_site.ledgers.files.strikes import Struck
from xinfang_site.ledgers.text import Cell

Row = list[Cell]
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet says beside its values (标记); rows and columns count from 0.

    Attributes:
        hidden_rows: rows that the clerk does not see.
        hidden_columns: columns that the clerk does not see.
        struck: row -> columns whose whole text is struck out (删除线).
        partly_struck: row -> column -> what is struck out of its text, and what is left.
        formulas: row -> column -> text of formulas saved without a result and of error values (#N/A).
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: Mapping[int, frozenset[int]] = field(default_factory=dict)
    partly_struck: Mapping[int, Mapping[int, Struck]] = field(default_factory=dict)
    formulas: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet (工作表).

    Attributes:
        name: as on the tab; for csv the file's name.
        visible: False for hidden and very hidden sheets.
        marks: hidden and struck rows and the like.
        load: reads the sheet: its merged ranges and an iterator over all rows from the first on.
        format: xlsx, xls, csv or html.
        note: what the clerk should know of how it was laid out, told with the first record.
        cell_of: where in the file a row begins, by its number, of a sheet whose rows are none of the file's.
    """

    name: str
    visible: bool
    marks: Marks
    load: Callable[[], tuple[tuple[Merge, ...], Iterator[Row]]]
    format: str
    note: str = ""
    cell_of: Callable[[int], str] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An opened ledger (打开的台账): its name, its sheets in order, remarks on how it was read; of text its encoding."""

    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    encoding: str = ""
