"""Requests that are no HTTP (无法识别的请求): gunicorn would answer in English and write the address into the log.

They end before the site is asked, so a worker of ours answers them with the site's own error page.
"""

from typing import Any

from flask import Flask, Response, make_response
from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker
from gunicorn.workers.sync import SyncWorker

from xinfang_site.errors import error_page

_OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)
"""Faults of an answer and not of the request: gunicorn's own way is right for them."""


class _Polite:
    """A worker that answers in the site's words."""

    wsgi: Flask

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what could not be read, or leave another failure to gunicorn."""
        if not isinstance(exc, errors.ParseException) or isinstance(exc, _OURS):
            super().handle_error(req, client, addr, exc)  # type: ignore[misc]  # the worker that it is mixed into
            return
        util.write_nonblock(client, _written(_page(self.wsgi, _status(exc))))


class PoliteSync(_Polite, SyncWorker):  # type: ignore[misc]  # gunicorn has no types
    """One request at a time."""


class PoliteThreads(_Polite, ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Several at a time."""


def _status(error: errors.ParseException) -> int:
    if isinstance(error, errors.LimitRequestLine):
        return 414
    return 431 if isinstance(error, errors.LimitRequestHeaders) else 400


def _page(app: Flask, status: int) -> Response:
    with app.test_request_context():
        return app.process_response(make_response(error_page(status)))


def _written(answer: Response) -> bytes:
    answer.headers["Connection"] = "close"
    lines = [f"HTTP/1.1 {answer.status}", *(f"{name}: {value}" for name, value in answer.headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + answer.get_data()
