"""Fingerprints of ledger rows (行指纹): the same row never makes a second matter."""

from pathlib import Path

from xinfang_site.extensions import vault
from xinfang_site.ledgers.compound import MAGIC
from xinfang_site.ledgers.results import RowResult
from xinfang_site.ledgers.text import cell_text, fold

WORKBOOK, TEXT = "workbook", "text"


def origin_of(path: Path) -> str:
    """Whether a file is a workbook or text: a text file has lost what kind of value a cell was."""
    with path.open("rb") as file:
        head = file.read(8)
    return WORKBOOK if head.startswith(b"PK") or head == MAGIC else TEXT


def fingerprint(result: RowResult, origin: str, occurrence: int = 1) -> str:
    """Keyed digest of what a row's cells say.

    A workbook saved in another Excel format is known again; a csv of it is another source, whose numbers
    are then warned about. The serial number (序号) is left out: next month's ledger counts anew.
    ``occurrence`` tells rows apart that say so little that equal ones are both taken in.
    """
    serial = result.values.get("serial")
    texts = [cell_text(cell) for cell in result.raw]
    if isinstance(serial, str):
        place = next((place for place, text in enumerate(texts) if fold(text) == serial), None)
        if place is not None:
            del texts[place]
    while texts and not texts[-1]:
        texts.pop()
    told = "\x1f".join(texts)
    return vault().digest("import-row", f"{origin}\x1e{told}\x1e{occurrence}")
