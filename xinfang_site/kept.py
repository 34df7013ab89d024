"""Kept text (已填内容): what was typed is never lost when a POST cannot be taken.

An ended session, an outdated page or a busy database answers with a page that holds what was
typed; after signing in again it is offered for sending once more. Passwords are never kept.
"""

import json
from dataclasses import dataclass

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature
from werkzeug import Response

from xinfang_site.signatures import serializer

_DROPPED = {
    "csrf_token",
    "password",
    "old_password",
    "new_password",
    "repeat_password",
    "code",
    "kept",
    "setup",
}
_MAX_AGE_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was not taken: where it went and what it held."""

    path: str
    values: tuple[tuple[str, str], ...]


def typed() -> Kept:
    """What this request's form holds, without secrets."""
    values = tuple(
        (name, value)
        for name, all_values in request.form.lists()
        if name not in _DROPPED
        for value in all_values
    )
    return Kept(request.full_path.rstrip("?"), values)


def seal_kept(kept: Kept) -> str:
    """``kept`` as signed text for a hidden field."""
    return serializer("kept").dumps([kept.path, kept.values])


def open_kept(text: str) -> Kept | None:
    """The form inside a hidden field; None when it is absent, old or altered."""
    try:
        path, values = serializer("kept").loads(text, max_age=_MAX_AGE_SECONDS)
    except (BadSignature, ValueError, TypeError, json.JSONDecodeError):
        return None
    return Kept(str(path), tuple((str(name), str(value)) for name, value in values))


def keep_for_sign_in() -> ResponseReturnValue:
    """Answer someone who is not signed in: to the sign-in page, with what was typed kept."""
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
    message = "登录已失效，本次提交没有保存。请重新登录，登录后可以继续提交下面的内容。"
    return _page("登录已失效", message, 401, sign_in=seal_kept(typed()))


def keep_for_retry(title: str, message: str, status: int) -> ResponseReturnValue:
    """Answer a POST that could not be taken now: what was typed, and a button to send it again."""
    return _page(title, message, status, resend_url=typed().path)


def _page(title: str, message: str, status: int, resend_url: str = "", sign_in: str = "") -> Response:
    page = render_template(
        "errors/kept.html",
        code=status,
        title=title,
        message=message,
        reference="",
        kept=typed().values,
        resend_url=resend_url,
        sign_in=sign_in,
        back_url="",
    )
    return make_response(page, status)
