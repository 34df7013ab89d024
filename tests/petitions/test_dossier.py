"""The old-case sheet holds what the matter holds: replies, promises, laws, the next step and who is responsible."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from tests import matters, procedure
from tests.browsing import client_of
from tests.page import fetch
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.petitions.drafts import AccusedDraft
from xinfang_site.petitions.models import Petition


def test_the_sheet_tells_replies_laws_next_step_and_who_is_responsible(any_app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen forward sign_for accept draft check issue serve")
    with writing(db.session()):
        db.session.get_one(Petition, petition_id).handler_id = Cast().actor("unit_handler").account_id
    client = client_of(any_app, "leader")
    page = fetch(client, f"/petitions/{petition_id}/dossier")
    replies = " ".join(page.texts("//section[@id='replies' or .//h2[contains(., '历次答复')]]"))
    assert "责令物业公司十五日内修复电梯" in replies
    assert "支持" in replies
    assert "《物业管理条例》第三十五条" in page.text
    assert "《信访工作条例》第三十四条" in page.text
    assert "住建承办" in page.text
    assert f"住建负责（{today().isoformat()}“" in page.text
    assert "赵青松" not in page.response.text
    acts = page.texts("//ol/li/strong")
    assert acts[0] == "登记"
    assert acts[-1] == "登记送达"
    db.session.rollback()
    actions = db.session.scalars(select(AuditEvent.action).where(AuditEvent.username == "leader")).all()
    assert "petition.print" in actions
    assert f"/petitions/{petition_id}/dossier" in fetch(client, f"/petitions/{petition_id}").response.text


def test_an_unsigned_draft_is_no_reply_yet(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen forward sign_for accept draft")
    for path in ("", "/dossier"):
        assert "责令物业公司" not in fetch(client_of(app, "leader"), f"/petitions/{petition_id}{path}").text
        assert "责令物业公司" in fetch(client_of(app, "unit_head"), f"/petitions/{petition_id}{path}").text
    page = fetch(client_of(app, "leader"), f"/petitions/{petition_id}/dossier")
    assert "尚未答复" in page.text


def test_days_are_counted_until_a_matter_is_over_and_the_sheet_says_which(app: Flask) -> None:
    petition_id = matters.registered()
    client, address = client_of(app, "clerk"), f"/petitions/{petition_id}/dossier"
    for since, closed, words in (
        (3, None, "，收到 3 天"),
        (9, 6, "，收到后 3 天了结"),
        (0, None, "，收到当天"),
    ):
        with writing(db.session()):
            petition = db.session.get_one(Petition, petition_id)
            petition.received_on = today() - timedelta(days=since)
            petition.closed_on = None if closed is None else today() - timedelta(days=closed)
        assert fetch(client, address).text.split("截至 ")[1][10:].startswith(words)


def test_a_matter_of_an_old_ledger_with_nothing_but_an_answer_has_its_sheet(app: Flask) -> None:
    petition_id = matters.registered()
    with writing(db.session()):
        db.session.get_one(Petition, petition_id).text.answer = "已协调解决。"
    page = fetch(client_of(app, "clerk"), f"/petitions/{petition_id}/dossier")
    assert "台账载明的办理情况、答复" in page.text


def test_the_sheet_of_a_report_has_the_same_door_and_a_foreign_one_is_missing(app: Flask) -> None:
    petition_id = matters.registered(accusation=True, accused=(AccusedDraft(None, "某人"),))
    procedure.step(petition_id, Step.SCREEN)
    procedure.step(petition_id, Step.SEND_TO_DISCIPLINE, receiver=Cast().office("JJJ").id)
    assert client_of(app, "leader").get(f"/petitions/{petition_id}/dossier").status_code == 302
    fetch(client_of(app, "other_clerk"), f"/petitions/{petition_id}/dossier", 404)
