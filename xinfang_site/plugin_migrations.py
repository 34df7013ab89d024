"""Migrations of plugins (插件的数据库升级): each on its own branch, none able to harm the core's or another's.

Every plugin's scripts are kept in the instance once they were applied. So a plugin that was uninstalled
before its tables were taken out does not stop every later upgrade: what is in the database can still be
read, upgraded around, and taken out with ``xinfang plugin remove``.

Alembic is loaded by what changes tables only: every start comes through here, and must not pay for it.
"""

import logging
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from xinfang_site import plugin_failures, revisions
from xinfang_site.extensions import db
from xinfang_site.plugin_registry import Registry, plugins

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

log = logging.getLogger(__name__)
KEPT = "plugin-migrations"
NOT_YET = "数据表还没有建立或升级：请运行 xinfang init，然后重新启动"


def folders() -> list[Path]:
    """Scripts of every plugin that is or was installed, in a stable order."""
    return [folder for _, folder in sorted(_usable(plugins()).items())]


def _usable(registry: Registry) -> dict[str, Path]:
    """By name: a plugin's own scripts where they can be read, else those kept when they were applied."""
    kept = _kept_folder()
    found = {each.name: each for each in kept.iterdir() if each.is_dir()} if kept.is_dir() else {}
    for name, installed in registry.installed.items():
        if installed.migrations is not None and fault_of(installed.migrations) == "":
            found[name] = installed.migrations
    return found


def _kept_folder() -> Path:
    return Path(current_app.instance_path) / KEPT


def kept_of(name: str) -> Path | None:
    """The scripts kept of a plugin, if any."""
    folder = _kept_folder() / name
    return folder if folder.is_dir() else None


@cache
def fault_of(folder: Path) -> str:
    """Why a folder of scripts cannot be read; empty when it can."""
    try:
        _scripts(folder).get_heads()
    except (Exception, SystemExit) as error:
        return f"{type(error).__name__}：{error}"
    return ""


def _scripts(folder: Path) -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    from xinfang_site import migrating

    return ScriptDirectory.from_config(migrating.configuration(db.engine, [folder]))


def upgrade(registry: Registry) -> None:
    """Bring the core's tables up to date, then each plugin's; one that fails is broken, the others go on.

    Raises:
        NewerDatabase: the core's tables are newer than this program, or a plugin's scripts are nowhere.
    """
    from alembic import command

    from xinfang_site import migrating

    engine, usable = db.engine, _usable(registry)
    migrating.refuse_newer(engine, list(usable.values()))
    config = migrating.configuration(engine, [folder for _, folder in sorted(usable.items())])
    command.upgrade(config, "core@head")
    for name, installed in sorted(registry.installed.items()):
        if installed.migrations is None:
            continue
        try:
            _scripts(installed.migrations).get_heads()  # what cannot be read raises here, every time
            command.upgrade(config, f"{name}@head")
        except (Exception, SystemExit) as error:
            plugin_failures.note(name, "migration", error)
            registry.disable(name, f"数据库升级失败：{type(error).__name__}：{error}"[:300])
        else:
            _keep(name, installed.migrations)
    mark_pending(current_app, registry)


def _keep(name: str, folder: Path) -> None:
    """Copy the applied scripts; the old copy goes only when the new one is whole."""
    target = _kept_folder() / name
    fresh = target.with_name(f"{name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    for script in sorted(folder.glob("*.py")):
        shutil.copyfile(script, fresh / script.name)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def forget(name: str) -> None:
    """Drop the scripts kept of a plugin whose tables are out."""
    shutil.rmtree(_kept_folder() / name, ignore_errors=True)


def mark_pending(app: Flask, registry: Registry) -> None:
    """Plugins whose tables are not there yet do not work until they are."""
    wanted = {
        name: each.migrations for name, each in registry.installed.items() if each.migrations is not None
    }
    registry.pending.clear()
    if not wanted:
        return
    with app.app_context():
        try:
            applied = revisions.applied(db.engine)
        except SQLAlchemyError:  # the database is away: pages will say so
            return
        finally:
            db.engine.dispose()  # worker processes are forked afterwards, and must not share a connection
        for name, folder in wanted.items():
            try:
                there = revisions.heads(folder) <= applied
            except ValueError as error:
                registry.pending[name] = f"数据库升级脚本有误：{error}"
            else:
                if not there:
                    registry.pending[name] = NOT_YET


def core_is_current(engine: Engine) -> bool:
    """Whether the core's tables are this program's; a plugin's cannot keep the site from serving."""
    applied = revisions.applied(engine)
    if any(each.startswith(revisions.CORE_PREFIX) for each in applied):
        return revisions.heads(revisions.CORE_SCRIPTS) <= applied
    if not applied:
        return False
    from xinfang_site import migrating

    # a plugin that depends on the core's newest revision stands for it
    return migrating.is_current(engine, folders())


def orphans() -> list[str]:
    """Plugins whose tables are still there though they are not installed."""
    kept = _kept_folder()
    known = plugins().installed.keys() | plugins().broken.keys()
    return sorted(each.name for each in kept.iterdir() if each.name not in known) if kept.is_dir() else []
