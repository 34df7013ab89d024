"""Which process runs a job (任务归属): its death is seen at once on the same machine, elsewhere when the lease ends."""

import os
from functools import cache
from pathlib import Path
from typing import Any

OWNER = "worker"
"""Key under which the ``result`` of a running job names its owner; removed when the job ends."""
_AFTER_NAME, _STATE, _STARTED = ")", 0, 19  # places in /proc/<pid>/stat behind the program's name


def taken(result: dict[str, Any]) -> dict[str, Any]:
    """The ``result`` of a job that this process begins, with this process as the owner.

    Where the system cannot identify a process for certain, no owner is stored and the lease alone decides.
    """
    kept = released(result)
    machine, standing = _machine(), _standing(os.getpid())
    if not machine or standing is None:
        return kept
    return {**kept, OWNER: {"machine": machine, "pid": os.getpid(), "started": standing[1]}}


def released(result: dict[str, Any]) -> dict[str, Any]:
    """The ``result`` without the owner, for a job that nobody runs any more."""
    return {name: value for name, value in result.items() if name != OWNER}


def is_dead(result: dict[str, Any]) -> bool:
    """Whether the process that owns a running job is gone for certain; False where that cannot be known."""
    owner = result.get(OWNER)
    if not owner or not _machine() or owner["machine"] != _machine():
        return False
    found = _standing(owner["pid"])
    return found is None or found[0] in "ZX" or found[1] != owner["started"]


@cache
def _machine() -> str:
    """Identifies the machine since its last boot and the process namespace (containers have their own); else empty."""
    try:
        started = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{started} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _standing(pid: int) -> tuple[str, str] | None:
    """State and start time of a process; the start time tells it from a later process with the same number."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    words = told.rpartition(_AFTER_NAME)[2].split()
    return words[_STATE], words[_STARTED]
