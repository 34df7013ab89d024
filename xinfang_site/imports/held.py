"""One run over a ledger (台账的一次办理): tells how far it has come, and saves nothing once another has the job."""

import time
from collections.abc import Callable

from sqlalchemy.orm import Session

from xinfang_site.jobs import services as jobs
from xinfang_site.jobs.holding import Hold

EVERY_SECONDS = 1.0
Echo = Callable[[int, str], None]


class Run:
    """A run that no job stands for (无任务): it tells nobody, and nobody takes it over."""

    def __call__(self, done: int, words: str) -> None:
        """Say that ``done`` rows are behind it."""

    def keep(self, session: Session) -> None:
        """The first thing inside every ``writing()`` of the run.

        Raises:
            Lost: another took over what the run works on.
        """

    def hand_over(self, session: Session) -> None:
        """Asked in the transaction that makes all of it visible.

        Raises:
            Refused: the person it is done for may not any more.
            Lost: as for :meth:`keep`.
        """
        self.keep(session)


def silent(_done: int, _words: str) -> None:
    """Tells nobody of the progress."""


class Ticker(Run):
    """The run of a job (任务进度): tells the job table once a second at most; every transaction keeps the lease.

    Args:
        session: the database.
        hold: the job.
        total: rows to expect, 0 where nobody knows.
        echo: is told each time too, for a person at a terminal.
    """

    def __init__(self, session: Session, hold: Hold, total: int = 0, echo: Echo = silent) -> None:
        self._session, self._total, self._echo = session, total, echo
        self.hold = hold
        self._told = time.monotonic()

    def __call__(self, done: int, words: str) -> None:
        """Say that ``done`` rows are behind it.

        Raises:
            Lost: another worker has the job.
        """
        self._echo(done, words)
        if time.monotonic() - self._told >= EVERY_SECONDS:
            self._told = time.monotonic()
            total = max(self._total, done) if self._total else 0
            jobs.progress(self._session, self.hold, done, total, words)

    def keep(self, session: Session) -> None:
        """Renew the lease; inside ``writing()``.

        Raises:
            Lost: another worker has the job.
        """
        self.hold.keep(session)
