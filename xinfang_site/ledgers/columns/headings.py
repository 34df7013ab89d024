"""Finding the heading of a sheet (表头): title rows above, its words, the year."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xinfang_site.ledgers.columns.contents import ALIKE
from xinfang_site.ledgers.columns.daycolumns import DayColumns, day_columns_of, with_day_columns
from xinfang_site.ledgers.columns.headingrows import HEIGHT, heading_rows, parts_of, unlike_title
from xinfang_site.ledgers.columns.headless import guess
from xinfang_site.ledgers.columns.tickcolumns import TickColumns, tick_columns_of, with_tick_columns
from xinfang_site.ledgers.columns.titles import TitleIndex, normal_title, title_index
from xinfang_site.ledgers.files.sheets import Merge, Row
from xinfang_site.ledgers.kinds import LedgerKind
from xinfang_site.ledgers.text import cell_text, is_blank
from xinfang_site.ledgers.values.years import month_in, year_in

LOOKED_AT: Final = 40
_DIGIT: Final = re.compile(r"\d")
_OF_YEAR: Final = re.compile(r"[(（](?:19|20)\d{2}年?度?[)）]$|^(?:19|20)\d{2}年度?")
_LONGEST_TITLE: Final = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a sheet (表头).

    Attributes:
        first: its first row, from 0.
        height: 1 to 4 rows, 0 where the sheet has none and its cells told the columns.
        parts: per column the groups and the heading, or the heading alone.
        titles: per column the name to show, unique within the sheet.
        year: the year that the title rows, the sheet's name or the name of the column of receipt state.
        month: the month that they state, for cells that hold only a day.
        above: texts of the rows above the heading.
        fingerprint: the same for every sheet with the same headings.
        day_columns: neighbouring columns that hold year, month and day of one date, or month and day.
        ticks: neighbouring columns of which one is ticked.
    """

    first: int
    height: int
    parts: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]
    year: int | None
    month: int | None
    above: tuple[str, ...]
    fingerprint: str
    day_columns: tuple[int, ...] = ()
    ticks: tuple[TickColumns, ...] = ()


def absorbed(heading: Heading) -> frozenset[int]:
    """Columns whose values stand in a column to their left (已合并的列)."""
    ticked = (
        place for each in heading.ticks for place in range(each.first + 1, each.first + len(each.words))
    )
    return frozenset((*heading.day_columns[1:], *ticked))


class JoinedColumns:
    """Joins the columns of a sheet that together hold one value (合并分栏), row after row."""

    def __init__(self, heading: Heading) -> None:
        self._days, self._ticks = DayColumns(heading.day_columns), heading.ticks

    def join(self, cells: Row) -> Row:
        """The row with each such value in the first of its columns."""
        for each in self._ticks:
            cells = each.join(cells)
        return self._days.join(cells)


def find_heading(
    rows: Sequence[Row], merges: Sequence[Merge], kind: LedgerKind, sheet_name: str
) -> Heading | None:
    """The heading among the first rows of a sheet (找表头), or None when there is none to be seen."""
    index = title_index(kind)
    start = next((place for place, row in enumerate(rows) if not blank_row(row)), 0)
    looked_at = range(start, min(start + LOOKED_AT, len(rows)))
    known = (place for place in looked_at if _looks_like_heading(rows[place], index))
    place = next(known, None)
    if place is None:
        place = _heading_by_shape(rows[: looked_at.stop])
    if place is not None:
        return _heading(rows, *heading_rows(rows, place, merges, index), merges, sheet_name, kind)
    return _unwritten(rows[start:], start, kind, sheet_name)


def _unwritten(rows: Sequence[Row], start: int, kind: LedgerKind, sheet_name: str) -> Heading | None:
    """The heading that a sheet lacks, by what its columns hold: a heading of no rows."""
    found = guess(rows, kind)
    if found is None:
        return None
    parts = tuple((title,) for title in found.titles)
    above = tuple(text for row in rows[: found.first] for text in map(cell_text, row) if text)
    return Heading(
        first=start + found.first,
        height=0,
        parts=parts,
        titles=tuple(f"第{column}列" for column in range(1, len(parts) + 1)),
        year=year_in([*above, sheet_name]),
        month=month_in([sheet_name, *above]),
        above=above,
        fingerprint=fingerprint_of([*parts, ("没有表头",)]),
    )


def heading_at(
    rows: Sequence[Row], place: int, merges: Sequence[Merge], kind: LedgerKind, sheet_name: str
) -> Heading | None:
    """The heading that begins with the row at ``place`` (另起的表头), told by at least three known columns."""
    index = title_index(kind)
    if not any(_surely_heading(row, index) for row in rows[place : place + 2]):
        return None
    first, height = heading_rows(rows[: place + HEIGHT], place, merges, index)
    if first != place or not any(_surely_heading(row, index) for row in rows[first : first + height]):
        return None
    return _heading(rows, first, height, merges, sheet_name, kind)


def _surely_heading(row: Row, index: TitleIndex) -> bool:
    """Whether a row in mid-sheet is a heading: nothing in it but words, most of them known column names."""
    texts = [text for text in map(cell_text, row) if text]
    known = [match for text in texts if (match := index.match((text,)))]
    exact = {match.field for match in known if match.confidence >= 0.9}
    return len(exact) >= 3 and len(known) * 2 >= len(texts) and not any(map(unlike_title, texts))


def _heading(
    rows: Sequence[Row], first: int, height: int, merges: Sequence[Merge], sheet_name: str, kind: LedgerKind
) -> Heading:
    found = parts_of(rows, first, height, merges)
    day_columns = day_columns_of(found)
    ticks = tuple(tick_columns_of(found, kind, title_index(kind), rows[first + height :]))
    parts = with_tick_columns(with_day_columns(found, day_columns), ticks)
    above = tuple(text for row in rows[:first] for text in map(cell_text, row) if text)
    return Heading(
        first=first,
        height=height,
        parts=parts,
        titles=_titles(parts),
        year=year_in([*above, sheet_name, *_days_of_a_year(parts, kind)]),
        month=month_in([sheet_name, *above]),
        above=above,
        fingerprint=fingerprint_of(parts),
        day_columns=day_columns,
        ticks=ticks,
    )


def _days_of_a_year(parts: Sequence[tuple[str, ...]], kind: LedgerKind) -> Iterator[str]:
    """Names of the column of receipt that state its year: 日期（2021年）, and not 首次信访时间（2024年以来）."""
    index = title_index(kind)
    for *group, name in parts:
        bare = _OF_YEAR.sub("", name)
        match = index.match((*group, bare)) if bare != name and index.match((*group, name)) else None
        if match is not None and match.confidence > ALIKE and match.field in kind.received_by:
            yield name


def fingerprint_of(parts: Sequence[Sequence[str]]) -> str:
    """The signature of a heading (表头指纹), for remembering a mapping."""
    # blank columns before the table count: a remembered mapping is one of places
    joined = "\n".join("/".join(map(normal_title, part)) for part in parts).rstrip()
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:16]


def _looks_like_heading(row: Row, index: TitleIndex) -> bool:
    texts = [text for text in map(cell_text, row) if text]
    if len(texts) < 2 or sum(len(text) > _LONGEST_TITLE for text in texts) > len(texts) // 4:
        return False
    found = [match for text in texts if (match := index.match((text,)))]
    exact = {match.field for match in found if match.confidence >= 0.9}
    fields = {match.field for match in found}
    return len(fields) >= 4 or (len(exact) >= 2 and len(found) * 3 >= len(texts))


def _heading_by_shape(rows: Sequence[Row]) -> int | None:
    """A row of short words above one with figures or long text, where no heading is known (按形状找表头)."""
    for place, row in enumerate(rows):
        texts = [text for text in map(cell_text, row) if text]
        if len(texts) < 3:
            continue
        below = next((other for other in rows[place + 1 :] if not blank_row(other)), None)
        odd = any(unlike_title(text) or _DIGIT.search(text) for text in texts)
        if odd or len(set(texts)) < len(texts) or below is None:
            return None
        told = [text for text in map(cell_text, below) if text]
        return (
            place if len(told) >= 3 and any(_DIGIT.search(text) or len(text) > 20 for text in told) else None
        )
    return None


def _titles(parts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    titles: list[str] = []
    for column, part in enumerate(parts, start=1):
        title = "/".join(part) or f"第{column}列"
        seen[title] = seen.get(title, 0) + 1
        titles.append(title if seen[title] == 1 else f"{title}{seen[title]}")
    return tuple(titles)


def blank_row(row: Row) -> bool:
    """Whether a row shows nothing (空行)."""
    return row.count("") == len(row) or all(map(is_blank, row))
