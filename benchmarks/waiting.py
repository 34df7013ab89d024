"""What others wait while something large goes on (旁人等待)."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.scratch import Site


def p95(act: Callable[[], Any], times: int) -> float:
    """Milliseconds that all but one in twenty of the acts stay below, one after another."""
    act()
    return late([_timed(act) for _ in range(times)])


def _timed(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def late(times: list[float]) -> float:
    """The p95 of times measured already."""
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0


@contextmanager
def meanwhile(act: Callable[[], Any]) -> Iterator[list[float]]:
    """What others wait while the block runs, a request every tenth of a second."""
    times: list[float] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.wait(0.1):
            times.append(_timed(act))

    other = threading.Thread(target=ask)
    other.start()
    try:
        yield times
    finally:
        stop.set()
        other.join()


@contextmanager
def locks(site: Site) -> Iterator[list[float]]:
    """What a small write of the site waits for its turn while the block runs."""
    from xinfang_site import create_app
    from xinfang_site.actor import system
    from xinfang_site.audit.writer import Act, record
    from xinfang_site.database import writing
    from xinfang_site.extensions import db

    app = create_app(site.folder, site.environment.get("XINFANG_DATABASE_URL"))

    def write() -> None:
        with app.app_context():
            with writing(db.session()):
                record(db.session(), system("bench"), Act("bench.probe"))
            db.session.remove()

    with meanwhile(write) as waits:
        yield waits
