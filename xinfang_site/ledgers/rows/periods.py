"""Columns that state the year or the month of the days beside them (年度列、月份列)."""

from collections.abc import Collection, Sequence
from typing import Final

from xinfang_site.ledgers.files.sheets import Row
from xinfang_site.ledgers.rows.bound import Column
from xinfang_site.ledgers.text import cell_text
from xinfang_site.ledgers.values.years import YearContext

_YEARS: Final = frozenset({"年", "年度", "年份", "所属年度", "所属年份"})
_MONTHS: Final = frozenset({"月", "月份", "年月", "月度", "所属月份", "年月份"})


class PeriodColumns:
    """Tells the year and the month of each row (年月依据); a blank cell leaves those of the row above."""

    def __init__(self, columns: Sequence[Column], years: YearContext) -> None:
        self._years = years
        self._year, self._month = (_place(columns, titles) for titles in (_YEARS, _MONTHS))

    def tell(self, cells: Row) -> None:
        """Take what the row's cells state."""
        if self._year is not None and self._year < len(cells):
            self._years.told(cell_text(cells[self._year]))
        if self._month is not None and self._month < len(cells):
            self._years.month_told(cell_text(cells[self._month]))


def _place(columns: Sequence[Column], titles: Collection[str]) -> int | None:
    return next((each.place for each in columns if each.spec is None and each.title in titles), None)
