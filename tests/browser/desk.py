"""A browser window on the site: signs people in and notes every fault that a page makes."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.demonstration import DemoAccount
from xinfang_site import clock

SCREENSHOTS = Path("artifacts/screenshots")
WIDE, SCREEN, ZOOMED = (1920, 1080), (1366, 768), (683, 384)


class Desk:
    """One window; ``faults`` collects console errors, script errors and requests to other hosts."""

    def __init__(self, browser: Browser, url: str, accounts: dict[str, DemoAccount], **options: Any) -> None:
        self.url = url
        self.accounts = accounts
        self.faults: list[str] = []
        self._context = browser.new_context(
            viewport={"width": SCREEN[0], "height": SCREEN[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        self._context.set_default_timeout(30_000)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._request)

    def close(self) -> None:
        self._context.close()

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium writes a line of its own for every answer of 400 and above; those are checked by status
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:", "about:")):
            self.faults.append(f"outside host: {request.url}")

    def open(self, address: str) -> int:
        """Go to an address of the site; returns the status."""
        answer = self.page.goto(f"{self.url}{address}", wait_until="load")
        assert answer is not None
        return answer.status

    def settle(self) -> None:
        """Wait until the page shows no running job any more: it loads itself anew then."""
        self.page.locator("[data-poll]").first.wait_for(state="detached", timeout=60_000)
        self.page.wait_for_load_state("load")

    def path(self) -> str:
        """Where the window is now."""
        return self.page.url.removeprefix(self.url)

    def sign_in(self, username: str, password: str = "") -> None:
        """Sign in through the page."""
        self.open("/login")
        self.page.fill("#username", username)
        self.page.fill("#password", password or self.accounts[username].password)
        self.press("登录")

    def sign_out(self) -> None:
        self._context.clear_cookies()

    def become(self, username: str, address: str) -> None:
        """Sign in as somebody else and go to an address that must open."""
        self.sign_out()
        self.sign_in(username)
        assert self.open(address) == 200

    def today(self) -> str:
        """The legal day as the site's forms want it."""
        return str(clock.today())

    def fill(self, fields: dict[str, str]) -> None:
        """Fill the fields with these names, whatever kind of field each is."""
        for name, value in fields.items():
            field = self.page.locator(f"#{name}")
            if field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def press(self, label: str) -> None:
        """Press the button of ``main`` with this name and wait for the next page."""
        button = self.page.locator("main").get_by_role("button", name=label, exact=True).first
        with self.page.expect_navigation():
            button.click()

    def follow(self, label: str) -> None:
        """Follow the link of ``main`` with this name."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=label, exact=True).first.click()

    def size(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def main_text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def photograph(self, name: str) -> None:
        """For somebody to look at, where ``PHOTOGRAPHS`` is set: nothing is checked on a picture."""
        if not os.environ.get("PHOTOGRAPHS"):
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
