"""Making, checking and restoring backups (备份、校验、还原)."""

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from flask import current_app
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.writer import Act, record
from xinfang_site.backups import snapshots
from xinfang_site.backups.archive import BackupError, Reader, Writer
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.files.store import FOLDER as FILES
from xinfang_site.imports.storage import FOLDER as IMPORTS
from xinfang_site.private_files import write_private
from xinfang_site.vault import AWAITED, await_key, fingerprint, open_vault

FORMAT: Final = 1
_BESIDE: Final = ("config.toml", "audit-heads.log")
_MAY_BE_THERE: Final = frozenset({"data.key", "secret.key", "config.toml"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a backup holds (备份内容): when it was made, rows, stored files, and its size in bytes."""

    made_at: str
    rows: int
    files: int
    size: int

    @property
    def words(self) -> str:
        """The contents in one line of text."""
        return f"数据 {self.rows} 行，附件 {self.files} 个，{self.size / 1024 / 1024:.1f} MB"


def make(session: Session, actor: Actor, path: Path) -> Told:
    """Back the site up into one file (备份), while it is in use.

    Raises:
        BackupError: the file is there already, cannot be written (the disk may be full), or a stored file is missing.
    """
    told = copy_out(path)
    with writing(session):
        record(session, actor, Act("backup", "instance", path.name, reason=told.words))
    return told


def copy_out(path: Path) -> Told:
    """Write the backup without an audit record (写备份文件): before an upgrade the audit's table may be outdated.

    Raises:
        BackupError: as for :func:`make`; nothing of the file is left.
    """
    instance = Path(current_app.instance_path)
    made_at = clock.now().isoformat(timespec="seconds")
    with Writer(path) as writer:
        facts = snapshots.take(db.engine, writer, path.parent)
        stored = facts.pop("stored")
        for location in stored:
            _add_stored(writer, instance, location)
        for each in sorted((instance / IMPORTS).glob("*.*")):
            writer.add_passing(f"{IMPORTS}/{each.name}", each)
        for name in _BESIDE:
            writer.add_passing(name, instance / name)
        head = {"format": FORMAT, "made_at": made_at, "program": version("xinfang-site")}
        writer.finish({**head, **facts, "key": fingerprint(current_app.extensions["xinfang_vault"])})
    return Told(made_at, sum(facts["counts"].values()), len(stored), path.stat().st_size)


def _add_stored(writer: Writer, instance: Path, location: str) -> None:
    try:
        writer.add(f"{FILES}/{location}", instance / FILES / location, packed=False)
    except FileNotFoundError as error:
        raise BackupError(f"附件文件 {location} 不在，请先执行 xinfang check") from error


def verify(path: Path) -> Told:
    """Check a backup byte by byte (校验备份).

    Raises:
        BackupError: damaged, altered, incomplete or of a newer format; names the part.
    """
    with Reader(path) as reader:
        return _told(reader, path)


def _told(reader: Reader, path: Path) -> Told:
    manifest = reader.manifest
    if manifest.get("format") != FORMAT:
        raise BackupError(f"备份格式 {manifest.get('format')} 不是本程序认识的格式 {FORMAT}")
    files = sum(name.startswith(f"{FILES}/") for name in reader.names)
    return Told(manifest["made_at"], sum(manifest["counts"].values()), files, path.stat().st_size)


def restore(path: Path, instance: Path, url: str, folders: list[Path]) -> str:
    """Restore a backup into an empty folder (还原); must run without building the site, which would create files there.

    Args:
        path: the backup.
        instance: the instance folder; may hold the keys and ``config.toml``, nothing else.
        url: the database.
        folders: where the installed plugins keep their migrations.

    Returns:
        the fingerprint of the key that the data needs, empty when the key is there.

    Raises:
        BackupError: the place is not empty, the backup is damaged, of another database, or of another key.
    """
    _require_empty(instance)
    with Reader(path) as reader:
        _told(reader, path)
        manifest = reader.manifest
        kind = "sqlite" if url.startswith("sqlite") else "postgresql"
        if manifest["database"] != kind:
            raise BackupError(f"备份来自 {manifest['database']} 数据库，不能还原到 {kind}")
        missing = _check_key(instance, manifest["key"])
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        _place(reader, instance)
        if kind == "sqlite":
            snapshots.restore_sqlite(reader, Path(url.removeprefix("sqlite:///")))
        else:
            _restore_server(reader, url, folders)
        await_key(instance, manifest["key"], f"{path.name}，{manifest['made_at']} 备份")
    return missing


def bring_key(key: Path, instance: Path) -> None:
    """Put a key into the place to restore to (放入密钥), mode 0600.

    Raises:
        BackupError: there is one already.
    """
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (instance / "data.key").exists():
        raise BackupError("实例目录中已有 data.key")
    write_private(instance / "data.key", [key.read_text(encoding="ascii", errors="replace").strip()])


def _restore_server(reader: Reader, url: str, folders: list[Path]) -> None:
    engine = create_engine(url, hide_parameters=True)
    try:
        snapshots.restore_postgresql(reader, engine, folders)
        counts = snapshots.counts_now(engine, list(reader.manifest["counts"]))
        if counts != reader.manifest["counts"]:
            raise BackupError("还原后的行数与清单不符")
    finally:
        engine.dispose()


def _require_empty(instance: Path) -> None:
    for each in instance.iterdir() if instance.is_dir() else ():
        if each.name not in _MAY_BE_THERE:
            raise BackupError(f"{instance} 不是空的（有 {each.name}），只能还原到空的实例目录")


def _check_key(instance: Path, wanted: str) -> str:
    """The key that is missing; refuses a key that does not fit."""
    if not (instance / "data.key").exists():
        return wanted
    found = fingerprint(open_vault(instance))
    if found != wanted:
        raise BackupError(f"实例目录中的 data.key（指纹 {found}）不是这份备份的密钥（指纹 {wanted}）")
    return ""


def _place(reader: Reader, instance: Path) -> None:
    """Put the files in place; the database comes last, so that a half restored folder never looks like a site."""
    for name in reader.names:
        if name.startswith((f"{FILES}/", f"{IMPORTS}/")) or name in _BESIDE:
            target = instance / name
            if name == "config.toml" and target.exists():
                continue
            reader.extract(name, target)


def note_restored(session: Session, actor: Actor) -> bool:
    """Record in the audit that this site was restored (记录还原), once, as soon as its key is there."""
    marker = Path(current_app.instance_path) / AWAITED
    if not marker.exists():
        return False
    told: list[str] = marker.read_text(encoding="utf-8").splitlines()
    with writing(session):
        record(session, actor, Act("restore", "instance", reason=told[1] if len(told) > 1 else ""))
    marker.unlink()
    return True


def last_made(session: Session) -> datetime | None:
    """The moment of the latest backup (上次备份时间), None when there was none."""
    return session.scalar(select(func.max(AuditEvent.at)).where(AuditEvent.action == "backup"))
