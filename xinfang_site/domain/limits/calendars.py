"""The working calendar (工作日历): which days are worked, and counting in working days.

The table is the office's own data (State Council notices). A year without a table is counted by
weekends and 1 January only, and every result says so: it is provisional, never an exception.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_WEEKEND_NAMES = {5: "周六", 6: "周日"}


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day with the reason why it was skipped or counted (日期及事由)."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Walk:
    """What counting from a day came to (推算结果).

    Attributes:
        day: the day arrived at.
        counted: days counted, in order.
        skipped: days not counted, each with its reason.
        makeup: weekend days counted because they are worked (调休上班).
        missing_years: years walked through that have no holiday table.
    """

    day: date
    counted: tuple[date, ...] = ()
    skipped: tuple[NamedDay, ...] = ()
    makeup: tuple[NamedDay, ...] = ()
    missing_years: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the day may still move (暂定): a holiday table is missing."""
        return bool(self.missing_years)

    @property
    def warning(self) -> str:
        """The warning to show with a provisional day (提示), or nothing."""
        years = "、".join(str(year) for year in self.missing_years)
        return f"{years}年节假日未录入" if years else ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The office's table of holidays and makeup days (工作日历); an immutable value.

    Attributes:
        exceptions: days that differ from their weekday, each with (is it worked, name).
        years: years whose holiday notice is loaded.
    """

    exceptions: Mapping[date, tuple[bool, str]] = field(default_factory=lambda: MappingProxyType({}))
    years: frozenset[int] = frozenset()

    @classmethod
    def build(cls, exceptions: Mapping[date, tuple[bool, str]], years: Iterable[int]) -> "WorkCalendar":
        """A calendar from the rows of the table (由节假日表建立)."""
        return cls(MappingProxyType(dict(exceptions)), frozenset(years))

    def is_working(self, day: date) -> bool:
        """Whether a day is worked (工作日)."""
        exception = self.exceptions.get(day)
        if exception is not None:
            return exception[0]
        return day.weekday() < _SATURDAY and not self._assumed_new_year(day)

    def name_of(self, day: date) -> str:
        """Why a day is special (节假日名称): holiday, makeup day or weekend; empty for a plain weekday."""
        exception = self.exceptions.get(day)
        if exception is not None:
            return exception[1]
        return "元旦" if self._assumed_new_year(day) else _WEEKEND_NAMES.get(day.weekday(), "")

    def is_makeup(self, day: date) -> bool:
        """Whether a weekend day is worked (调休上班)."""
        return day.weekday() >= _SATURDAY and self.is_working(day)

    def missing_years(self, first: date, last: date) -> tuple[int, ...]:
        """Years without a table from ``first`` to ``last``, both included (缺少节假日表的年份)."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)

    def add_working_days(self, start: date, days: int) -> Walk:
        """The day ``days`` working days after ``start``, which is not counted (加工作日).

        Args:
            start: day of the event.
            days: working days to count, 0 or more.
        """
        return self.count(start, days, only_working=True)

    def count(
        self, start: date, days: int, *, only_working: bool, stopped: Mapping[date, str] | None = None
    ) -> Walk:
        """Count days after ``start`` (逐日推算), leaving out those that do not count.

        Args:
            start: day of the event, not counted.
            days: days to count, 0 or more.
            only_working: count working days (工作日), not calendar days (日).
            stopped: days on which the clock stands still, each with its reason.
        """
        stopped = stopped or {}
        if not only_working and not stopped:
            return Walk(start + timedelta(days=days), tuple(start + timedelta(n + 1) for n in range(days)))
        day = start
        counted: list[date] = []
        skipped: list[NamedDay] = []
        while len(counted) < days:
            day += ONE_DAY
            if day in stopped:
                skipped.append(NamedDay(day, stopped[day]))
            elif only_working and not self.is_working(day):
                skipped.append(NamedDay(day, self.name_of(day)))
            else:
                counted.append(day)
        makeup = tuple(NamedDay(d, self.name_of(d)) for d in counted if only_working and self.is_makeup(d))
        missing = self.missing_years(start + ONE_DAY, day) if only_working and day > start else ()
        return Walk(day, tuple(counted), tuple(skipped), makeup, missing)

    def roll_forward(self, day: date) -> Walk:
        """``day`` itself if it is worked, else the next working day (顺延), with the days passed over."""
        skipped = []
        rolled = day
        while not self.is_working(rolled):
            skipped.append(NamedDay(rolled, self.name_of(rolled)))
            rolled += ONE_DAY
        return Walk(rolled, skipped=tuple(skipped), missing_years=self.missing_years(day, rolled))

    def next_working_day(self, day: date) -> date:
        """The first working day on or after ``day`` (当日或者之后的工作日)."""
        return self.roll_forward(day).day

    def previous_working_day(self, day: date) -> date:
        """The last working day on or before ``day`` (当日或者之前的工作日)."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def _assumed_new_year(self, day: date) -> bool:
        return day.year not in self.years and (day.month, day.day) == (1, 1)
