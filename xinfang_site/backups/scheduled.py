"""The daily backup (每日备份), where ``backup_folder`` names a place for it."""

import re
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import system
from xinfang_site.backups import services
from xinfang_site.backups.archive import BackupError
from xinfang_site.extensions import settings

OLD = timedelta(days=7)
_NAME = re.compile(r"xinfang-\d{8}\.zip")


def run(session: Session, day: date) -> str:
    """Make the day's backup and remove the oldest (每日备份); returns the result in words, or that one is due."""
    chosen = settings()
    if not chosen.backup_folder:
        return due(session, day)
    folder = Path(chosen.backup_folder)
    path = folder / f"xinfang-{day:%Y%m%d}.zip"
    if path.exists():
        return ""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        told = services.make(session, system("xinfang daily"), path)
    except (BackupError, OSError) as error:
        return f"每日备份没有完成：{error}"
    kept = sorted(each for each in folder.iterdir() if _NAME.fullmatch(each.name))
    for each in kept[: -max(1, chosen.backup_keep)]:
        each.unlink()
    return f"已备份到 {path.name}：{told.words}"


def due(session: Session, day: date) -> str:
    """A warning about the age of the latest backup (备份提醒); empty if it is recent enough."""
    made = services.last_made(session)
    if made is None:
        return "还没有备份过，请执行 xinfang backup"
    days = (day - clock.china(made).date()).days
    return f"最近一次备份在 {days} 天前，请执行 xinfang backup" if days > OLD.days else ""
