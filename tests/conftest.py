"""Fixtures shared by all tests: an app on a real database, signed-in clients, a fixed clock."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from tests.browsing import client_of
from tests.people import Cast, cast_of
from tests.postgresql import Server, start
from tests.shared import made_once
from xinfang_site import create_app, instance
from xinfang_site.cli import COLLECT_AFTER
from xinfang_site.extensions import db
from xinfang_site.modules import services as module_services
from xinfang_site.plugin_registry import plugins
from xinfang_site.testing.fixtures import patience
from xinfang_site.testing.workshop import Workshop

__all__ = ["patience"]

pytest_plugins = ["tests.tracing"]
Untraced = Callable[[], AbstractContextManager[None]]

# how long an example takes to draw or to run tells of the machine and its load, not of the site
_UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", _UNHURRIED, derandomize=True)
settings.register_profile("explore", _UNHURRIED, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("PROPERTIES", "gate"))

# as every command of the site does: the tests' own heap is large, and looking through it was a seventh of the run
gc.set_threshold(*COLLECT_AFTER)

# Argon2 with small parameters: hundreds of sign-ins would otherwise be most of the run
CONFIGURATION = "password_time_cost = 1\npassword_memory_kib = 64\n"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's walks first: on one worker then, with one server, and the others never wait for them at the end."""
    items.sort(key=lambda each: "browser" not in each.path.parts)


@pytest.fixture(autouse=True, scope="session")
def _no_wait_for_the_disk() -> Iterator[None]:
    """No test switches the machine off: what is written is seen by everybody at once, on the disk or not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _file: None)
        yield


def pytest_collection_finish() -> None:
    """The tests and all that they import stay to the end: nobody need look for garbage among them."""
    gc.freeze()


def configured(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(CONFIGURATION, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def _empty_instance(untraced: Untraced, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An initialised SQLite instance, made once and copied for each test."""

    def make(folder: Path) -> None:
        _initialise(folder, f"sqlite:///{folder / 'xinfang.db'}")

    with untraced():
        return made_once(tmp_path_factory, "empty", make)


def _initialise(folder: Path, url: str) -> None:
    app = create_app(configured(folder), url)
    with app.app_context():
        instance.prepare(app)
        cast_of(db.session())
        db.session.remove()
        if url.startswith("sqlite"):
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
        db.engine.dispose()  # a database that somebody is connected to cannot be copied


@pytest.fixture(scope="session")
def _workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("site") / "instance")


@pytest.fixture
def instance_folder(_empty_instance: Path, _workshop: Workshop) -> Path:
    """The initialised instance as new; the same place for every test, so that one site can serve them all."""
    shutil.rmtree(_workshop.folder, ignore_errors=True)
    shutil.copytree(_empty_instance, _workshop.folder)
    return _workshop.folder


@pytest.fixture
def app(instance_folder: Path, _workshop: Workshop) -> Iterator[Flask]:
    """The site on its own SQLite database, with two districts' worth of people."""
    with _workshop.site() as made:
        yield made


@pytest.fixture
def fresh_app(instance_folder: Path) -> Iterator[Flask]:
    """A site that has answered nothing yet: for tests that add pages of their own to it."""
    with Workshop(instance_folder).site() as made:
        yield made


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A real PostgreSQL server: the one of ``XINFANG_TEST_DATABASE_URL``, else one started here."""
    with start() as server:
        yield server


@pytest.fixture(scope="session")
def _postgresql_instance(
    untraced: Untraced, postgresql: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str]]:
    """Folder and address of an initialised PostgreSQL instance, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("pg-instance")
    with postgresql.database() as url:
        with untraced():
            _initialise(folder, url)
        yield folder, url


@pytest.fixture(scope="session")
def _postgresql_workshop(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("pg-site") / "instance", postgresql.address())


@pytest.fixture
def _postgresql_app(
    postgresql: Server, _postgresql_instance: tuple[Path, str], _postgresql_workshop: Workshop
) -> Iterator[Flask]:
    folder, template = _postgresql_instance
    shutil.rmtree(_postgresql_workshop.folder, ignore_errors=True)
    shutil.copytree(folder, _postgresql_workshop.folder)
    with postgresql.database(template, _postgresql_workshop.url), _postgresql_workshop.site() as made:
        yield made


ON_POSTGRESQL = (pytest.mark.postgresql, pytest.mark.untraced)  # after the same on SQLite


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=ON_POSTGRESQL)])
def any_app(request: pytest.FixtureRequest) -> Flask:
    """The site on SQLite, then on PostgreSQL: for services whose behaviour depends on the database."""
    made: Flask = request.getfixturevalue({"sqlite": "app", "postgresql": "_postgresql_app"}[request.param])
    return made


@pytest.fixture
def session(app: Flask) -> Session:
    return db.session()


@pytest.fixture
def people(app: Flask) -> Cast:
    return Cast()


@pytest.fixture
def clerk(app: Flask) -> FlaskClient:
    return client_of(app, "clerk")


@pytest.fixture
def handler(app: Flask) -> FlaskClient:
    return client_of(app, "handler")


@pytest.fixture
def switch_on() -> Callable[..., None]:
    """Switches a module on for offices by their codes: ``switch_on("key_dates", "JXF", "JZJ")``."""

    def switch(name: str, *codes: str) -> None:
        actor = Cast().actor("root_security")
        for code in codes:
            turn = module_services.Turn(Cast().office(code).id, name, on=True, reason="试用")
            module_services.switch(db.session(), actor, plugins(), turn)

    return switch
