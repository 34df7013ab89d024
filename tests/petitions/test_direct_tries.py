"""A step sent past the page: whoever may not, and whatever page it was sent from, is told why, and it is noted."""

from flask import Flask

from tests import matters, procedure
from tests.audited import last_event
from tests.browsing import client_of
from tests.page import Page, fetch, read
from tests.petitions.casework import AT_UNIT
from xinfang_site.extensions import db
from xinfang_site.petitions.models import Petition


def _try(app: Flask, username: str, petition_id: int, step: str, status: int, **values: str) -> Page:
    client = client_of(app, username)
    token = fetch(client, "/password").token()
    answer = client.post(f"/petitions/{petition_id}/steps/{step}", data={"csrf_token": token, **values})
    page = read(answer, status)
    db.session.rollback()
    noted = last_event()
    assert (noted.result, noted.object_id) == ("refused", str(petition_id))
    return page


def test_a_step_of_another_post_is_forbidden_by_its_article(app: Flask) -> None:
    """A8: forbidden is 403, and nothing changes; from an old page as well."""
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen")
    version = db.session.get_one(Petition, petition_id).version
    for sent in ({}, {"version": str(version)}, {"version": "1"}):
        page = _try(app, "clerk", petition_id, "forward", 403, receiver="甲区住建委", **sent)
        assert "应当由承办人办理" in page.text
        assert "第二十二条第一款" in page.text
    shown = fetch(client_of(app, "clerk"), f"/petitions/{petition_id}/steps/forward", 403)
    assert shown.all("//main//a/@href") == [f"/petitions/{petition_id}"]
    assert matters.state_of(petition_id) == "triage"


def test_a_step_that_is_over_says_so_to_whoever_sends_it_from_an_old_page(app: Flask) -> None:
    """The page of a conflict names what others did, why the step is over with its article, and keeps the text."""
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept")
    page = _try(
        app,
        "unit_handler",
        petition_id,
        "object",
        409,
        version="1",
        reason="不属于本单位职责范围，应由教委办理",
    )
    assert "他人办理了这一事项" in page.alerts()
    assert "已经不能这样办理" in page.alerts()
    assert "第二十三条第三款" in page.text
    assert "不属于本单位职责范围" in page.text
