"""Whose process does a job (任务归属): a killed one is known at once on its own machine, elsewhere by its lease."""

import os
from functools import cache
from pathlib import Path
from typing import Any

OWNER = "worker"
"""Where a running job's result keeps its owner; the result itself comes when it ends."""
_AFTER_NAME, _STATE, _STARTED = ")", 0, 19  # places in /proc/<pid>/stat behind the program's name


def taken(result: dict[str, Any]) -> dict[str, Any]:
    """The result of a job that this process takes, with this process as its owner.

    No owner is noted where the system does not tell processes apart for certain: there the lease decides.
    """
    kept = released(result)
    machine, standing = _machine(), _standing(os.getpid())
    if not machine or standing is None:
        return kept
    return {**kept, OWNER: {"machine": machine, "pid": os.getpid(), "started": standing[1]}}


def released(result: dict[str, Any]) -> dict[str, Any]:
    """The result without its owner: nobody works on it any more."""
    return {name: value for name, value in result.items() if name != OWNER}


def is_dead(result: dict[str, Any]) -> bool:
    """Whether the process that a running job names is certainly gone; False when that cannot be known here."""
    owner = result.get(OWNER)
    if not owner or not _machine() or owner["machine"] != _machine():
        return False
    found = _standing(owner["pid"])
    return found is None or found[0] in "ZX" or found[1] != owner["started"]


@cache
def _machine() -> str:
    """This start of this machine and its space of process numbers (a container has its own); empty if not told."""
    try:
        started = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{started} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _standing(pid: int) -> tuple[str, str] | None:
    """State and moment of start of a process; a number may be given out again, a moment not."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    words = told.rpartition(_AFTER_NAME)[2].split()
    return words[_STATE], words[_STARTED]
