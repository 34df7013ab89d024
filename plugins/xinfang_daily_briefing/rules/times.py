"""Times of an item (要情时间): known, reported, verified; every day ends at midnight in China."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from xinfang_daily_briefing.rules.words import Column
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.receiving import urgent
from xinfang_site.domain.statutes import article

CHINA = ZoneInfo("Asia/Shanghai")
NEAR_HOURS = 3
"""From so few hours before midnight on the board warns (临近零点)."""


def china_day(instant: datetime) -> date:
    """The day of an instant in China (所属日期)."""
    return instant.astimezone(CHINA).date()


def midnight_after(instant: datetime) -> datetime:
    """The end of the day on which something became known (当日24时)."""
    return end_of(china_day(instant))


def end_of(day: date) -> datetime:
    """The end of a day in China (24时)."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA)


def check_known(known_at: datetime, now: datetime) -> None:
    """Refuse an item that would become known in the future (得知时间).

    Raises:
        Refused: the time known is after ``now``.
    """
    if known_at > now:
        raise Refused("得知时间不能晚于现在", article(25, 1), "known_at")


def check_reported(known_at: datetime, reported_at: datetime) -> None:
    """Refuse a report from before its own knowledge (报送时间).

    Raises:
        Refused: reported before known.
    """
    urgent.check_times(known_at, reported_at)


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from ``start`` to ``end`` (历时分钟), never below zero."""
    return max(0, int((end - start).total_seconds() // 60))


@dataclass(frozen=True, slots=True)
class NightCheck:
    """How a warning stands against midnight (不过夜核查).

    Attributes:
        due_at: midnight of the day it became known.
        settled_at: when a verification settled it, or None.
        now: the moment of asking.
    """

    due_at: datetime
    settled_at: datetime | None
    now: datetime

    @property
    def overnight(self) -> bool:
        """Whether midnight passed before it was verified (过夜); stays so for ever."""
        return (self.settled_at or self.now) >= self.due_at

    @property
    def open(self) -> bool:
        """Whether it still waits (待核查)."""
        return self.settled_at is None

    @property
    def minutes_left(self) -> int:
        """Minutes until midnight (剩余分钟), 0 when it has passed."""
        return minutes_between(self.now, self.due_at)

    @property
    def tone(self) -> str:
        """Red after midnight, amber in the last hours, else green."""
        if self.overnight:
            return "danger"
        return "warning" if self.open and self.minutes_left < NEAR_HOURS * 60 else "success"

    @property
    def words(self) -> str:
        """The standing in words."""
        if self.overnight:
            return "过夜，仍未核实" if self.open else "过夜核实"
        if not self.open:
            return "当日核实"
        hours, minutes = divmod(self.minutes_left, 60)
        return f"距24时还有 {hours} 小时 {minutes} 分" if hours else f"距24时还有 {minutes} 分钟"


def night_check(
    column: Column, known_at: datetime, settled_at: datetime | None, now: datetime
) -> NightCheck | None:
    """The standing of a warning (预警核查时限); None in columns that need no verification.

    The day of knowledge counts, not that of the report: a late report buys no time.
    """
    if column is not Column.WARNING:
        return None
    return NightCheck(midnight_after(known_at), settled_at, now)
