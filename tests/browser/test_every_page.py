"""Every page that a role is offered opens, is sound and can be read by everybody."""

import re
from collections import Counter, deque
from functools import cache
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.desk import SCREEN, WIDE, ZOOMED, Desk

ROLES = (
    "clerk", "handler", "section_head", "leader", "spj_handler", "zjw_head", "reviewer", "supervisor",
    "discipline", "lawyer", "duty_officer", "city_clerk", "sysadmin", "secadmin", "auditadmin",
)  # fmt: skip
MOST_OF_A_KIND, MOST_PAGES = 1, 40
DOWNLOADS = re.compile(r"\.xlsx|/file$|/files/\d+|\.docx|\.pdf")
# kinds that somebody has seen: axe and the photograph cost as much as the page, and tell little new to the next role
_SEEN: set[str] = set()


@cache
def kind_of(address: str) -> str:
    """The page's kind: its path with numbers, days and names of tables taken out."""
    path = urlsplit(address).path
    path = re.sub(r"\d{4}-\d\d-\d\d|\d+", "N", path)
    return re.sub(r"^(/codes|/master-data)/\w+", r"\1/X", path)


def links(desk: Desk) -> list[str]:
    found = desk.page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
    return [each for each in found if each.startswith("/") and not DOWNLOADS.search(each)]


def name_of(kind: str) -> str:
    return kind.strip("/").replace("/", "-") or "home"


def check(desk: Desk, address: str) -> list[str]:
    """What is wrong with the page now open."""
    page = desk.page
    faults = [f"{address}: {each}" for each in desk.faults]
    desk.faults.clear()
    if page.locator("h1").count() != 1:
        faults.append(f"{address}: {page.locator('h1').count()} headings of the first level")
    if page.locator("html").get_attribute("lang") != "zh-CN":
        faults.append(f"{address}: lang")
    if desk.overflow() > 0:
        faults.append(f"{address}: {desk.overflow()} px wider than {SCREEN[0]}")
    return faults


def axe(desk: Desk, address: str) -> list[str]:
    results = Axe().run(desk.page)
    return [
        f"{address}: axe {each['id']}: {each['nodes'][0]['html'][:160]}"
        for each in results.response["violations"]
    ]


@pytest.mark.parametrize("username", ROLES)
def test_every_page_offered_to_a_role_opens_without_a_fault(desk: Desk, username: str) -> None:
    desk.sign_in(username)
    assert not desk.path().startswith("/login")  # a module may have chosen another first page
    waiting, seen, faults = deque(["/"]), Counter[str](), []
    while waiting and sum(seen.values()) < MOST_PAGES:
        address = waiting.popleft()
        kind = kind_of(address)
        if seen[kind] >= MOST_OF_A_KIND:
            continue
        seen[kind] += 1
        status = desk.open(address)
        desk.settle()
        if status >= 400:
            faults.append(f"{address}: {status}")
        faults += check(desk, address)
        if kind not in _SEEN:
            _SEEN.add(kind)
            faults += axe(desk, address)
            desk.photograph(f"{username}-{name_of(kind)}")
        waiting += [each for each in links(desk) if seen[kind_of(each)] < MOST_OF_A_KIND]
    assert not faults, "\n".join(faults)
    assert len(seen) >= 4


KEY_PAGES = {
    "handler": (
        "/",
        "/petitions/",
        "/petitions/?q=电梯",
        "/petitions/new",
        "/petitions/30",
        "/petitions/30/print",
    ),
    "sysadmin": ("/offices/", "/accounts/", "/codes/category/", "/calendar/"),
    "auditadmin": ("/audit/",),
}


@pytest.mark.parametrize("username", KEY_PAGES)
@pytest.mark.parametrize("size", [SCREEN, WIDE, ZOOMED], ids=["1366", "1920", "zoom200"])
def test_no_page_is_wider_than_the_window(desk: Desk, username: str, size: tuple[int, int]) -> None:
    desk.sign_in(username)
    desk.size(size)
    for address in KEY_PAGES[username]:
        assert desk.open(address) == 200
        desk.photograph(f"{username}-{name_of(kind_of(address))}-{size[0]}")
        assert desk.overflow() <= 0, f"{address} at {size[0]}: {desk.overflow()} px too wide"
        widths = desk.page.locator("form td.grow").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect().width)"
        )
        assert min(widths, default=240) >= 200, f"{address} at {size[0]}: the summary is squeezed"


@pytest.mark.parametrize("address", ["/login", "/query", "/no-such-page"])
def test_public_pages_are_sound_too(desk: Desk, address: str) -> None:
    desk.open(address)
    assert not check(desk, address) + axe(desk, address)
    desk.photograph(f"public-{name_of(address)}")
