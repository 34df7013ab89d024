"""Fingerprints of ledger rows (行指纹): the same row never makes a second matter."""

from xinfang_site.extensions import vault
from xinfang_site.ledgers.results import RowResult
from xinfang_site.ledgers.text import cell_text, fold


def fingerprint(result: RowResult, occurrence: int = 1) -> str:
    """Keyed digest of what a row's cells say, exactly as they say it.

    The serial number (序号) is left out: next month's ledger counts anew. ``occurrence`` tells rows
    apart that say so little that equal ones are both taken in.
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
    return vault().digest("import-row", f"{told}\x1e{occurrence}")
