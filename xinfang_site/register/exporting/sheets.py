"""Writing a sheet (写表格): texts, days and numbers, so that nothing from a matter is ever a formula.

Days and numbers are real ones: what is exported is sorted and filtered further in Excel or WPS.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SHEET = "名册"
LONGEST_CELL = 32_000
A4 = 9
"""Excel's number for the paper."""
DAY = "yyyy-mm-dd"
FIRST_YEAR = 1900
"""Excel counts its days from here; one typed as 0202 stays a text, or it would stop every list that holds it."""

Cell = str | int | date


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's head (表头): lines above the table, then the columns with their widths."""

    lines: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]


def write(path: Path, sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> None:
    """Write the sheet; rows are read once, one after another, and never held together."""
    try:
        import rustpy_xlsxwriter
    except ImportError:
        write_slowly(path, sheet, rows)
        return
    names = [name for name, _ in sheet.columns]
    last = len(names) - 1
    rustpy_xlsxwriter.write_worksheet(
        _records(names, rows),
        str(path),
        sheet_name=SHEET,
        header_row=len(sheet.lines),
        freeze_row=len(sheet.lines) + 1,
        freeze_col=1,
        bold_headers=True,
        datetime_format=DAY,
        page_setup={
            "landscape": True,
            "paper_size": A4,
            "repeat_rows": len(sheet.lines),
            "fit_to_pages": (1, 0),
            "footer": "&C第 &P 页，共 &N 页",
        },
        column_widths={name: float(width) for name, width in sheet.columns},
        merge_ranges=[(number, 0, number, last, text(line)) for number, line in enumerate(sheet.lines)],
    )


def _records(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[dict[str, Cell]]:
    empty = True
    for row in rows:
        empty = False
        yield dict(
            zip(
                names,
                [
                    each
                    if isinstance(each, str) and each.isprintable() and len(each) < LONGEST_CELL
                    else plain(each)
                    for each in row
                ],
                strict=True,
            )
        )
    if empty:  # the writer knows the columns from the first row only
        yield dict.fromkeys(names, "")


def write_slowly(path: Path, sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> None:
    """The same by XlsxWriter, for machines that the fast writer has no binary for."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet(SHEET)
        bold, days = book.add_format({"bold": True}), book.add_format({"num_format": DAY})
        head = len(sheet.lines)
        for number, (_, width) in enumerate(sheet.columns):
            page.set_column(number, number, width)
        for number, line in enumerate(sheet.lines):
            page.write_string(number, 0, text(line))
        for number, (name, _) in enumerate(sheet.columns):
            page.write_string(head, number, name, bold)
        page.freeze_panes(head + 1, 1)
        page.set_landscape()
        page.set_paper(A4)
        page.repeat_rows(head)
        page.fit_to_pages(1, 0)
        page.set_footer("&C第 &P 页，共 &N 页")
        for line_number, row in enumerate(rows, head + 1):
            for number, value in enumerate(map(plain, row)):
                if isinstance(value, str):
                    page.write_string(line_number, number, value)
                elif isinstance(value, date):
                    page.write_datetime(line_number, number, value, days)
                else:
                    page.write_number(line_number, number, value)


def plain(value: Cell) -> Cell:
    """What a cell can hold of a value (单元格值): a clean text, a number, a day that Excel knows."""
    if isinstance(value, str):
        return text(value)
    return value.isoformat() if isinstance(value, date) and value.year < FIRST_YEAR else value


def text(value: str) -> str:
    """A cell's text: without the control characters that no sheet may hold, and not too long for one."""
    if value.isprintable():  # nearly all are, and a sheet has millions
        return value[:LONGEST_CELL]
    return "".join(each for each in value if each >= " " or each in "\n\t")[:LONGEST_CELL]
