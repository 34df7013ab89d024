"""What became of each source row (逐行结果)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from xinfang_site.ledgers.kinds import Note, Value
from xinfang_site.ledgers.text import Cell


class Outcome(Enum):
    """What became of a row (结果)."""

    IMPORTED = "导入"
    WARNED = "导入，有提示"
    SKIPPED = "跳过"
    VOID = "作废"


class RowKind(Enum):
    """What a row is (行的种类)."""

    RECORD = "记录"
    BLANK = "空行"
    TITLE = "标题"
    HEADING = "表头"
    TOTAL = "合计行"
    SIGNATURE = "签字行"
    NOTE = "说明行"
    SECTION = "分节标题"
    EMPTY = "没有内容"
    CONTINUED = "延续行"
    DUPLICATE = "重复行"
    COMPANION = "同件信访人"
    STRUCK = "删除线"
    HIDDEN_SHEET = "隐藏的工作表"
    NO_HEADING = "没有表头"
    NOT_CHOSEN = "未选的工作表"


STRUCTURE = frozenset({RowKind.BLANK, RowKind.TITLE, RowKind.HEADING})
LOST = frozenset({RowKind.RECORD, RowKind.EMPTY, RowKind.DUPLICATE, RowKind.NO_HEADING})


@dataclass(frozen=True, slots=True)
class RowResult:
    """One source row (一行的结果), or a run of blank ones.

    Attributes:
        sheet: the sheet's name.
        row_number: as Excel counts, from 1; the first one of a run.
        outcome: imported, imported with warnings, skipped, void.
        kind: what the row is.
        values: field name -> value; for records and void rows.
        warnings: what the clerk should look at.
        reason: why it was skipped or is void.
        raw: the cells as they were read, ditto marks and merged cells already filled.
        rows: how many source rows this result stands for; more than 1 only for blank ones.
        column: heading of the column that the reason is about, or "" for the whole row.
        cell: the cell of the file that it begins in (C2), where that is not the first of its row.
        written: the marks 同日 and 当日 of a record with their places, where ``raw`` holds the day they mean.
    """

    sheet: str
    row_number: int
    outcome: Outcome
    kind: RowKind
    values: Mapping[str, Value] = field(default_factory=dict)
    warnings: tuple[Note, ...] = ()
    reason: str = ""
    raw: tuple[Cell, ...] = ()
    rows: int = 1
    column: str = ""
    cell: str = ""
    written: tuple[tuple[int, str], ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether it is to be imported (应导入)."""
        return self.outcome in (Outcome.IMPORTED, Outcome.WARNED)

    @property
    def structural(self) -> bool:
        """Whether it is only form (版式行): blank, title, heading; nobody counts these as skipped."""
        return self.kind in STRUCTURE

    @property
    def lost(self) -> bool:
        """Whether it should have been a record and is not taken in (不能导入); form and what was struck out are not."""
        return self.outcome is Outcome.SKIPPED and self.kind in LOST

    def skipped(self, kind: RowKind, reason: str) -> "RowResult":
        """The same row, left out for a reason that was found after reading (不导入)."""
        return replace(self, outcome=Outcome.SKIPPED, kind=kind, reason=reason, warnings=())


@dataclass(slots=True)
class Counts:
    """Totals of a reading (合计), to be fed with every result.

    Attributes:
        imported: rows to import, with or without warnings.
        skipped: rows skipped or void that are not mere form.
        warnings: single warnings, not rows.
        warned_rows: rows imported with at least one warning.
        void: struck-out rows, part of ``skipped``.
        form: blank, title and heading rows.
        source_rows: all rows of the file up to the last value of each sheet.
    """

    imported: int = 0
    skipped: int = 0
    warnings: int = 0
    warned_rows: int = 0
    void: int = 0
    form: int = 0
    source_rows: int = 0

    def add(self, result: RowResult) -> None:
        """Count one result (计入)."""
        self.source_rows += result.rows
        if result.accepted:
            self.imported += 1
            self.warnings += len(result.warnings)
            self.warned_rows += bool(result.warnings)
        elif result.structural:
            self.form += result.rows
        else:
            self.skipped += result.rows
            self.void += result.outcome is Outcome.VOID
