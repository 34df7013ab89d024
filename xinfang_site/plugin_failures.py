"""Failures of plugins (插件故障): a line each in a file of the instance, seen by every process.

A file and not a table: a page that is only looked at writes nothing to the database, and a failure is
noted even when the database is what fails.
"""

import json
import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from xinfang_site import clock
from xinfang_site.logs import impersonal
from xinfang_site.plugin_values import HookFailure

log = logging.getLogger(__name__)
FILE = "plugin-failures.jsonl"
LARGEST = 256 * 1024
SHOWN_FOR = timedelta(days=7)
AGAIN_SECONDS = 60
LONGEST = 300
_told: dict[tuple[str, str, str, str], float] = {}
"""When this process last stored each failure: one that recurs on every page is stored once a minute."""


def note(plugin: str, where: str, error: BaseException) -> None:
    """Keep a failure for the modules page and the log.

    Args:
        plugin: whose failure.
        where: the hook, ``page``, ``import``, ``migration`` or ``job``.
        error: what was raised.
    """
    message = f"{type(error).__name__}：{impersonal(str(error))}"[:LONGEST]
    log.error("plugin failed", exc_info=error, extra={"plugin": plugin, "hook": where})
    path = _path()
    known, now = (str(path), plugin, where, message), time.monotonic()
    if now - _told.get(known, -AGAIN_SECONDS) < AGAIN_SECONDS and path.exists():
        return
    _told[known] = now
    line = {"plugin": plugin, "hook": where, "message": message, "at": clock.now().isoformat()}
    try:
        if path.exists() and path.stat().st_size > LARGEST:
            path.replace(path.with_suffix(".old"))
        with path.open("a", encoding="utf-8") as file:  # one short write: lines of processes do not mix
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError:
        log.exception("a plugin's failure was not written down")


def recent() -> list[HookFailure]:
    """Failures of the last days, the newest first."""
    since = clock.now() - SHOWN_FOR
    return sorted((each for each in _read() if each.at >= since), key=lambda each: each.at, reverse=True)


def _read() -> Iterator[HookFailure]:
    for path in (_path(), _path().with_suffix(".old")):
        if not path.exists():
            continue
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                found = json.loads(line)
                at = datetime.fromisoformat(found["at"])
                yield HookFailure(found["plugin"], found["hook"], found["message"], at)
            except (ValueError, KeyError, TypeError):  # a line cut by a full disk
                continue


def _path() -> Path:
    return Path(current_app.instance_path) / FILE
