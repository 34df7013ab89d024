"""Logs (运行日志): one JSON object a line on standard error; no personal data, no addresses with queries."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s"


def configure(level: int = logging.WARNING) -> None:
    """Set up the process's log; called once by the server and by the worker."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(FIELDS, json_ensure_ascii=False))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
