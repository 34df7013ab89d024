"""Fingerprints of ledger rows (行指纹): the same row never makes a second matter."""

import re
from datetime import datetime
from functools import lru_cache

from xinfang_site.extensions import vault
from xinfang_site.ledgers.dates import parse_date_text
from xinfang_site.ledgers.results import RowResult
from xinfang_site.ledgers.text import Cell, cell_text, fold

_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: \d{1,2}:\d\d(?::\d\d)?)?", re.ASCII)
_LONGEST_DAY = 20


def fingerprint(result: RowResult, occurrence: int = 1) -> str:
    """Keyed digest of what a row's cells say.

    A ledger saved in another format is known again, as csv too, where a day is text and a number has lost its
    kind: see :func:`said`. The serial number (序号) is left out: next month's ledger counts anew.
    ``occurrence`` tells rows apart that say so little that equal ones are both taken in.
    """
    serial = result.values.get("serial")
    texts = ["" if cell == "" else said(cell) for cell in result.raw]
    if isinstance(serial, str):
        place = next((place for place, text in enumerate(texts) if fold(text) == serial), None)
        if place is not None:
            del texts[place]
    while texts and not texts[-1]:
        texts.pop()
    told = "\x1f".join(texts)
    return vault().digest("import-row", f"{told}\x1e{occurrence}")


def said(cell: Cell) -> str:
    """What a cell says in any format (单元格含义): its text, a day in figures always as ``2021-01-05``."""
    if type(cell) is not str:
        return cell_text(cell)
    if cell.isalnum() and (cell.isascii() or cell[0] > "9"):
        return cell if cell.isascii() else cell_text(cell)
    return _said_shortly(cell) if len(cell) <= _LONGEST_DAY else cell_text(cell)


@lru_cache(maxsize=8192)
def _said_shortly(cell: str) -> str:
    text = cell_text(cell)
    if not _DAY.fullmatch(text):
        return text
    found = parse_date_text(text, None, "")
    if found.day is None or found.note:
        return text
    return cell_text(datetime.combine(found.day, found.clock)) if found.clock else f"{found.day}"
