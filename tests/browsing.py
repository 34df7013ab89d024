"""What a browser does in tests of administration pages: sign in, fill a form in, send it."""

from flask import Flask
from flask.testing import FlaskClient

from tests.page import Page
from tests.people import sign_in

FORM = "//main//form[contains(@class, 'office-form')]"


def client_of(app: Flask, username: str = "root_system") -> FlaskClient:
    """A browser in which ``username`` is signed in."""
    client = app.test_client()
    sign_in(client, username)
    return client


def filled(page: Page, **changes: str) -> dict[str, str]:
    """The page's form as a browser would send it, with some fields changed."""
    values = page.hidden(FORM)
    form = page.all(FORM)[0]
    for each in form.xpath(".//input[@type='text' or @type='date']|.//textarea"):
        values[each.get("name")] = (each.get("value") or each.text or "").strip()
    for each in form.xpath(".//input[@type='radio' or @type='checkbox'][@checked]"):
        values[each.get("name")] = each.get("value")
    for each in form.xpath(".//select"):
        chosen = each.xpath("./option[@selected]/@value") or each.xpath("./option/@value")
        values[each.get("name")] = chosen[0]
    return {**values, **changes}
