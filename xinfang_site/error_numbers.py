"""Numbers of error pages (错误编号): a user reads the number out, and the log is searched for it."""

import logging
import secrets

from flask import request

log = logging.getLogger(__name__)


def log_error_page(code: int) -> str:
    """Log an error page; returns the number under which the log has it.

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
