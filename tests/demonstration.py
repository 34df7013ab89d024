"""The demo district for tests: made once for all workers of a run, copied for whoever changes it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import configured
from tests.shared import made_once


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


def district(tmp: pytest.TempPathFactory) -> Path:
    """An instance of one's own with the demo district, which is made once."""
    return Path(shutil.copytree(made_once(tmp, "demo", _make), tmp.mktemp("district") / "instance"))


# as the command does, but for waiting for the disk
_XINFANG = "import os; os.fsync = lambda _: None; from xinfang_site.cli import main; main()"


def _make(folder: Path) -> None:
    """As an office does it, by command: what runs in a process of its own is not traced, which would double its time."""
    environment = {**os.environ, "XINFANG_INSTANCE": str(configured(folder))}
    for word in ("init", "demo"):
        command = [sys.executable, "-c", _XINFANG, word]
        subprocess.run(command, env=environment, check=True, capture_output=True)
