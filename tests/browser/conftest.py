"""The real server on the demo district, and a real Chromium that tells of every fault of a page."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.desk import Desk
from tests.demonstration import DemoAccount, accounts_of, district
from xinfang_site import clock

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-proxy-server",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.untraced)  # the site runs in another process


@dataclass(frozen=True)
class Served:
    """A running site and who may sign in."""

    url: str
    accounts: dict[str, DemoAccount]


def _chromium() -> str:
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(f"浏览器测试需要 Chromium：请安装 {'、'.join(CHROMIUMS)} 之一（运行 .ci/browser）")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _work_today(folder: Path) -> None:
    """A briefing is made on working days only, and the tests run on Sundays too."""
    day = clock.today()
    database = sqlite3.connect(folder / "xinfang.db")
    with database:
        database.execute(
            "INSERT OR REPLACE INTO calendar_day (day, year, working, name) VALUES (?, ?, 1, '调休上班')",
            (day.isoformat(), day.year),
        )
    database.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``xinfang run`` on a copy of the demo district of its own, where today is a working day."""
    base = tmp_path_factory.getbasetemp()
    folder = district(tmp_path_factory)
    _work_today(folder)
    url = f"http://127.0.0.1:{_free_port()}"
    command = [
        sys.executable,
        "-m",
        "xinfang_site",
        "run",
        "--port",
        url.rpartition(":")[2],
        "--workers",
        "2",
    ]
    environment = {**os.environ, "XINFANG_INSTANCE": str(folder)}
    with (base / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(url, server, base / "server.log")
            yield Served(url, {each.username: each for each in accounts_of(folder)})
        finally:
            server.terminate()
            server.wait(timeout=60)


def _wait(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(900):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium: Browser, served: Served) -> Iterator[Desk]:
    """A fresh browser window on the site."""
    made = Desk(chromium, served.url, served.accounts)
    yield made
    made.close()


@pytest.fixture
def second_desk(chromium: Browser, served: Served) -> Iterator[Desk]:
    """Another browser at another desk."""
    made = Desk(chromium, served.url, served.accounts)
    yield made
    made.close()


@pytest.fixture
def desk_without_javascript(chromium: Browser, served: Served) -> Iterator[Desk]:
    made = Desk(chromium, served.url, served.accounts, java_script_enabled=False)
    yield made
    made.close()
