"""Measuring pages: medians of many requests, beside a bare signed-in page of the same run."""

import http.client
import random
import re
import statistics
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from benchmarks import scratch
from benchmarks.scratch import USERNAME, Server, Site

BARE, FIRST_LIST = "/petitions/filters", "/petitions/"
LISTS = (
    "",
    "state=handling",
    "state=concluded",
    "state=open",
    "office=BENCH-01",
    "office=BENCH-40",
    "office=BENCH-01&state=concluded",
    "office=BENCH-40&state=archived&channel=400",
    "category=01",
    "category=0103",
    "category=010302",
    "channel=400&state=closed",
    "due=overdue",
    "due=week&office=BENCH-01",
    "sort=due",
    "sort=-due",
    "sort=number&office=BENCH-01",
    "received_from=2024-03-10&received_to=2024-04-20",
    "page=50",
    "page={middle}",
    "page={last}",
    "state=concluded&page={middle_half}",
    "office=BENCH-01&state=concluded&page=10",
)
SEARCHES = (
    "q=的",
    "q=塌",
    "q=物业",
    "q=要求",
    "q=塌方",
    "q=开发商",
    "q=自来水",
    "q=塌方 物业",
    "q=要求 物业 小区",
    "q=拖欠工资",
    "q=BXF20240000123",
    "q=13912345678",
    "q=5678",
    "q=物业&state=handling",
    "q=物业&office=BENCH-01&state=concluded",
    "q=塌方&office=BENCH-01&state=concluded",
    "q=要求&office=BENCH-40",
    "q=物业&received_from=2024-03-10&received_to=2024-04-20",
    "q=物业&page=10",
)


class Browser:
    """One person with one connection."""

    def __init__(self, server: Server, username: str = USERNAME) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=120)
        self.cookie = ""
        self.asked = 0
        page = self.get("/login").decode()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        fields = {"csrf_token": token[1] if token else "", "username": username, "password": server.password}
        status, _, _ = self._send("POST", "/login", urlencode(fields))
        if status != 302:  # what is measured then would be the page of signing in, quick and the same for all
            raise RuntimeError(f"{username} could not sign in: {status}")

    def get(self, address: str) -> bytes:
        """The page, redirects followed."""
        for _ in range(4):
            status, location, body = self._send("GET", address, None)
            if status == 200:
                return body
            if status not in {301, 302, 303}:
                raise RuntimeError(f"{status} for {address}")
            address = location
        raise RuntimeError(f"no end of redirects for {address}")

    def register(self) -> None:
        """Register a matter, by the form as the page sends it."""
        page = self.get("/petitions/new").decode()
        fields = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
        fields |= dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*type="hidden"[^>]*value="([^"]*)"', page))
        channel = re.search(r'<input[^>]*name="channel"[^>]*value="(\d+)"', page) or re.search(
            r'<input[^>]*value="(\d+)"[^>]*name="channel"', page
        )
        fields |= {"channel": channel[1] if channel else "", "name": _some_word(3), "people": "1"}
        fields |= {
            "summary": f"{_some_word(8)}电梯停运",
            "content": "本小区三号楼电梯停运，请求督促修复。" * 5,
        }
        fields |= {"received_on": "2026-01-05", "purpose": "", "source": "", "place_code": ""}
        status, location, _ = self._send("POST", "/petitions/new", urlencode(fields))
        if status != 302 or not location.startswith("/petitions/"):
            raise RuntimeError(f"not registered: {status}")

    def _send(self, method: str, address: str, body: str | None) -> tuple[int, str, bytes]:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        address = quote(address, safe="/?&=%~-._")
        self.asked += 1
        try:
            self.connection.request(method, address, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError, http.client.CannotSendRequest):
            self.connection.close()  # sync workers close after each answer
            self.connection.request(method, address, body, headers)
            answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0]
        return answer.status, answer.getheader("Location") or "", answer.read()


def _some_word(length: int) -> str:
    """Characters that nobody has registered before, else the page asks about duplicates."""
    return "".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(length))


def run(server: Server, site: Site, rounds: int) -> None:
    """Measure every page on one server and print it."""
    browser = Browser(server)
    total = _total(browser)
    pages = {"middle": total // 100, "last": max(total // 50 - 2, 1), "middle_half": max(total // 200, 1)}
    print(f"{'page':64} {'p50 ms':>8} {'p95 ms':>8} {'bare ms':>8} {'x bare':>7} {'p95 x first list':>17}")
    for query in (*LISTS, *SEARCHES):
        _tell(browser, f"/petitions/?{query.format(**pages)}", rounds)
    case = _case(browser)
    if case:
        _tell(browser, case, rounds, "case page")
    heavy = scratch.heavy_matter(site)
    _tell(browser, f"/petitions/{heavy}", rounds, "case page of 60 steps and 20 attachments")
    started = time.perf_counter()
    size = len(browser.get("/petitions/export.xlsx?office=BENCH-40&received_from=2025-01-01"))
    print(f"{'short export':64} {(time.perf_counter() - started) * 1000:8.0f} {size:8} bytes")
    _eight_people(server)
    web, everything = _memory(server.pid)
    print(f"memory of the web processes {web} MB, of all {everything} MB", flush=True)


def _total(browser: Browser) -> int:
    found = re.search(r"共 <strong>(\d+)</strong>", browser.get("/petitions/").decode())
    return int(found[1]) if found else 0


def _tell(browser: Browser, address: str, rounds: int, name: str = "") -> None:
    """Print a page's times beside those of the bare page and the first list, all asked for in turn.

    A busy machine slows all three, so that what they are in multiples of each other can be compared with other runs.
    """
    browser.get(address)
    times: dict[str, list[float]] = {address: [], BARE: [], FIRST_LIST: []}
    for _ in range(rounds):
        for wanted, taken in times.items():
            started = time.perf_counter()
            browser.get(wanted)
            taken.append((time.perf_counter() - started) * 1000)
    page, bare, first = (times[each] for each in (address, BARE, FIRST_LIST))
    middle, usual = statistics.median(page), statistics.median(bare)
    print(
        f"{name or address:64} {middle:8.1f} {_late(page):8.1f} {usual:8.1f} {middle / usual:7.2f} "
        f"{_late(page) / _late(first):17.2f}",
        flush=True,
    )


def _late(times: list[float]) -> float:
    """What one request in twenty takes longer than (p95)."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def _eight_people(server: Server) -> None:
    """Eight at once: the first list alone; then lists, searches and a case page, with a save after every eight pages."""
    case = _case(Browser(server)) or "/"
    queries = (
        "",
        "?state=open",
        "?q=物业",
        "?page=20",
        "?office=BENCH-01&state=concluded",
        "?q=塌方",
        "?due=overdue",
    )
    pages = [*(f"/petitions/{each}" for each in queries), case]
    for what, addresses, saving in (("the first list", pages[:1], False), ("pages and saves", pages, True)):
        times, rate = _at_once(server, addresses, saving=saving)
        p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
        print(
            f"eight people on two workers, {what}: {rate:.0f} requests/s, p50 {p50:.0f} ms, p99 {p99:.0f} ms "
            f"({p99 / p50:.1f} x)"
        )


def _at_once(
    server: Server, addresses: list[str], *, saving: bool, seconds: float = 10.0
) -> tuple[list[float], float]:
    """Times of pages and saves in ms, the fastest first, and requests in a second: a save is two, form and post."""
    times: list[float] = []
    browsers = [Browser(server) for _ in range(8)]
    before = sum(each.asked for each in browsers)
    until = time.perf_counter() + seconds

    def work(browser: Browser, offset: int) -> None:
        acts = [*(partial(browser.get, each) for each in addresses), *([browser.register] if saving else [])]
        number = offset
        while time.perf_counter() < until:
            started = time.perf_counter()
            acts[number % len(acts)]()
            times.append((time.perf_counter() - started) * 1000)
            number += 1

    together([partial(work, each, place) for place, each in enumerate(browsers)])
    return sorted(times), (sum(each.asked for each in browsers) - before) / seconds


def _case(browser: Browser) -> str:
    found = re.search(rb'<th scope="row"><a href="(/petitions/\d+)"', browser.get("/petitions/"))
    return found[1].decode() if found else ""


def together(works: list[Callable[[], None]]) -> None:
    """Do all of it at once, a thread each."""
    threads = [threading.Thread(target=each) for each in works]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def _memory(pid: int) -> tuple[int, int]:
    """Proportional memory in MB of the web processes, and of all that come from the server.

    The web processes are the server's children that have none; its other child keeps the background process.
    """
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(path.name)] = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
    family = {pid}
    while grown := {child for child, parent in parents.items() if parent in family} - family:
        family |= grown
    having = set(parents.values())
    web = [each for each in family if parents[each] == pid and each not in having]
    return sum(map(_share, web)), sum(map(_share, family))


def _share(pid: int) -> int:
    """A process's memory in MB, what it shares divided among those who share it."""
    with suppress(OSError):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        share = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
        return int(share[1]) // 1024 if share else 0
    return 0
