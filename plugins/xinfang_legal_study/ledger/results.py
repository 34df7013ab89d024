"""What becomes of a row (逐行结果): taken, taken with notes, left out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from xinfang_legal_study.ledger.reading import Reading
from xinfang_site.plugin_api.ledgers import Outcome, RowResult


def each_accepted(rows: Sequence[RowResult], take: Callable[[RowResult], RowResult]) -> list[RowResult]:
    """Every row that the reader took goes through ``take``; the others stay as they are."""
    return [take(row) if row.accepted else row for row in rows]


def skipped(row: RowResult, why: str) -> RowResult:
    """A row left out, and why."""
    return replace(row, outcome=Outcome.SKIPPED, reason=why)


def with_notes(row: RowResult, reading: Reading) -> RowResult:
    """A row taken in, with what was noted of its reading."""
    if not reading.notes:
        return row
    return replace(row, outcome=Outcome.WARNED, warnings=(*row.warnings, *reading.notes))
