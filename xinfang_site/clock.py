"""The clock (时钟): the only module that asks the machine for the time.

Instants are timezone-aware UTC; legal days are dates in China time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_shown: ContextVar[datetime | None] = ContextVar("shown", default=None)


def now() -> datetime:
    """This instant, in UTC; inside :func:`at` the instant given there."""
    return _shown.get() or datetime.now(UTC)  # noqa: TID251 - the one place that may


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Set the clock to ``instant`` inside the block (设定时刻); only the demo district uses it, to build its past.

    Only this context (thread, task) sees it; the machine's clock and other requests are untouched.
    """
    token = _shown.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _shown.reset(token)


def china(instant: datetime) -> datetime:
    """The same instant as clocks in China show it."""
    return instant.astimezone(CHINA)


def today() -> date:
    """The legal day (日期), in China time."""
    return china(now()).date()
