"""Periods of statistics (统计期间): a month, a quarter, a year, or any two days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_KEY = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?", re.ASCII)
_SPAN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})", re.ASCII)
_QUARTERS = "一二三四"
EARLIEST, LATEST = 1900, 9998
_MOST_MONTHS = 13
"""Months that any year touches at most."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days (统计期间), both included; ``title`` as reports print it."""

    first: date
    last: date
    title: str

    @property
    def months(self) -> int:
        """How many whole months it is; 0 for two days of any kind."""
        span = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        whole = self.first.day == 1 and self.last == _end(self.last.year, self.last.month)
        return span if whole else 0

    @property
    def key(self) -> str:
        """As addresses write it: ``2026``, ``2026-Q4``, ``2026-11``, ``2026-11-02..2026-11-08``."""
        year, month = self.first.year, self.first.month
        if self.months == 12 and month == 1:
            return f"{year}"
        if self.months == 3 and month % 3 == 1:
            return f"{year}-Q{(month + 2) // 3}"
        return f"{year}-{month:02}" if self.months == 1 else f"{self.first}..{self.last}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def until(self, day: date) -> "Period":
        """The part that is over on ``day`` (截至某日); all of it when the day lies outside."""
        return days(self.first, day) if self.first <= day < self.last else self

    def month_numbers(self) -> list[int]:
        """The months it touches as ``yyyymm``, in order."""
        found, year, month = [], self.first.year, self.first.month
        while (year, month) <= (self.last.year, self.last.month):
            found.append(year * 100 + month)
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return found

    @property
    def fits_on_paper(self) -> bool:
        """Whether a bulletin may be made of it (可编通报): at most a year; a sheet has no room for more months' columns."""
        return len(self.month_numbers()) <= _MOST_MONTHS

    def before(self) -> "Period":
        """The period of the same length that ends where this one begins (上期)."""
        if self.months:
            year, month = _shift(self.first.year, self.first.month, -self.months)
            return _months(year, month, self.months)
        length = self.last - self.first
        return days(self.first - timedelta(days=1) - length, self.first - timedelta(days=1))

    def after(self) -> "Period":
        """The next period of the same length (下期)."""
        if self.months:
            year, month = _shift(self.first.year, self.first.month, self.months)
            return _months(year, month, self.months)
        return days(self.last + timedelta(days=1), self.last + timedelta(days=1) + (self.last - self.first))

    def year_before(self) -> "Period":
        """The same period of the year before (上年同期)."""
        if self.months:
            return _months(self.first.year - 1, self.first.month, self.months)
        return days(_a_year_before(self.first), _a_year_before(self.last))


def month(year: int, number: int) -> Period:
    """A calendar month (月)."""
    return Period(date(year, number, 1), _end(year, number), f"{year}年{number}月")


def quarter(year: int, number: int) -> Period:
    """A quarter (季度), 1 to 4."""
    start = number * 3 - 2
    return Period(date(year, start, 1), _end(year, start + 2), f"{year}年第{_QUARTERS[number - 1]}季度")


def year_of(year: int) -> Period:
    """A calendar year (年)."""
    return Period(date(year, 1, 1), date(year, 12, 31), f"{year}年")


def days(first: date, last: date) -> Period:
    """Any two days (任意期间).

    Raises:
        ValueError: the last lies before the first.
    """
    if last < first:
        raise ValueError("结束日期不得早于开始日期")
    return Period(first, last, f"{first.isoformat()}至{last.isoformat()}")


def month_of(day: date) -> Period:
    """The month a day lies in (当月)."""
    return month(day.year, day.month)


def parse(key: str) -> Period | None:
    """The period that an address means; None when it is not understood."""
    text = key.strip()
    found = _KEY.fullmatch(text)
    if found:
        year, number, part = int(found[1]), found[2], found[3]
        if not EARLIEST <= year <= LATEST:
            return None
        if number:
            return month(year, int(number))
        return quarter(year, int(part)) if part else year_of(year)
    span = _SPAN.fullmatch(text)
    try:
        found_days = (date.fromisoformat(span[1]), date.fromisoformat(span[2])) if span else None
        in_range = found_days and found_days[0].year > EARLIEST and found_days[1].year < LATEST
        return days(*found_days) if found_days and in_range else None
    except ValueError:
        return None


def _months(year: int, start: int, number: int) -> Period:
    if number == 1:
        return month(year, start)
    if number == 3 and start % 3 == 1:
        return quarter(year, (start + 2) // 3)
    if number == 12 and start == 1:
        return year_of(year)
    last_year, last_month = _shift(year, start, number - 1)
    return days(date(year, start, 1), _end(last_year, last_month))


def _shift(year: int, number: int, by: int) -> tuple[int, int]:
    total = year * 12 + number - 1 + by
    return total // 12, total % 12 + 1


def _a_year_before(day: date) -> date:
    """The same day of the year before; 29 February becomes the 28th."""
    year = day.year - 1
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def _end(year: int, number: int) -> date:
    return date(year, number, monthrange(year, number)[1])
