"""Workbooks written for the reader's tests, and what was read from them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from ledgers.words import office_vocabulary
from xinfang_site.ledgers.petition_kind import PETITIONS, LedgerRow, ledger_row
from xinfang_site.ledgers.reader import read
from xinfang_site.ledgers.results import RowResult

HEAD = ["编号", "日期", "姓名", "内容"]


def write(path: Path, build: Callable[[Any, Any], None], title: str = "台账") -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    build(book, sheet)
    book.save(path)
    return path


def rows_of(path: Path, *rows: list[Any], title: str = "台账") -> Path:
    return write(path, lambda _book, sheet: [sheet.append(row) for row in rows], title)  # type: ignore[arg-type, return-value]  # a list is as good as None


def results(path: Path, **choices: Any) -> list[RowResult]:
    return list(read(path, PETITIONS, office_vocabulary(), **choices))


def records(path: Path, **choices: Any) -> list[LedgerRow]:
    return [ledger_row(dict(r.values)) for r in results(path, **choices) if r.accepted]


def messages(result: RowResult) -> str:
    return "；".join(f"{note.column}{note.message}" for note in result.warnings)
