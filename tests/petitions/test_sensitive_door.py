"""A report is opened by whoever has no hand in it only after a reason, whatever page is asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import matters, procedure
from tests.browsing import client_of, filled
from tests.page import fetch, post, read
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.audit import outside
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.disposals import services as disposals
from xinfang_site.documents.models import Document
from xinfang_site.domain.concluding.retention import Ground
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.petitions.drafts import AccusedDraft
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.proposal_models import Proposal
from xinfang_site.petitions.visibility import sensitive

SECRET = "反映村干部侵占集体资金"
WHY = "信访人来电查询进度"


def report(**changes: object) -> int:
    return matters.registered(
        summary=SECRET, accusation=True, accused=(AccusedDraft(None, "村主任"),), **changes
    )


def sent_away() -> int:
    """A report that the discipline organ has: the registering office has no hand in it any more."""
    petition_id = report()
    procedure.step(petition_id, Step.SCREEN)
    procedure.step(petition_id, Step.SEND_TO_DISCIPLINE, receiver=Cast().office("JJJ").id)
    return petition_id


def opened(client: FlaskClient, petition_id: int) -> int:
    return client.get(f"/petitions/{petition_id}").status_code


def say(client: FlaskClient, petition_id: int) -> str:
    page = fetch(client, client.get(f"/petitions/{petition_id}/print").headers["Location"])
    assert SECRET[:6] not in page.text
    answer = read(client.post(f"/petitions/{petition_id}/reason", data=filled(page, reason=WHY)), 302)
    return str(answer.response.headers["Location"])


def test_the_reason_is_asked_once_a_day_and_leads_on_to_what_was_asked_for(any_app: Flask) -> None:
    petition_id = sent_away()
    client = client_of(any_app, "handler2")
    assert opened(client, petition_id) == 302
    assert say(client, petition_id) == f"/petitions/{petition_id}/print"
    assert SECRET in fetch(client, f"/petitions/{petition_id}").text
    db.session.rollback()
    noted = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.reason")).one()
    assert (noted.username, noted.reason, noted.object_id) == ("handler2", WHY, str(petition_id))
    (line,) = [each for each in outside.week(db.session(), today(), None) if each.username == "handler2"]
    assert line.reasons == 1
    assert opened(client_of(any_app, "clerk2"), petition_id) == 302


def test_the_next_day_asks_again_but_loses_nothing_that_was_being_typed(app: Flask) -> None:
    petition_id = sent_away()
    say(client_of(app, "handler2"), petition_id)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        client = client_of(app, "handler2")
        assert opened(client, petition_id) == 302
        post(client, f"/petitions/{petition_id}/query-code", {}, 200)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        client = client_of(app, "handler2")
        kept = post(client, f"/petitions/{petition_id}/recuse", {"reason": "亲属关系"}, 409)
        assert "亲属关系" in kept.response.text


def test_nobody_is_asked_who_handles_it_or_whose_office_is_on_turn(app: Flask) -> None:
    petition_id = report()
    for username in ("clerk", "handler2", "leader"):
        assert opened(client_of(app, username), petition_id) == 200
    ordinary = matters.registered()
    sent = sent_away()
    assert opened(client_of(app, "handler2"), ordinary) == 200
    with writing(db.session()):
        db.session.get_one(Petition, sent).handler_id = Cast().actor("handler2").account_id
    assert opened(client_of(app, "handler2"), sent) == 200
    assert opened(client_of(app, "handler"), sent) == 302


def test_the_door_of_what_asks_for_nothing_leads_straight_on(app: Flask) -> None:
    ordinary = matters.registered()
    answer = client_of(app, "handler2").get(f"/petitions/{ordinary}/reason")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/petitions/{ordinary}")


def test_a_rehearsed_post_learns_of_no_report_by_its_door(app: Flask) -> None:
    petition_id = sent_away()
    actor = replace(Cast().actor("handler2"), rehearsing=True)
    assert not sensitive.asks_for_a_reason(db.session(), actor, petition_id, reading=True)
    assert sensitive.asks_for_a_reason(db.session(), Cast().actor("handler2"), petition_id, reading=True)


def test_who_does_not_see_it_is_asked_for_nothing(app: Flask) -> None:
    petition_id = sent_away()
    client = client_of(app, "other_handler")
    for path in ("", "/print", "/reason", "/archive.zip"):
        assert client.get(f"/petitions/{petition_id}{path}").status_code == 404, path


@pytest.mark.parametrize("wished", ["https://example.org/", "//example.org", "/\\example.org"])
def test_the_reason_leads_to_no_other_site(app: Flask, wished: str) -> None:
    petition_id = sent_away()
    client = client_of(app, "handler2")
    page = fetch(client, f"/petitions/{petition_id}/reason")
    answer = client.post(f"/petitions/{petition_id}/reason", data=filled(page, reason=WHY, next=wished))
    assert answer.headers["Location"] == "/"


def test_every_address_about_the_matter_has_the_door(app: Flask) -> None:
    petition_id = report()
    procedure.attach(petition_id, "evaluation")
    procedure.step(petition_id, Step.SCREEN)
    clerk = client_of(app, "clerk")
    page = fetch(clerk, f"/petitions/{petition_id}/documents/registration_sheet/new")
    read(clerk.post(page.response.request.path, data={**filled(page), "action": "make"}), 302)
    wish = disposals.Wish(Ground.REQUEST, "申请删除", today())
    disposal = disposals.ask(db.session(), Cast().actor("clerk"), petition_id, wish)
    procedure.step(petition_id, Step.SEND_TO_DISCIPLINE, receiver=Cast().office("JJJ").id)
    names = {
        "petition_id": petition_id,
        "document_id": db.session.scalars(select(Document.id)).first(),
        "proposal_id": db.session.scalars(select(Proposal.id)).first(),
        "disposal_id": disposal,
    }
    assert all(names.values())
    client, walked = client_of(app, "leader"), []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or not rule.arguments & set(names):
                continue
            if rule.endpoint == "petitions.say_why":
                continue
            given = {each: names.get(each, 1) for each in rule.arguments}
            given |= {"step": "file", "kind": "registration_sheet"}
            built = app.url_map.bind("").build(
                rule.endpoint, {key: value for key, value in given.items() if key in rule.arguments}
            )
            answer = client.get(built)
            assert answer.status_code == 302, built
            assert f"/petitions/{petition_id}/reason" in answer.headers["Location"], built
            walked.append(rule.endpoint)
    assert len(walked) > 20
