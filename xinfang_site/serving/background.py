"""The background process (后台任务进程) beside the web processes, and its keeper.

Where processes can be forked, it is forked from the served site, whose memory it shares, and a keeper (看护进程)
replaces it when it dies. Elsewhere it is a program of its own.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from flask import Flask

from xinfang_site.cli import give_way
from xinfang_site.jobs.worker import work

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.5
PAUSE_SECONDS = 2.0
"""Pause before a dead worker is replaced, so that one that dies at once does not use up a processor."""


class Program:
    """The worker as a program of its own (独立程序)."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", "xinfang_site", "worker", "--with-parent"])

    def stop(self) -> None:
        """End the worker; after the next start its job is taken over."""
        self._process.terminate()
        self._process.wait(timeout=10)


class Kept:
    """The worker forked from this process, with its keeper (看护进程)."""

    def __init__(self, app: Flask, doors: Iterable[socket.socket]) -> None:
        """Fork them.

        Args:
            app: the site, without an open connection.
            doors: where the web processes listen; a worker that outlives them must not keep an address.
        """
        server = os.getpid()
        self._keeper = os.fork()
        if self._keeper == 0:
            _forget(doors)
            _leave_after(lambda: keep(server, lambda keeper: _work(app, keeper)))

    def stop(self) -> None:
        """End worker and keeper; after the next start their job is taken over."""
        with suppress(ProcessLookupError):
            os.kill(self._keeper, signal.SIGTERM)


def keep(server: int, do: Callable[[int], None]) -> None:
    """Keep one worker process running as long as the server lives (看护); SIGTERM to this process ends both.

    Args:
        server: number of the process that serves, this one's parent.
        do: runs in the worker process with this keeper's process id; returns by itself when the keeper is gone.
    """
    keeper = os.getpid()
    while os.getppid() == server:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        worker = os.fork()
        if worker == 0:
            _leave_after(lambda: do(keeper))
        signal.signal(signal.SIGTERM, partial(_end_with, worker))
        while os.waitpid(worker, os.WNOHANG) == (0, 0):
            if os.getppid() != server:
                return
            time.sleep(LOOK_SECONDS)
        log.error("the background process ended, another one follows")
        time.sleep(PAUSE_SECONDS)


def _end_with(worker: int, *_signal: Any) -> None:
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGTERM)
    os._exit(0)


def _work(app: Flask, keeper: int) -> None:
    give_way()
    with app.app_context():
        work(parent=keeper)


def _forget(doors: Iterable[socket.socket]) -> None:
    """Drop what was inherited from the server: its signal handlers and its listening sockets."""
    for each in signal.valid_signals():
        if callable(signal.getsignal(each)):
            signal.signal(each, signal.SIG_DFL)
    # Ctrl-C reaches every process of the terminal; this one ends when the server tells it to
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for door in doors:
        door.close()


def _leave_after(do: Callable[[], None]) -> None:
    """Call ``do`` and end the process, so that the child never returns into the server's code."""
    try:
        do()
    except BaseException:
        log.exception("the background process failed")
        os._exit(1)
    os._exit(0)
