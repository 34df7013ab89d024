"""Migrations (数据库升级): Alembic, one branch for the core and one per plugin."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

FOLDER = Path(__file__).parent / "migrations"


class NewerDatabase(Exception):
    """The database was written by a newer version of this program and is left untouched."""


def configuration(engine: Engine) -> Config:
    """Alembic's configuration for this engine, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest revision.

    Raises:
        NewerDatabase: it is at a revision that this version does not know.
    """
    config = configuration(engine)
    _refuse_newer(config, engine)
    command.upgrade(config, "heads")


def is_current(engine: Engine) -> bool:
    """Whether every migration has been applied."""
    script = ScriptDirectory.from_config(configuration(engine))
    with engine.connect() as connection:
        applied = MigrationContext.configure(connection).get_current_heads()
    return set(applied) == set(script.get_heads())


def _refuse_newer(config: Config, engine: Engine) -> None:
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.connect() as connection:
        applied = MigrationContext.configure(connection).get_current_heads()
    unknown = sorted(set(applied) - known)
    if unknown:
        raise NewerDatabase(f"数据库版本 {'、'.join(unknown)} 比本程序新，请使用新版程序；数据库未作任何改动")
