"""Several tables on one sheet (同表多张): 一、来信 with its columns, and below it 二、来访 with others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from typing import Final

from xinfang_site.ledgers.columns.headings import Heading, JoinedColumns, blank_row, heading_at
from xinfang_site.ledgers.columns.mapping import faults, mapping_of
from xinfang_site.ledgers.columns.proposing import propose
from xinfang_site.ledgers.columns.titles import title_index
from xinfang_site.ledgers.files.sheets import Merge, Row
from xinfang_site.ledgers.kinds import LedgerKind
from xinfang_site.ledgers.text import is_blank, squeeze
from xinfang_site.ledgers.values.years import month_in, year_in

_AHEAD: Final = 4
_LONGEST: Final = 20
_MOST_BETWEEN: Final = 10
_LOOKED_AT: Final = 20_000
_BELOW: Final = 30
_FEW: Final = 2


class NumberedRows:
    """The rows of a sheet with their places (编号的行), of which some can be looked at before they are taken."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = enumerate(rows)
        self._held: list[tuple[int, Row]] = []

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        """Each row once; a further loop goes on where the last one stopped."""
        while self._held:
            yield self._held.pop(0)
        for numbered in self._rows:
            yield numbered
            while self._held:
                yield self._held.pop(0)

    def put_back(self, place: int, cells: Row) -> None:
        """Give the row back that was taken last."""
        self._held.insert(0, (place, cells))

    def ahead(self, count: int) -> list[Row]:
        """The next rows, which stay to be taken."""
        self._held += islice(self._rows, max(0, count - len(self._held)))
        return [cells for _, cells in self._held[:count]]

    def below(self, heading: Heading, taken: int = 0) -> list[Row]:
        """The first records of a table (表头以下), up to a blank row; ``taken`` rows of its heading are passed."""
        left, columns = heading.height - taken, JoinedColumns(heading)
        found = takewhile(lambda cells: not blank_row(cells), self.ahead(left + _BELOW)[left:])
        return [columns.join(cells) for cells in found]


def further_headings(
    rows: Iterable[Row], heading: Heading, kind: LedgerKind, merges: Sequence[Merge], sheet_name: str
) -> Iterator[tuple[Heading, list[Row]]]:
    """The headings of the tables below the first one (下面的各表), each with its first rows.

    Args:
        rows: the sheet's rows from the first on.
        heading: of the first table.
        kind: the kind of ledger.
        merges: merged ranges of the sheet.
        sheet_name: the sheet's name.
    """
    numbered = NumberedRows(islice(rows, _LOOKED_AT))
    tables = FurtherTables(heading, kind, merges, sheet_name)
    for place, cells in numbered:
        if place < heading.first + heading.height or blank_row(cells):
            continue
        further = tables.begins(place, cells, numbered)
        if further is None:
            tables.passed(cells, record=sum(not is_blank(cell) for cell in cells) > _FEW)
            continue
        yield further, numbered.below(further, taken=1)
        heading, tables = further, FurtherTables(further, kind, merges, sheet_name)


class FurtherTables:
    """Tells the heading of another table below the first one (另起的表头).

    Args:
        heading: of the table that is being read.
        kind: the kind of ledger.
        merges: merged ranges of the sheet.
        sheet_name: the sheet's name.
    """

    def __init__(self, heading: Heading, kind: LedgerKind, merges: Sequence[Merge], sheet_name: str) -> None:
        self._heading, self._kind, self._merges, self._name = heading, kind, merges, sheet_name
        self._index = title_index(kind)
        self._words = self._index.words
        self._fields = self._proposal(heading)
        self._between: list[Row] = []

    def passed(self, cells: Row, *, record: bool) -> None:
        """Note a row: what stands between the last record and a heading is the heading's title."""
        if record:
            if self._between:
                self._between.clear()
        elif len(self._between) < _MOST_BETWEEN:
            self._between.append(cells)

    def begins(self, place: int, cells: Row, rows: NumberedRows) -> Heading | None:
        """The heading that begins with this row, when it names other columns than those being read."""
        first = cells[0] if cells and cells[0] != "" else next((cell for cell in cells if cell != ""), "")
        if type(first) is not str or first.isascii() or len(first) > _LONGEST:
            return None
        if squeeze(first).strip("*:") not in self._words:
            return None
        above = len(self._between)
        window = [*self._between, cells, *rows.ahead(_AHEAD)]
        shift = place - above
        merges = [
            ((top - shift, left), (bottom - shift, right))
            for (top, left), (bottom, right) in self._merges
            if bottom >= place
        ]
        found = heading_at(window, above, merges, self._kind, self._name)
        if found is None or found.fingerprint == self._heading.fingerprint:
            return None
        fields = self._proposal(found)
        if fields == self._fields or faults(mapping_of(found, propose(found, self._kind, ())), self._kind):
            return None
        nearest = [
            *reversed(found.above),
            self._name,
        ]  # 2023年共7件 ends the table above, 2024年 begins this one
        return replace(found, first=place, year=year_in(nearest), month=month_in(nearest))

    def _proposal(self, heading: Heading) -> tuple[str | None, ...]:
        return mapping_of(heading, propose(heading, self._kind, ())).fields
