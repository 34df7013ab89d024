"""信访事项管理系统: petition handling for a district petition office."""

from pathlib import Path

from flask import Flask

__version__ = "0.1.0"


def create_app(instance: str | Path | None = None, database_url: str | None = None) -> Flask:
    """The site (站点), ready to serve.

    Args:
        instance: folder of the database, keys and files; default ``$XINFANG_INSTANCE`` or Flask's.
        database_url: address of the database; default ``$XINFANG_DATABASE_URL`` or SQLite there.

    Raises:
        SettingsError, VaultError: the instance cannot be used; the message says why.
        RuntimeError: a view does not say who may open it.
    """
    from xinfang_site import building

    app = building.bare_app(instance)
    building.configure(app, database_url)
    building.connect_database(app)
    building.install_parts(app)
    building.register_pages(app)
    building.check(app)
    return app
