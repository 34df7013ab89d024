"""Builds small .xls files byte by byte: a BIFF8 stream in a compound file."""

import struct
from pathlib import Path

SECTOR = 512


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def biff(
    rows: list[list[str | float]],
    *,
    struck: frozenset[int] = frozenset(),
    hidden: frozenset[int] = frozenset(),
    password: bool = False,
) -> bytes:
    """A workbook stream with one sheet 台账; ``struck`` and ``hidden`` are rows from 0."""
    fonts = b"".join(
        record(0x31, struct.pack("<HHHHHBBBBBB", 200, flags, 8, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
        for flags in (0, 0, 0, 0, 8)
    )
    formats = b"".join(record(0xE0, struct.pack("<HHH", font, 0, 0) + bytes(14)) for font in (0, 5))
    bof = record(0x809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    locked = record(0x2F, bytes(6)) if password else b""
    name = "台账".encode("utf-16-le")
    sheet_record_size = 4 + 8 + len(name)
    head = bof + locked + fonts + formats
    offset = len(head) + sheet_record_size + 4
    bound = record(0x85, struct.pack("<IBBBB", offset, 0, 0, 2, 1) + name)
    cells = record(0x809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    cells += record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    cells += record(0x7D, struct.pack("<HHHHHH", 1, 1, 2000, 0, 1, 0))
    for place, row in enumerate(rows):
        flags = 0x20 if place in hidden else 0
        cells += record(0x208, struct.pack("<HHHHHHI", place, 0, len(row), 255, 0, 0, flags | 0x100))
        for column, value in enumerate(row):
            where = struct.pack("<HHH", place, column, 1 if place in struck else 0)
            if isinstance(value, str):
                cells += record(0x204, where + _text(value))
            else:
                cells += record(0x203, where + struct.pack("<d", value))
    return head + bound + record(0x0A, b"") + cells + record(0x0A, b"")


def _entry(name: str, kind: int, start: int, size: int, child: int = -1) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(raw) if name else 0, kind, 1, -1, -1, child)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file; every stream is padded to ordinary sectors."""
    name, data = next(iter(streams.items()))
    data = data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0")
    sectors = len(data) // SECTOR
    extra = [_entry(other, 2, -2 & 0xFFFFFFFF, 0) for other in list(streams)[1:]]
    entries = b"".join([_entry("Root Entry", 5, 0xFFFFFFFE, 0, 1), _entry(name, 2, 2, len(data)), *extra])
    entries = entries.ljust(SECTOR * -(-len(entries) // SECTOR), b"\0")[:SECTOR]
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *(place + 3 for place in range(sectors - 1)), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (4 * 108)
    return header + table + entries + data


def write_xls(path: Path, rows: list[list[str | float]], **marks: frozenset[int]) -> Path:
    path.write_bytes(compound({"Workbook": biff(rows, **marks)}))  # type: ignore[arg-type]  # only sets of rows
    return path
