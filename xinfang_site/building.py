"""Building the site (组装站点): one function for each part that ``create_app`` adds to the groundwork."""

from collections.abc import Iterable
from importlib import resources

from flask import Flask, g
from jinja2 import FileSystemLoader, StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from xinfang_site import (
    access,
    addresses,
    assets,
    core_hooks,
    errors,
    headers,
    malformed,
    pages,
    plugin_finding,
    plugin_migrations,
    plugin_pages,
    site_context,
)
from xinfang_site.accounts.signing_in.recognising import visitor_by_token
from xinfang_site.accounts.signing_in.visitors import Stranger, Visitor
from xinfang_site.extensions import csrf, db, login_manager
from xinfang_site.signatures import CookieInterface

MEGABYTE = 1024 * 1024


def prepare_pages(app: Flask) -> None:
    """Our templates, the shape of addresses, cookies and limits of requests."""
    app.jinja_loader = FileSystemLoader(str(resources.files("xinfang_site.templates")))
    app.jinja_env.undefined = StrictUndefined
    addresses.prepare(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    chosen = app.extensions["xinfang_settings"]
    app.session_interface = CookieInterface()
    app.config.update(
        SESSION_COOKIE_NAME="__Host-xinfang" if chosen.https else "xinfang",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.https,
        MAX_CONTENT_LENGTH=chosen.request_max_mb * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=4 * MEGABYTE,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


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
    """Find out who is visiting; the error page for a dead database must not ask the database again."""
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
    """Refuse to start when a view carries no access decorator."""
    missing = access.unguarded(app)
    if missing:
        raise RuntimeError(f"views without @public, @signed_in or @requires: {', '.join(missing)}")
