"""One at a time for each person (每人一次一个): for work done while the person waits, without a job."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app

from xinfang_site.actor import Actor
from xinfang_site.file_locks import AVAILABLE, lock_if_free, opened

FOLDER = "locks"


@contextmanager
def alone(actor: Actor, kind: str) -> Iterator[bool]:
    """Yield True if the actor has no other work of this kind running in any process, False otherwise; never waits.

    The kernel holds the lock and releases it when the process dies.

    Args:
        actor: who asks.
        kind: name of the work, plain letters.
    """
    if not AVAILABLE:  # Windows: one process with a few threads does without
        yield True
        return
    file = opened(_folder() / f"{kind}-{actor.account_id}")
    try:
        yield lock_if_free(file)
    finally:
        os.close(file)


def _folder() -> Path:
    """Apart from the exported files, which are deleted by age: a deleted lock file no longer locks anybody out."""
    found = Path(current_app.instance_path) / FOLDER
    found.mkdir(mode=0o700, exist_ok=True)
    return found
