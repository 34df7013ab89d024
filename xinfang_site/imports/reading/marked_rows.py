"""A ledger's rows with their fingerprints (已标记行)."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from xinfang_site.imports.orders import Order
from xinfang_site.imports.reading.fingerprints import (
    Marks,
    as_written,
    fingerprint,
    older_fingerprint,
    origin_of,
    unnumbered_fingerprint,
)
from xinfang_site.ledgers import reader
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.petition_kind import PETITIONS
from xinfang_site.ledgers.results import RowResult
from xinfang_site.ledgers.values.vocabulary import Vocabulary

EXAMPLE = "示例"
_EXAMPLES = frozenset({EXAMPLE, "样例", "例", "例:", "例：", "举例", "（示例）", "示例："})


class Marked(NamedTuple):
    """A row with its fingerprints (已标记行).

    Attributes:
        result: what was read.
        mark: its fingerprint; empty for what is not to be taken in.
        older: the one of an older way, where rows may be marked so.
    """

    result: RowResult
    mark: str
    older: str


def marked_rows(
    path: Path, file_name: str, order: Order, vocabulary: Vocabulary, *, marked_before: bool
) -> Iterator[Marked]:
    """All rows of a ledger in order, marked (读取并标记).

    Args:
        path: the ledger.
        file_name: what the clerk calls it.
        order: the clerk's choices.
        vocabulary: the office's code tables.
        marked_before: whether rows marked the older way are to be known again.

    Raises:
        LedgerError: the file cannot be read.
    """
    options = Options(
        year=order.year,
        include_hidden_sheets=order.hidden_sheets,
        file_name=file_name,
        encoding=order.encoding,
    )
    marks = Marks(fingerprint)
    older = Marks(older_fingerprint(origin_of(path))) if marked_before else None
    unnumbered, unfilled = Marks(unnumbered_fingerprint), Marks(fingerprint)
    for result in reader.read(path, PETITIONS, vocabulary, mappings=order.mappings(), options=options):
        wanted = result.accepted and not is_example(result)
        before = older or (unnumbered if "renumbered" in result.values else None)
        before = before or (unfilled if result.written else None)
        yield Marked(
            result,
            marks.of(result) if wanted else "",
            before.of(as_written(result)) if before and wanted else "",
        )


def is_example(result: RowResult) -> bool:
    """Whether it is the row that shows how the template is filled in."""
    return not _EXAMPLES.isdisjoint(result.raw[:2])
