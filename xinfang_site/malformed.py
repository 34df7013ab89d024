"""Malformed requests (畸形请求): what no browser sends is refused before any other code reads it."""

from flask import Flask, abort, current_app, request


def install(app: Flask) -> None:
    """Look at every request first; to be installed before all other checks."""
    app.before_request(_limit_text)
    app.before_request(_refuse_nameless)


def _limit_text() -> None:
    """Limit forms without files, which are read into memory, to the size that text beside files may have."""
    if request.mimetype == "application/x-www-form-urlencoded":
        limits = (request.max_content_length, current_app.config["MAX_FORM_MEMORY_SIZE"])
        request.max_content_length = min(each for each in limits if each is not None)


def _refuse_nameless() -> None:
    """Refuse form parts without a name, on which code that loops over the names would fail."""
    if request.endpoint is None or not request.mimetype.startswith("multipart/"):
        return
    if None in request.form or None in request.files:
        abort(400)
