"""The file of a backup (备份文件): a zip that carries the hash of every part and, at its very end, of itself."""

import errno
import hashlib
import json
import os
import re
import secrets
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Final

from xinfang_site import clock
from xinfang_site.private_files import sync_folder

MANIFEST: Final = "manifest.json"
_PIECE: Final = 1024 * 1024
_MARK: Final = b"xinfang-backup:"
_DIGEST_LENGTH: Final = 64
_NAME: Final = re.compile(
    r"manifest\.json|config\.toml|audit-heads\.log|database\.sqlite|tables/\w+\.copy"
    r"|(?:files|imports)/(?:[0-9a-f]{2}/)?[0-9a-z]+(?:\.[0-9a-z]+)?"
)

_HALF: Final = re.compile(
    r"\.(?:before-upgrade|xinfang)-[0-9-]+\.zip\.new|\..+\.[0-9a-f]{16}\.new|\.snapshot-[0-9a-f]{16}\.sqlite(?:-\w+)?"
)
"""What a killed backup leaves: its file under construction, as this version names it or an earlier one, and the copy."""
_STILL_WRITTEN: Final = timedelta(hours=1)


class BackupError(Exception):
    """A backup cannot be made (备份错误), trusted or restored; the message says why, in Chinese."""


class Writer:
    """Writes one backup (写备份): the parts, then the manifest; the file gets its name only when it is complete.

    Args:
        path: where the backup will lie; must not be there yet.
    """

    def __init__(self, path: Path) -> None:
        # a name of its own: two that are told to write the same file must not write into one another
        self._path, self._temporary = path, path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
        self._parts: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "Writer":
        if self._path.exists():
            raise BackupError(f"{self._path.name} 已存在，备份不覆盖已有文件")
        try:
            _sweep(self._path.parent)
            descriptor = os.open(self._temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise BackupError(f"不能写入 {self._path.parent}：{error.strerror}") from error
        self._file = os.fdopen(descriptor, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Leave nothing of a backup that broke off.

        Raises:
            BackupError: for a disk that is full or cannot be written.
        """
        if error is None:
            return
        for close in (self._zip.close, self._file.close):
            with suppress(OSError, ValueError):  # on a full disk what is left of it cannot be written either
                close()
        self._temporary.unlink(missing_ok=True)
        if isinstance(error, OSError | sqlite3.OperationalError):
            full = getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error)
            why = "磁盘已满" if full else f"备份中断：{error}"  # reading may have failed as well
            raise BackupError(f"{why}，没有留下备份文件") from error

    @contextmanager
    def part(self, name: str, *, packed: bool = True) -> Iterator["_Hashed"]:
        """One part, to be written in pieces; ``packed`` False for what is compressed already."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as stream:
            hashed = _Hashed(stream)
            yield hashed
        self._parts[name] = {"size": hashed.size, "sha256": hashed.digest}

    def add(self, name: str, path: Path, *, packed: bool = True) -> str:
        """A file as one part; returns its hash."""
        with path.open("rb") as source, self.part(name, packed=packed) as target:
            while piece := source.read(_PIECE):
                target.write(piece)
        return target.digest

    def add_passing(self, name: str, path: Path) -> None:
        """A file that may have gone at this moment: its time was over, or its upload was given up."""
        with suppress(FileNotFoundError):
            self.add(name, path)

    def finish(self, facts: dict[str, Any]) -> None:
        """The manifest with ``facts`` and every part's hash, then the name, once all is on the disk.

        Raises:
            BackupError: a file of this name has come meanwhile.
        """
        manifest = json.dumps({**facts, "parts": self._parts}, ensure_ascii=False, indent=1)
        with self._zip.open(MANIFEST, "w") as stream:
            stream.write(manifest.encode())
        self._zip.comment = _MARK + b"0" * _DIGEST_LENGTH
        self._zip.close()
        digest = _hash_of(self._file, self._file.seek(0, os.SEEK_END) - _DIGEST_LENGTH)
        self._file.seek(-_DIGEST_LENGTH, os.SEEK_END)
        self._file.write(digest.encode())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        _name(self._temporary, self._path)
        sync_folder(self._path.parent)


class _Hashed:
    """A stream that knows the size and hash of what was written."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._hash, self.size = stream, hashlib.sha256(), 0

    def write(self, piece: bytes) -> None:
        self._stream.write(piece)
        self._hash.update(piece)
        self.size += len(piece)

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


class Reader:
    """Reads one backup (读备份); every byte is checked before anything of it is used.

    Raises:
        BackupError: not a backup, or damaged; names the part.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
            self._parts: dict[str, dict[str, Any]] = dict(self.manifest["parts"])
        except FileNotFoundError as error:
            raise BackupError(f"没有文件 {path.name}") from error
        except Exception as error:  # zlib, zipfile, json and struct each have their own word for damage
            raise BackupError(f"{path.name} 不是备份文件，或已损坏：读不出清单 {MANIFEST}") from error
        self._check()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """Every part but the manifest."""
        return tuple(self._parts)

    def open(self, name: str) -> IO[bytes]:
        """One part, as a stream."""
        return self._zip.open(name)

    def extract(self, name: str, path: Path) -> None:
        """One part as a file of its own, mode 0600, on the disk when this returns."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with self.open(name) as source, os.fdopen(descriptor, "wb") as target:
            while piece := source.read(_PIECE):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())

    def _check(self) -> None:
        present = {name for name in self._zip.namelist() if name != MANIFEST}
        for name in sorted(present | set(self._parts)):
            if name not in self._parts or not _NAME.fullmatch(name):
                raise BackupError(f"{self._path.name} 中有清单以外的内容：{name[:80]}")
            if name not in present:
                raise BackupError(f"{self._path.name} 缺少 {name}")
            self._check_part(name)
        with self._path.open("rb") as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - _DIGEST_LENGTH))
            if file.read() != _hash_of(file, end - _DIGEST_LENGTH).encode():
                raise BackupError(f"{self._path.name} 的总校验值不符，文件已被改动或不完整")

    def _check_part(self, name: str) -> None:
        told, digest, size = self._parts[name], hashlib.sha256(), 0
        try:
            with self.open(name) as stream:
                while piece := stream.read(_PIECE):
                    digest.update(piece)
                    size += len(piece)
        except Exception as error:  # zlib, zipfile and struct each have their own word for damage
            raise BackupError(f"{self._path.name} 中的 {name} 已损坏") from error
        if told != {"size": size, "sha256": digest.hexdigest()}:
            raise BackupError(f"{self._path.name} 中的 {name} 与清单不符")


def _sweep(folder: Path) -> None:
    """Remove half backups to which nobody has written for long (清除残件): they hold as much as whole ones.

    One that another backup finishes or sweeps at this moment, or that cannot be removed, keeps no backup from being made.
    """
    oldest = (clock.now() - _STILL_WRITTEN).timestamp()
    for path in folder.iterdir():
        with suppress(OSError):
            if _HALF.fullmatch(path.name) and path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


def _name(temporary: Path, path: Path) -> None:
    """Give the finished file its name, which nobody else has taken; a disk without links cannot tell to the moment.

    Raises:
        BackupError: a file of this name has come meanwhile.
    """
    try:
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):
            if path.exists():
                raise FileExistsError from None
            temporary.replace(path)
    except FileExistsError as error:
        raise BackupError(f"{path.name} 已存在，备份不覆盖已有文件") from error
    finally:
        temporary.unlink(missing_ok=True)


def _hash_of(file: IO[bytes], length: int) -> str:
    digest, left = hashlib.sha256(), length
    file.seek(0)
    while left > 0 and (piece := file.read(min(_PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()
