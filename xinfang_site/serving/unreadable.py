"""Requests that are no HTTP (无法识别的请求): gunicorn would answer in English and write the address into the log.

Most end before the site is asked, so the worker answers them with the site's own error page. A body in chunks shows
only where the site reads it that their lengths are none, or that its sender has gone.
"""

from flask import Flask, Response, make_response
from flask.typing import ResponseReturnValue
from gunicorn.http import errors

from xinfang_site.errors import error_page

_OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)
"""Faults of an answer and not of the request."""


def install(app: Flask) -> None:
    """Let the site answer a body that cannot be read."""
    app.register_error_handler(errors.ParseException, _torn)
    app.register_error_handler(errors.NoMoreData, _torn)


def is_unreadable(error: BaseException) -> bool:
    """Whether the request itself was at fault."""
    return isinstance(error, errors.ParseException) and not isinstance(error, _OURS)


def refusal(app: Flask, error: BaseException) -> bytes:
    """The answer to it, as it goes over the line."""
    with app.test_request_context():
        page = app.process_response(make_response(error_page(_status(error))))
    return _written(page)


def _torn(_error: Exception) -> ResponseReturnValue:
    return error_page(400)


def _status(error: BaseException) -> int:
    if isinstance(error, errors.LimitRequestLine):
        return 414
    if isinstance(error, errors.LimitRequestHeaders):
        return 431
    return 400 if is_unreadable(error) else 500


def _written(answer: Response) -> bytes:
    answer.headers["Connection"] = "close"
    lines = [f"HTTP/1.1 {answer.status}", *(f"{name}: {value}" for name, value in answer.headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + answer.get_data()
