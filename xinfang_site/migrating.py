"""Migrations (数据库升级): Alembic, one branch for the core and one per plugin."""

import os
from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from xinfang_site.revisions import CORE_PREFIX, CORE_SCRIPTS, NewerDatabase, applied, refuse_unknown


class OrphanedTables(NewerDatabase):
    """The database has tables of a plugin that is not installed and whose migration scripts are lost (无主数据表)."""


def configuration(engine: Engine, plugins: Sequence[Path]) -> Config:
    """Alembic's configuration for this engine, without an ini file.

    Args:
        engine: the database.
        plugins: folders of the installed plugins' migrations.
    """
    config = Config()
    config.set_main_option("script_location", str(CORE_SCRIPTS.parent))
    config.set_main_option("path_separator", "os")
    folders = [CORE_SCRIPTS, *plugins]
    config.set_main_option("version_locations", os.pathsep.join(map(str, folders)))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, plugins: Sequence[Path]) -> None:
    """Bring the database to the newest revision of the core and of each plugin.

    Raises:
        NewerDatabase: it is at a revision that this version does not know.
    """
    refuse_newer(engine, plugins)
    command.upgrade(configuration(engine, plugins), "heads")


def is_current(engine: Engine, plugins: Sequence[Path]) -> bool:
    """Whether every migration has been applied."""
    script = ScriptDirectory.from_config(configuration(engine, plugins))
    return applied(engine) == set(script.get_heads())


def refuse_newer(engine: Engine, plugins: Sequence[Path]) -> None:
    """Raise NewerDatabase for a revision that this version does not know (拒绝更新的数据库)."""
    script = ScriptDirectory.from_config(configuration(engine, plugins))
    known = {each.revision for each in script.walk_revisions()}
    unknown = sorted(applied(engine) - known)
    strange = [each for each in unknown if not each.startswith(CORE_PREFIX)]
    if strange:
        names = "、".join(sorted({each.rpartition("_")[0] for each in strange}))
        raise OrphanedTables(
            f"数据库中有插件 {names} 的数据表（版本 {'、'.join(strange)}），但没有安装这个插件，也没有留存它的升级脚本；"
            f"数据库未作任何改动。请重新安装该插件后再试；如不再需要，安装后先运行 xinfang plugin remove {names}，再卸载"
        )
    refuse_unknown(unknown)
