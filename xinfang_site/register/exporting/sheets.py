"""Writing a sheet (写表格): text cells only, so that nothing from a matter is ever a formula."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SHEET = "名册"
LONGEST_CELL = 32_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's head (表头): lines above the table, then the columns with their widths."""

    lines: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]


def write(path: Path, sheet: Sheet, rows: Iterable[Sequence[str]]) -> None:
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
        column_widths={name: float(width) for name, width in sheet.columns},
        merge_ranges=[(number, 0, number, last, text(line)) for number, line in enumerate(sheet.lines)],
    )


def _records(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[dict[str, str]]:
    empty = True
    for row in rows:
        empty = False
        yield dict(
            zip(
                names,
                [each if each.isprintable() and len(each) < LONGEST_CELL else text(each) for each in row],
                strict=True,
            )
        )
    if empty:  # the writer knows the columns from the first row only
        yield dict.fromkeys(names, "")


def write_slowly(path: Path, sheet: Sheet, rows: Iterable[Sequence[str]]) -> None:
    """The same by XlsxWriter, for machines that the fast writer has no binary for."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True})
        head = len(sheet.lines)
        for number, (_, width) in enumerate(sheet.columns):
            page.set_column(number, number, width)
        for number, line in enumerate(sheet.lines):
            page.write_string(number, 0, text(line))
        for number, (name, _) in enumerate(sheet.columns):
            page.write_string(head, number, name, bold)
        page.freeze_panes(head + 1, 1)
        for line_number, row in enumerate(rows, head + 1):
            for number, value in enumerate(row):
                page.write_string(line_number, number, text(value))


def text(value: str) -> str:
    """A cell's text: without the control characters that no sheet may hold, and not too long for one."""
    if value.isprintable():  # nearly all are, and a sheet has millions
        return value[:LONGEST_CELL]
    return "".join(each for each in value if each >= " " or each in "\n\t")[:LONGEST_CELL]
