"""What is done at the counter: registering through the page, a slip with its query code, asking with it."""

import re

from flask.testing import FlaskClient

from tests import matters
from tests.page import Page, fetch, post, read
from xinfang_site.clock import today
from xinfang_site.extensions import db

FULL_PHONE, FULL_NAME = "19900001234", "赵青松"


def fresh() -> None:
    """Forget what this session read before the pages wrote."""
    db.session.rollback()


def filled(page: Page, **changes: str) -> dict[str, str]:
    """The registration form as a clerk fills it."""
    values = {
        "channel": str(matters.code_id("channel", "来信")),
        "received_on": today().isoformat(),
        "name": FULL_NAME,
        "phone": FULL_PHONE,
        "people": "1",
        "summary": "小区电梯长期停运",
        "content": "三号楼电梯停运。",
        "purpose": "",
        "source": "",
        "place_code": "",
    }
    return {**page.hidden(), **values, **changes}


def register(client: FlaskClient, status: int = 302, **changes: str) -> Page:
    page = fetch(client, "/petitions/new")
    return read(client.post("/petitions/new", data=filled(page, **changes)), status)


def slip_code(client: FlaskClient, petition_id: int) -> str:
    page = post(client, f"/petitions/{petition_id}/query-code", {}, 200)
    found = re.search(r"(?:[2-9A-HJKMNP-Z]{4} ){3}[2-9A-HJKMNP-Z]{4}", page.text)
    assert found, page.text
    return found.group()


def look_up(client: FlaskClient, name: str, code: str, status: int = 200) -> Page:
    page = fetch(client, "/query")
    return read(client.post("/query", data={**page.hidden(), "name": name, "query_code": code}), status)
