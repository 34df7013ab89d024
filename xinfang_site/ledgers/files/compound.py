"""Compound files (复合文档): just enough of the container of old .xls files to find a stream in it."""

import struct
from typing import Final

from xinfang_site.ledgers.errors import LedgerError

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED: Final = "文件已损坏，请用 Excel 或 WPS 打开后另存为 xlsx 再导入"
_LAST: Final = 0xFFFFFFFA  # sector numbers from here on are marks, not places
_MINI_LIMIT: Final = 4096


class Compound:
    """A compound file held in memory (复合文档)."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise LedgerError(_DAMAGED)
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or not 4 <= mini_shift <= shift:
            raise LedgerError(_DAMAGED)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._table = self._allocation()
        self._streams: dict[str, tuple[int, int]] = {}
        self.names: set[str] = set()
        self._directory()

    def stream(self, name: str) -> bytes | None:
        """The stream of that name (数据流), or None."""
        entry = self._streams.get(name)
        if entry is None:
            return None
        start, size = entry
        if size >= _MINI_LIMIT or "Root Entry" not in self._streams:
            return self._chain(start)[:size]
        mini = self._chain(self._streams["Root Entry"][0])
        table_start = struct.unpack_from("<I", self._data, 60)[0]
        raw = self._chain(table_start)
        table = struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])
        pieces: list[bytes] = []
        while start < len(table) and len(pieces) <= len(table):
            pieces.append(mini[start * self._mini_size : (start + 1) * self._mini_size])
            start = table[start]
        return b"".join(pieces)[:size]

    def _sector(self, number: int) -> bytes:
        place = (number + 1) * self._size
        return self._data[place : place + self._size]

    def _allocation(self) -> tuple[int, ...]:
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        following = struct.unpack_from("<I", self._data, 68)[0]
        ceiling = len(self._data) // self._size + 1
        for _ in range(ceiling):
            if following >= _LAST:
                break
            sector = self._sector(following)
            if len(sector) < self._size:
                break
            more = struct.unpack(f"<{self._size // 4}I", sector)
            numbers.extend(more[:-1])
            following = more[-1]
        sectors = [self._sector(number) for number in numbers if number < ceiling]
        raw = b"".join(sector for sector in sectors if len(sector) == self._size)
        return struct.unpack(f"<{len(raw) // 4}I", raw)

    def _chain(self, number: int) -> bytes:
        pieces: list[bytes] = []
        while number < len(self._table) and len(pieces) <= len(self._table):
            pieces.append(self._sector(number))
            number = self._table[number]
        return b"".join(pieces)

    def _directory(self) -> None:
        entries = self._chain(struct.unpack_from("<I", self._data, 48)[0])
        for place in range(0, len(entries) - 127, 128):
            length = struct.unpack_from("<H", entries, place + 64)[0]
            name = entries[place : place + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
            if name:
                self.names.add(name)
                self._streams.setdefault(name, struct.unpack_from("<II", entries, place + 116))
