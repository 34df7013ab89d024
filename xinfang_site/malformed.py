"""Malformed requests (畸形请求): what no browser sends is refused before any other code reads it."""

from flask import Flask, abort, request


def install(app: Flask) -> None:
    """Look at every request first; to be installed before all other checks."""
    app.before_request(_refuse_nameless)


def _refuse_nameless() -> None:
    """A part of a form without a name would break everyone who walks through the names."""
    if request.endpoint is None or not request.mimetype.startswith("multipart/"):
        return
    if None in request.form or None in request.files:
        abort(400)
