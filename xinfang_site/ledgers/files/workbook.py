"""The only place that touches python-calamine (读表引擎): values of xlsx and xls, errors made plain."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.sheets import Marks, Merge, Row, Sheet

T = TypeVar("T")


def workbook_sheets(path: Path, file_format: str, marks: dict[str, Marks]) -> tuple[Sheet, ...]:
    """The sheets of a checked workbook (工作簿); values are read when a sheet is loaded.

    Args:
        path: the file, already within the limits.
        file_format: xlsx or xls.
        marks: by sheet name.
    """
    book = _guarded(lambda: _book(path, file_format))
    return tuple(
        Sheet(
            meta.name,
            meta.visible == SheetVisibleEnum.Visible,
            marks.get(meta.name, Marks()),
            _Loader(book, meta.name).load,
            file_format,
        )
        for meta in book.sheets_metadata
        if meta.typ == SheetTypeEnum.WorkSheet
    )


def _book(path: Path, file_format: str) -> CalamineWorkbook:
    """The engine trusts an extension: it gets the path only when that tells the truth, else the bytes."""
    if path.suffix.lower() == f".{file_format}":
        return CalamineWorkbook.from_path(path)
    with path.open("rb") as file:
        return CalamineWorkbook.from_filelike(file)


class _Loader:
    def __init__(self, book: CalamineWorkbook, name: str) -> None:
        self._book = book
        self._name = name

    def load(self) -> tuple[tuple[Merge, ...], Iterator[Row]]:
        sheet = _guarded(lambda: self._book.get_sheet_by_name(self._name))
        return tuple(sheet.merged_cell_ranges or ()), self._rows(sheet)

    @staticmethod
    def _rows(sheet: CalamineSheet) -> Iterator[Row]:
        """All rows; the engine leaves out empty columns on the left, which are put back."""
        if sheet.start is None:
            return
        left = [""] * sheet.start[1]
        rows = _guarded(sheet.iter_rows)
        while (cells := _guarded(lambda: next(rows, None))) is not None:
            yield [*left, *cells] if left else list(cells)


def _guarded(call: Callable[[], T]) -> T:
    """Run the engine; a damaged file may end in an error or in a panic, which is no ``Exception``."""
    try:
        return call()
    except PasswordError as error:
        raise LedgerError("文件有打开密码，请取消密码后再导入") from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise LedgerError("文件已损坏，请用 Excel 或 WPS 打开后另存为 xlsx 再导入") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise LedgerError("文件已损坏，请用 Excel 或 WPS 打开后另存为 xlsx 再导入") from error
        raise
