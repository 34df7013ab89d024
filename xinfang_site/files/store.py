"""The file store (文件存储): temporary file, fsync, rename, then the row; never a row without a file."""

import os
import secrets
from hashlib import sha256
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.files.models import StoredFile
from xinfang_site.private_files import sync_folder

FOLDER = "files"


def keep(session: Session, content: bytes, media_type: str) -> str:
    """Keep a file once; returns its hash. Inside ``writing()``, before the row that refers to it."""
    digest = sha256(content).hexdigest()
    known = session.get(StoredFile, digest)
    if known is not None and path_of(known.location).exists():
        return digest
    location = known.location if known else _random_location()
    write(path_of(location), content)
    if known is None:
        session.add(
            StoredFile(
                sha256=digest,
                location=location,
                media_type=media_type,
                size=len(content),
                stored_at=clock.now(),
            )
        )
        session.flush()
    return digest


def path_of(location: str) -> Path:
    """Where a stored file lies."""
    return Path(current_app.instance_path) / FOLDER / location


def _random_location() -> str:
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


def write(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or absent, readable by its owner only."""
    for folder in (path.parent.parent, path.parent):  # with parents=True the mode holds for the last only
        folder.mkdir(exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
