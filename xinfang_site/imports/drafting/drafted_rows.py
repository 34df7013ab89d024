"""A ledger's rows with the matters they would become (拟登记行): all of an import that needs no database.

Of a large ledger another process does this ahead, while the rows before are checked and written.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from xinfang_site.imports.drafting import crossing
from xinfang_site.imports.drafting.dating import Dater
from xinfang_site.imports.drafting.drafter import Drafter, Taken
from xinfang_site.imports.drafting.words import Words
from xinfang_site.imports.orders import Order
from xinfang_site.imports.reading.ahead import ahead, can_read_ahead
from xinfang_site.imports.reading.marked_rows import Marked, marked_rows
from xinfang_site.ledgers.petition_kind import ledger_row
from xinfang_site.ledgers.results import Outcome, RowKind, RowResult

CHUNK = 1000
LARGE = 1_000_000
"""Bytes of a ledger from which on a process of its own is worth it."""
_SAID_BETTER = frozenset({"没有收到日期", "姓名为空"})


class Drafted(NamedTuple):
    """A row and what it would become (拟登记行).

    Attributes:
        result: what was read, with every warning that the row alone gives cause for.
        mark: its fingerprint; empty for what is not to be taken in.
        older: the one of the older way, where the office holds rows marked so.
        taken: the matter; None for what is not to be taken in.
    """

    result: RowResult
    mark: str
    older: str
    taken: Taken | None


class DraftedRows:
    """Reads one ledger and drafts its matters (读取并拟登记).

    Args:
        order: the clerk's choices.
        words: the office's words.
        today: the day of the import.
        marked_before: whether rows marked the older way are to be known again.
    """

    def __init__(self, order: Order, words: Words, today: date, *, marked_before: bool) -> None:
        self._order, self._words, self._marked_before = order, words, marked_before
        self._dater = Dater(today, order.missing_date)
        self._drafter = Drafter(words, order, today)

    def chunks(self, path: Path, file_name: str) -> Iterator[list[Drafted]]:
        """All rows in order, some at a time.

        Raises:
            LedgerError: the file cannot be read.
            ReaderError: the process that read it broke off.
        """
        chunks = self._chunks(path, file_name)
        if path.exists() and path.stat().st_size >= LARGE and can_read_ahead():
            crossing.prepare()
            return ahead(chunks)
        return chunks

    def _chunks(self, path: Path, file_name: str) -> Iterator[list[Drafted]]:
        rows = marked_rows(
            path, file_name, self._order, self._words.vocabulary, marked_before=self._marked_before
        )
        while some := list(islice(rows, CHUNK)):
            yield self._drafted(some)

    def _drafted(self, marked: Sequence[Marked]) -> list[Drafted]:
        rows = [ledger_row(each.result.values) for each in marked if each.mark]
        matters = map(self._drafter.take, rows, self._dater.of(rows))
        return [
            _drafted(each, next(matters))
            if each.mark
            else Drafted(_without_example(each.result), "", "", None)
            for each in marked
        ]


def _drafted(marked: Marked, taken: Taken) -> Drafted:
    """The row with the matter's warnings; its values are left out, since they stand in the matter now."""
    source = marked.result
    notes = [note for note in source.warnings if note.message not in _SAID_BETTER]
    notes += taken.notes
    result = RowResult(
        sheet=source.sheet,
        row_number=source.row_number,
        outcome=Outcome.WARNED if notes else Outcome.IMPORTED,
        kind=source.kind,
        warnings=tuple(notes),
        reason=source.reason,
        raw=source.raw,
        rows=source.rows,
        column=source.column,
        cell=source.cell,
    )
    return Drafted(result, marked.mark, marked.older, taken)


def _without_example(result: RowResult) -> RowResult:
    return result.skipped(RowKind.NOTE, "模板中的示例行，不导入") if result.accepted else result
