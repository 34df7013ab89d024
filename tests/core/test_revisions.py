"""Revisions read without Alembic are those that Alembic finds."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, text

from xinfang_site import migrating, revisions
from xinfang_site.extensions import db
from xinfang_site.plugin_registry import migration_folders, plugins
from xinfang_site.revisions import CORE_SCRIPTS


def test_heads_are_those_that_alembic_finds(app: Flask) -> None:
    folders = migration_folders(plugins())
    script = ScriptDirectory.from_config(migrating.configuration(db.engine, folders))
    found = [revisions.heads(folder) for folder in (CORE_SCRIPTS, *folders)]
    assert frozenset().union(*found) == {*script.get_heads(), *revisions.heads(CORE_SCRIPTS)}
    assert all(len(each) == 1 for each in found)


def test_what_is_applied_is_what_the_database_says(any_app: Flask) -> None:
    applied = revisions.applied(db.engine)
    assert all(revisions.heads(folder) <= applied for folder in migration_folders(plugins()))
    assert migrating.is_current(db.engine, migration_folders(plugins()))


def test_a_new_database_has_nothing_applied(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    assert revisions.applied(engine) == set()
    engine.dispose()


def test_a_database_that_is_not_brought_up_is_not_served(any_app: Flask, tmp_path: Path) -> None:
    revisions.refuse_older_core(db.engine)
    with db.engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = 'core_0006' WHERE version_num = :head"),
            {"head": next(iter(revisions.heads(CORE_SCRIPTS)))},
        )
    with pytest.raises(revisions.OlderDatabase, match="xinfang init"):
        revisions.refuse_older_core(db.engine)
    engine = create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(revisions.OlderDatabase, match="还没有建立"):
        revisions.refuse_older_core(engine)
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("script", ["revision = (", "revision = name()", "revision = 'a'\x00"])
def test_a_script_that_cannot_be_read_is_named(tmp_path: Path, script: str) -> None:
    (tmp_path / "broken_0001.py").write_text(script, encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken_0001\.py"):
        revisions.heads(tmp_path)


def test_branches_and_types_are_read(tmp_path: Path) -> None:
    for name, before in (("a", "None"), ("b", "'a'"), ("c", "'a'"), ("d", "('b', 'c')")):
        script = f"revision: str = {name!r}\ndown_revision = {before}\nx = y = 1\n"
        (tmp_path / f"{name}.py").write_text(script, encoding="utf-8")
    assert revisions.heads(tmp_path) == {"d"}
