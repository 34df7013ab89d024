"""One import of master data (导入批次): what each row came to; all rows are saved, or none."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from xinfang_site.accounts.administering.services import FreshPassword, Secret
from xinfang_site.actor import Actor
from xinfang_site.offices.models import Office


class Result(StrEnum):
    """What a row came to (处理结果); the value is the word in the report."""

    ADDED = "新增"
    CHANGED = "更新"
    COULD_ADD = "可新增"
    COULD_CHANGE = "可更新"
    SKIPPED = "跳过"
    WARNING = "警告"
    FAULT = "错误"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report (报告行); row 0 is the sheet as a whole."""

    row: int
    result: Result
    column: str
    text: str


@dataclass(slots=True)
class Batch:
    """What an importer works with (导入环境): the transaction, who imports, and the growing report.

    Attributes:
        session: the database, in a writing transaction.
        actor: who imports.
        office: the office of rows that name none, or None.
        may_grant: whether roles of the sheet are granted; only the operator of the machine may.
        titles: official heading of each column name.
        lines: the report.
        secrets: one-time passwords given out.
        passwords: passwords made beforehand, one for each new account.
    """

    session: Session
    actor: Actor
    office: Office | None
    may_grant: bool
    titles: dict[str, str]
    lines: list[Line] = field(default_factory=list)
    secrets: list[Secret] = field(default_factory=list)
    passwords: list[FreshPassword] = field(default_factory=list)

    def note(self, row: int, result: Result, text: str, column: str = "") -> None:
        """Add a line to the report."""
        self.lines.append(Line(row, result, self.titles.get(column, column), text))

    def count(self, *results: Result) -> int:
        """Lines with one of ``results``."""
        return sum(each.result in results for each in self.lines)


def taken_back(line: Line) -> Line:
    """The line of a row that would have been saved but was not."""
    words = {Result.ADDED: Result.COULD_ADD, Result.CHANGED: Result.COULD_CHANGE}
    return replace(line, result=words.get(line.result, line.result))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an import ended (导入结果).

    Attributes:
        kind: offices, people, calendar or codes.
        batch: name of this import in the audit.
        saved: whether it was saved; False for a trial and when there were faults.
        lines: the report.
        secrets: one-time passwords of new accounts.
    """

    kind: str
    batch: str
    saved: bool
    lines: tuple[Line, ...]
    secrets: tuple[Secret, ...] = ()

    @property
    def faults(self) -> tuple[Line, ...]:
        """Lines that stopped the import."""
        return tuple(each for each in self.lines if each.result is Result.FAULT)

    @property
    def imported(self) -> int:
        """Rows added or changed, or that could be in a trial; none when there was a fault."""
        done = (Result.ADDED, Result.CHANGED, Result.COULD_ADD, Result.COULD_CHANGE)
        return 0 if self.faults else self._count(*done)

    @property
    def skipped(self) -> int:
        """Rows that brought nothing new, or could not be taken."""
        return len({each.row for each in self.lines if each.result in (Result.SKIPPED, Result.FAULT)})

    @property
    def warnings(self) -> int:
        """Warnings given."""
        return self._count(Result.WARNING)

    def _count(self, *results: Result) -> int:
        return sum(each.result in results for each in self.lines)
