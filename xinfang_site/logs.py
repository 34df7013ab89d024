"""Logs (运行日志): one JSON object a line on standard error; no personal data, no addresses with queries."""

import logging
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from pythonjsonlogger.json import JsonFormatter

FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s"

_EXCEPTION = re.compile(r"[a-z_]\w*(\.\w+)+(: |$)|[A-Z]\w*(Error|Exception|Exit|Interrupt)(: |$)", re.ASCII)
_AFTER_MESSAGE = re.compile(r"Traceback \(|During handling|The above|\[SQL: |\(Background")
_QUOTED = re.compile(r"""(['"])(?=[^'"]*[^\x00-\x7f])[^'"]*\1""")
_NUMBER = re.compile(r"\d{7,}[Xx]?", re.ASCII)


class WithoutPersons(JsonFormatter):
    """Formats errors without personal data (日志脱敏): type and trace stay, text that a person may have typed goes.

    Python quotes the value it could not use, and PostgreSQL shows in the lines after the first the whole row it refused.
    """

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's name
        """The trace as it is; of each message the first line, without quoted words and long numbers."""
        lines = logging.Formatter.formatException(self, ei).split("\n")
        return "\n".join(filter(None, _told(lines)))


def _told(lines: Iterable[str]) -> Iterator[str]:
    """The lines that may be logged: of a message only the first line, whatever follows until the trace goes on."""
    in_message = False
    for line in lines:
        if _AFTER_MESSAGE.match(line):
            in_message = False
            yield line
        elif line and not in_message:
            in_message = line[0] != " "
            if not in_message or _EXCEPTION.match(line):
                yield impersonal(line) if in_message else line


def impersonal(text: str) -> str:
    """The first line of an error's message, without text that a person may have typed."""
    return _NUMBER.sub("…", _QUOTED.sub("…", text.split("\n", 1)[0]))


def configure() -> None:
    """Set up the process's log; called once by the server and by the worker."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutPersons(FIELDS, json_ensure_ascii=False))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
