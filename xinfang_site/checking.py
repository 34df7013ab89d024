"""Examining an instance (检查实例): database, migrations, files and rows, audit."""

import shutil
from dataclasses import dataclass
from hashlib import file_digest

from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from xinfang_site import plugin_migrations
from xinfang_site.audit import services as audit
from xinfang_site.audit import witness
from xinfang_site.ballast import ballast
from xinfang_site.extensions import db
from xinfang_site.files import orphans
from xinfang_site.files.models import StoredFile
from xinfang_site.files.store import path_of
from xinfang_site.plugin_registry import plugins

_SHOWN = 5
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an examination (检查结果): one line for each thing that is in order or is not."""

    lines: tuple[str, ...]
    faults: tuple[str, ...]


def examine(session: Session) -> Report:
    """Look at the whole instance (检查); reads only."""
    lines: list[str] = []
    faults: list[str] = []
    for part in (_disk, _database, _migrations, _files, _chain):
        line, fault = part(session)
        lines += [line] if line else []
        faults += [fault] if fault else []
    session.rollback()
    return Report(tuple(lines), tuple(faults))


def _disk(_session: Session) -> tuple[str, str]:
    free = f"磁盘剩余 {shutil.disk_usage(current_app.instance_path).free // MEGABYTE} MB"
    missing = ballast().missing()
    return ("", f"{free}，应急空间缺 {missing // MEGABYTE + 1} MB，不能保存") if missing else (free, "")


def _database(session: Session) -> tuple[str, str]:
    if db.engine.dialect.name != "sqlite":
        session.execute(text("SELECT 1"))
        return "数据库可用", ""
    problem = session.scalar(text("PRAGMA integrity_check(1)"))
    if problem != "ok":
        return "", f"数据库不完整：{problem}"
    broken = session.execute(text("PRAGMA foreign_key_check")).first()
    return ("", f"数据表 {broken[0]} 中有记录指向不存在的记录") if broken else ("数据库完整", "")


def _migrations(_session: Session) -> tuple[str, str]:
    if plugins().pending:
        return "", f"模块的数据表没有升级，请执行 xinfang init：{'、'.join(sorted(plugins().pending))}"
    if plugin_migrations.core_is_current(db.engine):
        return "数据库版本与程序一致", ""
    return "", "数据库版本与程序不一致，请执行 xinfang init"


def _files(session: Session) -> tuple[str, str]:
    missing, damaged, number = [], [], 0
    for row in session.execute(select(StoredFile.location, StoredFile.sha256)):
        number += 1
        path = path_of(row.location)
        if not path.is_file():
            missing.append(row.location)
            continue
        with path.open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != row.sha256:
                damaged.append(row.location)
    strays = len(orphans.stray_files(session))
    line = f"附件文件 {number} 个，缺失 {len(missing)} 个，损坏 {len(damaged)} 个，无主 {strays} 个"
    if not missing and not damaged:
        return line, ""
    return "", f"{line}：{'、'.join([*missing, *damaged][:_SHOWN])}"


def _chain(session: Session) -> tuple[str, str]:
    verdict = audit.verify(session)
    fault = verdict.fault or witness.fault(session)
    return ("", f"审计日志校验未通过：{fault}") if fault else (verdict.words, "")
