"""Fingerprints of ledger rows (行指纹): the same row never makes a second matter."""

import re
from datetime import date, datetime

from xinfang_site.extensions import vault
from xinfang_site.ledgers.results import RowResult
from xinfang_site.ledgers.text import Cell, cell_text, fold

_DAY = re.compile(r"((?:19|20)\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def fingerprint(result: RowResult, occurrence: int = 1) -> str:
    """Keyed digest of what a row says, whatever the format of the file.

    The serial number (序号) is left out: next month's ledger counts anew. ``occurrence`` tells rows
    apart that say so little that equal ones are both taken in.
    """
    serial = result.values.get("serial")
    texts = [_canonical(cell) for cell in result.raw]
    if isinstance(serial, str):
        place = next((place for place, text in enumerate(texts) if fold(text) == serial), None)
        if place is not None:
            del texts[place]
    while texts and not texts[-1]:
        texts.pop()
    told = "\x1f".join(texts)
    return vault().digest("import-row", f"{told}\x1e{occurrence}")


def _canonical(cell: Cell) -> str:
    """The cell's text; a day is written one way, however the ledger's format keeps it."""
    if isinstance(cell, str):
        text = cell_text(cell)
        if len(text) <= 11 and text[:2] in {"19", "20"}:
            match = _DAY.fullmatch(text)
            if match:
                return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
        return text
    if isinstance(cell, date | datetime):
        return cell_text(cell)
    return cell_text(cell)
