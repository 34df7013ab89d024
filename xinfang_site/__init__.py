"""信访事项管理系统: petition handling for a district petition office."""

from collections.abc import Iterable
from pathlib import Path

from flask import Flask

__version__ = "0.1.0"


def create_app(
    instance: str | Path | None = None,
    database_url: str | None = None,
    extra_plugins: Iterable[tuple[str, object]] = (),
) -> Flask:
    """The site (站点), ready to serve.

    Args:
        instance: folder of the database, keys and files; default ``$XINFANG_INSTANCE`` or Flask's.
        database_url: address of the database; default ``$XINFANG_DATABASE_URL`` or SQLite there.
        extra_plugins: (name, module) pairs besides the installed ones, for tests.

    Raises:
        PluginError: a plugin breaks the contract, such as by a misspelt hook.
        SettingsError, VaultError: the instance cannot be used; the message says why.
        RuntimeError: a view does not say who may open it.
    """
    from xinfang_site import building, groundwork

    app = groundwork.ground(instance, database_url)
    building.prepare_pages(app)
    building.find_plugins(app, extra_plugins)
    building.install_parts(app)
    building.register_pages(app)
    building.check(app)
    return app
