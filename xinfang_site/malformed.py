"""Malformed requests (畸形请求): what no browser sends is refused before any other code reads it."""

from flask import Flask, abort, current_app, request


def install(app: Flask) -> None:
    """Look at every request first; to be installed before all other checks."""
    app.before_request(_limit_text)
    app.before_request(_refuse_nameless)


def _limit_text() -> None:
    """A form without files is text, and is read into memory: it may be no longer than a form's text beside files."""
    if request.mimetype == "application/x-www-form-urlencoded":
        limits = (request.max_content_length, current_app.config["MAX_FORM_MEMORY_SIZE"])
        request.max_content_length = min(each for each in limits if each is not None)


def _refuse_nameless() -> None:
    """A part of a form without a name would break everyone who walks through the names."""
    if request.endpoint is None or not request.mimetype.startswith("multipart/"):
        return
    if None in request.form or None in request.files:
        abort(400)
