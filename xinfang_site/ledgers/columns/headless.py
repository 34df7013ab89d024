"""Sheets without any heading (没有表头的表): what the cells of a column hold tells which field it is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from xinfang_site.ledgers.files.sheets import Row
from xinfang_site.ledgers.kinds import FieldSpec, LedgerKind, ValueKind
from xinfang_site.ledgers.petition_words import petition_vocabulary
from xinfang_site.ledgers.text import Cell, cell_text, is_blank, squeeze
from xinfang_site.ledgers.values.dates import parse_date
from xinfang_site.ledgers.values.vocabulary import Match

T = TypeVar("T")
_LEAST_CELLS, _LEAST_ROWS, _LOOKED_AT, _LONG, _WORDY = 4, 2, 60, 12, 6
_NAME: Final = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:等\d+人)?|匿名")
_OFFICE: Final = re.compile(r".{1,18}(?:局|委|办|街道|镇|乡|中心|处|院|队|公司|政府|委员会)")
_NEEDED: Final = frozenset({ValueKind.NAMES, ValueKind.LONG_TEXT})
_DATED: Final = frozenset({ValueKind.DATE, ValueKind.DATETIME})
_PATTERNS: Final = {
    ValueKind.PHONES: re.compile(r".{0,8}(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[2-8]\d{7})(?!\d).{0,20}"),
    ValueKind.ID_NUMBER: re.compile(r"\d{17}[\dXx]"),
    ValueKind.COUNT: re.compile(r"\d{1,4}(?:人次?)?"),
}


@dataclass(frozen=True, slots=True)
class Guessed:
    """What a sheet without a heading holds (按内容认列): its first record, and the title of a field per column."""

    first: int
    titles: tuple[str, ...]


def guess(rows: Sequence[Row], kind: LedgerKind) -> Guessed | None:
    """The columns of a sheet without a heading; None unless a name, a text and a day are to be seen.

    A list of telephones has names and long addresses too, but no day: it must not become matters.
    """
    first = next((place for place, row in enumerate(rows) if _filled(row) >= _LEAST_CELLS), None)
    if first is None:
        return None
    body = [row for row in rows[first : first + _LOOKED_AT] if _filled(row) >= _LEAST_CELLS]
    if len(body) < _LEAST_ROWS:
        return None
    width = max(map(len, body))
    columns = [
        [row[place] for row in body if place < len(row) and not is_blank(row[place])]
        for place in range(width)
    ]
    titles: list[str] = []
    for cells in columns:
        titles.append(_title(cells, kind, titles))
    found = {spec.kind for spec in kind.fields if spec.title in titles}
    return Guessed(first, tuple(titles)) if found >= _NEEDED and found & _DATED else None


def told_together(
    columns: Mapping[int, Sequence[str]], kind: LedgerKind, day_known: bool
) -> Mapping[int, str]:
    """The columns of a name, a text and a day (姓名、内容、日期), by place; none unless the cells tell all of them.

    Args:
        columns: the cells of the columns whose headings tell nothing.
        kind: the kind of ledger.
        day_known: another column tells the day of receipt.
    """
    found: dict[int, str] = {}
    enough = {place: texts for place, texts in columns.items() if len(texts) >= _LEAST_ROWS}
    for spec in kind.fields:
        receipt = spec.name == kind.receipt_field and not day_known
        if not receipt and not (spec.essential and spec.kind in _NEEDED):
            continue
        free = [place for place in enough if place not in found]
        if spec.kind is ValueKind.LONG_TEXT:
            place = max(free, key=lambda place: sum(map(len, enough[place])), default=None)
            place = place if place is not None and _wordy(enough[place]) else None
        else:
            place = next((place for place in free if _fits(spec, enough[place], enough[place])), None)
        if place is None:
            return {}
        found[place] = spec.name
    return found


def _wordy(texts: Sequence[str]) -> bool:
    return len(set(texts)) == len(texts) and sum(map(len, texts)) >= _WORDY * len(texts)


def _title(cells: Sequence[Cell], kind: LedgerKind, taken: Sequence[str]) -> str:
    """The title of the first field not yet found of which nearly all cells could be."""
    texts = [squeeze(cell_text(cell)) for cell in cells]
    if not texts:
        return ""
    for spec in kind.fields:
        if spec.title not in taken and _fits(spec, cells, texts):
            return spec.title
    return ""


def _fits(spec: FieldSpec, cells: Sequence[Cell], texts: Sequence[str]) -> bool:
    if spec.kind is ValueKind.NAMES:
        return spec.essential and _named(texts)
    if spec.kind is ValueKind.CHOICE:
        return _chosen(spec.vocabulary, texts)
    if spec.kind is ValueKind.LONG_TEXT:
        return sum(map(len, texts)) >= _LONG * len(texts)
    if spec.kind in (ValueKind.DATE, ValueKind.DATETIME):
        return not _counts_up(texts) and _most(cells, lambda cell: parse_date(cell, 2000).day is not None)
    if spec.kind is ValueKind.COUNT and _counts_up(texts):
        return False
    pattern = _PATTERNS.get(spec.kind)
    return pattern is not None and _most(texts, lambda text: bool(pattern.fullmatch(text)))


def _chosen(table: str, texts: Sequence[str]) -> bool:
    if table == "unit":
        return _most(texts, lambda text: bool(_OFFICE.fullmatch(text)))
    words = petition_vocabulary().tables.get(table)
    return words is not None and _most(
        texts, lambda text: words.resolve(text).how in (Match.EXACT, Match.SYNONYM) and not text.isdigit()
    )


def _named(texts: Sequence[str]) -> bool:
    several = len(set(texts)) * 2 > len(texts)
    return several and _most(texts, lambda text: bool(_NAME.fullmatch(text)) and not _OFFICE.fullmatch(text))


def _counts_up(texts: Sequence[str]) -> bool:
    """Whether a column only numbers its rows."""
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 7]
    return len(numbers) == len(texts) and numbers == sorted(set(numbers))


def _most(items: Sequence[T], fits: Callable[[T], bool]) -> bool:
    return sum(map(fits, items)) * 10 >= len(items) * 8


def _filled(row: Row) -> int:
    return sum(not is_blank(cell) for cell in row)
