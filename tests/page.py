"""Fetching a page and checking what every page must have; the tests' only way to read HTML."""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse


@dataclass
class Page:
    """A parsed answer."""

    response: TestResponse
    tree: Any

    @property
    def text(self) -> str:
        return " ".join(self.tree.text_content().split())

    @property
    def status(self) -> int:
        return self.response.status_code

    def token(self) -> str:
        return str(self.tree.xpath("//input[@name='csrf_token']/@value")[0])

    def all(self, xpath: str) -> list[Any]:
        return list(self.tree.xpath(xpath))

    def texts(self, xpath: str) -> list[str]:
        return [" ".join(each.text_content().split()) for each in self.tree.xpath(xpath)]

    def hidden(self, form_xpath: str = "//main//form") -> dict[str, str]:
        """The hidden fields of the first form that matches."""
        form = self.tree.xpath(form_xpath)[0]
        return {each.get("name"): each.get("value", "") for each in form.xpath(".//input[@type='hidden']")}

    def alerts(self) -> str:
        return " ".join(self.texts("//*[@role='alert']"))


def fetch(client: FlaskClient, address: str, status: int = 200) -> Page:
    """GET a page, check its status and its frame."""
    return read(client.get(address), status)


_TOKENS: WeakKeyDictionary[FlaskClient, str] = WeakKeyDictionary()


def post(client: FlaskClient, address: str, data: dict[str, Any], status: int = 302) -> Page:
    """POST with a valid token: the browser's last one, or a new one where the session has another by now."""
    if client in _TOKENS:
        answer = client.post(address, data={"csrf_token": _TOKENS[client], **data})
        if "页面停留时间过长" not in answer.text:
            return read(answer, status)
    _TOKENS[client] = fetch(client, "/password").token()
    return read(client.post(address, data={"csrf_token": _TOKENS[client], **data}), status)


def read(response: TestResponse, status: int) -> Page:
    """Parse an answer and check what every page must have."""
    said = " ".join(response.text.rpartition("<main")[2].split())[:300]
    assert response.status_code == status, f"{response.status_code} instead of {status}: {said}"
    if (
        "text/html" not in (response.content_type or "")
        or not response.data
        or response.status_code in {301, 302, 303}
    ):
        return Page(response, html.fromstring("<html></html>"))
    tree = html.document_fromstring(response.text)
    check_frame(tree, response)
    return Page(response, tree)


def check_frame(tree: Any, response: TestResponse) -> None:
    """Language, one h1, unique ids, a token in every POST form, no inline script or style, no outside host."""
    assert tree.get("lang") == "zh-CN"
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//title")[0].text_content().strip()
    ids = tree.xpath("//@id")
    doubled = {each for each in ids if ids.count(each) > 1}
    assert not doubled, f"ids used twice: {doubled}"
    for form in tree.xpath("//form"):
        if form.get("method", "get").lower() == "post":
            assert form.xpath(".//input[@name='csrf_token']"), (
                f"a POST form without token: {form.get('action')}"
            )
    assert not tree.xpath("//script[not(@src)]")
    assert not tree.xpath("//@style|//style|//@onclick|//@onsubmit|//@onchange")
    for address in tree.xpath("//@src|//link/@href|//form/@action|//a/@href"):
        outside = "://" in address or address.startswith("//")
        assert not outside, f"outside host: {address}"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    for label in tree.xpath("//label[@for]/@for"):
        assert label in ids, f"label for nothing: {label}"
