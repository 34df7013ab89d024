"""Turns of writers (写入次序): first come, first served, and nobody waits longer than a set time.

SQLite itself lets waiting writers retry at random, so that one may be passed over for seconds. Two kernel locks on
side files keep the order: a turnstile, which holds one waiter, and the seat behind it. A writer who leaves the seat
must go through the turnstile again and cannot pass the one who stands in it.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xinfang_site.file_locks import lock, lock_if_free, opened, unlock


class TooLong(Exception):
    """The turn did not come in time (等候超时)."""


@contextmanager
def turn(database: Path, seconds: float) -> Iterator[None]:
    """Hold the one turn to write to a database file.

    Args:
        database: the file; the locks lie beside it.
        seconds: how long to wait; 0 for not at all.

    Raises:
        TooLong: it did not come in time.
    """
    ticket = _Ticket(database)
    if not ticket.at_once() and not ticket.wait(seconds):
        raise TooLong
    try:
        yield
    finally:
        ticket.give_back()


class _Ticket:
    """One writer's place in the queue."""

    def __init__(self, database: Path) -> None:
        self._turnstile = opened(Path(f"{database}.turnstile"))
        self._seat = opened(Path(f"{database}.writers"))
        self._taken = threading.Event()
        self._deciding = threading.Lock()
        self._given_up = False

    def at_once(self) -> bool:
        """Take the seat if nobody has it and nobody waits for it."""
        if not (lock_if_free(self._turnstile) and lock_if_free(self._seat)):
            return False
        unlock(self._turnstile)
        return True

    def wait(self, seconds: float) -> bool:
        """Queue for the seat, in a thread of its own, since a kernel lock has no time-out."""
        if not seconds:
            unlock(self._turnstile)
            self.give_back()
            return False
        threading.Thread(target=self._queue, name="writers' turn", daemon=True).start()
        if self._taken.wait(seconds):
            return True
        with self._deciding:  # it may come at this very moment: then it is taken
            self._given_up = not self._taken.is_set()
            return not self._given_up

    def _queue(self) -> None:
        lock(self._turnstile)
        if not self._given_up:
            lock(self._seat)
        unlock(self._turnstile)
        with self._deciding:
            if not self._given_up:
                self._taken.set()
                return
        self.give_back()

    def give_back(self) -> None:
        """Let the next one in. Unlocks explicitly: after a mere close, a child forked meanwhile would keep the lock."""
        unlock(self._seat)
        os.close(self._seat)
        os.close(self._turnstile)
