"""The import report (导入报告): an xlsx that opens at the first row to look at, with a link to each source cell."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.kinds import Note
from xinfang_site.ledgers.results import Counts, Outcome, RowResult
from xinfang_site.ledgers.text import Cell, cell_text, clean_text

_HEADINGS: Final = ("序号", "工作表", "行号", "结果", "种类", "列", "说明", "原文", "打开原表")
_WIDTHS: Final = (6, 14, 7, 12, 12, 14, 60, 60, 12)
_LONGEST: Final = 2000
_LINKS: Final = 60_000  # Excel takes 65,530 links on a sheet


class ReportWriter:
    """Writes the report while a ledger is read (导入报告).

    Use as a context manager and feed every result to ``add``. A row with something to say has one line, however
    much it is; rows imported without a warning and mere form are counted, not listed.

    Args:
        path: the report to write.
        source_name: the ledger's file name, to which the links point (the report lies beside it).
        facts: lines for the summary (批次, 操作人, 时间) as (name, value) pairs.
    """

    def __init__(self, path: Path, source_name: str, facts: Iterable[tuple[str, str]] = ()) -> None:
        try:
            path.touch()
        except OSError as error:
            raise LedgerError("导入报告写不了") from error
        self.counts = Counts()
        self._path, self._source, self._facts = path, source_name, tuple(facts)
        self._line = 0
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        from xlsxwriter import Workbook  # the web needs none of it

        self._book: Any = Workbook(str(path), {**options, "constant_memory": True})
        self._detail = self._book.add_worksheet("逐行说明")
        self._bold = self._book.add_format(
            {"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True}
        )
        self._plain = self._book.add_format(
            {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1}
        )
        self._link = self._book.add_format(
            {"font_color": "#0B5394", "underline": 1, "valign": "top", "border": 1}
        )
        for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
            self._detail.set_column(column, column, width)
            self._detail.write_string(0, column, heading, self._bold)
        self._detail.freeze_panes(1, 0)

    def __enter__(self) -> "ReportWriter":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def add(self, result: RowResult) -> None:
        """Count a result and list it if there is something to say (记一行)."""
        self.counts.add(result)
        if result.structural or result.outcome is Outcome.IMPORTED:
            return
        original = " | ".join(filter(None, (_shown(cell) for cell in result.raw)))
        self._write(result, *_told(result), original)

    def tell(self, name: str, value: str) -> None:
        """One more line for the summary (补记)."""
        self._facts = (*self._facts, (name, value))

    def close(self) -> None:
        """Finish the file (写完).

        Raises:
            LedgerError: it cannot be written.
        """
        if self._line == 0:
            self._detail.write_string(1, 6, "没有跳过的行，也没有提示", self._plain)
        self._detail.autofilter(0, 0, max(self._line, 1), len(_HEADINGS) - 1)
        self._detail.set_selection(1, 1, 1, 1)
        self._summary()
        self._detail.activate()
        from xlsxwriter.exceptions import XlsxWriterException

        try:
            self._book.close()
        except (OSError, XlsxWriterException) as error:
            raise LedgerError("导入报告写不了") from error

    def _write(self, result: RowResult, column: str, message: str, original: str) -> None:
        self._line += 1
        line, sheet = self._line, self._detail
        if line >= 1_048_575:
            return
        texts = (
            str(line),
            result.sheet,
            str(result.row_number),
            result.outcome.value,
            result.kind.value,
            column,
        )
        for place, text in enumerate((*texts, message, original)):
            sheet.write_string(line, place, _shown(text), self._plain)
        if line <= _LINKS:
            shown = result.cell or f"第{result.row_number}行"
            sheet.write_url(line, 8, self._address(result), self._link, string=shown)

    def _address(self, result: RowResult) -> str:
        """A relative link to the cell in the source (外部链接), which Excel and WPS open at the row."""
        name = result.sheet.replace("'", "''")
        return (
            f"external:{self._source.replace('#', '%23')}#'{name}'!{result.cell or f'A{result.row_number}'}"
        )

    def _summary(self) -> None:
        sheet = self._book.add_worksheet("汇总")
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 60)
        counts = self.counts
        lines = (
            ("原文件", self._source),
            *self._facts,
            ("导入", f"{counts.imported} 件"),
            ("其中有提示", f"{counts.warned_rows} 件，{counts.warnings} 条"),
            ("跳过", f"{counts.skipped} 行"),
            ("其中删除线作废", f"{counts.void} 行"),
            ("空行、标题、表头", f"{counts.form} 行"),
            ("原文件共", f"{counts.source_rows} 行"),
        )
        for row, (name, value) in enumerate(lines):
            sheet.write_string(row, 0, _shown(name), self._bold)
            sheet.write_string(row, 1, _shown(value), self._plain)


def _told(result: RowResult) -> tuple[str, str]:
    """The columns a row's line is about and all that is said of it, so that each row has one line (一行一条)."""
    notes = [Note(result.column, result.reason)] if result.reason else []
    if result.outcome is not Outcome.SKIPPED:
        notes.extend(result.warnings)
    columns = "、".join(dict.fromkeys(note.column for note in notes if note.column))
    if len(notes) == 1:
        return columns, notes[0].message
    lines = (f"{note.column}：{note.message}" if note.column else note.message for note in notes)
    return columns, "\n".join(dict.fromkeys(lines))


def _shown(cell: Cell) -> str:
    """Text fit for a cell of the report: cleaned, cut, never a formula (written as a string)."""
    text = clean_text(cell_text(cell))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def write_report(
    path: Path, source_name: str, results: Iterable[RowResult], facts: Iterable[tuple[str, str]] = ()
) -> Counts:
    """Write the whole report (写导入报告) and return the totals."""
    with ReportWriter(path, source_name, facts) as report:
        for result in results:
            report.add(result)
    return report.counts
