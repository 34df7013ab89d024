"""Files for one pair of eyes (私密文件): complete before they have their name, readable by the owner only."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

_PRIVATE = ("*.db*", "*.json", "*.txt", "*.log")
_OTHERS = 0o077


def write_private(path: Path, lines: Iterable[str]) -> None:
    """Write ``path`` with mode 0600, whole or not at all."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def sync_folder(folder: Path) -> None:
    """Make sure that a file just named in this folder has its name after a power cut too; Windows does so by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_private(folder: Path) -> None:
    """Make an instance its owner's alone again (收回权限): its folder, the database, lists of passwords.

    Somebody may have copied a file in as another user's umask had it. Keys are left as they are: one that others
    could read is no secret any more, and is refused for that.
    """
    folder.chmod(0o700)
    for path in (each for pattern in _PRIVATE for each in folder.glob(pattern)):
        with suppress(OSError):  # another's file, or a side file of SQLite's that has gone meanwhile
            if S_IMODE(path.stat().st_mode) & _OTHERS:
                path.chmod(0o600)
