"""One site for many tests (共用测试站点): building it takes longer than most tests, and it keeps no state between requests."""

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
    """A client that gives every request its own application context (测试浏览器), so that ``g`` is not shared."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """One request."""
        with self.application.app_context():
            return super().open(*arguments, **options)


class Workshop:
    """Lends one site to test after test (测试站点); builds a new one after a test that changed it."""

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
    """Do not wait for the disk: tests kill processes, but none switches the machine off."""
    connection.execute("PRAGMA synchronous=OFF")


def _state(app: Flask) -> list[Any]:
    """What a test can change of a site besides its folder: settings, plugins, configuration, views."""
    registry = app.extensions["xinfang_plugins"]
    plugins = (registry.installed, registry.broken, registry.pending, registry.owners, registry.resting)
    views = (app.view_functions, app.before_request_funcs, app.after_request_funcs)
    return [dict(each) for each in (app.extensions, app.config, *plugins, *views)]
