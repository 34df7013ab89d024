"""Our web process (网页进程): gunicorn's sync worker with a waiting room, and with the site's own error pages."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import BoundedSemaphore
from typing import Any

from flask import Flask
from gunicorn import util
from gunicorn.http.errors import LimitRequestHeaders
from gunicorn.workers.sync import SyncWorker

from xinfang_site.serving.unreadable import is_unreadable, refusal
from xinfang_site.serving.waiting_room import Visitor, WaitingRoom

log = logging.getLogger(__name__)

_TICK_SECONDS = 1.0


class Worker(SyncWorker):  # type: ignore[misc]  # gunicorn has no types
    """Handles requests that have arrived completely (工作进程), one at a time, or several with ``threads``."""

    wsgi: Flask

    def run(self) -> None:
        """Serve until a signal or the end of the server."""
        room = WaitingRoom(self.sockets, self.PIPE[0], self.wsgi.config["MAX_CONTENT_LENGTH"])
        serve = self._serve if self.cfg.threads == 1 else self._shared()
        while self.alive and self.is_parent_alive():
            self.notify()
            for visitor in room.arrived(_TICK_SECONDS):
                self.notify()
                serve(visitor)
        room.close()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer an unreadable request or an error outside the site. Addresses may hold names and are not logged."""
        if not is_unreadable(exc):
            log.error("a request ended outside the site", exc_info=exc)
        with suppress(OSError):  # nobody is there any more
            util.write_nonblock(client, refusal(self.wsgi, exc))

    def _serve(self, visitor: Visitor) -> None:
        if visitor.endless:  # gunicorn would wait for the rest of it, and then say nothing
            self.handle_error(None, visitor, visitor.address, LimitRequestHeaders("without an end"))
            util.close_graceful(visitor)
            return
        self.handle(visitor.listener, visitor, visitor.address)

    def _shared(self) -> Callable[[Visitor], None]:
        """A function that serves by a pool of threads; it waits until one is free."""
        free = BoundedSemaphore(self.cfg.threads)
        pool = ThreadPoolExecutor(self.cfg.threads)

        def hand_over(visitor: Visitor) -> None:
            while not free.acquire(timeout=_TICK_SECONDS):
                self.notify()
            pool.submit(self._serve, visitor).add_done_callback(lambda _: free.release())

        return hand_over
