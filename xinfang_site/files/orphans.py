"""Files that no row names (无主文件): left by a crash between file and row."""

from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.files.models import StoredFile
from xinfang_site.files.store import FOLDER

OLD = timedelta(days=1)
"""A younger file may belong to a save that is not through yet."""


def stray_files(session: Session) -> list[Path]:
    """Files older than a day that no row names (无主文件)."""
    folder = Path(current_app.instance_path) / FOLDER
    if not folder.is_dir():
        return []
    named = set(session.scalars(select(StoredFile.location)))
    before = (clock.now() - OLD).timestamp()
    return [
        path
        for path in sorted(folder.glob("*/*"))
        if path.relative_to(folder).as_posix() not in named and path.stat().st_mtime < before
    ]


def sweep(session: Session) -> int:
    """Delete stored files without a row (清理无主文件); returns how many."""
    strays = stray_files(session)
    session.rollback()
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
