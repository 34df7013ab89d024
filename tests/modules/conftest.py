"""The site with plugins made for tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from xinfang_site import create_app
from xinfang_site.extensions import db
from xinfang_site.testing.workshop import Browser


@pytest.fixture
def made(instance_folder: Path) -> Iterator[Any]:
    """Builds the site with plugins added."""
    apps: list[Flask] = []

    def build(*extra: tuple[str, object]) -> Flask:
        app = create_app(instance_folder, f"sqlite:///{instance_folder / 'xinfang.db'}", extra)
        app.testing, app.test_client_class = True, Browser
        apps.append(app)
        context = app.app_context()
        context.push()
        return app

    yield build
    for _app in apps:
        db.session.remove()
        db.engine.dispose()
