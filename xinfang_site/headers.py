"""Security headers (安全响应头) on every answer, errors included."""

from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from werkzeug.routing import RequestRedirect

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

YEAR = {"Strict-Transport-Security": "max-age=31536000"}
"""Said where the site is reached by https only: a browser that was here once asks for no unsealed page again."""


def install(app: Flask) -> None:
    """Add the headers after each request."""
    app.after_request(_add)
    app.after_request(_stay_here)
    if app.config["SESSION_COOKIE_SECURE"]:
        app.after_request(_sealed)


def _sealed(response: Response) -> Response:
    response.headers.update(YEAR)
    return response


def _stay_here(response: Response) -> Response:
    """Let the router's own redirects (a slash too many) name no host: the Host header cannot be trusted."""
    error = request.routing_exception
    if isinstance(error, RequestRedirect):
        path = urlsplit(error.new_url)._replace(scheme="", netloc="").geturl()
        response.headers["Location"] = "/" + path.lstrip("/")
        response.set_data("")
    return response


def _add(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.update(FIXED)
    if "hook_trace" in g:  # only with the setting of that name
        headers["Server-Timing"] = ", ".join(g.hook_trace)
    if request.endpoint != "static" or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"
        headers.pop("Expires", None)  # Flask gives a file a year, which an old proxy would believe
        headers["Vary"] = "Cookie"
    return response
