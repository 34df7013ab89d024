"""One at a time for each person (每人一次一个): work that is done while its person waits, without a job."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from xinfang_site.actor import Actor
from xinfang_site.jobs.files import folder

try:
    import fcntl
except ImportError:  # Windows: the few threads of its one process have to share as they can
    fcntl = None  # type: ignore[assignment]

AVAILABLE = fcntl is not None


@contextmanager
def alone(actor: Actor, kind: str) -> Iterator[bool]:
    """Whether the actor does nothing else of the kind at this moment, in any process; nobody waits for the answer.

    The lock is the kernel's, so that it goes with a process that is killed.

    Args:
        actor: who asks.
        kind: name of the work, plain letters.
    """
    if not AVAILABLE:
        yield True
        return
    place = folder() / f"{kind}-{actor.account_id}.lock"
    file = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _free(file)
    finally:
        os.close(file)


def _free(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
