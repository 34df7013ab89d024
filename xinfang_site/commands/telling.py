"""How far a long command has come (命令进度), each second, for a person at a terminal; a script's log stays clean."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

EVERY_SECONDS = 1.0


@contextmanager
def telling(title: str, words: Callable[[], str] = lambda: "") -> Iterator[None]:
    """Say what is under way and for how long while the block runs (显示进度).

    Args:
        title: what is being done.
        words: how far it has come, asked from a thread of its own; empty where only the time can be told.
    """
    if not sys.stderr.isatty():
        yield
        return
    begun, over = time.monotonic(), threading.Event()

    def tell() -> None:
        while not over.wait(EVERY_SECONDS):
            click.echo(f"\r{title}：{words()} {time.monotonic() - begun:.0f} 秒", nl=False, err=True)

    teller = threading.Thread(target=tell, name="progress", daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()
        click.echo("", err=True)  # what follows stands in a line of its own
