"""Approving on the case page: who is asked sees it first, the drafter takes it back, namesakes are warned."""

from flask import Flask

from tests import matters, procedure
from tests.browsing import client_of
from tests.page import fetch, read
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.petitions.drafts import AccusedDraft, PetitionerDraft
from xinfang_site.petitions.proposals import open_proposals

FIRST = "//*[@class='next-actions']//a"


def proposed() -> tuple[int, int]:
    petition_id = matters.registered()
    procedure.step(petition_id, Step.SCREEN)
    matters.take("handler", petition_id, Step.FILE, reason="留存备查")
    db.session.rollback()
    return petition_id, open_proposals(db.session(), petition_id)[0].id


def test_the_approver_sees_the_approval_first_and_everybody_else_what_it_waits_for(app: Flask) -> None:
    petition_id, proposal = proposed()
    head = fetch(client_of(app, "section_head"), f"/petitions/{petition_id}")
    assert head.all(FIRST)[0].text_content().strip() == "审批：存"
    drafter = fetch(client_of(app, "handler"), f"/petitions/{petition_id}")
    labels = drafter.texts("//section[contains(@class, 'next-step')]//a")
    assert (
        labels == []
    )  # it waits; what needs no approval stands among the further ones, no second way to propose
    further = drafter.texts("//details//a")
    assert "引导分流" in further
    assert not {"存", "转送"} & set(further)
    assert "“存”等待科室负责人审批" in drafter.text
    assert f"/petitions/proposals/{proposal}/take-back" in drafter.response.text
    clerk = fetch(client_of(app, "clerk"), f"/petitions/proposals/{proposal}")
    assert not clerk.all("//main//form")
    assert "应当由科室负责人审批" in clerk.text


def test_a_drafter_takes_a_proposal_back_through_the_page(app: Flask) -> None:
    petition_id, proposal = proposed()
    address = f"/petitions/proposals/{proposal}/take-back"
    client = client_of(app, "handler")
    page = fetch(client, address)
    read(client.post(address, data={**page.hidden(), "reason": ""}), 409)
    values = {**page.hidden(), "reason": "应当转送"}
    read(client.post(address, data=values), 302)
    again = read(client.post(address, data=values), 409)
    assert "应当转送" in again.alerts()
    assert "等待" not in fetch(client, f"/petitions/{petition_id}").text.split("办理经过")[0]
    fetch(client_of(app, "other_handler"), address, 404)


def test_an_officer_of_the_same_name_is_warned_with_the_article_and_not_refused(app: Flask) -> None:
    petition_id = matters.registered(petitioners=(PetitionerDraft("承办 甲", phones=("19900001234",)),))
    procedure.step(petition_id, Step.SCREEN)
    handler, other = client_of(app, "handler"), client_of(app, "handler2")
    for address in (f"/petitions/{petition_id}", f"/petitions/{petition_id}/steps/file"):
        assert "您与信访人同名" in fetch(handler, address).text, address
        assert "第二十八条第三款" in fetch(handler, address).text
        assert "同名" not in fetch(other, address).text
    matters.take("handler", petition_id, Step.FILE, reason="留存备查")


def test_an_approver_who_bears_the_name_of_somebody_reported_may_not_deal_with_the_report(app: Flask) -> None:
    petition_id = matters.registered(
        purpose_id=matters.code_id("purpose", "揭发控告"),
        accusation=True,
        accused=(AccusedDraft(None, "科长甲", "科长"),),
    )
    procedure.step(petition_id, Step.SCREEN)
    matters.take("handler", petition_id, Step.FILE, reason="留存备查")
    db.session.rollback()
    proposal = open_proposals(db.session(), petition_id)[0].id
    page = fetch(client_of(app, "section_head"), f"/petitions/proposals/{proposal}")
    assert not page.all("//main//form")
    assert "应当回避" in page.text
