"""Fixtures for tests of plugins (插件测试夹具): the site on a database of its own, with people signed in."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from xinfang_site import create_app, instance, plugin_budget
from xinfang_site.actor import Actor, system
from xinfang_site.extensions import db
from xinfang_site.modules import queries, services
from xinfang_site.offices.models import Office
from xinfang_site.plugin_registry import Installed, plugins
from xinfang_site.testing.commands import output_of
from xinfang_site.testing.people import settle, sign_in, token_of
from xinfang_site.testing.workshop import Workshop

QUICK = "password_time_cost = 1\npassword_memory_kib = 64\n"
PATIENCE_SECONDS = 60.0


def close_database() -> None:
    """Close SQLite's database with all of it in its one file, so that this may be copied (合上数据库)."""
    db.session.remove()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    db.engine.dispose()


@pytest.fixture(autouse=True, scope="session")
def patience() -> Iterator[None]:
    """A hook may be slow here: how long it takes tells of the machine and its load, not of the plugin."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plugin_budget, "PAGE_SECONDS", PATIENCE_SECONDS)
        patch.setattr(plugin_budget, "SECONDS", dict.fromkeys(plugin_budget.SECONDS, 600.0))
        yield


@dataclass
class Site:
    """The site under test (被测站点)."""

    app: Flask

    def browser(self, username: str) -> FlaskClient:
        """A browser in which this person is signed in; empty for nobody."""
        client = self.app.test_client()
        if username:
            sign_in(client, username)
        return client

    def office(self, code: str = "A") -> Office:
        """An office by its code: A or B."""
        return db.session.scalars(select(Office).where(Office.code == code)).one()

    def actor(self, code: str = "A") -> Actor:
        """The site itself acting for an office, for calling services."""
        office = self.office(code)
        return Actor(None, "test", "测试", office.id, office.path)

    def plugin(self, name: str) -> Installed:
        """What is installed under this name."""
        return plugins().installed[name]

    def switch(self, name: str, code: str = "A", *, on: bool = True) -> None:
        """Switch a module, with what it needs or what needs it."""
        office = self.office(code)
        along = services.switched_along(plugins(), queries.on_in(db.session(), office.id), name, on=on)
        turn = services.Turn(office.id, name, on, "测试", tuple(along))
        services.switch(db.session(), system("test"), plugins(), turn)

    def command(self, *words: str) -> str:
        """What ``xinfang`` prints for these words; it must succeed."""
        db.session.remove()
        return output_of(self.app.instance_path, *words)

    def work(self) -> None:
        """Do every job that waits, as the worker does."""
        from xinfang_site.jobs.worker import work

        work(forever=False)

    def post(self, client: FlaskClient, address: str, data: dict[str, Any]) -> TestResponse:
        """POST with a valid token."""
        return client.post(address, data={"csrf_token": token_of(client), **data})


@pytest.fixture(scope="session")
def xinfang_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An initialised instance with every installed plugin's tables, made once."""
    folder = tmp_path_factory.mktemp("xinfang") / "instance"
    folder.mkdir()
    (folder / "config.toml").write_text(QUICK, encoding="utf-8")
    app = create_app(folder, f"sqlite:///{folder / 'xinfang.db'}")
    with app.app_context():
        instance.prepare(app)
        settle(db.session())
        close_database()
    return folder


@pytest.fixture(scope="session")
def xinfang_workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The one site that all tests borrow."""
    return Workshop(tmp_path_factory.mktemp("borrowed") / "instance")


@pytest.fixture
def site(xinfang_instance: Path, xinfang_workshop: Workshop) -> Iterator[Site]:
    """The site on a copy of that instance; all modules are off."""
    shutil.rmtree(xinfang_workshop.folder, ignore_errors=True)
    shutil.copytree(xinfang_instance, xinfang_workshop.folder)
    with xinfang_workshop.site() as made:
        yield Site(made)
