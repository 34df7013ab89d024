"""Rehearsing a post: exactly what the post sees, read only, recorded, for half an hour."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import matters
from tests.browsing import client_of
from tests.page import fetch, post
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.audit.models import AuditEvent
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import db
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.models import Step


def rehearse(app: Flask, code: str = "JXF", role: Role = Role.HANDLER, status: int = 302) -> FlaskClient:
    client = client_of(app, "root_security")
    data = {"office": str(Cast().office(code).id), "roles": role.value, "reason": "授予前核对"}
    post(client, "/rehearsal/", data, status)
    return client


def test_it_sees_what_the_post_sees(app: Flask) -> None:
    petition_id = matters.registered()
    posing, real = rehearse(app), client_of(app, "handler")
    for address in ("/", "/petitions/", f"/petitions/{petition_id}", "/reports/"):
        mine, theirs = fetch(posing, address), fetch(real, address)
        assert mine.texts("//nav[@aria-label='主导航']//a") == theirs.texts("//nav[@aria-label='主导航']//a")
        assert mine.texts("//main//table//th[@scope='row']") == theirs.texts(
            "//main//table//th[@scope='row']"
        )
        assert "岗位预演（只能看）" in mine.text
        assert "赵青松" not in mine.response.text
    assert posing.get("/modules/").status_code == 403
    assert posing.get("/accounts/").status_code == 403


def test_it_changes_nothing_and_takes_no_file_along(app: Flask) -> None:
    petition_id = matters.registered()
    upload = attachments.Upload("照片.txt", "内容".encode())
    attachments.add(db.session(), Cast().actor("clerk"), petition_id, [upload])
    client = rehearse(app, role=Role.LEADER)
    before = db.session.scalar(select(func.count(Step.id)))
    for address in ("/petitions/new", f"/petitions/{petition_id}/people", "/petitions/bulk"):
        post(client, address, {"reason": "x"}, 403)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Step.id))) == before
    for address in (
        "/petitions/export.xlsx",
        "/reports/export.xlsx",
        f"/petitions/{petition_id}/files/1",
    ):
        assert client.get(address).status_code == 403, address


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SECTION_HEAD, Role.LEADER, Role.DISCIPLINE])
def test_it_opens_no_report_and_no_identity_by_any_address(app: Flask, role: Role) -> None:
    """Every address of a matter that is a report, whatever it holds, is as if there were no such matter."""
    ordinary, report = matters.registered(), matters.registered(accusation=True)
    client = rehearse(app, role=role)
    for rule in app.url_map.iter_rules():
        if "petition_id" not in rule.arguments or "GET" not in (rule.methods or ()):
            continue
        fill = dict.fromkeys(rule.arguments, "1")
        for petition_id, allowed in ((report, {403, 404}), (ordinary, {200, 302, 400, 403, 404})):
            with app.test_request_context():
                address = url_for(rule.endpoint, **{**fill, "petition_id": petition_id})
            answer = client.get(address)
            assert answer.status_code in allowed, (address, answer.status_code)
            assert "19900001234" not in answer.text, address
            assert "赵青松" not in answer.text, address
            assert answer.status_code != 200 or answer.mimetype == "text/html", address


def test_it_is_recorded_and_ends_by_a_button(app: Flask) -> None:
    client = rehearse(app)
    page = fetch(client, "/")
    client.post("/rehearsal/end", data=page.hidden("//div[@class='rehearsal']//form"))
    assert "岗位预演（只能看）" not in fetch(client, "/").text
    assert client.get("/petitions/").status_code == 403
    db.session.rollback()
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("rehearse"))).all()
    assert [(each.action, each.username) for each in events] == [
        ("rehearse.begin", "root_security"),
        ("rehearse.end", "root_security"),
    ]
    assert events[0].reason == "授予前核对"


def test_it_ends_by_itself_after_half_an_hour(app: Flask) -> None:
    client = rehearse(app)
    with time_machine.travel(clock.now() + timedelta(minutes=29)):
        assert client.get("/petitions/").status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        assert client.get("/petitions/").status_code in {302, 403}


@pytest.mark.parametrize(("code", "role"), [("YXF", Role.CLERK), ("JXF", Role.AUDIT_ADMIN)])
def test_no_foreign_office_and_no_administrator_is_rehearsed(app: Flask, code: str, role: Role) -> None:
    client = rehearse(app, code, role, 400)
    assert client.get("/petitions/").status_code == 403


@pytest.mark.parametrize("username", ["clerk", "leader", "root_system", "root_audit"])
def test_only_the_security_administrator_rehearses(app: Flask, username: str) -> None:
    assert client_of(app, username).get("/rehearsal/").status_code == 403


def test_without_a_rehearsal_no_administrator_opens_a_petition(app: Flask) -> None:
    petition_id = matters.registered()
    assert client_of(app, "root_security").get(f"/petitions/{petition_id}").status_code == 403
