"""What an import comes to (导入结果): counts, warnings about the file, the first rows to look at, the report."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from xinfang_site.domain.masking import scrub
from xinfang_site.imports import storage
from xinfang_site.imports.plan import Planned
from xinfang_site.ledgers.report import ReportWriter
from xinfang_site.ledgers.results import Outcome, RowResult

SHOWN = 50
_WORDS_MAX = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """What to look at (问题行): the first row with it, and how many rows; numbers of people are masked."""

    sheet: str
    row: int
    outcome: str
    column: str
    words: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import came to (导入结果).

    Attributes:
        imported: matters.
        skipped: rows that are neither blank nor mere form and were not imported.
        warnings: single warnings, those about the whole file included.
        rows: rows of the file.
        open: imported matters that are under way.
        overdue: those among them whose dispatch limit is over.
        remarks: warnings about the whole file.
        problems: the first rows to look at.
    """

    imported: int
    skipped: int
    warnings: int
    rows: int = 0
    open: int = 0
    overdue: int = 0
    remarks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For the batch's row."""
        return asdict(self)

    @staticmethod
    def from_json(values: dict[str, Any]) -> "Summary":
        """From the batch's row."""
        problems = tuple(Problem(**each) for each in values["problems"])
        return Summary(**{**values, "remarks": tuple(values["remarks"]), "problems": problems})

    @property
    def words(self) -> str:
        """In one line, as the command prints it."""
        return f"导入 {self.imported} 件, 跳过 {self.skipped} 行, 警告 {self.warnings} 条"


class Tracker:
    """Follows an import row by row (逐行记录): counts, problems and the report, which is removed on failure.

    Args:
        source_name: the ledger's file name.
        facts: lines for the report's summary.
    """

    def __init__(self, source_name: str, facts: tuple[tuple[str, str], ...]) -> None:
        self.report = storage.reserve("xlsx")
        self._writer = ReportWriter(storage.path_of(self.report), source_name, facts)
        self._problems: dict[tuple[str, str, str, str], Problem] = {}
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.discard()

    @property
    def rows(self) -> int:
        """Rows read so far."""
        return self._writer.counts.source_rows

    def add(self, planned: list[Planned]) -> None:
        """Note rows."""
        self.add_results(each.result for each in planned)

    def add_results(self, results: Iterable[RowResult]) -> None:
        """Note rows of any ledger."""
        for each in results:
            self._writer.add(each)
            for problem in _problems(each):
                self._note(problem)

    def _note(self, problem: Problem) -> None:
        """The same words about many rows are one line."""
        key = (problem.sheet, problem.outcome, problem.column, problem.words)
        known = self._problems.get(key)
        if known is not None:
            self._problems[key] = replace(known, rows=known.rows + 1)
        elif len(self._problems) < SHOWN:
            self._problems[key] = replace(problem, words=scrub(problem.words)[:_WORDS_MAX])

    def finish(self, remarks: tuple[str, ...], *, running: int = 0, overdue: int = 0) -> Summary:
        """Complete the report; the counts of what was added.

        Raises:
            LedgerError: the report cannot be written.
        """
        self._closed = True
        self._writer.close()
        counts = self._writer.counts
        return Summary(
            imported=counts.imported,
            skipped=counts.skipped,
            warnings=counts.warnings + len(remarks),
            rows=counts.source_rows,
            open=running,
            overdue=overdue,
            remarks=remarks,
            problems=tuple(self._problems.values()),
        )

    def discard(self) -> None:
        """Remove the report."""
        if not self._closed:
            self._closed = True
            self._writer.close()
        storage.remove(self.report)

    def copy_to(self, path: Path) -> None:
        """A copy of the finished report."""
        path.write_bytes(storage.path_of(self.report).read_bytes())


def _problems(result: RowResult) -> list[Problem]:
    if result.structural or result.outcome is Outcome.IMPORTED:
        return []
    pairs = [("", result.reason)] if result.reason else []
    pairs += [(note.column, note.message) for note in result.warnings]
    return [
        Problem(result.sheet, result.row_number, result.outcome.value, column, words)
        for column, words in pairs
    ]
