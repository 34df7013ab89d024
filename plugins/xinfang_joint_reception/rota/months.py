"""Months and days (月份、日期), as addresses and notices write them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from xinfang_site.plugin_api.data import Missing
from xinfang_site.plugin_api.dates import today

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month (月份)."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def span(self) -> tuple[date, date]:
        """First and last day."""
        return self.first, self.last

    @property
    def text(self) -> str:
        """As addresses write it: ``2026-03``."""
        return f"{self.year}-{self.month:02d}"

    @property
    def title(self) -> str:
        """As notices write it: ``2026年3月``."""
        return f"{self.year}年{self.month}月"

    def moved(self, months: int) -> "Month":
        """The month so many months later."""
        number = self.year * 12 + self.month - 1 + months
        return Month(number // 12, number % 12 + 1)


def month_of(day: date) -> Month:
    """The month of a day (所在月份)."""
    return Month(day.year, day.month)


def month_named(text: str) -> Month:
    """The month written ``2026-03``.

    Raises:
        Missing: it is no month of this century.
    """
    year, _, month = text.partition("-")
    plain = year.isascii() and year.isdigit() and month.isascii() and month.isdigit()
    if not (plain and len(text) <= 7 and FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12):
        raise Missing
    return Month(int(year), int(month))


def month_or_now(text: str) -> Month:
    """The month of an address; the present one where it names none."""
    try:
        return month_named(text) if text else month_of(today())
    except Missing:
        return month_of(today())


def day_or_today(text: str) -> date:
    """The day of an address (日期); today where it names none of this century."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today()
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else today()
