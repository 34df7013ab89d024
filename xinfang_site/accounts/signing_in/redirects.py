"""Where to go after signing in (登录后返回): local pages only, parsed and not matched."""

from urllib.parse import urlsplit

from flask import url_for


def local_target(wished: str) -> str:
    """``wished`` when it is a path of this site, else the home page."""
    if not wished.startswith("/") or any(each in wished for each in "\\\r\n\t") or not wished.isprintable():
        return url_for("home.index")
    try:
        parts = urlsplit(wished)
    except ValueError:  # such as an open bracket: urlsplit reads the beginning of an IPv6 address
        return url_for("home.index")
    if parts.scheme or parts.netloc or wished.startswith("//"):
        return url_for("home.index")
    return wished
