"""Columns bound to their fields (列与字段): what each is read by."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from xinfang_site.ledgers.columns.headings import Heading
from xinfang_site.ledgers.columns.mapping import ColumnMapping
from xinfang_site.ledgers.kinds import FieldSpec, LedgerKind, ValueKind
from xinfang_site.ledgers.rows.cells import CellReader, Parsed, reader_for
from xinfang_site.ledgers.text import Cell, cell_text
from xinfang_site.ledgers.values.reached import parse_reached, tells_both, tells_scene
from xinfang_site.ledgers.values.vocabulary import Vocabulary
from xinfang_site.ledgers.values.years import YearContext

_DATED: Final = frozenset({ValueKind.DATE, ValueKind.DATETIME})
_PLAIN: Final = frozenset({ValueKind.TEXT, ValueKind.LONG_TEXT})


@dataclass(frozen=True, slots=True)
class Column:
    """One column bound to its field (列): ``spec`` is None for columns that go to the remarks, ``plain`` means text."""

    place: int
    title: str
    spec: FieldSpec | None
    read: CellReader | None
    plain: bool = False

    @property
    def dated(self) -> bool:
        """Whether it holds dates (日期列)."""
        return self.spec is not None and self.spec.kind in _DATED


def bind(
    heading: Heading, mapping: ColumnMapping, kind: LedgerKind, vocabulary: Vocabulary, years: YearContext
) -> list[Column]:
    """The columns of a sheet, each with what reads it (绑定各列)."""
    titles, fields = heading.titles, mapping.fields
    columns: list[Column] = []
    for place in range(max(len(fields), len(titles))):
        name = fields[place] if place < len(fields) else None
        spec = kind.field(name) if name else None
        title = titles[place] if place < len(titles) else f"第{place + 1}列"
        if spec is not None and (other := _beside(spec.name, title, kind, fields)):
            columns.append(
                Column(place, title, spec, partial(_read_both, kind.reached, other, tells_scene(title)))
            )
            continue
        reader = reader_for(spec, vocabulary, years) if spec else None
        columns.append(Column(place, title, spec, reader, spec is not None and spec.kind in _PLAIN))
    return columns


def _beside(name: str, title: str, kind: LedgerKind, fields: Collection[str | None]) -> str:
    """The field that a column tells besides its own, where no column of its own does: 住址及电话."""
    if name not in kind.reached or not tells_both(title):
        return ""
    return next((other for other in kind.reached if other not in fields), "")


def _read_both(fields: tuple[str, ...], other: str, scene: bool, cell: Cell) -> Parsed:
    """The address and the telephone of one cell; ``other`` is the one that the column is not bound to.

    Where the matter happened (``scene``) is told in the remarks alone.
    """
    text = cell_text(cell)
    if not text:
        return Parsed(None)
    found = parse_reached(text)
    if scene:
        found = replace(found, address="", rest=text)
    values = dict(zip(fields, (found.address or None, found.phones or None), strict=True))
    beside = values.pop(other)
    return Parsed(values.popitem()[1], found.notes, found.rest, beside=(other, beside) if beside else None)
