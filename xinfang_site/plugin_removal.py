"""Taking a plugin out (取出插件): its records exported, its tables gone, nothing of the core's touched."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from flask import current_app
from sqlalchemy import MetaData, Table, func, inspect, select, text
from sqlalchemy.orm import Session

from xinfang_site import clock, migrating, plugin_migrations
from xinfang_site.actor import system
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.modules import purging
from xinfang_site.modules.services import switch_off_everywhere
from xinfang_site.plugin_finding import carries
from xinfang_site.plugin_registry import plugins

EXPORTS = "removed-plugins"


@dataclass(frozen=True, slots=True)
class Removed:
    """What came of it (取出结果): the export's path in the instance, its rows, what to uninstall."""

    export: str
    rows: int
    distribution: str


def remove(session: Session, name: str, reason: str) -> Removed:
    """Switch the plugin off everywhere, export its tables, take them out.

    Raises:
        Refused: another plugin needs it, nothing of it is here, or its records await consent.
    """
    registry, actor = plugins(), system("xinfang plugin remove")
    known = name in registry.installed or name in registry.broken or plugin_migrations.kept_of(name)
    if not known:
        raise Refused(f"没有插件 {name}，也没有它留下的数据表")
    needing = sorted(each for each, found in registry.installed.items() if name in found.info.requires)
    if needing:
        raise Refused(f"请先取出需要它的插件：{'、'.join(needing)}")
    tables = _tables(name)
    _consented(session, name, tables)
    switch_off_everywhere(session, actor, name, reason or "取出插件")
    # counted again: nobody can write to the tables any more, so this is what the export will hold
    rows = _consented(session, name, tables)
    session.rollback()
    export = _export(name, tables) if tables else ""
    with writing(session):
        consent = purging.approval(session, name)
        if consent is not None:
            consent.used_at = clock.now()
        changes = {"rows": [rows, 0], "file": [None, export]}
        record(session, actor, Act("plugin.remove", "module", name, reason=reason, changes=changes))
    session.rollback()
    if tables:
        config = migrating.configuration(db.engine, plugin_migrations.folders())
        command.downgrade(config, f"{name}@base")
    plugin_migrations.forget(name)
    installed = registry.installed.get(name)
    return Removed(export, rows, installed.distribution if installed else "")


def _tables(name: str) -> list[Table]:
    """The plugin's tables as they are in the database, whatever is installed."""
    metadata = MetaData()
    names = [each for each in inspect(db.engine).get_table_names() if carries(each, name)]
    metadata.reflect(db.engine, only=names)
    return [metadata.tables[each] for each in sorted(names)]


def _consented(session: Session, name: str, tables: list[Table]) -> int:
    """How many rows the tables hold; some are taken out with consent only."""
    rows = sum(session.scalar(select(func.count()).select_from(each)) or 0 for each in tables)
    if rows and purging.approval(session, name) is None:
        raise Refused(f"插件 {name} 的数据表中有 {rows} 行，须先由安全管理员在“模块”页面批准取出")
    return rows


def _export(name: str, tables: list[Table]) -> str:
    """Every row as stored, a line of JSON each; sealed columns stay sealed."""
    folder = Path(current_app.instance_path) / EXPORTS
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{name}-{clock.china(clock.now()):%Y%m%d-%H%M%S}.zip"
    temporary = path.with_suffix(".new")
    with db.engine.connect() as connection, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            columns = ", ".join(f'"{each.name}"' for each in table.columns)
            query = text(f'SELECT {columns} FROM "{table.name}"')  # noqa: S608 - names read from the database
            with archive.open(f"{table.name}.jsonl", "w") as stream:
                for row in connection.execution_options(stream_results=True).execute(query).mappings():
                    line = json.dumps(dict(row), ensure_ascii=False, default=_plain)
                    stream.write(line.encode() + b"\n")
    temporary.chmod(0o600)
    temporary.replace(path)
    return f"{EXPORTS}/{path.name}"


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes | memoryview) else str(value)
