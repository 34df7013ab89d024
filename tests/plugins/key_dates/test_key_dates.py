"""Key dates: the smallest plugin does what every plugin may do."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.browsing import client_of, filled
from tests.page import fetch, post
from tests.people import Cast
from xinfang_key_dates.models import KeyDate
from xinfang_site import clock
from xinfang_site.audit.models import AuditEvent
from xinfang_site.extensions import db
from xinfang_site.modules import asking
from xinfang_site.plugin_api.hooks import DueItem

EVENT = {
    "version": "0",
    "title": "宪法宣传周",
    "first_on": "2026-12-01",
    "last_on": "2026-12-07",
    "note": "每日零报告",
}


@pytest.fixture(autouse=True)
def november(app: Flask, switch_on: Callable[..., None]):
    with time_machine.travel(datetime(2026, 11, 27, 2, tzinfo=clock.CHINA), tick=False) as traveller:
        switch_on("key_dates", "JXF", "YXF")
        yield traveller


def add(app: Flask, **changes: str) -> int:
    post(client_of(app, "handler"), "/key-dates/new", EVENT | changes)
    db.session.rollback()
    return db.session.scalars(select(KeyDate.id).order_by(KeyDate.id.desc())).first() or 0


def test_a_saved_date_is_listed_on_the_home_page_and_due(app: Flask) -> None:
    add(app)
    client = client_of(app, "clerk")
    assert "2026-12-01（周二）" in fetch(client, "/key-dates/").text
    assert "宪法宣传周 2026-12-01 至 2026-12-07" in fetch(client, "/").text
    with app.test_request_context():
        found = asking.due_items(db.session(), Cast().office("JXF").id, date(2026, 12, 1), date(2026, 12, 31))
    assert found == [DueItem(date(2026, 12, 1), "宪法宣传周", "/key-dates/")]
    assert "重要日期（个）" in fetch(client_of(app, "handler"), "/reports/?part=all").text


def test_n3_a_form_sent_twice_makes_one_date(app: Flask) -> None:
    """Found from outside: a double click made two."""
    first = add(app)
    assert add(app) == first
    assert add(app, last_on="2026-12-08") > first


def test_l1_the_audit_says_which_date_it_was(app: Flask) -> None:
    """Found from outside: who saved and who removed a date was recorded, and not which one."""
    event_id = add(app)
    client = client_of(app, "handler")
    changed = filled(fetch(client, f"/key-dates/events/{event_id}"), title="国家宪法日")
    post(client, f"/key-dates/events/{event_id}", changed)
    post(client, f"/key-dates/events/{event_id}/remove", {})
    db.session.rollback()
    query = select(AuditEvent).where(AuditEvent.action.startswith("key_dates.")).order_by(AuditEvent.id)
    assert [each.reason for each in db.session.scalars(query)] == ["宪法宣传周", "国家宪法日", "国家宪法日"]


def test_another_office_sees_nothing_of_it(app: Flask) -> None:
    event_id = add(app)
    client = client_of(app, "other_handler")
    assert "宪法宣传周" not in fetch(client, "/key-dates/").text
    fetch(client, f"/key-dates/events/{event_id}", 404)
    post(client, f"/key-dates/events/{event_id}", EVENT, 404)
    post(client, f"/key-dates/events/{event_id}/remove", {}, 404)
    assert db.session.get(KeyDate, event_id) is not None


def test_an_end_before_the_beginning_is_refused_beside_its_field(app: Flask) -> None:
    page = post(client_of(app, "handler"), "/key-dates/new", EVENT | {"last_on": "2026-11-01"}, 400)
    assert "结束日期不得早于开始日期" in page.alerts()
    assert page.all("//input[@name='title']/@value") == ["宪法宣传周"]


@pytest.mark.parametrize("field", ["title", "first_on", "last_on"])
def test_what_must_be_filled_must_be_filled(app: Flask, field: str) -> None:
    assert "请填写" in post(client_of(app, "handler"), "/key-dates/new", EVENT | {field: ""}, 400).text


def test_two_people_change_a_date_and_neither_text_is_lost(app: Flask) -> None:
    event_id = add(app)
    client = client_of(app, "handler")
    page = fetch(client, f"/key-dates/events/{event_id}")
    address = f"/key-dates/events/{event_id}"
    assert client.post(address, data=filled(page, title="第一次")).status_code == 302
    answer = client.post(address, data=filled(page, title="第二次"))
    assert answer.status_code == 409
    assert "第一次" in answer.text
    assert "第二次" in answer.text


def test_readers_do_not_edit(app: Flask) -> None:
    event_id = add(app)
    client = client_of(app, "clerk")
    assert "新增" not in fetch(client, "/key-dates/").texts("//main//a")
    fetch(client, "/key-dates/new", 403)
    post(client, f"/key-dates/events/{event_id}/remove", {}, 403)


def test_a_date_is_removed(app: Flask) -> None:
    event_id = add(app)
    post(client_of(app, "leader"), f"/key-dates/events/{event_id}/remove", {})
    db.session.rollback()
    assert db.session.get(KeyDate, event_id) is None


def test_its_records_are_kept_while_it_is_off(app: Flask, switch_on: Callable[..., None]) -> None:
    from xinfang_site.modules import services
    from xinfang_site.plugin_registry import plugins

    event_id = add(app)
    turn = services.Turn(Cast().office("JXF").id, "key_dates", on=False, reason="停一停")
    services.switch(db.session(), Cast().actor("root_security"), plugins(), turn)
    client = client_of(app, "clerk")
    assert "宪法宣传周" not in fetch(client, "/").text
    assert client.get("/key-dates/static/key_dates.css").status_code == 404
    switch_on("key_dates", "JXF")
    with client.get("/key-dates/static/key_dates.css") as answer:
        assert answer.status_code == 200
    assert "宪法宣传周" in fetch(client, "/key-dates/").text
    assert db.session.get(KeyDate, event_id) is not None
