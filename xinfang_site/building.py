"""Building the site (组装站点): each part that ``create_app`` puts together, one function each."""

import os
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from flask import Flask, g
from jinja2 import FileSystemLoader, StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from xinfang_site import (
    access,
    addresses,
    assets,
    ballast,
    core_hooks,
    errors,
    headers,
    malformed,
    pages,
    plugin_finding,
    plugin_migrations,
    plugin_pages,
    settings,
    site_context,
)
from xinfang_site.accounts.signing_in.recognising import visitor_by_token
from xinfang_site.accounts.signing_in.visitors import Stranger, Visitor
from xinfang_site.database import prepare
from xinfang_site.extensions import csrf, db, login_manager
from xinfang_site.private_files import keep_private
from xinfang_site.signatures import CookieInterface
from xinfang_site.vault import open_vault

MEGABYTE = 1024 * 1024


def bare_app(instance: str | Path | None) -> Flask:
    """Flask itself, with the instance folder made (mode 0700) and our templates."""
    app = Flask("xinfang_site", instance_path=str(Path(instance).resolve()) if instance else _named())
    path = Path(app.instance_path)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    keep_private(path)
    app.jinja_loader = FileSystemLoader(str(resources.files("xinfang_site.templates")))
    app.jinja_env.undefined = StrictUndefined
    addresses.prepare(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


def _named() -> str | None:
    named = os.environ.get("XINFANG_INSTANCE")
    return str(Path(named).resolve()) if named else None


def instance_folder() -> Path:
    """Where the instance lies or will lie (实例目录); nothing is made."""
    return Path(Flask("xinfang_site", instance_path=_named()).instance_path)


def configure(app: Flask, database_url: str | None) -> None:
    """Settings, keys, cookies and limits."""
    instance = Path(app.instance_path)
    chosen = settings.load(instance / "config.toml")
    vault = open_vault(instance)
    app.extensions["xinfang_settings"] = chosen
    app.extensions["xinfang_vault"] = vault
    app.secret_key = vault.secret_key
    app.session_interface = CookieInterface()
    app.debug = False  # whatever FLASK_DEBUG says: no page of a running site explains itself
    app.config.update(
        SQLALCHEMY_DATABASE_URI=database_url or settings.database_url(instance),
        # an error must not write a person's data into the log
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        SESSION_COOKIE_NAME="__Host-xinfang" if chosen.https else "xinfang",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.https,
        MAX_CONTENT_LENGTH=chosen.request_max_mb * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=4 * MEGABYTE,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,  # our forms name their own locale
        WTF_CSRF_SSL_STRICT=False,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def connect_database(app: Flask) -> None:
    """The database's handle, the room on its disk, and what every connection begins with."""
    db.init_app(app)
    chosen = app.extensions["xinfang_settings"]
    with app.app_context():
        address = db.engine.url
        ballast.install(app, address.database if address.get_backend_name() == "sqlite" else None)
        prepare(db.engine, chosen.busy_timeout_seconds)


def install_parts(app: Flask) -> None:
    """Sign-in, tokens, headers, error pages, static files and what templates may use."""
    malformed.install(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    login_manager.anonymous_user = Stranger
    login_manager.session_protection = None  # our own table decides
    login_manager.user_loader(_visitor)
    headers.install(app)
    errors.install(app)
    assets.install(app)
    site_context.install(app)
    access.guard(app)


def _visitor(token: str) -> Visitor | None:
    """Who visits; the page that says that the database does not answer must not ask it the same again."""
    if g.get("visitor_asked_for"):
        return None
    g.visitor_asked_for = True
    return visitor_by_token(db.session(), token)


def find_plugins(app: Flask, extra: Iterable[tuple[str, object]]) -> None:
    """The installed plugins; a broken one is left out and shown."""
    registry = plugin_finding.discover(extra, core_hooks)
    app.extensions["xinfang_plugins"] = registry
    plugin_migrations.mark_pending(app, registry)


def register_pages(app: Flask) -> None:
    """Every blueprint of the core, then the plugins'."""
    for blueprint in pages.BLUEPRINTS:
        app.register_blueprint(blueprint)
    plugin_pages.register(app, app.extensions["xinfang_plugins"])


def check(app: Flask) -> None:
    """Refuse to start when a view is open by oversight."""
    missing = access.unguarded(app)
    if missing:
        raise RuntimeError(f"views without @public, @signed_in or @requires: {', '.join(missing)}")
