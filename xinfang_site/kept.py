"""Kept text (已填内容): nothing typed is lost when a POST cannot be handled.

An ended session, an outdated page or a busy database answers with a page that holds what was
typed; after signing in again it is offered for sending once more. Passwords are never kept.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature
from werkzeug import Response
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from xinfang_site.error_numbers import log_error_page
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
_BEGINNING_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that could not be handled (暂存的表单): its address, its fields, and how many files came with it, which go."""

    path: str
    values: tuple[tuple[str, str], ...]
    files: int = 0


def typed() -> Kept:
    """What this request's form holds, without secrets."""
    values = tuple(
        (name, value)
        for name, all_values in request.form.lists()
        if name not in _DROPPED
        for value in all_values
    )
    return Kept(_path(), values, sum(bool(each.filename) for _, each in request.files.items(multi=True)))


def _path() -> str:
    return request.full_path.rstrip("?")


def keep_without_files(title: str, message: str, status: int) -> ResponseReturnValue:
    """Answer a form that is too large to read: the fields before its first file are kept, the files are not."""
    return _page(title, message, status, resend_url=_path(), values=_before_the_files())


def _before_the_files() -> tuple[tuple[str, str], ...]:
    """The text fields that a browser sends before the files of a form; none if the body cannot be parsed."""
    boundary = request.mimetype_params.get("boundary", "")
    if request.mimetype != "multipart/form-data" or not boundary:
        return ()
    decoder = MultipartDecoder(boundary.encode(), max_form_memory_size=_BEGINNING_BYTES, max_parts=2000)
    decoder.receive_data(request.environ["wsgi.input"].read(_BEGINNING_BYTES))
    found: list[tuple[str, str]] = []
    with suppress(ValueError, RequestEntityTooLarge):
        found.extend(_texts(decoder))
    return tuple((name, value) for name, value in found if name not in _DROPPED)


def _texts(decoder: MultipartDecoder) -> Iterator[tuple[str, str]]:
    name, pieces = "", list[bytes]()
    while not isinstance(event := decoder.next_event(), NeedData | File | Epilogue):
        if isinstance(event, Field):
            name, pieces = event.name, []
        elif isinstance(event, Data):
            pieces.append(event.data)
            if not event.more_data:
                yield name, b"".join(pieces).decode(errors="replace")


def seal_kept(kept: Kept) -> str:
    """``kept`` as signed text for a hidden field."""
    return serializer("kept").dumps([kept.path, kept.values, kept.files])


def open_kept(text: str) -> Kept | None:
    """The form inside a hidden field; None when it is absent, old or altered.

    What a page holds since before an upgrade counts no files.
    """
    try:
        path, values, files = [*serializer("kept").loads(text, max_age=_MAX_AGE_SECONDS), 0][:3]
    except (BadSignature, ValueError, TypeError, json.JSONDecodeError):
        return None
    return Kept(str(path), tuple((str(name), str(value)) for name, value in values), int(files))


def keep_for_sign_in() -> ResponseReturnValue:
    """Send a visitor who is not signed in to the sign-in page, keeping what was typed."""
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
    message = "登录已失效，本次提交没有保存。请重新登录，登录后可以继续提交下面的内容。"
    return _page("登录已失效", message, 401, sign_in=seal_kept(typed()))


def keep_for_retry(title: str, message: str, status: int) -> ResponseReturnValue:
    """Answer a POST that cannot be handled now: a page with what was typed and a button to send it again."""
    return _page(title, message, status, resend_url=_path())


def _page(
    title: str, message: str, status: int, values: tuple[tuple[str, str], ...] | None = None, **shown: str
) -> Response:
    kept = typed() if values is None else Kept(_path(), values)
    page = render_template(
        "errors/kept.html",
        code=status,
        title=title,
        message=message,
        kept=kept,
        reference=log_error_page(status),
        **{"resend_url": "", "sign_in": "", "back_url": "", **shown},
    )
    return make_response(page, status)
