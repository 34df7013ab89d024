"""A deadline for PostgreSQL (数据库时限): a frozen server causes an error instead of endless waiting.

Its kernel still acknowledges what is sent, so that no time-out of TCP or of the server ends the wait. A thread
of this process does: it shuts the socket, and the wait ends as for a server that is gone.
"""

import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, event

SECONDS = 15.0
"""A web page asks for moments; what takes longer is a job, and jobs are not watched."""
CONNECT_SECONDS = 3


def watch(engine: Engine, seconds: float = SECONDS) -> None:
    """Let no connection of this process wait longer for one answer; call it after the fork, threads do not survive it."""
    watchman = _Watchman(seconds)
    threading.Thread(target=watchman.walk, name="database deadline", daemon=True).start()
    event.listen(engine, "do_connect", _be_brief)
    event.listen(engine, "checkout", lambda connection, *_: watchman.note(connection))
    event.listen(engine, "before_cursor_execute", lambda _, cursor, *__: watchman.note(cursor.connection))
    event.listen(engine, "checkin", lambda connection, *_: watchman.forget(connection))
    event.listen(engine, "invalidate", lambda connection, *_: watchman.forget(connection))


def _be_brief(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
    options.setdefault("connect_timeout", CONNECT_SECONDS)


class _Watchman:
    """Knows since when each connection in use has been waiting."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[Any, float] = {}

    def note(self, connection: Any) -> None:
        """It asks something now."""
        self._since[connection] = time.monotonic()

    def forget(self, connection: Any) -> None:
        """It is not in use any more."""
        self._since.pop(connection, None)

    def walk(self) -> None:
        """Look after them for as long as the process lives."""
        while True:
            time.sleep(min(1.0, self._seconds / 4))
            late = time.monotonic() - self._seconds
            for connection, since in list(self._since.items()):
                if since < late:
                    self.forget(connection)
                    _shut(connection)


def _shut(connection: Any) -> None:
    with suppress(Exception), socket.socket(fileno=os.dup(connection.fileno())) as end:
        end.shutdown(socket.SHUT_RDWR)
