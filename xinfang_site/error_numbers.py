"""Numbers of error pages (错误编号): a person reads one out, and the log finds what happened by it."""

import logging
import secrets

from flask import request

log = logging.getLogger(__name__)


def noted(code: int) -> str:
    """Write an error page down in the log; the number by which it is found there.

    Args:
        code: the page's status.
    """
    reference = secrets.token_hex(4).upper()
    log.log(
        logging.ERROR if code >= 500 else logging.INFO,
        "error page",
        extra={
            "status": code,
            "reference": reference,
            "endpoint": request.endpoint,
            "method": request.method,
        },
    )
    return reference
