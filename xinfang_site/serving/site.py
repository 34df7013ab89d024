"""The site as servers run it (站点应用): static files before Flask, the database checked, queries with a deadline."""

from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from xinfang_site import assets, create_app, logs
from xinfang_site.ballast import ballast
from xinfang_site.extensions import db
from xinfang_site.headers import FIXED, POLICY
from xinfang_site.own_key import refuse_other_key
from xinfang_site.revisions import refuse_newer_core, refuse_older_core
from xinfang_site.serving import deadline


def served() -> Flask:
    """The site as a WSGI application, its static files answered before Flask; no connection is open.

    Raises:
        NewerDatabase: the database was written by a newer version of the program.
        OlderDatabase: it has not been brought up to this one.
        VaultError: its data was written with another key.
    """
    logs.configure()
    app = create_app()
    with app.app_context():
        refuse_newer_core(db.engine)
        refuse_older_core(db.engine)
        refuse_other_key(db.engine)
        ballast().lay_in()
        db.engine.dispose()  # processes are forked from this one and open connections of their own
    app.wsgi_app = _StaticFiles(  # type: ignore[method-assign]  # Flask's documented way to wrap
        app.wsgi_app,
        root=str(assets.FOLDER),
        prefix="static/",
        max_age=31_536_000,
        allow_all_origins=False,
        add_headers_function=_headers,
    )
    return app


class _StaticFiles(WhiteNoise):  # type: ignore[misc]  # it is not typed
    """Serves existing static files, always whole (no ranges); any other request goes to the site."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self.application(environ, start_response)
        environ.pop("HTTP_RANGE", None)
        return super().__call__(environ, start_response)


def _headers(headers: Any, _path: str, _url: str) -> None:
    headers["Content-Security-Policy"] = POLICY
    for name, value in FIXED.items():
        headers[name] = value


def watch(app: Flask) -> None:
    """Set a deadline for this web process's queries on PostgreSQL (数据库时限); jobs have none."""
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            deadline.watch(db.engine)
