"""The groundwork of the site (站点底座): instance, settings, keys and database, without pages and modules.

Imports and exports on the command line need no more, and start in two thirds of the time.
"""

import os
from pathlib import Path

from flask import Flask

import xinfang_site.tables  # noqa: F401 - a table names others, of which all must be known
from xinfang_site import ballast, settings
from xinfang_site.database import prepare
from xinfang_site.extensions import db
from xinfang_site.private_files import keep_private
from xinfang_site.vault import open_vault


def instance_folder() -> Path:
    """The folder of the instance (实例目录), which need not exist yet."""
    return Path(Flask("xinfang_site", instance_path=_named()).instance_path)


def ground(instance: str | Path | None = None, database_url: str | None = None) -> Flask:
    """What services need, without pages and modules.

    Args:
        instance: folder of the database, keys and files; default ``$XINFANG_INSTANCE`` or Flask's.
        database_url: address of the database; default ``$XINFANG_DATABASE_URL`` or SQLite there.

    Raises:
        SettingsError, VaultError: the instance cannot be used; the message says why.
    """
    app = _bare_app(instance)
    _configure(app, database_url)
    _connect_database(app)
    return app


def _bare_app(instance: str | Path | None) -> Flask:
    """Flask itself, with the instance folder made (mode 0700)."""
    app = Flask("xinfang_site", instance_path=str(Path(instance).resolve()) if instance else _named())
    path = Path(app.instance_path)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    keep_private(path)
    return app


def _named() -> str | None:
    named = os.environ.get("XINFANG_INSTANCE")
    return str(Path(named).resolve()) if named else None


def _configure(app: Flask, database_url: str | None) -> None:
    """Settings, keys and the database's address."""
    instance = Path(app.instance_path)
    app.extensions["xinfang_settings"] = settings.load(instance / "config.toml")
    app.extensions["xinfang_vault"] = vault = open_vault(instance)
    app.secret_key = vault.secret_key
    app.debug = False  # whatever FLASK_DEBUG says: no page of a running site explains itself
    app.config.update(
        SQLALCHEMY_DATABASE_URI=database_url or settings.database_url(instance),
        # an error must not write a person's data into the log
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
    )


def _connect_database(app: Flask) -> None:
    """Connect the database, reserve room on its disk, and set up its connections."""
    db.init_app(app)
    chosen = app.extensions["xinfang_settings"]
    with app.app_context():
        address = db.engine.url
        ballast.install(app, address.database if address.get_backend_name() == "sqlite" else None)
        prepare(db.engine, chosen.busy_timeout_seconds)
