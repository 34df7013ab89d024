"""Files that jobs made (任务文件): kept in the instance for the person who asked, deleted after a week."""

import secrets
from datetime import timedelta
from pathlib import Path

from flask import current_app

from xinfang_site import clock

KEPT = timedelta(days=7)


def folder() -> Path:
    """The folder of finished files; no other user of the machine can read it."""
    found = Path(current_app.instance_path) / "exports"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def keep(content: bytes, ending: str) -> str:
    """Store a file whole under a name that nobody can guess; returns the name."""
    name = f"{secrets.token_hex(16)}.{ending}"
    temporary = folder() / f"{name}.new"
    try:
        temporary.write_bytes(content)
        temporary.replace(folder() / name)
    finally:
        temporary.unlink(missing_ok=True)
    return name


def tidy() -> None:
    """Delete files that are older than a week."""
    oldest = (clock.now() - KEPT).timestamp()
    for path in folder().iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
