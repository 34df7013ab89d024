"""The shared texts of an old .xls (xls 文字表): only those of which a part is struck out are built."""

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from xinfang_site.ledgers.files.strikes import Struck, struck_text

_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08
_RUN: Final = struct.Struct("<HH")


def struck_texts(parts: Sequence[bytes], is_struck: Callable[[int], bool]) -> Mapping[int, Struck]:
    """Number of a shared text -> its parts, for texts with a struck-out run.

    Args:
        parts: the body of the table's record and of those that continue it.
        is_struck: whether a font strikes out.
    """
    reader = _Reader(parts)
    _, count = struct.unpack("<II", reader.take(8))
    found: dict[int, Struck] = {}
    for number in range(count):
        if reader.ended:
            break
        text, runs = reader.text()
        struck = struck_text(_cut(text, runs, is_struck)) if runs else None
        if struck is not None:
            found[number] = struck
    return found


def _cut(
    text: bytes, runs: Sequence[tuple[int, int]], is_struck: Callable[[int], bool]
) -> list[tuple[str, bool]]:
    """The runs of a text; what stands before the first one bears the cell's own font, which is judged elsewhere."""
    starts = [0, *(start for start, _ in runs), len(text) // 2]
    fonts = [False, *(is_struck(font) for _, font in runs)]
    return [
        (text[start * 2 : end * 2].decode("utf-16-le", "replace"), out)
        for start, end, out in zip(starts, starts[1:], fonts, strict=False)
        if end > start
    ]


class _Reader:
    """Takes bytes across the records that hold the table; a text that goes on in the next one says anew how wide it is."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts, self._part, self._place = parts, 0, 0

    @property
    def ended(self) -> bool:
        self._on()
        return self._part >= len(self._parts)

    def _on(self) -> None:
        while self._part < len(self._parts) and self._place >= len(self._parts[self._part]):
            self._part, self._place = self._part + 1, 0

    def take(self, length: int) -> bytes:
        found = b""
        while length > 0:
            self._on()
            piece = self._parts[self._part][self._place : self._place + length]
            self._place, length, found = self._place + len(piece), length - len(piece), found + piece
        return found

    def text(self) -> tuple[bytes, list[tuple[int, int]]]:
        """One text as UTF-16 and its runs: first character and font."""
        count, flags = struct.unpack("<HB", self.take(3))
        rich = struct.unpack("<H", self.take(2))[0] if flags & _RICH else 0
        extended = struct.unpack("<I", self.take(4))[0] if flags & _EXTENDED else 0
        text = self._characters(count, wide=bool(flags & _WIDE))
        runs = [_RUN.unpack(self.take(4)) for _ in range(rich)]
        self.take(extended)
        return text, runs

    def _characters(self, count: int, *, wide: bool) -> bytes:
        found: list[bytes] = []
        while count > 0:
            if self._place >= len(self._parts[self._part]):
                self._on()
                wide = bool(self.take(1)[0] & _WIDE)
            room = (len(self._parts[self._part]) - self._place) // (2 if wide else 1)
            taken = min(count, max(room, 1))
            piece = self.take(taken * (2 if wide else 1))
            found.append(piece if wide else piece.decode("latin-1").encode("utf-16-le"))
            count -= taken
        return b"".join(found)
