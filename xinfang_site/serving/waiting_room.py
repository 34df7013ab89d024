"""The waiting room (候客室): a request is taken up once it has arrived whole, so that a slow visitor keeps nobody waiting.

Gunicorn's sync worker reads a request while it handles it, and waits for as long as the visitor takes. But browsers open
spare connections and send nothing yet, a bad line brings an attachment in drops, and who means ill sends half a line: as
many of them as there are processes, and the site stands still. Here they wait together, and whoever is complete is next.
A large file leaves by a thread of its own for the same reason (docs/decisions/0026-waiting-room.md).
"""

import errno
import io
import os
import re
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from tempfile import TemporaryFile
from threading import BoundedSemaphore, Thread
from typing import IO, Any

from gunicorn import util

SILENCE_SECONDS = 20.0
"""A visitor who has sent nothing for so long is sent away."""
HEAD_SECONDS = 60.0
"""By then a request must have said what it wants."""
SEATS = 400
"""Visitors at once; one more, and who came first leaves. Open files are the limit of this, 1024 by default."""

SENDERS = 200
"""Files on their way at once; one more is sent by the process itself."""
_senders = BoundedSemaphore(SENDERS)
_NO_MORE = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_BREATH_SECONDS = 0.05

_LONGEST_HEAD = 128 * 1024
_IN_MEMORY = 1024 * 1024
_PIECE = 64 * 1024
_END_OF_HEAD = b"\r\n\r\n"
_LONGEST_END = 4096
_END_OF_CHUNKS = re.compile(rb"\n0+[ \t]*(?:;[^\r\n]*)?\r\n(?:[!-9;-~]+:[^\r\n]*\r\n)*\r\n\Z")
"""The last chunk, which may say more of itself and of the whole (trailers)."""
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r$", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding:", re.IGNORECASE | re.MULTILINE)


class Visitor:
    """One connection and what has come from it (来访连接); once complete it serves gunicorn as the socket it asks for."""

    def __init__(
        self, connection: socket.socket, listener: socket.socket, address: Any, largest: int
    ) -> None:
        """Gather bodies up to ``largest`` bytes; a larger one is refused by the site before it is read."""
        connection.setblocking(False)
        self._connection = connection
        self._largest = largest
        self._begin = io.BytesIO()
        self._rest: IO[bytes] | None = None  # what is more than fits into memory
        self._fault: OSError | None = None
        self._head: bytes | None = b""  # None once it is whole
        self._last = b""
        self._chunked = False
        self._missing = 0
        self._sending = False
        self.endless = False
        """Whether its head is longer than any, and has no end: there is nothing to read, only to answer (请求头过长)."""
        self.listener = listener
        self.address = address
        self.came = self.heard = time.monotonic()

    def gather(self) -> bool:
        """Take in what is there; whether it can be handled now, which a visitor who has left can too."""
        while True:
            try:
                piece = self._connection.recv(_PIECE)
            except BlockingIOError:
                return False
            except OSError:
                piece = b""
            if not piece or self._take(piece):
                self._rewind()
                return True

    def overdue(self, now: float) -> bool:
        """Whether the visitor was silent, or its request incomplete, for too long."""
        return now - self.heard > SILENCE_SECONDS or (
            self._head is not None and now - self.came > HEAD_SECONDS
        )

    def recv(self, size: int) -> bytes:
        """What has arrived; after it, of a request that was not waited for, what still comes without a pause."""
        arrived = self._begin.read(size) or (self._rest.read(size) if self._rest else b"")
        if arrived:
            return arrived
        if self._fault:
            raise self._fault
        self._connection.settimeout(SILENCE_SECONDS / 4)
        try:
            return self._connection.recv(size)
        except TimeoutError:
            return b""
        finally:
            self._connection.settimeout(None)

    def sendfile(self, file: IO[bytes], offset: int = 0, count: int | None = None) -> None:
        """Send a stored file; a large one in a thread of its own, for as long as its reader goes on reading."""
        if (count is not None and count <= _PIECE) or not _senders.acquire(blocking=False):
            self._connection.sendfile(file, offset, count)
            return
        try:
            own = os.fdopen(os.dup(file.fileno()), "rb")
            Thread(target=_send, args=(self._connection, own, offset, count), daemon=True).start()
        except BaseException:
            _senders.release()
            raise
        self._sending = True

    def shutdown(self, how: int) -> None:
        """Close the sending side, unless a file is being sent: its thread closes it.

        Raises:
            OSError: a file is on its way.
        """
        if self._sending:
            raise BlockingIOError
        self._connection.shutdown(how)

    def close(self) -> None:
        """Forget what came and end the connection, unless a file is on its way."""
        self._begin.close()
        if self._rest:
            self._rest.close()
        if not self._sending:
            self._connection.close()

    def __getattr__(self, name: str) -> Any:
        """Everything else a socket can."""
        return getattr(self._connection, name)

    def _take(self, piece: bytes) -> bool:
        """Keep it; whether the request is whole, or will not be waited for."""
        self.heard = time.monotonic()
        if not self._keep(piece):
            return True
        if self._head is None:
            self._missing -= len(piece)
        else:
            head, end, body = (self._head + piece).partition(_END_OF_HEAD)
            if not end:
                self._head = head
                self.endless = len(head) > _LONGEST_HEAD
                return self.endless
            self._read(head + b"\r\n")
            self._missing -= len(body)
        if self._chunked:
            self._last = (self._last + piece)[-_LONGEST_END:]
            return self._ends() or -self._missing > self._largest
        return self._missing <= 0

    def _ends(self) -> bool:
        return self._last.endswith(_END_OF_HEAD) and _END_OF_CHUNKS.search(self._last) is not None

    def _keep(self, piece: bytes) -> bool:
        try:
            if self._begin.tell() < _IN_MEMORY:
                self._begin.write(piece)
            else:
                self._rest = self._rest or TemporaryFile(buffering=0)  # noqa: SIM115  closed with the connection
                self._rest.write(piece)
        except (
            OSError
        ) as error:  # a full disk: whoever reads this request comes upon it, and the site says so
            self._fault = error
        return self._fault is None

    def _rewind(self) -> None:
        self._begin.seek(0)
        if self._rest:
            self._rest.seek(0)
        self._connection.setblocking(True)

    def _read(self, head: bytes) -> None:
        self._head = None
        self._chunked = bool(_CHUNKED.search(head))
        length = _LENGTH.search(head)
        expected = int(length[1]) if length and not self._chunked else 0
        self._missing = expected if expected <= self._largest else 0


def _send(connection: socket.socket, file: IO[bytes], offset: int, count: int | None) -> None:
    try:
        with file, suppress(OSError):  # the reader left, or stopped reading
            connection.settimeout(SILENCE_SECONDS)
            connection.sendfile(file, offset, count)
        util.close_graceful(connection)
    finally:
        _senders.release()


class WaitingRoom:
    """All visitors of one web process whose request is on its way (候办室)."""

    def __init__(self, listeners: list[socket.socket], bell: int, largest: int) -> None:
        """Let visitors in from ``listeners``; a byte at ``bell`` (a signal came) ends a wait at once."""
        self._bell = bell
        self._largest = largest
        self._selector = selectors.DefaultSelector()
        self._visitors: dict[Visitor, None] = {}
        for listener in listeners:
            listener.setblocking(False)
            self._selector.register(listener, selectors.EVENT_READ)
        self._selector.register(bell, selectors.EVENT_READ)

    def arrived(self, seconds: float) -> Iterator[Visitor]:
        """Those whose request is there, after a wait of ``seconds`` at most; the caller closes them."""
        for key, _ in self._selector.select(seconds):
            if key.data is not None:
                visitor: Visitor | None = key.data
            elif key.fd == self._bell:
                os.read(self._bell, _PIECE)
                continue
            else:
                visitor = self._let_in(key.fileobj)
            if visitor is not None and visitor.gather():
                self._leave(visitor)
                yield visitor
        self._send_away()

    def close(self) -> None:
        """Send everybody away; the listeners stay, they belong to the server."""
        for visitor in list(self._visitors):
            self._leave(visitor)
            visitor.close()
        self._selector.close()

    def _let_in(self, listener: Any) -> Visitor | None:
        try:
            connection, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return None  # another process was faster
        except OSError as error:
            if error.errno not in _NO_MORE:
                raise
            self._make_room()
            return None
        visitor = Visitor(connection, listener, address, self._largest)
        self._visitors[visitor] = None
        self._selector.register(connection, selectors.EVENT_READ, visitor)
        return visitor

    def _make_room(self) -> None:
        """No file can be opened any more: who has waited longest leaves, and the next comes in at the next look."""
        longest = next(iter(self._visitors), None)
        if longest is None:
            time.sleep(_BREATH_SECONDS)  # only files on their way hold the rest
            return
        self._leave(longest)
        longest.close()

    def _leave(self, visitor: Visitor) -> None:
        del self._visitors[visitor]
        self._selector.unregister(visitor.fileno())

    def _send_away(self) -> None:
        now = time.monotonic()
        surplus = len(self._visitors) - SEATS
        for place, visitor in enumerate(list(self._visitors)):
            if place < surplus or visitor.overdue(now):
                self._leave(visitor)
                visitor.close()
