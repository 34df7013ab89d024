"""A site served by its own processes, which may be killed at any moment, and somebody with a browser of the simplest kind."""

import http.cookiejar
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from lxml import html

from tests.people import PASSWORD


class Site:
    """``xinfang run`` on an instance, with all its processes in a group of their own."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it as after a power cut: nothing is cleaned up before; returns when it answers."""
        command = [sys.executable, "-m", "xinfang_site", "run", "--port", str(self.port), "--workers", "1"]
        self._process = run_apart(command, self.instance)
        for _ in range(900):
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """``kill -9`` to every process at once."""
        assert self._process is not None
        kill_group(self._process)


def run_apart(command: list[str], instance: Path) -> "subprocess.Popen[bytes]":
    """Run a command on an instance in a process group of its own."""
    environment = {**os.environ, "XINFANG_INSTANCE": str(instance)}
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """``kill -9`` to a process and all it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=60)


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: it says that the act was done."""

    def redirect_request(self, *_arguments: Any, **_options: Any) -> None:
        return None


class Visitor:
    """Somebody signed in at a served site; ``get`` and ``post`` give status, text and where it leads."""

    def __init__(self, site: Site, username: str) -> None:
        self._site = site
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar, _Stay, urllib.request.ProxyHandler({}))
        values = {**self.hidden("/login"), "username": username, "password": PASSWORD, "code": ""}
        assert self.post("/login", values)[0] == 302

    def get(self, address: str) -> tuple[int, str, str]:
        return self._ask(urllib.request.Request(self._site.url + address))

    def post(self, address: str, values: dict[str, str]) -> tuple[int, str, str]:
        sent = urllib.parse.urlencode(values).encode()
        return self._ask(urllib.request.Request(self._site.url + address, data=sent))

    def hidden(self, address: str) -> dict[str, str]:
        """The hidden fields of the page's form."""
        form = html.fromstring(self.get(address)[1]).xpath("//main//form")[0]
        return {each.get("name"): each.get("value", "") for each in form.xpath(".//input[@type='hidden']")}

    def _ask(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode(), ""
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode(), answer.headers.get("Location", "")
