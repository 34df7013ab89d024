"""Finding the heading of a sheet (表头): title rows above, one or two heading rows, the year."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xinfang_site.ledgers.kinds import LedgerKind
from xinfang_site.ledgers.sheets import Merge, Row
from xinfang_site.ledgers.text import cell_text, chinese_number, fold, is_blank
from xinfang_site.ledgers.titles import TitleIndex, normal_title, shown_title

LOOKED_AT: Final = 40
_DIGIT: Final = re.compile(r"\d")
_LONGEST_TITLE: Final = 40
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*年|\s*度|[^\d./-]|$)")
_CN_YEAR: Final = re.compile(r"([二][〇○零O0一二三四五六七八九]{3})\s*年")
_FILLED_ON: Final = re.compile(
    r"(?:填[报表]|制表|报送|打印|导出|截[至止])?(?:日期|时间)\s*[:：].*|截[至止].*"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a sheet (表头).

    Attributes:
        first: its first row, from 0.
        height: 1 or 2 rows.
        parts: per column the group and the heading, or the heading alone.
        titles: per column the name to show, unique within the sheet.
        year: the year that the title rows or the sheet's name state.
        above: texts of the rows above the heading.
        fingerprint: the same for every sheet with the same headings.
    """

    first: int
    height: int
    parts: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]
    year: int | None
    above: tuple[str, ...]
    fingerprint: str


def find_heading(
    rows: Sequence[Row], merges: Sequence[Merge], kind: LedgerKind, sheet_name: str
) -> Heading | None:
    """The heading among the first rows of a sheet (找表头), or None when there is none to be seen."""
    index = TitleIndex(kind)
    start = next((place for place, row in enumerate(rows) if not blank_row(row)), 0)
    looked_at = range(start, min(start + LOOKED_AT, len(rows)))
    known = (place for place in looked_at if _looks_like_heading(rows[place], index))
    place = next(known, None)
    if place is None:
        place = _heading_by_shape(rows[: looked_at.stop])
    if place is not None:
        first, height = place, 1
        if place > 0 and _is_pair(rows[place - 1], rows[place], place - 1, merges, index):
            first, height = place - 1, 2
        elif place + 1 < len(rows) and _is_pair(rows[place], rows[place + 1], place, merges, index):
            height = 2
        parts = _parts(rows, first, height, merges)
        above = tuple(text for row in rows[:first] for text in map(cell_text, row) if text)
        return Heading(
            first, height, parts, _titles(parts), year_in([*above, sheet_name]), above, fingerprint_of(parts)
        )
    return None


def year_in(texts: Sequence[str]) -> int | None:
    """The year that the first telling text states (年份); a text with two different years tells nothing."""
    for text in texts:
        plain = fold(_FILLED_ON.sub("", text))
        years = {int(year) for year in _YEAR.findall(plain)}
        years |= {number for run in _CN_YEAR.findall(plain) if (number := chinese_number(run)) is not None}
        if len(years) == 1:
            return years.pop()
    return None


def fingerprint_of(parts: Sequence[Sequence[str]]) -> str:
    """The signature of a heading (表头指纹), for remembering a mapping."""
    joined = "\n".join("/".join(map(normal_title, part)) for part in parts).strip()
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
        odd = any(_unlike_title(text) or _DIGIT.search(text) for text in texts)
        if odd or len(set(texts)) < len(texts) or below is None:
            return None
        told = [text for text in map(cell_text, below) if text]
        return (
            place if len(told) >= 3 and any(_DIGIT.search(text) or len(text) > 20 for text in told) else None
        )
    return None


def _is_pair(top: Row, bottom: Row, place: int, merges: Sequence[Merge], index: TitleIndex) -> bool:
    """Whether two rows together are a heading: groups above, their columns below."""
    upper, lower = [cell_text(cell) for cell in top], [cell_text(cell) for cell in bottom]
    width = max(len(upper), len(lower))
    upper, lower = _padded(upper, width), _padded(lower, width)
    if sum(map(bool, upper)) < 2 or not any(lower) or any(map(_unlike_title, [*upper, *lower])):
        return False
    groups = _groups(upper, lower, place, merges)
    upright = any(above and not below for above, below in zip(upper, lower, strict=True))
    if not groups or not (upright or any(row == place for (row, _), _ in merges)):
        return False
    covered = {column for first, last in groups for column in range(first, last + 1)}
    stray = [column for column, text in enumerate(lower) if text and column not in covered and upper[column]]
    named = sum(index.match((lower[column],)) is not None for column in covered if lower[column])
    return not stray and named >= 1


def _unlike_title(text: str) -> bool:
    return len(text) > 20 or (text != "" and (text[0].isdigit() or "：" in text[:-1] or ":" in text[:-1]))


def _groups(upper: list[str], lower: list[str], place: int, merges: Sequence[Merge]) -> list[tuple[int, int]]:
    """First and last column of each group cell: merged, or followed by blanks that have a column below."""
    groups = [
        (first, last)
        for (row, first), (end, last) in merges
        if row == place and end == place and last > first and any(lower[first : last + 1])
    ]
    merged = {column for first, last in groups for column in range(first, last + 1)}
    column = 0
    while column < len(upper):
        last = column
        while last + 1 < len(upper) and not upper[last + 1] and lower[last + 1] and last + 1 not in merged:
            last += 1
        if upper[column] and column not in merged and last > column and lower[column]:
            groups.append((column, last))
        column = last + 1
    return groups


def _parts(
    rows: Sequence[Row], first: int, height: int, merges: Sequence[Merge]
) -> tuple[tuple[str, ...], ...]:
    upper = [shown_title(cell) for cell in rows[first]]
    if height == 1:
        for (row, left), (end, right) in merges:
            if row <= first <= end and left < len(upper):
                _spread(upper, left, right)
        return tuple((text,) for text in upper)
    lower = [shown_title(cell) for cell in rows[first + 1]]
    width = max(len(upper), len(lower))
    upper, lower = _padded(upper, width), _padded(lower, width)
    for left, right in _groups(upper, lower, first, merges):
        _spread(upper, left, right)
    return tuple(
        (above, below) if above and below and above != below else (below or above,)
        for above, below in zip(upper, lower, strict=True)
    )


def _spread(texts: list[str], left: int, right: int) -> None:
    for column in range(left + 1, min(right + 1, len(texts))):
        texts[column] = texts[column] or texts[left]


def _padded(texts: list[str], width: int) -> list[str]:
    return texts + [""] * (width - len(texts))


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
