"""What an import comes to (导入结果): counts, warnings about the file, the first rows to look at, the report."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from types import TracebackType
from typing import Any, Self

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.masking import scrub
from xinfang_site.imports import storage
from xinfang_site.imports.planning.plan import Planned
from xinfang_site.ledgers.report import ReportWriter
from xinfang_site.ledgers.results import Outcome, RowResult

SHOWN, NAMED, KINDS_COUNTED = 50, 3, 1000
_SINGULAR = re.compile(r"“[^”]*”|\d{4}-\d{2}-\d{2}|编号[^与已]+(?=与|已)|(?:第|登记为 )\S+?(?=行|，)")
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
        lost: the first rows that should have been records and cannot be taken in.
        lost_rows: how many these are.
    """

    imported: int
    skipped: int
    warnings: int
    rows: int = 0
    open: int = 0
    overdue: int = 0
    remarks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    lost: tuple[Problem, ...] = ()
    lost_rows: int = 0

    def to_json(self) -> dict[str, Any]:
        """For the batch's row."""
        return asdict(self)

    @staticmethod
    def from_json(values: dict[str, Any]) -> "Summary":
        """From the batch's row."""
        rows = {
            name: tuple(Problem(**each) for each in values.get(name, ())) for name in ("problems", "lost")
        }
        return Summary(**{**values, "remarks": tuple(values["remarks"]), **rows})

    @property
    def words(self) -> str:
        """In one line, for pages."""
        return f"导入 {self.imported} 件，跳过 {self.skipped} 行，警告 {self.warnings} 条"


class HeldBackError(Refused):
    """A ledger that was to be taken in whole or not at all holds rows that cannot be (整批不导入).

    Attributes:
        summary: what was found.
        report: name of the report, which the receiver keeps or removes.
    """

    def __init__(self, summary: Summary, report: str) -> None:
        super().__init__(held_back(summary), field="all_or_nothing")
        self.summary, self.report = replace(summary, imported=0, open=0, overdue=0), report


def held_back(summary: Summary) -> str:
    """Why a ledger is held back: the first rows that cannot be taken in, each with its column."""
    named = [
        f"{each.sheet} 第 {each.row} 行{f'“{each.column}”' if each.column else ''}{each.words}"
        for each in summary.lost
    ]
    total = f"等 {summary.lost_rows} 行" if summary.lost_rows > len(named) else ""
    return f"有不能导入的行，整批没有导入：{'；'.join(named)}{total}"


class Tracker:
    """Follows an import row by row (逐行记录): counts, problems and the report, which is removed on failure.

    Args:
        source_name: the ledger's file name.
        facts: lines for the report's summary.
        whole: all or nothing was wished: one lost row holds everything back.
    """

    def __init__(self, source_name: str, facts: tuple[tuple[str, str], ...], *, whole: bool = False) -> None:
        self.report = storage.reserve("xlsx")
        self._writer = ReportWriter(storage.path_of(self.report), source_name, facts)
        self._problems: dict[tuple[str, str, str, str], Problem] = {}
        self._said: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
        self._lost: list[Problem] = []
        self._lost_rows = 0
        self._closed, self._whole = False, whole

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is not None and not issubclass(kind, HeldBackError):
            self.discard()

    @property
    def held(self) -> bool:
        """Whether nothing may be taken in any more."""
        return self._whole and self._lost_rows > 0

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
            found = _problems(each)
            for problem in found:
                self._note(problem)
            if each.lost:
                self._lost_rows += 1
                self._lost += [_masked(found[0])] if len(self._lost) < NAMED else []

    def _note(self, problem: Problem) -> None:
        """The same words about many rows are one line, whatever they quote."""
        key = (problem.sheet, problem.outcome, problem.column, _SINGULAR.sub("“”", problem.words))
        known = self._problems.get(key)
        if known is not None:
            self._problems[key] = replace(known, rows=known.rows + 1)
        elif len(self._problems) < SHOWN:
            self._problems[key] = _masked(problem)
        if key in self._problems and len(self._said[key]) < KINDS_COUNTED:
            self._said[key].add(problem.words)

    def _shown(self) -> Iterator[Problem]:
        for key, problem in self._problems.items():
            others = len(self._said[key]) - 1
            yield replace(problem, words=f"{problem.words}（另有 {others} 种）") if others else problem

    def finish(self, remarks: tuple[str, ...], *, running: int = 0, overdue: int = 0) -> Summary:
        """Complete the report; the counts of what was added.

        Raises:
            LedgerError: the report cannot be written.
            HeldBackError: all or nothing was wished, and rows cannot be taken in; the report is complete.
        """
        self._closed = True
        if self.held:
            self._writer.tell("结果", "有不能导入的行，整批没有导入")
        self._writer.close()
        counts = self._writer.counts
        summary = Summary(
            imported=counts.imported,
            skipped=counts.skipped,
            warnings=counts.warnings + len(remarks),
            rows=counts.source_rows,
            open=running,
            overdue=overdue,
            remarks=remarks,
            problems=tuple(self._shown()),
            lost=tuple(self._lost),
            lost_rows=self._lost_rows,
        )
        if self.held:
            raise HeldBackError(summary, self.report)
        return summary

    def discard(self) -> None:
        """Remove the report."""
        if not self._closed:
            self._closed = True
            self._writer.close()
        storage.remove(self.report)


def _problems(result: RowResult) -> list[Problem]:
    if result.structural or result.outcome is Outcome.IMPORTED:
        return []
    pairs = [(result.column, result.reason or "不能导入")] if result.reason or result.lost else []
    pairs += [(note.column, note.message) for note in result.warnings]
    return [
        Problem(result.sheet, result.row_number, result.outcome.value, column, words)
        for column, words in pairs
    ]


def _masked(problem: Problem) -> Problem:
    return replace(problem, words=scrub(problem.words)[:_WORDS_MAX])
