"""Files that jobs made (任务文件): they wait in the instance for whoever asked, and go after a week."""

import secrets
from datetime import timedelta
from pathlib import Path

from flask import current_app

from xinfang_site import clock

KEPT = timedelta(days=7)


def folder() -> Path:
    """Where finished files wait to be fetched; nobody else on the machine reads them."""
    found = Path(current_app.instance_path) / "exports"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def keep(content: bytes, ending: str) -> str:
    """Keep a file under a name that nobody guesses; returns it. It is there whole or not at all."""
    name = f"{secrets.token_hex(16)}.{ending}"
    temporary = folder() / f"{name}.new"
    try:
        temporary.write_bytes(content)
        temporary.replace(folder() / name)
    finally:
        temporary.unlink(missing_ok=True)
    return name


def tidy() -> None:
    """Remove files that nobody needs any more."""
    oldest = (clock.now() - KEPT).timestamp()
    for path in folder().iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
