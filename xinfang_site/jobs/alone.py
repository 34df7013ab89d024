"""One at a time for each person (每人一次一个): work that is done while its person waits, without a job."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from xinfang_site.actor import Actor
from xinfang_site.file_locks import AVAILABLE, lock_if_free, opened
from xinfang_site.jobs.files import folder


@contextmanager
def alone(actor: Actor, kind: str) -> Iterator[bool]:
    """Whether the actor does nothing else of the kind at this moment, in any process; nobody waits for the answer.

    The lock is the kernel's, so that it goes with a process that is killed.

    Args:
        actor: who asks.
        kind: name of the work, plain letters.
    """
    if not AVAILABLE:  # the few threads of Windows' one process have to share as they can
        yield True
        return
    file = opened(folder() / f"{kind}-{actor.account_id}.lock")
    try:
        yield lock_if_free(file)
    finally:
        os.close(file)
