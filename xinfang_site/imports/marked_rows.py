"""A ledger's rows with their fingerprints (已标记行), as the plan decides on them: read ahead where it is worth it."""

from collections.abc import Iterator
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from xinfang_site.imports.ahead import ahead, can_read_ahead
from xinfang_site.imports.fingerprints import Marks, fingerprint, older_fingerprint, origin_of
from xinfang_site.imports.orders import Order
from xinfang_site.ledgers import reader
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.petition_kind import PETITIONS
from xinfang_site.ledgers.results import RowResult
from xinfang_site.ledgers.values.vocabulary import Vocabulary

CHUNK = 1000
LARGE = 1_000_000
"""Bytes of a ledger from which on a process of its own is worth it."""
EXAMPLE = "示例"
_EXAMPLES = frozenset({EXAMPLE, "样例", "例", "例:", "例：", "举例", "（示例）", "示例："})
_values = attrgetter(*(each.name for each in fields(RowResult)))


class Marked(NamedTuple):
    """A row with its fingerprints (已标记行).

    Attributes:
        result: what was read.
        mark: its fingerprint; empty for what is not to be taken in.
        older: the one of the older way, where the office holds rows marked so.
    """

    result: RowResult
    mark: str
    older: str


class MarkedRows:
    """Reads one ledger and marks its rows (读取并标记).

    Args:
        order: the clerk's choices.
        vocabulary: the office's code tables.
        marked_before: whether rows marked the older way are to be known again.
    """

    def __init__(self, order: Order, vocabulary: Vocabulary, *, marked_before: bool) -> None:
        self._order, self._vocabulary, self._marked_before = order, vocabulary, marked_before

    def chunks(self, path: Path, file_name: str) -> Iterator[list[Marked]]:
        """All rows in order, some at a time.

        Raises:
            LedgerError: the file cannot be read.
            ReaderError: the process that read it broke off.
        """
        chunks = self._plain(path, file_name)
        if path.exists() and path.stat().st_size >= LARGE and can_read_ahead():
            chunks = ahead(chunks)
        for some in chunks:
            yield [Marked(RowResult(*values), mark, older) for values, mark, older in some]

    def _plain(self, path: Path, file_name: str) -> Iterator[list[tuple[tuple[Any, ...], str, str]]]:
        """Rows as plain tuples, which cross to another process at a third of the cost."""
        marks = Marks(fingerprint)
        older = Marks(older_fingerprint(origin_of(path))) if self._marked_before else None
        waiting: list[tuple[tuple[Any, ...], str, str]] = []
        for result in self._results(path, file_name):
            wanted = result.accepted and not is_example(result)
            mark = marks.of(result) if wanted else ""
            waiting.append((_values(result), mark, older.of(result) if older and wanted else ""))
            if len(waiting) == CHUNK:
                yield waiting
                waiting = []
        if waiting:
            yield waiting

    def _results(self, path: Path, file_name: str) -> Iterator[RowResult]:
        options = Options(
            year=self._order.year,
            include_hidden_sheets=self._order.hidden_sheets,
            file_name=file_name,
            encoding=self._order.encoding,
        )
        return reader.read(
            path, PETITIONS, self._vocabulary, mappings=self._order.mappings(), options=options
        )


def is_example(result: RowResult) -> bool:
    """Whether it is the row that shows how the template is filled in."""
    return not _EXAMPLES.isdisjoint(result.raw[:2])
