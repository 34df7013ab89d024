"""The clock (时钟): the only module that asks the machine for the time.

Instants are timezone-aware UTC; legal days are dates in China time.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may


def china(instant: datetime) -> datetime:
    """The same instant as clocks in China show it."""
    return instant.astimezone(CHINA)


def today() -> date:
    """The legal day (日期), in China time."""
    return china(now()).date()
