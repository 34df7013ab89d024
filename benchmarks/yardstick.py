"""The machine itself: how many requests a bare Flask page gets on it, beside the machine of the aims.

Aims in requests a second were set where a prepared page of 20 kB came 2,320 times a second to eight
people on two workers. The same page, asked for by the same people here, tells what an aim means here.
"""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

from flask import Flask

from benchmarks.measuring import together

AT_THE_AIMS = 2320
PEOPLE, WORKERS, SECONDS = 8, 2, 3.0
app = Flask(__name__)
_PAGE = "<p>信访事项</p>\n" * 1000


@app.get("/")
def page() -> str:
    """A prepared page of 20 kB."""
    return _PAGE


def run() -> None:
    """Measure and print."""
    with _served() as port:
        rate = _rate(port)
    print(
        f"this machine: {rate:.0f} bare pages/s to {PEOPLE} people on {WORKERS} workers, {AT_THE_AIMS} where the aims "
        f"were set; 200 requests/s there are {200 * rate / AT_THE_AIMS:.0f} here, 100 are {100 * rate / AT_THE_AIMS:.0f}",
        flush=True,
    )


def _rate(port: int) -> float:
    counts = [0] * PEOPLE
    until = time.perf_counter() + SECONDS

    def ask(place: int) -> None:
        while time.perf_counter() < until:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/")
            connection.getresponse().read()
            connection.close()
            counts[place] += 1

    together([partial(ask, place) for place in range(PEOPLE)])
    return sum(counts) / SECONDS


@contextmanager
def _served() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*program, f"{__name__}:app"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with suppress(ConnectionError), socket.create_connection(("127.0.0.1", port), timeout=2):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
