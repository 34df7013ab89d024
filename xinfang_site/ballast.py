"""The ballast (应急空间): a reserve file on the disk that is shrunk step by step once the disk is full.

No act without its audit record: on a full disk nobody could sign in or open a matter. So a served site keeps
a file beside its database that holds nothing. When the disk is full the file shrinks, and what it gives up is
for the records of reading and signing in; saving is refused in words until the room is back (``access``).
See docs/decisions/0018-full-disk.md.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask, current_app

NAME = "ballast"
LARGEST = 64 * 1024 * 1024
_STEP = 2 * 1024 * 1024
_BLANK = bytes(1024 * 1024)


@dataclass(frozen=True, slots=True)
class Ballast:
    """The ballast file and its full size in bytes (压舱文件); without the file nothing is ever refused."""

    path: Path
    size: int

    @property
    def step(self) -> int:
        """Bytes given up at a time, which are also the free space below which a disk counts as full."""
        return min(_STEP, self.size // 4)

    def lay_in(self) -> None:
        """Fill the ballast if the disk has enough room (备足应急空间)."""
        if self.size and not self.path.exists() and self._free() >= self.size + self.step:
            self._grow(0)

    def missing(self) -> int:
        """Bytes that were given up and must be free again before anything is saved; 0 normally."""
        held = self._held()
        return 0 if held is None else self.size - held

    def is_short(self) -> bool:
        """Give up a step if the disk is full, refill if there is room again; returns whether anything is missing."""
        held = self._held()
        if held is None:
            return False
        free = self._free()
        if held < self.size and free >= self.size - held + self.step:
            self._grow(held)
        elif held and free < self.step:
            os.truncate(self.path, max(0, held - self.step))
        return self.missing() > 0

    def _held(self) -> int | None:
        try:
            return min(self.path.stat().st_size, self.size)
        except FileNotFoundError:
            return None

    def _free(self) -> int:
        return shutil.disk_usage(self.path.parent).free

    def _grow(self, held: int) -> None:
        """Grow to the full size with real blocks: a sparse file would reserve nothing."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(descriptor, held, self.size - held)
            else:
                os.lseek(descriptor, held, os.SEEK_SET)
                while held < self.size:
                    held += os.write(descriptor, _BLANK[: self.size - held])
        except OSError:  # somebody else was faster: what is there is not to be counted on
            os.truncate(descriptor, held)
        finally:
            os.close(descriptor)


def install(app: Flask, database: str | None) -> None:
    """Look after the ballast now, for even opening the database needs room, and before every request.

    Args:
        app: the site.
        database: path of SQLite's file; None for a database that has its own disk, where there is no ballast.
    """
    folder = Path(database).parent if database else Path(app.instance_path)
    size = min(LARGEST, shutil.disk_usage(folder).total // 8) if database else 0
    kept = Ballast(folder / NAME, size)
    kept.is_short()
    app.extensions["xinfang_ballast"] = kept

    @app.before_request
    def look_after() -> None:
        kept.is_short()


def ballast() -> Ballast:
    """The site's ballast."""
    return cast(Ballast, current_app.extensions["xinfang_ballast"])
