"""One site for many tests (共用测试站点): making it takes longer than most tests do, and it keeps nothing between requests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from xinfang_site import create_app
from xinfang_site.extensions import db


class Browser(FlaskClient):
    """A client whose every request has a context of its own (测试浏览器), as on a server; else ``g`` would be shared."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """One request."""
        with self.application.app_context():
            return super().open(*arguments, **options)


class Workshop:
    """Lends the site of one folder and database to a test (测试站点); makes a new one when the last test left it changed."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.url = url or f"sqlite:///{folder / 'xinfang.db'}"
        self._site: Flask | None = None
        self._as_made: list[Any] = []

    @contextmanager
    def site(self) -> Iterator[Flask]:
        """The site, in its context; its folder and database are as new already."""
        if self._site is None:
            self._site = create_app(self.folder, self.url)
            self._site.testing = True
            self._site.test_client_class = Browser
            self._as_made = _state(self._site)
            if self.url.startswith("sqlite"):
                with self._site.app_context():
                    event.listen(db.engine, "connect", hurry)
        made = self._site
        try:
            with made.app_context():
                yield made
                db.session.remove()
                db.engine.dispose()
        finally:
            if _state(made) != self._as_made:
                self._site = None


def hurry(connection: Any, _entry: object) -> None:
    """Do not wait for the disk: a test that kills a process needs no more, and none switches the machine off."""
    connection.execute("PRAGMA synchronous=OFF")


def _state(app: Flask) -> list[Any]:
    """What a test can change of a site besides its folder: settings, plugins, configuration, views."""
    registry = app.extensions["xinfang_plugins"]
    plugins = (registry.installed, registry.broken, registry.pending, registry.owners, registry.resting)
    views = (app.view_functions, app.before_request_funcs, app.after_request_funcs)
    return [dict(each) for each in (app.extensions, app.config, *plugins, *views)]
