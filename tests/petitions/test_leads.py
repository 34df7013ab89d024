"""The leader in charge of a matter: named with a reason, history kept, never who is reported or stands aside."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import matters
from tests.browsing import client_of
from tests.page import fetch, post
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.oversight import led
from xinfang_site.petitions.acts import leads
from xinfang_site.petitions.drafts import AccusedDraft
from xinfang_site.petitions.models import Petition, Step


def named(username: str, petition_id: int, lead: str) -> bool:
    draft = leads.LeadDraft(lead, "区委常委会纪要", matters.version_of(petition_id))
    return leads.put_in_charge(db.session(), Cast().actor(username), petition_id, draft, today())


def test_who_was_in_charge_one_after_the_other_stands_on_the_sheet_and_in_the_audit(any_app: Flask) -> None:
    petition_id = matters.registered()
    assert named("handler", petition_id, "裴知远（副区长）")
    assert not named("handler", petition_id, "裴知远（副区长）")
    assert named("section_head", petition_id, "")
    assert named("handler", petition_id, "岑白鹭（区长）")
    sheet = fetch(client_of(any_app, "leader"), f"/petitions/{petition_id}/dossier").text
    assert f"裴知远（副区长）（{today()} 起） → 无（{today()} 起） → 岑白鹭（区长）（{today()} 起）" in sheet
    assert "包案领导：岑白鹭（区长）" in fetch(client_of(any_app, "leader"), f"/petitions/{petition_id}").text
    db.session.rollback()
    events = db.session.scalars(select(AuditEvent.changes).where(AuditEvent.action == "petition.lead"))
    assert [each["lead"] for each in events] == [
        ["", "裴知远（副区长）"],
        ["裴知远（副区长）", ""],
        ["", "岑白鹭（区长）"],
    ]


def test_the_list_shows_open_matters_leader_by_leader_and_no_foreign_ones(any_app: Flask) -> None:
    mine = matters.registered(summary="桥栏破损")
    foreign = matters.registered("other_clerk", summary="外区的事项")
    named("handler", mine, "裴知远（副区长）")
    named("other_handler", foreign, "裴知远（副区长）")
    page = fetch(client_of(any_app, "leader"), "/deadlines/led")
    assert page.texts("//caption") == ["裴知远（副区长） 1 件"]
    assert "桥栏破损" in page.text
    assert "外区的事项" not in page.text
    assert "没有领导包案的事项" in fetch(client_of(any_app, "unit_handler"), "/deadlines/led").text


def test_a_list_that_ends_before_its_rows_do_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2):
        named("handler", matters.registered(), f"岑白鹭（副区长{number}）")
    client = client_of(app, "leader")
    assert "排在最前" not in fetch(client, "/deadlines/led").text
    monkeypatch.setattr(led, "MOST", 1)
    page = fetch(client, "/deadlines/led")
    assert ("排在最前的 1 件" in page.text, len(page.texts("//caption"))) == (True, 1)


def test_the_sheet_of_an_erased_matter_can_still_be_printed(app: Flask) -> None:
    petition_id = matters.registered()
    named("handler", petition_id, "裴知远（副区长）")
    db.session.execute(update(Step).where(Step.petition_id == petition_id).values(details={}, reason=""))
    db.session.commit()
    assert "包案领导" in fetch(client_of(app, "leader"), f"/petitions/{petition_id}/dossier").text


@pytest.mark.parametrize("lead", ["裴知远", "裴知远（副区长）", "裴知远 副区长", "副区长裴知远"])
def test_who_is_reported_is_not_put_in_charge(app: Flask, lead: str) -> None:
    petition_id = matters.registered(accusation=True, accused=(AccusedDraft(None, "裴知远"),))
    with pytest.raises(Refused, match="第二十八条"):
        named("handler", petition_id, lead)


def test_who_is_reported_is_not_put_in_charge_once_his_account_is_known_either(app: Flask) -> None:
    reported = Cast().actor("leader")
    accused = (AccusedDraft(None, reported.name, account_id=reported.account_id),)
    petition_id = matters.registered(accusation=True, accused=accused)
    with pytest.raises(Refused, match="被反映人"):
        named("handler", petition_id, f"{reported.name}（主任）")


def test_who_declared_to_stand_aside_is_not_put_in_charge(app: Flask) -> None:
    petition_id = matters.registered()
    leader = Cast().actor("leader")
    post(client_of(app, "leader"), f"/petitions/{petition_id}/recuse", {"reason": "信访人是本人亲属"})
    with pytest.raises(Refused, match="第二十八条"):
        named("handler", petition_id, f"{leader.name}（主任）")


def test_the_page_asks_for_a_reason_and_two_people_at_once_see_both_names(app: Flask) -> None:
    petition_id = matters.registered()
    client, address = client_of(app, "handler"), f"/petitions/{petition_id}/lead"
    version = str(matters.version_of(petition_id))
    assert "请写明依据或者理由" in post(client, address, {"lead": "裴知远", "version": version}, 400).alerts()
    named("section_head", petition_id, "岑白鹭（区长）")
    sent = {"lead": "裴知远", "reason": "会议决定", "version": version}
    assert "岑白鹭（区长）" in post(client, address, sent, 409).text
    post(client, address, {**sent, "version": str(matters.version_of(petition_id))})
    db.session.rollback()
    assert db.session.get_one(Petition, petition_id).lead == "裴知远"


def test_a_unit_that_handles_the_matter_names_no_leader(app: Flask) -> None:
    petition_id = matters.forwarded()
    with pytest.raises(Refused, match="其他机构登记"):
        named("unit_handler", petition_id, "裴知远")
