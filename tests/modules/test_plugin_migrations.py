"""Tables of plugins: each on its own branch, failures isolated, an uninstalled plugin is no trap."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import inspect, text

from tests.browsing import client_of
from tests.conftest import configured
from tests.modules.sample import plugin
from tests.page import fetch
from tests.postgresql import Server
from xinfang_site import create_app, instance, migrating, plugin_failures, plugin_migrations, revisions
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.migrating import OrphanedTables
from xinfang_site.modules.models import OfficeModule
from xinfang_site.plugin_registry import plugins
from xinfang_site.testing.workshop import Browser

SCRIPT = '''"""Tables."""
import sqlalchemy as sa
from alembic import op
revision = "{name}_0001"
down_revision = None
branch_labels = ("{name}",)
depends_on = "core_0001"
def upgrade() -> None:
    op.create_table("{name}_thing", sa.Column("id", sa.Integer(), primary_key=True))
    {body}
def downgrade() -> None:
    op.drop_table("{name}_thing")
'''
Build = Callable[..., Flask]
Place = tuple[Path, str]
"""A folder and the address of its database."""


def with_tables(name: str, folder: Path, body: str = "pass") -> tuple[str, object]:
    scripts = folder / f"{name}-scripts"
    scripts.mkdir(exist_ok=True)
    (scripts / f"{name}_0001.py").write_text(SCRIPT.format(name=name, body=body), encoding="utf-8")
    return plugin(name, xinfang_migrations=lambda: scripts)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Where an instance can be made."""
    if request.param == "sqlite":
        yield configured(tmp_path / "place"), f"sqlite:///{tmp_path / 'place' / 'xinfang.db'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    with server.database() as url:
        yield configured(tmp_path / "place"), url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def used(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An instance in use, with the tables of the core and of what is installed."""
    if request.param == "sqlite":
        folder = request.getfixturevalue("instance_folder")
        yield folder, f"sqlite:///{folder / 'xinfang.db'}"
        return
    folder, template = request.getfixturevalue("_postgresql_instance")
    server: Server = request.getfixturevalue("postgresql")
    with server.database(template) as url:
        yield shutil.copytree(folder, tmp_path / "used"), url


@pytest.fixture
def build(used: Place) -> Iterator[Build]:
    """Builds the site of the instance in use, with plugins added."""
    yield from builder(used)


def builder(place: Place) -> Iterator[Build]:
    plugin_migrations.fault_of.cache_clear()
    revisions.heads.cache_clear()

    def make(*extra: tuple[str, object]) -> Flask:
        app = create_app(*place, extra)
        app.testing, app.test_client_class = True, Browser
        app.app_context().push()
        return app

    yield make
    db.session.remove()
    db.engine.dispose()


def tables() -> set[str]:
    return {each for each in inspect(db.engine).get_table_names() if each.endswith("_thing")}


@pytest.fixture
def build_first(place: Place) -> Iterator[Build]:
    """Builds the first site of a place where nothing is yet."""
    yield from builder(place)


@pytest.mark.untraced
def test_a_plugin_s_tables_are_made_beside_the_core_s(build_first: Build, tmp_path: Path) -> None:
    app = build_first(with_tables("one", tmp_path), with_tables("two", tmp_path))
    assert set(plugins().pending) >= {"one", "two"}
    instance.prepare(app)
    assert tables() == {"one_thing", "two_thing"}
    assert not plugins().pending


def test_a_plugin_whose_tables_are_not_there_yet_does_not_work_and_is_shown(
    build: Build, tmp_path: Path
) -> None:
    app = build(with_tables("late", tmp_path))
    with writing(db.session()):
        db.session.add(OfficeModule(office_id=2, name="late"))
    client = client_of(app, "clerk")
    assert "样例" not in fetch(client, "/").text
    assert client.get("/late/").status_code == 404
    assert client.get("/healthz").status_code == 200
    assert "xinfang init" in fetch(client_of(app, "root_security"), "/modules/").text


def test_a_migration_that_fails_breaks_its_plugin_and_nothing_else(build: Build, tmp_path: Path) -> None:
    app = build(with_tables("bad", tmp_path, 'raise ValueError("坏了")'), with_tables("good", tmp_path))
    instance.prepare(app)
    assert tables() == {"good_thing"}
    assert "坏了" in plugins().broken["bad"]
    assert "good" in plugins().installed
    assert [(each.plugin, each.hook) for each in plugin_failures.recent()] == [("bad", "migration")]
    assert app.test_client().get("/healthz").status_code == 200


def test_scripts_that_cannot_be_read_break_their_plugin_alone(build: Build, tmp_path: Path) -> None:
    name, module = with_tables("bad", tmp_path)
    (tmp_path / "bad-scripts" / "bad_0001.py").write_text("raise SystemError('坏了')", encoding="utf-8")
    app = build((name, module), with_tables("good", tmp_path))
    instance.prepare(app)
    assert tables() == {"good_thing"}
    assert "坏了" in plugins().broken["bad"]


@pytest.mark.untraced
def test_an_uninstalled_plugin_does_not_stop_upgrades(build: Build, tmp_path: Path) -> None:
    instance.prepare(build(with_tables("gone", tmp_path)))
    app = build(with_tables("next", tmp_path))
    instance.prepare(app)
    assert tables() == {"gone_thing", "next_thing"}
    assert plugin_migrations.orphans() == ["gone"]
    assert app.test_client().get("/healthz").status_code == 200
    command.downgrade(migrating.configuration(db.engine, plugin_migrations.folders()), "gone@base")
    assert tables() == {"next_thing"}


def test_without_any_script_the_message_names_the_plugin_and_the_way_out(
    build: Build, tmp_path: Path
) -> None:
    instance.prepare(build(with_tables("gone", tmp_path)))
    plugin_migrations.forget("gone")
    app = build()
    with pytest.raises(OrphanedTables, match=r"gone.*重新安装.*plugin remove gone"):
        instance.prepare(app)
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM gone_thing")) == 0
    assert app.test_client().get("/healthz").status_code == 200


def test_each_plugin_can_be_taken_down_and_up_alone(build: Build) -> None:
    build()
    config = migrating.configuration(db.engine, plugin_migrations.folders())
    everything = set(inspect(db.engine).get_table_names())
    for name, installed in plugins().installed.items():
        if installed.migrations is None:
            continue
        command.downgrade(config, f"{name}@base")
        left = set(inspect(db.engine).get_table_names())
        assert everything - left == set(installed.tables), name
        command.upgrade(config, f"{name}@head")
        assert set(inspect(db.engine).get_table_names()) == everything
