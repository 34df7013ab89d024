"""Time budgets of hooks (钩子时限): a plugin that hangs does not hang the page that asked it.

On Linux the hook is interrupted where it stands. Where that is not possible (Windows, or a server that
answers in threads) its time is measured, and a plugin that took too long is not asked that question
again for a while.
"""

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

PAGE_SECONDS = 2.0
SECONDS = {
    "xinfang_statistics": 5.0,
    "xinfang_petition_moved": 5.0,
    "xinfang_daily": 120.0,
    "xinfang_hourly": 120.0,
    "xinfang_demo": 600.0,
    "job": 900.0,
}
REST_SECONDS = 300.0
AGAIN_SECONDS = 1.0


class TooSlow(Exception):
    """A hook exceeded its time budget (超时)."""


def seconds_for(hook: str) -> float:
    """The seconds that a plugin may take for one answer."""
    return SECONDS.get(hook, PAGE_SECONDS)


def within(hook: str, ask: Callable[[], T]) -> T:
    """The answer of ``ask``, given in time.

    Raises:
        TooSlow: the budget ran out; where nothing can be interrupted, after the answer came.
    """
    seconds = seconds_for(hook)
    started = time.monotonic()
    try:
        answer = _interrupted(seconds, ask) if _can_interrupt() else ask()
    except DBAPIError as error:
        # an interrupted statement raises an error of the driver's own
        if time.monotonic() - started > seconds:
            raise TooSlow(f"超过 {seconds:g} 秒") from error
        raise
    if time.monotonic() - started > seconds:
        raise TooSlow(f"超过 {seconds:g} 秒")
    return answer


def _can_interrupt() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _interrupted(seconds: float, ask: Callable[[], T]) -> T:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow(f"超过 {seconds:g} 秒")

    before = signal.signal(signal.SIGALRM, stop)
    # again and again: Python swallows what is raised while it collects garbage or runs a __del__
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)
    try:
        return ask()
    finally:
        signal.setitimer(signal.ITIMER_REAL, max(left, 0.0))
        signal.signal(signal.SIGALRM, before)
