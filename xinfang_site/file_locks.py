"""Locks on files (文件锁): the kernel holds them and releases those of a killed process; not available on Windows."""

import os
from pathlib import Path

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]  # Windows: whoever asks does without

AVAILABLE = fcntl is not None


def opened(path: Path) -> int:
    """Open a file to be locked, creating it if needed; returns its descriptor."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def lock(file: int) -> None:
    """Take the lock; waits until nobody else holds it."""
    fcntl.flock(file, fcntl.LOCK_EX)


def lock_if_free(file: int) -> bool:
    """Take the lock unless somebody else holds it; returns whether it was taken, without waiting."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def unlock(file: int) -> None:
    """Release the lock."""
    fcntl.flock(file, fcntl.LOCK_UN)
