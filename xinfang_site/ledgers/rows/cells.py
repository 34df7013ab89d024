"""Cells into values (单元格取值): one reader per kind of value."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise

from xinfang_site.ledgers.kinds import FieldSpec, Value, ValueKind
from xinfang_site.ledgers.text import EMPTY_WORDS, Cell, cell_text, fold
from xinfang_site.ledgers.values.dates import When, beside_day, parse_date
from xinfang_site.ledgers.values.names import parse_names
from xinfang_site.ledgers.values.numbers import parse_count, parse_id_number
from xinfang_site.ledgers.values.phones import parse_phones
from xinfang_site.ledgers.values.vocabulary import Choices, Match, Vocabulary
from xinfang_site.ledgers.values.years import YearContext

_EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_MONEY = re.compile(r"^[¥￥$]?\s*([+-]?\d+(?:\.\d+)?)\s*(万|亿)?\s*元?整?$")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a cell came to (取值结果).

    Attributes:
        value: the typed value, None when there is none.
        notes: warnings, plain sentences.
        rest: original text that the value does not hold and that must not be lost.
        yearless: a day whose year is not the cell's own.
        beside: other fields with the value that the cell tells of them too.
    """

    value: Value
    notes: tuple[str, ...] = ()
    rest: str = ""
    yearless: bool = False
    beside: tuple[tuple[str, Value], ...] = ()


_NEAR = {1: 2, 2: 9, 3: 9}  # days from the row above to the 10th, 20th or 30th that a 1, 2 or 3 may mean
_REMEMBERED = 4096
"""Complete days kept with what they came to: more than ten years have."""
_DISORDER = 4  # a ledger that turns back in more than one row of so many follows no order
NOTHING = Parsed(None)
CellReader = Callable[[Cell], Parsed]


def reader_for(spec: FieldSpec, vocabulary: Vocabulary, years: YearContext) -> CellReader:
    """The reader for one column (列的读取方法)."""
    table = vocabulary.tables.get(spec.vocabulary)
    if spec.kind is ValueKind.CHOICE and table is not None:
        return _remembering(lambda cell: read_choice(cell, table))
    if spec.kind in (ValueKind.DATE, ValueKind.DATETIME):
        return DateReader(years, with_time=spec.kind is ValueKind.DATETIME)
    if spec.kind is ValueKind.COUNT:
        return _remembering(read_count)
    return _READERS.get(spec.kind, read_text)


def _remembering(read: CellReader) -> CellReader:
    """For columns of few different cells; 1, 1.0 and TRUE are three of them."""
    return lru_cache(maxsize=1024, typed=True)(read)


def read_text(cell: Cell) -> Parsed:
    """Text (文本) as a clerk sees it."""
    text = cell if type(cell) is str and cell.isalnum() else cell_text(cell)
    return Parsed(text or None)


def read_code(cell: Cell) -> Parsed:
    """A number that is text (编号): never in exponent form, digits lost by Excel are warned about."""
    text = cell_text(cell)
    if text in EMPTY_WORDS:
        return NOTHING
    if isinstance(cell, int | float) and len(text) > 15:
        return Parsed(text, ("编号按数字存放，后几位可能已丢失",))
    folded = fold(text)
    if _EXPONENT.fullmatch(folded):
        return Parsed(folded, ("编号成了科学计数法，后几位已丢失",))
    return Parsed(folded)


class DateReader:
    """Reads one column of dates (日期列), or with ``with_time`` of moments; each with the one before in mind."""

    def __init__(self, years: YearContext, *, with_time: bool) -> None:
        self._years, self._with_time = years, with_time
        self._last: date | None = None
        self._above: date | None = None
        self._ahead: list[date] = []
        self._complete: dict[Cell, tuple[Parsed, date]] = {}
        self._rising = False

    def begin(self) -> None:
        """Forget the rows that were only looked at ahead (开始逐行), but for whether their days follow an order."""
        days = self._ahead
        rising = sum(one < other for one, other in pairwise(days))
        falling = sum(one > other for one, other in pairwise(days))
        self._years.wandering = self._years.wandering or min(rising, falling) * _DISORDER > len(days)
        self._rising = rising * _DISORDER < falling  # they were looked at from the lowest row up
        self._above, self._ahead = None, []

    def look_ahead(self, cell: Cell) -> None:
        """Read a cell ahead of its turn, the lowest row first (预读)."""
        self(cell)
        if _one_decimal(cell):
            return  # 3.1 may be the first or the tenth
        # in the year at hand, moved to no other: that is what the order is asked for
        written = parse_date(cell, self._years.year, month=self._years.month)
        if written.day is not None:
            self._ahead.append(written.day)

    def __call__(self, cell: Cell) -> Parsed:
        """The day or moment of a cell."""
        known = self._complete.get(cell)
        if known is None:
            return self._read(cell)
        parsed, day = known
        self._years.saw(day)
        self._last = self._above = day
        return parsed

    def _read(self, cell: Cell) -> Parsed:
        years = self._years
        plain = parse_date(cell, years.year, year_note=years.note, month=years.month)
        if plain.day is None and not plain.blank and years.begins and years.year is not None:
            later = parse_date(cell, years.year + 1, month=years.month)  # 2月29日 of the second year
            plain = later if later.yearless else plain
        found = years.settled(plain, self._last)
        found = self._with_zero(cell, found)
        if found.day is None:
            return NOTHING if found.blank else Parsed(None, (found.note,), cell_text(cell))
        if not found.yearless:
            years.saw(found.day)
        self._last = self._above = found.day
        parsed = self._told(cell, found, found.day)
        if len(self._complete) < _REMEMBERED and _complete(cell, found):
            self._complete[cell] = parsed, found.day
        return parsed

    def _told(self, cell: Cell, found: When, day: date) -> Parsed:
        notes = (found.note,) if found.note else ()
        if self._with_time and found.clock is not None:
            moment = datetime.combine(day, found.clock)
            return Parsed(moment, notes, cell_text(cell) if self._says_more(cell) else "", found.yearless)
        rest = cell_text(cell) if (found.note and not found.yearless) or self._says_more(cell) else ""
        return Parsed(day, notes, rest, found.yearless)

    def _with_zero(self, cell: Cell, found: When) -> When:
        """A number 10.2 below the 15th is 10.20, of which Excel kept no zero."""
        last, day = self._above, found.day
        if last is None or day is None or day.day not in _NEAR or day >= last or not _one_decimal(cell):
            return found
        if (day.year, day.month) != (last.year, last.month):
            return found
        try:
            later = day.replace(day=day.day * 10)
        except ValueError:
            return found
        note = f"“{cell_text(cell)}”在{last.day}日之后，按{later.month}月{later.day}日读取"
        after = (later - last).days
        near = after >= 0 and (self._rising or after <= _NEAR[day.day])  # not in one that runs backwards
        return replace(found, day=later, note=note) if near else found

    @staticmethod
    def _says_more(cell: Cell) -> bool:
        return type(cell) is str and not (cell[-1:].isdecimal() and cell[:1].isdecimal()) and beside_day(cell)


def _complete(cell: Cell, found: When) -> bool:
    """Whether a cell says the same day wherever it stands: a text that begins with the year and needs no warning."""
    return type(cell) is str and cell[:4].isdecimal() and not (found.note or found.yearless)


def _one_decimal(cell: Cell) -> bool:
    return type(cell) is float and not cell.is_integer() and round(cell * 10) == round(cell * 100) / 10


def read_names(cell: Cell) -> Parsed:
    """Names (姓名)."""
    text = cell_text(cell)
    if not text:
        return NOTHING
    names = parse_names(text)
    if names == _NO_NAMES:
        return NOTHING
    return Parsed(names, names.notes, names.rest)


_NO_NAMES = parse_names("-")


def read_phones(cell: Cell) -> Parsed:
    """Phone numbers (电话)."""
    phones = parse_phones(cell)
    return Parsed(phones.numbers or None, phones.notes, phones.rest)


def read_count(cell: Cell) -> Parsed:
    """A head count (人数)."""
    count = parse_count(cell)
    return Parsed(count.people, (count.note,) if count.note else (), cell_text(cell) if count.note else "")


def read_id_number(cell: Cell) -> Parsed:
    """An identity number (证件号码)."""
    found = parse_id_number(cell)
    return Parsed(found.number or None, (found.note,) if found.note else ())


def read_integer(cell: Cell) -> Parsed:
    """A whole number (整数), zero included."""
    found = read_decimal(cell)
    if isinstance(found.value, Decimal):
        whole = int(found.value)
        return Parsed(whole, found.notes if whole == found.value else ("不是整数",), found.rest)
    return found


def read_decimal(cell: Cell) -> Parsed:
    """An amount (金额), in yuan when the cell says 万元."""
    text = cell_text(cell)
    if text in EMPTY_WORDS:
        return NOTHING
    match = _MONEY.match(fold(text).replace(",", "").strip())
    if not match:
        count = parse_count(cell)
        if count.people is not None:
            return Parsed(
                Decimal(count.people), (count.note,) if count.note else (), text if count.note else ""
            )
        return Parsed(None, (f"“{text[:20]}”不是数字",), text)
    try:
        return Parsed(Decimal(match[1]) * {"万": 10_000, "亿": 100_000_000}.get(match[2] or "", 1))
    except InvalidOperation:
        return Parsed(None, (f"“{text[:20]}”不是数字",), text)


def read_choice(cell: Cell, table: Choices) -> Parsed:
    """An entry of a code table (选项); an unknown one stays as text with a warning, the whole district without."""
    text = cell_text(cell)
    if text in EMPTY_WORDS:
        return NOTHING
    found = table.resolve(text)
    if found.how is Match.WHOLE:
        return Parsed(text)
    if found.value is None:
        detail = f"（{'、'.join(found.candidates)}）" if found.candidates else ""
        return Parsed(text, (f"“{text[:30]}”{found.how.value}{detail}",))
    if found.how is Match.PART:
        return Parsed(found.value, (f"“{text[:30]}”按“{found.value}”读取",), text)
    return Parsed(found.value)


_READERS: dict[ValueKind, CellReader] = {
    ValueKind.TEXT: read_text,
    ValueKind.LONG_TEXT: read_text,
    ValueKind.CODE: read_code,
    ValueKind.NAMES: read_names,
    ValueKind.PHONES: read_phones,
    ValueKind.COUNT: read_count,
    ValueKind.ID_NUMBER: read_id_number,
    ValueKind.INTEGER: read_integer,
    ValueKind.DECIMAL: read_decimal,
}
