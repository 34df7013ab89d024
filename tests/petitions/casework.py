"""Taking steps through the pages: sending, being refused and approved."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import time_machine
from flask import Flask

from tests.audited import last_event
from tests.browsing import client_of, filled
from tests.page import Page, fetch, read
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.models import Clock, Petition
from xinfang_site.petitions.proposals import open_proposals

AT_UNIT = "screen forward sign_for"


@contextmanager
def on(day: str, clock: str = "10:00") -> Iterator[None]:
    with time_machine.travel(f"{day} {clock}+08:00"):
        yield


def due(petition_id: int, duty: Duty) -> Clock:
    db.session.rollback()
    found = limits.latest(db.session(), petition_id, duty)
    assert found is not None
    return found


def send(app: Flask, username: str, petition_id: int, step: Step, status: int, **values: Any) -> Page:
    """Fill the step's page in as ``username`` and send it."""
    client, address = client_of(app, username), f"/petitions/{petition_id}/steps/{step.value}"
    page = fetch(client, address)
    return read(client.post(address, data={**page.hidden(), **values}), status)


def refused(app: Flask, username: str, petition_id: int, step: Step, article: str, **values: Any) -> Page:
    """Send it and be refused: 4xx with the article, nothing changed, the try noted."""
    db.session.rollback()
    before = db.session.get_one(Petition, petition_id)
    standing = (before.version, before.state)
    client, address = client_of(app, username), f"/petitions/{petition_id}/steps/{step.value}"
    token = fetch(client, "/password").token()
    answer = client.post(address, data={"csrf_token": token, "version": str(before.version), **values})
    assert 400 <= answer.status_code < 500, answer.status_code
    page = read(answer, answer.status_code)
    assert article in page.text, page.text[:600]
    db.session.rollback()
    after = db.session.get_one(Petition, petition_id)
    assert (after.version, after.state) == standing
    noted = last_event()
    assert (noted.result, noted.object_id) == ("refused", str(petition_id))
    return page


def offers(app: Flask, username: str, petition_id: int, step: Step) -> bool:
    page = fetch(client_of(app, username), f"/petitions/{petition_id}")
    return bool(page.all(f"//a[contains(@href, '/steps/{step.value}')]"))


def approve(app: Flask, username: str, petition_id: int, status: int = 302, **values: str) -> Page:

    db.session.rollback()
    proposal = open_proposals(db.session(), petition_id)[-1]
    client, address = client_of(app, username), f"/petitions/proposals/{proposal.id}"
    page = fetch(client, address)
    # only the approver is given the form; others try without it
    sent = page.hidden() if page.all("//main//form") else {"csrf_token": page.token()}
    return read(client.post(address, data={**sent, "decision": "approve", **values}), status)


def change_rules(app: Flask, **values: str) -> None:
    leader = client_of(app, "leader")
    page = fetch(leader, "/rules/xfgztl2022/change")
    read(leader.post("/rules/xfgztl2022/change", data=filled(page, reason="地方规定", **values)), 302)
