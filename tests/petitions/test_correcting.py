"""Correcting a registration: with a reason, both texts after a conflict, search and audit follow."""

from dataclasses import fields
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import matters, procedure
from tests.browsing import client_of
from tests.page import Page, fetch, read
from xinfang_site.audit.change_words import FIELDS, change_lines
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.codes.models import Code
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db, vault
from xinfang_site.petitions.correcting import services as correcting
from xinfang_site.petitions.models import Clock, Lookup, Petition, Petitioner, PetitionText, RegisterEntry


def typed(page: Page, **changes: str) -> dict[str, str]:
    form = page.all("//main//form[@method='post']")[0]
    values = {
        each.get("name"): each.get("value", "")
        for each in form.xpath(".//input[@name][not(@type='checkbox') or @checked]")
    }
    values |= {
        each.get("name"): (each.text_content() or "").strip("\n") for each in form.xpath(".//textarea")
    }
    values |= {
        each.get("name"): (each.xpath(".//option[@selected]/@value") or [""])[0]
        for each in form.xpath(".//select")
    }
    return {**values, **changes}


def test_a_correction_is_kept_with_its_reason_before_and_after(clerk: FlaskClient, app: Flask) -> None:
    petition_id = matters.registered()
    address = f"/petitions/{petition_id}/correct"
    page = fetch(clerk, address)
    assert "19900001234" not in page.response.text
    assert "请写明更正理由" in read(clerk.post(address, data=typed(page)), 400).alerts()
    values = typed(
        page, summary="电梯停运两月", category_id="城乡建设/城乡规划", reason="概况有误", phone="13900001111"
    )
    read(clerk.post(address, data=values), 302)
    db.session.rollback()
    petition = db.session.get_one(Petition, petition_id)
    assert petition.summary == "电梯停运两月"
    assert db.session.scalars(select(Petitioner.phones)).one() == "13900001111"
    hashes = set(db.session.scalars(select(Lookup.hash).where(Lookup.petition_id == petition_id)))
    assert vault().lookup("phone", "13900001111") in hashes
    assert vault().lookup("phone", "19900001234") not in hashes
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.correct")).one()
    assert event.changes["summary"] == ["小区电梯长期停运", "电梯停运两月"]
    assert "13900001111" not in str(event.changes)
    assert "概况有误" in fetch(clerk, f"/petitions/{petition_id}").text


def test_what_can_be_corrected_has_a_word_in_the_audit_and_codes_are_told_by_theirs(
    clerk: FlaskClient, app: Flask
) -> None:
    for each in fields(correcting.Correction):
        assert each.name in FIELDS or each.name.endswith("_id"), each.name
    petition_id = matters.registered()
    visit = str(matters.code_id("channel", "来访"))
    corrected(
        app,
        "clerk",
        petition_id,
        channel_id=visit,
        litigation="y",
        category_id="城乡建设/城乡规划",
        petitioned_on="2026-01-05",
    )
    db.session.rollback()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.correct")).one()
    assert change_lines(event.changes) == [
        "信访形式：来信 → 来访",
        "信访日期：（空） → 2026-01-05",
        "内容分类：（空） → 城乡建设 / 城乡规划",
        "涉法涉诉：否 → 是",
    ]


def test_search_finds_the_corrected_words_and_no_longer_the_old_ones(clerk: FlaskClient) -> None:
    petition_id = matters.registered()
    address = f"/petitions/{petition_id}/correct"
    values = typed(fetch(clerk, address), summary="路灯不亮", content="巷口路灯不亮", reason="登错")
    read(clerk.post(address, data=values), 302)
    assert "路灯不亮" in fetch(clerk, "/petitions/?q=路灯").text
    assert "路灯不亮" not in fetch(clerk, "/petitions/?q=电梯").text


def test_two_people_correct_at_once_and_the_second_sees_both_texts(app: Flask, clerk: FlaskClient) -> None:
    petition_id = matters.registered()
    address = f"/petitions/{petition_id}/correct"
    first, second = fetch(clerk, address), fetch(clerk, address)
    read(clerk.post(address, data=typed(first, summary="<b>甲改</b>", reason="甲")), 302)
    page = read(clerk.post(address, data=typed(second, summary="乙改", reason="乙")), 409)
    assert "乙改" in page.text
    assert "<b>甲改</b>" in page.text
    read(clerk.post(address, data=typed(page, summary="乙改")), 302)
    db.session.rollback()
    assert db.session.get_one(Petition, petition_id).summary == "乙改"


def test_two_people_correct_only_the_letter_s_text_and_neither_text_is_lost(
    app: Flask, clerk: FlaskClient
) -> None:
    """Found from outside: the text stands beside the matter, whose version did not grow, so the second won in silence."""
    petition_id = matters.registered()
    address = f"/petitions/{petition_id}/correct"
    for name, one, other in (
        ("content", "甲写的诉求", "乙写的诉求"),
        ("phone", "13900001111", "13900002222"),
    ):
        first, second = fetch(clerk, address), fetch(clerk, address)
        read(clerk.post(address, data=typed(first, reason="甲", **{name: one})), 302)
        page = read(clerk.post(address, data=typed(second, reason="乙", **{name: other})), 409)
        assert other in page.response.text
    db.session.rollback()
    assert db.session.get_one(PetitionText, petition_id).content == "甲写的诉求"
    assert db.session.scalars(select(Petitioner.phones)).one() == "13900001111"


def test_nothing_changed_is_said_and_not_recorded(clerk: FlaskClient) -> None:
    petition_id = matters.registered()
    address = f"/petitions/{petition_id}/correct"
    read(clerk.post(address, data=typed(fetch(clerk, address), reason="看看")), 302)
    assert "内容没有变化" in fetch(clerk, f"/petitions/{petition_id}").text
    assert db.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.correct")).all() == []


def test_only_the_address_may_be_new(clerk: FlaskClient) -> None:
    petition_id = matters.registered()
    address = f"/petitions/{petition_id}/correct"
    read(clerk.post(address, data=typed(fetch(clerk, address), address="新桥街道1号", reason="搬家")), 302)
    db.session.rollback()
    assert db.session.scalars(select(Petitioner.address)).one() == "新桥街道1号"
    assert db.session.scalars(select(PetitionText.content)).one().startswith("本小区")


def test_an_anonymous_letter_may_get_an_address_too(clerk: FlaskClient) -> None:
    petition_id = matters.registered(anonymous=True, petitioners=())
    address = f"/petitions/{petition_id}/correct"
    read(
        clerk.post(address, data=typed(fetch(clerk, address), address="新桥街道1号", reason="信封所写")), 302
    )
    assert db.session.scalars(select(Petitioner.address)).one() == "新桥街道1号"
    assert db.session.scalars(select(Lookup.id)).all() == []


def test_a_name_typed_wrong_is_corrected_everywhere_and_the_audit_keeps_both_masked(
    clerk: FlaskClient, app: Flask
) -> None:
    petition_id = matters.registered()
    address = f"/petitions/{petition_id}/correct"
    read(clerk.post(address, data=typed(fetch(clerk, address), name="赵青柏", reason="听错名字")), 302)
    db.session.rollback()
    assert db.session.scalars(select(Petitioner.name)).one() == "赵青柏"
    assert "赵**" in fetch(clerk, f"/petitions/{petition_id}").text
    assert "小区电梯" in fetch(clerk, "/petitions/?q=赵青柏").text
    assert "小区电梯" not in fetch(clerk, "/petitions/?q=赵青松").text
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.correct")).one()
    assert "赵青" not in str(event.changes)


def test_an_anonymous_letter_whose_writer_is_known_is_anonymous_no_longer(clerk: FlaskClient) -> None:
    petition_id = matters.registered(anonymous=True, petitioners=())
    address = f"/petitions/{petition_id}/correct"
    read(clerk.post(address, data=typed(fetch(clerk, address), name="钱白杨", reason="来电说明")), 302)
    db.session.rollback()
    petition = db.session.get_one(Petition, petition_id)
    assert (petition.anonymous, petition.main_name) == (False, "钱**")


def test_a_letter_registered_for_a_visit_becomes_a_collective_visit_and_back(any_app: Flask) -> None:
    petition_id = matters.registered()
    visit, letter = (str(matters.code_id("channel", each)) for each in ("来访", "来信"))
    corrected(any_app, "clerk", petition_id, channel_id=visit, people="7")
    db.session.rollback()
    petition = db.session.get_one(Petition, petition_id)
    assert (petition.collective, petition.people) == (True, 7)
    entries = select(RegisterEntry.channel_id).where(RegisterEntry.petition_id == petition_id)
    assert set(db.session.scalars(entries)) == {int(visit)}
    corrected(any_app, "clerk", petition_id, channel_id=letter)
    db.session.rollback()
    assert not db.session.get_one(Petition, petition_id).collective


def test_nobody_petitions_after_the_petition_was_received(clerk: FlaskClient, app: Flask) -> None:
    petition_id = matters.registered(received_on=today() - timedelta(days=2))
    page = corrected(app, "clerk", petition_id, 409, petitioned_on=str(today()))
    assert "信访日期不能晚于收到日期" in page.alerts()


def test_a_channel_that_is_no_longer_used_stays_with_the_matters_that_have_it(clerk: FlaskClient) -> None:
    petition_id = matters.registered(channel_id=matters.code_id("channel", "传真"))
    db.session.rollback()
    db.session.get_one(Code, matters.code_id("channel", "传真")).valid_to = today() - timedelta(days=1)
    db.session.commit()
    address = f"/petitions/{petition_id}/correct"
    read(clerk.post(address, data=typed(fetch(clerk, address), summary="传真字迹不清", reason="登错")), 302)
    db.session.rollback()
    petition = db.session.get_one(Petition, petition_id)
    assert (petition.summary, petition.channel_id) == ("传真字迹不清", matters.code_id("channel", "传真"))


def test_an_unknown_category_stands_beside_its_field(clerk: FlaskClient) -> None:
    address = f"/petitions/{matters.registered()}/correct"
    values = typed(fetch(clerk, address), category_id="没有这类", reason="改类")
    assert "没有这一内容分类" in read(clerk.post(address, data=values), 400).alerts()


def test_the_handling_unit_does_not_correct_the_registration(app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}/correct", 403)
    fetch(client_of(app, "other_handler"), f"/petitions/{petition_id}/correct", 404)


def urgent_clocks(petition_id: int) -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Clock.state)
            .where(Clock.petition_id == petition_id, Clock.code == Duty.URGENT_REPORT.value)
            .order_by(Clock.id)
        )
    )


def corrected(app: Flask, username: str, petition_id: int, status: int = 302, **changes: str) -> Page:
    client, address = client_of(app, username), f"/petitions/{petition_id}/correct"
    values = {**typed(fetch(client, address)), "reason": "核实情况", **changes}
    if not values.get("urgent"):
        values.pop("urgent", None)
    return read(client.post(address, data=values), status)


def test_a_mark_set_by_mistake_is_taken_off_by_a_head_and_the_report_is_not_owed(any_app: Flask) -> None:
    petition_id = matters.registered(urgent=True)
    due = db.session.get_one(Petition, petition_id).due_on
    assert urgent_clocks(petition_id) == ["running"]
    refused = corrected(any_app, "clerk", petition_id, 409, urgent="")
    assert "第四十六条第四项" in refused.alerts()
    assert urgent_clocks(petition_id) == ["running"]
    corrected(any_app, "section_head", petition_id, urgent="")
    assert urgent_clocks(petition_id) == ["waived"]
    assert db.session.get_one(Petition, petition_id).due_on > due
    page = fetch(client_of(any_app, "clerk"), f"/petitions/{petition_id}")
    assert "不属于重大、紧急信访事项" in page.text
    corrected(any_app, "clerk", petition_id, urgent="y")
    assert urgent_clocks(petition_id) == ["waived", "running"]
    assert db.session.get_one(Petition, petition_id).due_on == due


def test_what_was_reported_as_urgent_stays_so(app: Flask) -> None:
    petition_id = matters.registered(urgent=True)
    procedure.step(petition_id, Step.SCREEN)
    procedure.step(petition_id, Step.REPORT)
    assert "续报" in corrected(app, "section_head", petition_id, 409, urgent="").alerts()
    assert db.session.get_one(Petition, petition_id).urgent


def test_a_correction_of_other_things_leaves_the_urgent_report_owed(app: Flask) -> None:
    petition_id = matters.registered(urgent=True)
    corrected(app, "clerk", petition_id, summary="电梯停运伤人")
    assert urgent_clocks(petition_id) == ["running"]
