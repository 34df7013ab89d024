"""The year and month that a ledger states outside its date cells (年份、月份): titles, sheet names, sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from xinfang_site.ledgers.text import chinese_number, fold
from xinfang_site.ledgers.values.dates import When, parse_date_text

_YEAR_LENGTH: Final = 4
_MONTHS_OF_YEAR: Final = 12
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*年|\s*度|[^\d./-]|$)")
_SHORT_YEAR: Final = re.compile(
    r"(?<!\d)([012]\d)\s*年(?=\s*(?:\d{1,2}\s*月|度|[上下]半年|第?[一二三四1-4]季|信访|来访|来信|来电|台账|登记|$))"
)
_YEARS: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*年?\s*[-—–~至到]+\s*(?:19|20)\d{2}(?!\d)")
_YEAR_MONTH: Final = re.compile(
    r"(?<![\d./-])((?:19|20)\d{2})(?:[./-](0?[1-9]|1[0-2])|(0[1-9]|1[0-2])$)(?!\s*[\d./-])"
)
"""2021.3 and 202103, as sheets of one month are called."""
_SPAN: Final = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*[年./]\s*(\d{1,2})\s*月?(?:\s*\d{1,2}\s*日)?\s*[-—–~至到]+\s*"
    r"((?:19|20)\d{2})\s*[年./]\s*(\d{1,2})(?!\d)"
)
_CN_YEAR: Final = re.compile(r"([二][〇○零O0一二三四五六七八九]{3})\s*年")
_DAY: Final = re.compile(r"(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}日?")
"""Beside a year of its own, the day on which a ledger was printed: 2021年信访台账（2022年1月10日印）."""
_MONTH: Final = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])\s*月")
_CN_MONTH: Final = re.compile(
    r"(?<![一-鿿])(?:[\d〇零一二三四五六七八九]{4}年)?(十[一二]?|[一二三四五六七八九])月(?![一二三四五六七八九十廿\d]{0,3}[日号])"
)
_MONTHS: Final = re.compile(r"\d\s*月?\s*[-—–~至到、]+\s*\d{1,2}\s*月")
_DAY_OF_MONTH: Final = re.compile(r"((?:19|20)\d{2})-(\d{1,2})-\d{1,2}(?!\d)")
_DAY_TOLD: Final = re.compile(r"月\s*[\d一二三四五六七八九十]{1,3}\s*[日号]")
_DAY_NAME: Final = re.compile(r"[\d.年月日号/_ -]{3,11}")
_FILLED_ON: Final = re.compile(
    r"(?:(?<=[回座][访谈])|(?<![访待谈]))(?:填[报表]|制表|报送|打印|导出|截[至止])?(?:日期|时间)\s*[:：].*|截[至止].*"
)


def year_in(texts: Sequence[str]) -> int | None:
    """The year that the first telling text states (年份); a text with two different years tells nothing."""
    for text in texts:
        plain = _plain(text)
        if _YEARS.search(plain):
            continue
        years = _years_of(plain)
        if len(years) > 1:
            years = _years_of(_DAY.sub(" ", plain))
        if len(years) == 1:
            return years.pop()
    return None


def _years_of(plain: str) -> set[int]:
    years = {int(year) for year in _YEAR.findall(plain)}
    years |= {int(match[1]) for match in _YEAR_MONTH.finditer(plain)}
    years |= {number for run in _CN_YEAR.findall(plain) if (number := chinese_number(run)) is not None}
    return years or {2000 + int(year) for year in _SHORT_YEAR.findall(plain)}


def span_in(texts: Sequence[str]) -> tuple[int, int] | None:
    """The year and month in which a ledger over the turn of a year begins (跨年台账), at most twelve months long."""
    for text in texts:
        found = _SPAN.search(_plain(text))
        if found is None:
            continue
        year, month, end, last = map(int, found.groups())
        if end == year + 1 and 1 <= last < month <= _MONTHS_OF_YEAR:
            return year, month
    return None


def month_in(texts: Sequence[str]) -> int | None:
    """The month that the first telling text states (月份); 1—12月 and a complete date tell nothing."""
    for text in texts:
        plain = _plain(text)
        if _MONTHS.search(plain):
            continue
        months = {int(month) for month in _MONTH.findall(re.sub(r"\d{1,2}\s*月\s*\d{1,2}", "", plain))}
        months |= {int(match[2] or match[3]) for match in _YEAR_MONTH.finditer(plain)}
        months |= {number for run in _CN_MONTH.findall(plain) if (number := chinese_number(run)) is not None}
        if len(months) == 1:
            return months.pop()
    return None


def day_in(texts: Sequence[str], name: str, year: int | None) -> date | None:
    """The one day that a title or the sheet's name states (当日), for tables without a column of dates."""
    told = [plain for text in texts if _DAY_TOLD.search(plain := _plain(text))]
    for text in [*told, *([fold(name)] if _DAY_NAME.fullmatch(name.strip()) else [])]:
        found = parse_date_text(text, year, "")
        if found.day is not None and not found.note:
            return found.day
    return None


def _plain(text: str) -> str:
    return fold(_FILLED_ON.sub("", text))


@dataclass(slots=True)
class YearContext:
    """Where a date without a year or month takes them from (年份依据).

    Attributes:
        year: the year of the title or the sheet's name, or of the file's name or a row above.
        certain: False when the year is only that of a neighbour, which is warned about.
        month: the month of the sheet's name, the title or the section, for cells that hold only a day.
        wandering: the days of the sheet follow no order, so that the row above says nothing of the year.
        of_file: the year that the file's name states, which is told once and not with every row.
        begins: the month that ``year`` begins with in a ledger over the turn of the year; earlier ones are the next's.
    """

    year: int | None = None
    certain: bool = False
    month: int | None = None
    begins: int = 0
    of_file: int | None = None
    wandering: bool = False

    def saw(self, day: date) -> None:
        """Remember a complete date of this sheet (记下完整日期)."""
        if not self.certain:
            self.year = day.year

    def told(self, text: str) -> None:
        """Take the year that a column of its own states for the row (年度列)."""
        year = fold(text).removesuffix("度").removesuffix("年")
        if len(year) == _YEAR_LENGTH and year.isdecimal() and year[:2] in ("19", "20"):
            self.year, self.certain = int(year), True

    def month_told(self, text: str) -> None:
        """Take the month, and the year if it is stated, that a column of its own gives the row (月份列).

        What cannot be understood leaves no month: that of the row above would be a wrong one.
        """
        plain = fold(text)
        if day := _DAY_OF_MONTH.match(plain):  # 2021年8月 typed into a spreadsheet is its first day
            plain = f"{day[1]}年{day[2]}月"
        if plain.isdecimal() and 1 <= int(plain) <= _MONTHS_OF_YEAR:
            self.month = int(plain)
        elif plain:
            year = year_in([plain])
            self.year, self.certain = (year, True) if year is not None else (self.year, self.certain)
            self.month = month_in([plain])

    def section(self, texts: Sequence[str]) -> None:
        """Take the year and the month that a heading inside the sheet states (分节的年月)."""
        year, month = year_in(texts), month_in(texts)
        if year is not None:
            self.year, self.certain, self.month, self.begins = year, True, None, 0
        self.month = month or self.month

    @property
    def note(self) -> str:
        """The warning for a day that uses this year (年份提示)."""
        return self._note(self.year)

    def settled(self, found: When, last: date | None) -> When:
        """A day whose year is a guess moves to the year that brings it nearest to the column's last (跨年)."""
        if found.day is None or not found.yearless:
            return found
        if found.day.month < self.begins and (found.day.month, found.day.day) != (2, 29):
            return replace(found, day=found.day.replace(year=found.day.year + 1))
        if self.certain or self.wandering or last is None:
            return found
        near = min(_in_other_years(found.day), key=lambda day: abs((day - last).days))
        note = found.note.replace(self.note, self._note(near.year)) if self.note else found.note
        return replace(found, day=near, note=note)

    def _note(self, year: int | None) -> str:
        return "" if self.certain or year in (None, self.of_file) else f"没有写年份，按上文的{year}年读取"


def _in_other_years(day: date) -> list[date]:
    if (day.month, day.day) == (2, 29):
        return [day]
    return [day, day.replace(year=day.year - 1), day.replace(year=day.year + 1)]
