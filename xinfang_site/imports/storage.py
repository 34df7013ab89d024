"""Files of imports (导入文件): uploads and reports below the instance, random names, owner's eyes only."""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from flask import current_app

from xinfang_site.ledgers.errors import LedgerError

FOLDER = "imports"
_PIECE = 1024 * 1024
_LATER = {"encoding": ""}
"""What a view kept by an earlier version does not say."""


def folder() -> Path:
    """Where the files of imports lie; made on first use, mode 0700."""
    path = Path(current_app.instance_path) / FOLDER
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def path_of(name: str) -> Path:
    """Where a file lies; ``name`` is one that :func:`new_name` made."""
    return folder() / Path(name).name


def new_name(ending: str) -> str:
    """A random name."""
    return f"{secrets.token_hex(16)}.{ending}"


def keep(stream: IO[bytes], most_bytes: int) -> tuple[str, str]:
    """Keep an upload; returns its name and the hash of its content.

    Raises:
        LedgerError: it is larger than ``most_bytes`` or empty; nothing is kept.
    """
    name, digest = new_name("upload"), hashlib.sha256()
    path = path_of(name)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in _pieces(stream, most_bytes):
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name, digest.hexdigest()


def _pieces(stream: IO[bytes], most_bytes: int) -> Iterator[bytes]:
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > most_bytes:
            raise LedgerError(f"文件超过 {most_bytes // _PIECE} MB，请拆开再导入")
        yield piece
    if size == 0:
        raise LedgerError("文件是空的")


def digest_of(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def reserve(ending: str) -> str:
    """The name of an empty file, mode 0600, for a writer that opens it by path."""
    name = new_name(ending)
    os.close(os.open(path_of(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return name


def keep_view(name: str, view: dict[str, Any]) -> None:
    """Keep what was seen of an upload beside it: it holds people's data, so it is not in the database."""
    path = _view_path(name)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(view, file, ensure_ascii=False)


def view_of(name: str) -> dict[str, Any] | None:
    """What was seen of an upload; None when its files are gone."""
    try:
        found: dict[str, Any] = json.loads(_view_path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return {**_LATER, **found}


def remove(name: str) -> None:
    """Remove an upload or a report, and what was seen of it."""
    if name:
        path_of(name).unlink(missing_ok=True)
        _view_path(name).unlink(missing_ok=True)


def _view_path(name: str) -> Path:
    return path_of(f"{Path(name).stem}.json")
