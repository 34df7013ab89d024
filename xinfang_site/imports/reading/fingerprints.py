"""Fingerprints of ledger rows (行指纹): the same row never makes a second matter."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from xinfang_site.extensions import vault
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.compound import MAGIC
from xinfang_site.ledgers.results import RowResult
from xinfang_site.ledgers.text import Cell, cell_text, clean_text, fold, number_text
from xinfang_site.ledgers.values.dates import parse_date_text

_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: \d{1,2}:\d\d(?::\d\d)?)?", re.ASCII)
_LONGEST_DAY = 20


WORKBOOK, TEXT = "workbook", "text"


class Marks:
    """Gives the rows of one file their fingerprints (逐行指纹); rows that say the same are counted.

    Args:
        mark: makes a fingerprint of a row and its count.
    """

    def __init__(self, mark: Callable[[RowResult, int], str]) -> None:
        self._mark = mark
        self._times: dict[int, int] = {}

    def of(self, result: RowResult) -> str:
        """The fingerprint of the next row."""
        mark = self._mark(result, 1)
        short = int(mark[:15], 16)
        times = self._times[short] = self._times.get(short, 0) + 1
        return mark if times == 1 else self._mark(result, times)


def fingerprint(result: RowResult, occurrence: int = 1) -> str:
    """Keyed digest of what a row's cells say.

    A ledger saved in another format is known again, as csv too, where a day is text and a number has lost its
    kind: see :func:`said`. The serial number (序号) is left out: next month's ledger counts anew.
    ``occurrence`` tells rows apart that say so little that equal ones are both taken in.
    """
    told = _told(result, ["" if cell == "" else said(cell) for cell in result.raw])
    return vault().digest("import-row", f"{told}\x1e{occurrence}")


def unnumbered_fingerprint(result: RowResult, occurrence: int = 1) -> str:
    """How a row was marked while its 序号, which is the matter's number, was taken for the row's own."""
    texts = ["" if cell == "" else said(cell) for cell in result.raw]
    told = _told(replace(result, values={"serial": result.values.get("number")}), texts)
    return vault().digest("import-row", f"{told}\x1e{occurrence}")


def as_written(result: RowResult) -> RowResult:
    """The row as its file has it, with 同日 and 当日 in place of the days they mean (原文); rows were once marked so."""
    if not result.written:
        return result
    raw = list(result.raw)
    for place, mark in result.written:
        raw[place] = mark
    return replace(result, raw=tuple(raw))


def older_fingerprint(origin: str) -> Callable[[RowResult, int], str]:
    """How rows were marked before (旧指纹): days as they were written, workbook and text apart."""

    def mark(result: RowResult, occurrence: int) -> str:
        told = _told(result, list(map(cell_text, result.raw)))
        return vault().digest("import-row", f"{origin}\x1e{told}\x1e{occurrence}")

    return mark


def origin_of(path: Path) -> str:
    """Whether a file is a workbook or text, which the older fingerprint told apart.

    Raises:
        LedgerError: it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise LedgerError("文件打不开") from error
    return WORKBOOK if head.startswith(b"PK") or head == MAGIC else TEXT


def _told(result: RowResult, texts: list[str]) -> str:
    """The texts of a row as one, without its serial number and blank cells at the end."""
    serial = result.values.get("serial")
    if isinstance(serial, str):
        place = next((place for place, text in enumerate(texts) if fold(text) == serial), None)
        if place is not None:
            del texts[place]
    while texts and not texts[-1]:
        texts.pop()
    return "\x1f".join(texts)


def said(cell: Cell) -> str:
    """What a cell says in any format (单元格含义): its text, a day in figures always as ``2021-01-05``."""
    if type(cell) is not str:
        return _figure(cell) if type(cell) is float else cell_text(cell)
    if len(cell) > _LONGEST_DAY:
        return clean_text(cell)
    return cell if cell.isascii() and cell.isalnum() else _said_shortly(cell)


_figure = lru_cache(maxsize=4096)(number_text)


@lru_cache(maxsize=8192)
def _said_shortly(cell: str) -> str:
    text = clean_text(cell)
    if not _DAY.fullmatch(text) or (cell.isalnum() and cell[0] > "9"):
        return text
    found = parse_date_text(text, None, "")
    if found.day is None or found.note:
        return text
    return cell_text(datetime.combine(found.day, found.clock)) if found.clock else f"{found.day}"
