"""Scans that no browser draws, page by page as PNG (扫描件): GIF, BMP and TIFF, faxes of many pages among them.

What is asked for is bounded: pages, pixels, and one picture at a time in each process.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from PIL import Image

CONVERTED = frozenset({"image/gif", "image/bmp", "image/tiff"})
"""Media types that are drawn here."""
MOST_PAGES = 60
MOST_PIXELS = 40_000_000
_PAPER = (2480, 3508)
"""A4 at 300 dots an inch: more is not seen on paper."""
_BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, TypeError, LookupError, ArithmeticError, MemoryError),
    *(struct.error, Image.DecompressionBombError),
)
"""What Pillow raises over a file whose bytes are not what its head promises; a tag alone can be of any kind."""
_ONE_AT_A_TIME = Lock()


class NotDrawn(Exception):
    """The file has no such page (不能显示), or none that can be drawn."""


def pages_of(path: Path, media_type: str) -> int:
    """How many pages the file has on paper; 0 where they are too many, too large, or none that can be read."""
    if media_type not in CONVERTED:
        return 0
    try:
        with _opened(path) as image:
            number = 0
            while number <= MOST_PAGES:
                if not _turned(image, number):
                    return number
                number += 1
    except NotDrawn:
        return 0
    return 0


def drawn(path: Path, media_type: str, number: int) -> bytes:
    """One page as PNG; the first is 0.

    Raises:
        NotDrawn: there is no such page, or its content is broken.
    """
    if media_type not in CONVERTED or not 0 <= number < MOST_PAGES:
        raise NotDrawn
    with _ONE_AT_A_TIME, _opened(path) as image:
        if not _turned(image, number):
            raise NotDrawn
        page = _plain(image)
        page.thumbnail(_PAPER)
        made = io.BytesIO()
        page.save(made, "PNG")
        return made.getvalue()


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    try:
        with Image.open(path) as image:
            yield image
    except _BROKEN as error:
        raise NotDrawn from error


def _turned(image: Image.Image, number: int) -> bool:
    """Turn to a page, if there is one: of a TIFF any, of the others (a GIF may move) the first."""
    if number and image.format != "TIFF":
        return False
    try:
        image.seek(number)
    except EOFError:
        return False
    if image.width * image.height > MOST_PIXELS:
        raise NotDrawn
    return True


def _plain(image: Image.Image) -> Image.Image:
    """Black on white or in colour, nothing seen through; greys of sixteen bits become those of eight."""
    if image.mode.startswith("I"):
        return image.point(lambda grey: grey * (1 / 256)).convert("L")
    if image.mode in {"1", "L"}:
        return image.convert("L")
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(coloured, mask=coloured.getchannel("A"))
        return paper
    return image.convert("RGB")
