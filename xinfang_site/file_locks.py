"""Locks on files (文件锁), held by the kernel, so that they go with a process that is killed; Windows has none of them."""

import os
from pathlib import Path

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]  # Windows: whoever asks does without

AVAILABLE = fcntl is not None


def opened(path: Path) -> int:
    """The descriptor of a file to be locked; made where it is not there."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def lock(file: int) -> None:
    """Wait until nobody else holds the file, and hold it."""
    fcntl.flock(file, fcntl.LOCK_EX)


def lock_if_free(file: int) -> bool:
    """Hold the file unless somebody else does; nobody waits."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def unlock(file: int) -> None:
    """Let the next one hold it."""
    fcntl.flock(file, fcntl.LOCK_UN)
