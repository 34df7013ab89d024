"""The waiting room: whoever is slow waits alone (security.md R2, I1)."""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pytest
from flask import Flask
from gunicorn import util

from xinfang_site.serving import waiting_room
from xinfang_site.serving.options import Options
from xinfang_site.serving.processes import _Server
from xinfang_site.serving.waiting_room import WaitingRoom
from xinfang_site.serving.worker import Worker

LARGEST = 3_000_000
FORM = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
PAGE = b"GET /login HTTP/1.1\r\nHost: x\r\n\r\n"


class Door:
    """A room with a door that people come through."""

    def __init__(self, stack: ExitStack) -> None:
        self._listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.bell, self._string = os.pipe()
        os.set_blocking(self.bell, False)
        self.room = WaitingRoom([self._listener], self.bell, LARGEST)
        stack.callback(self.room.close)
        stack.callback(os.close, self.bell)
        stack.callback(os.close, self._string)
        self._stack = stack

    def come(self, words: bytes = b"") -> socket.socket:
        visitor = self._stack.enter_context(socket.create_connection(self._listener.getsockname()))
        visitor.settimeout(10)
        visitor.sendall(words)
        return visitor

    def ring(self) -> None:
        os.write(self._string, b"!")

    def served(self, rounds: int = 6) -> list[bytes]:
        """What those who were taken up had brought; nobody is waited for."""
        brought = []
        for _ in range(rounds):
            for visitor in self.room.arrived(0.02):
                brought.append(b"".join(iter(partial(visitor.recv, 65536), b"")))
                visitor.close()
        return brought


@pytest.fixture
def door() -> Iterator[Door]:
    with ExitStack() as stack:
        yield Door(stack)


@pytest.mark.parametrize("half", [b"", b"GET /lo", PAGE[:-1], FORM + b"Content-Length: 9\r\n\r\na=b", FORM])
def test_half_a_request_keeps_nobody_waiting(door: Door, half: bytes) -> None:
    for _ in range(5):
        door.come(half)
    whole = door.come(PAGE)
    whole.shutdown(socket.SHUT_WR)
    assert door.served() == [PAGE]


@pytest.mark.parametrize(
    "request_",
    [
        PAGE,
        FORM + b"Content-Length: 3\r\n\r\na=b",
        FORM + b"content-length:3 \r\n\r\na=b",
        FORM + b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n",
        FORM + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        FORM + b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0;last\r\nDigest: x\r\n\r\n",
    ],
)
def test_a_request_in_drops_is_taken_up_whole(door: Door, request_: bytes) -> None:
    visitor = door.come()
    for place in range(len(request_) - 1):
        visitor.sendall(request_[place : place + 1])
    assert door.served(2) == []
    visitor.sendall(request_[-1:])
    visitor.shutdown(socket.SHUT_WR)
    assert door.served() == [request_]


def test_a_large_body_is_gathered_whole_and_one_too_large_is_left_to_the_site(door: Door) -> None:
    body = os.urandom(LARGEST)
    sender = door.come(FORM + b"Content-Length: %d\r\n\r\n" % LARGEST)
    for place in range(0, LARGEST - 200_000, 200_000):
        sender.sendall(body[place : place + 200_000])
        assert door.served(1) == []
    sender.sendall(body[-200_000:])
    sender.shutdown(socket.SHUT_WR)
    [brought] = door.served()
    assert brought.endswith(body)
    refused = FORM + b"Content-Length: %d\r\n\r\n" % (LARGEST + 1)
    door.come(refused).shutdown(socket.SHUT_WR)
    assert door.served() == [refused]


def test_who_is_silent_or_one_too_many_is_sent_away(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_room, "SEATS", 1)
    first, second = door.come(b"GET"), door.come(b"GET")
    assert door.served() == []
    assert first.recv(1) == b""
    monkeypatch.setattr(waiting_room, "SILENCE_SECONDS", 0.0)
    assert door.served() == []
    assert second.recv(1) == b""


def test_a_large_file_goes_beside_and_whoever_reads_gets_all_of_it(door: Door, tmp_path: Path) -> None:
    """Found from outside: a reader who paused held a process, and a slow line lost the file after a minute."""
    path = tmp_path / "file"
    path.write_bytes(os.urandom(6_000_000))
    reader, idler = door.come(PAGE), door.come(PAGE)
    for _ in range(4):
        for visitor in door.room.arrived(0.02):
            with path.open("rb") as file:
                visitor.sendfile(file, 0, 6_000_000)  # comes back though nobody reads yet
            util.close_graceful(visitor)  # as gunicorn does
    idler.close()
    assert reader.makefile("rb").read() == path.read_bytes()


def test_a_small_file_is_sent_at_once(door: Door, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"small")
    reader = door.come(PAGE)
    [visitor] = [each for _ in range(4) for each in door.room.arrived(0.02)]
    with path.open("rb") as file:
        visitor.sendfile(file, 0, 5)
    reader.shutdown(socket.SHUT_WR)
    util.close_graceful(visitor)
    assert reader.makefile("rb").read() == b"small"


def test_files_beyond_the_last_sender_are_sent_by_the_process(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_room, "_senders", BoundedSemaphore(1))
    waiting_room._senders.acquire()
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100_000)
    reader = door.come(PAGE)
    for _ in range(6):
        for visitor in door.room.arrived(0.02):
            with path.open("rb") as file:
                visitor.sendfile(file, 0, 100_000)
            visitor.close()
    assert sum(map(len, iter(partial(reader.recv, 65536), b""))) == 100_000


@pytest.mark.slow
def test_without_a_file_left_to_open_who_came_first_makes_room(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = door.come(b"GET /login HT")
    assert door.served() == []
    accept = socket.socket.accept
    left = [OSError(errno.EMFILE, "Too many open files")]

    def refuse(listener: socket.socket) -> Any:
        if left:
            raise left.pop()
        return accept(listener)

    monkeypatch.setattr(socket.socket, "accept", refuse)
    door.come(PAGE)
    assert door.served() == [PAGE]
    assert first.recv(1) == b""


def test_a_signal_ends_the_wait_once_and_not_for_ever(door: Door) -> None:
    door.ring()
    assert list(door.room.arrived(60)) == []  # at once, or this test takes a minute
    with pytest.raises(BlockingIOError):
        os.read(door.bell, 1)


def test_a_visitor_may_not_say_how_he_came() -> None:
    """Gunicorn believes the machine itself what it says of scheme and prefix; only the application knows its proxies."""
    assert not _Server(Options("127.0.0.1", 0, 1, 1)).cfg.forwarded_allow_networks()


def test_a_head_without_an_end_is_answered_and_not_waited_for(door: Door, app: Flask) -> None:
    """Found from outside: more than 128 kB ended without an answer, after five seconds of a whole process."""
    worker = Worker.__new__(Worker)
    worker.wsgi = app
    sender = door.come()
    sender.sendall(b"GET / HTTP/1.1\r\nCookie: " + b"c" * 200_000)
    sender.shutdown(socket.SHUT_WR)
    answered = 0
    for _ in range(6):
        for visitor in door.room.arrived(0.02):
            assert visitor.endless
            worker._serve(visitor)
            answered += 1
    assert answered == 1
    assert sender.recv(65536).startswith(b"HTTP/1.1 431 ")
