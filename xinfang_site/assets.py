"""Static files (静态文件): addresses that change with the content, so that browsers may keep them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, request, url_for

FOLDER = Path(__file__).parent / "static"


def asset(name: str) -> str:
    """Address of a file below ``static/``, with its content's hash."""
    return _address(request.root_path, name)


@cache
def _address(_root: str, name: str) -> str:
    """The same for every page below one root: a page names four."""
    return url_for("static", filename=name, v=_fingerprint(name))


@cache
def _fingerprint(name: str) -> str:
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def install(app: Flask) -> None:
    """Offer ``asset`` to templates and let browsers keep the files for a year."""
    app.jinja_env.globals["asset"] = asset
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000
