"""Limits and choices for one reading (读取选项)."""

from dataclasses import dataclass, field
from datetime import date

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost at most (上限), checked before any parser of values sees it.

    Attributes:
        file_bytes: size of the file itself.
        zip_parts: number of parts inside an xlsx.
        unpacked_bytes: sum of the unpacked parts that any file may have.
        unpacked_ratio: a large file may unpack to this many times its own size instead ...
        unpacked_ceiling: ... but never beyond this.
        rows: last row that may hold a value, per sheet.
        columns: last column that may hold a value, per sheet.
        cells: rows times columns, per sheet.
        sheets: number of sheets.
        cell_characters: longest text that one cell may hold.
    """

    file_bytes: int = 64 * MEGABYTE
    zip_parts: int = 2000
    unpacked_bytes: int = 64 * MEGABYTE
    unpacked_ratio: int = 20
    unpacked_ceiling: int = 512 * MEGABYTE
    rows: int = 200_000
    columns: int = 256
    cells: int = 6_000_000
    sheets: int = 200
    cell_characters: int = 100_000

    def unpacked_allowed(self, packed: int) -> int:
        """The unpacked size (解压后大小) in bytes that a file of ``packed`` bytes may have."""
        return max(self.unpacked_bytes, min(self.unpacked_ceiling, packed * self.unpacked_ratio))


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of the clerk or the caller for one file (导入选项).

    Attributes:
        sheets: names of the sheets to read; None means every visible sheet that has a heading row.
        include_hidden_sheets: read hidden sheets too instead of skipping them with a reason.
        year: the year of dates written without one; None means: found in the sheet.
        today: the day of reading; later receipt dates are warned about. None means no such check.
        missing_date: given to rows without a usable receipt date; None leaves them empty, with a warning.
        file_name: the name the clerk knows the file by; None means the name on disk.
        encoding: what a text ledger is read by; empty means: recognised by its bytes.
        limits: what the file may cost.
    """

    sheets: frozenset[str] | None = None
    include_hidden_sheets: bool = False
    year: int | None = None
    today: date | None = None
    missing_date: date | None = None
    file_name: str | None = None
    encoding: str = ""
    limits: Limits = field(default_factory=Limits)
