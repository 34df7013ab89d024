"""The demo district for tests: made once for all workers of a run, copied for whoever changes it."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import configured


@dataclass(frozen=True)
class DemoAccount:
    """A line of ``demo-accounts.json``."""

    username: str
    password: str
    name: str
    office: str
    roles: tuple[str, ...]


def accounts_of(folder: Path) -> list[DemoAccount]:
    listed = json.loads((folder / "demo-accounts.json").read_text("utf-8"))
    return [DemoAccount(**{**each, "roles": tuple(each["roles"])}) for each in listed]


def one_of_each(accounts: list[DemoAccount]) -> list[DemoAccount]:
    """One account for each combination of roles, the first of them."""
    return list({each.roles: each for each in reversed(accounts)}.values())[::-1]


def prepared(shared: Path) -> Path:
    """An instance with the demo district below ``shared``; other workers wait for the one that makes it."""
    folder, ready = shared / "demo", shared / "demo.ready"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            shutil.rmtree(folder, ignore_errors=True)
            _make(configured(folder))
            ready.touch()
    return folder


def copied(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target)
    return target


def _make(folder: Path) -> None:
    """As the office does, by command; in processes of their own, where tracing for coverage does not double the time."""
    environment = {**os.environ, "XINFANG_INSTANCE": str(folder)}
    for word in ("init", "demo"):
        subprocess.run([sys.executable, "-m", "xinfang_site", word], env=environment, check=True, capture_output=True)
