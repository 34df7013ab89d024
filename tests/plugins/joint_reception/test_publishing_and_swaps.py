"""Published versions, who is told, swaps through three accounts, calendar feeds."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.page import fetch, post
from tests.plugins.joint_reception.conftest import NINE, NOON, Hall, client_of, on
from xinfang_joint_reception.domain.swaps import SwapAct, SwapState
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.feeds import services as feeding
from xinfang_joint_reception.rota.months import month_named
from xinfang_joint_reception.rota.publishing import services as publishing
from xinfang_joint_reception.rota.session_models import Edition, Feed, Swap, Told
from xinfang_joint_reception.rota.sessions import services as planning
from xinfang_joint_reception.rota.sessions.services import Seat, SittingDraft
from xinfang_joint_reception.rota.setting_up import services as setting_up
from xinfang_joint_reception.rota.swaps import services as swapping
from xinfang_site.accounts.models import Attempt
from xinfang_site.audit.models import AuditHead
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.missing import Missing

MARCH = month_named("2026-03")


def publish(hall: Hall, kind: str = "leaders", seen: int = 0, day: str = "2026-03-01") -> tuple[int, int]:
    with on(day):
        return publishing.publish(hall.session, hall.planner, hall.kinds[kind], MARCH, seen)


def move(hall: Hall, sitting_id: int, day: str, *names: str) -> None:
    sitting = hall.get(sitting_id)
    seats = tuple(Seat(hall.members[each]) for each in names)
    draft = SittingDraft(sitting.kind_id, date.fromisoformat(day), NINE, NOON, sitting.place, seats=seats)
    planning.change(hall.session, hall.planner, sitting_id, sitting.version, draft)


def test_a_second_version_tells_only_those_whose_sessions_moved(hall: Hall) -> None:
    first, second = hall.sitting("2026-03-16", "mayor"), hall.sitting("2026-03-17", "deputy")
    assert publish(hall) == (1, 2)
    move(hall, second, "2026-03-18", "deputy")
    assert publish(hall, seen=1) == (2, 1)
    newest = hall.session.scalars(select(Edition).order_by(Edition.number.desc())).first()
    told = hall.session.scalars(select(Told).where(Told.edition_id == newest.id)).all()
    assert [each.member_id for each in told] == [hall.members["deputy"]]
    assert newest.changes == ["2026-03-17 区领导公开接访：日期由“2026-03-17”改为“2026-03-18”"]
    assert hall.get(first).day == date(2026, 3, 16)
    deputy = hall.people.actor("deputy")
    assert publishing.mark_read(hall.session, deputy) == 2
    assert publishing.mark_read(hall.session, deputy) == 0


def test_days_that_are_over_move_nobody(hall: Hall) -> None:
    hall.sitting("2026-03-16", "mayor")
    hall.sitting("2026-03-20", "deputy")
    assert publish(hall, day="2026-03-18") == (1, 1)
    assert [each.member_id for each in hall.session.scalars(select(Told))] == [hall.members["deputy"]]


def test_a_version_never_changes_after_it_was_published(hall: Hall) -> None:
    sitting_id = hall.sitting("2026-03-16", "mayor")
    publish(hall)
    move(hall, sitting_id, "2026-03-20", "deputy")
    stored = hall.session.scalars(select(Edition)).one()
    assert publishing.lines_of(stored)[0].day == "2026-03-16"
    assert publishing.lines_of(stored)[0].people == ("张区长（区长）",)


def test_leave_blocks_the_publication_and_is_named(hall: Hall) -> None:
    hall.sitting("2026-03-16", "mayor")
    span = (date(2026, 3, 16), date(2026, 3, 20))
    setting_up.add_leave(hall.session, hall.planner, hall.members["mayor"], span, "外出学习")
    with pytest.raises(Refused, match="不能发布：“张区长”"):
        publish(hall)
    assert hall.session.scalars(select(Edition)).all() == []


def test_the_same_draft_and_an_overtaken_one_are_not_published(hall: Hall) -> None:
    hall.sitting("2026-03-16", "mayor")
    publish(hall)
    with pytest.raises(Refused, match="相同"):
        publish(hall, seen=1)
    hall.sitting("2026-03-17", "deputy")
    with pytest.raises(Refused, match="第1版已由他人发布"):
        publish(hall, seen=0)


def test_the_notice_is_an_official_paper_on_the_page_and_as_docx(app: Flask, hall: Hall) -> None:
    hall.sitting("2026-03-16", "mayor")
    publish(hall)
    client = client_of(app, "clerk")
    page = fetch(client, "/reception/published/?month=2026-03")
    address = page.all("//a[contains(., '第 1 版')]/@href")[0]
    notice = fetch(client, address)
    assert "2026年3月区领导公开接访" in notice.text
    assert "张区长（区长）" in notice.text
    answer = client.get(address + ".docx")
    with zipfile.ZipFile(BytesIO(answer.data)) as package:
        assert "张区长（区长）" in package.read("word/document.xml").decode()


def duty_of(hall: Hall, sitting_id: int) -> int:
    return hall.get(sitting_id).duties[0].id


def test_one_swap_through_three_accounts(any_hall: Hall) -> None:
    hall = any_hall
    lawyer, lawyer2 = hall.people.actor("lawyer"), hall.people.actor("lawyer2")
    mine = hall.sitting("2026-03-17", "lawyer", kind="lawyers")
    theirs = hall.sitting("2026-03-19", "lawyer2", kind="lawyers")
    with on("2026-03-10"):
        wanted = swapping.Wanted(
            duty_of(hall, mine), hall.members["lawyer2"], duty_of(hall, theirs), "当日出庭"
        )
        swap_id = swapping.ask(hall.session, lawyer, wanted)
        assert hall.get(mine).people == ("律师甲（正己律所）",)
        with pytest.raises(Refused, match="待对方同意"):
            swapping.decide(hall.session, hall.planner, swap_id, 1, approve=True)
        with pytest.raises(Missing):
            swapping.answer(hall.session, lawyer, swap_id, SwapAct.ACCEPT)
        assert swapping.answer(hall.session, lawyer2, swap_id, SwapAct.ACCEPT) is SwapState.ACCEPTED
        assert hall.get(mine).people == ("律师甲（正己律所）",)
        seen = hall.session.get_one(Swap, swap_id).version
        swapping.decide(hall.session, hall.planner, swap_id, seen, approve=True)
    assert hall.get(mine).people == ("律师乙（正己律所，代律师甲）",)
    assert hall.get(theirs).people == ("律师甲（正己律所，代律师乙）",)


def test_a_swap_is_withdrawn_by_the_one_who_asked_and_expires_by_itself(hall: Hall) -> None:
    lawyer = hall.people.actor("lawyer")
    duty = duty_of(hall, hall.sitting("2026-03-17", "lawyer", kind="lawyers"))
    with on("2026-03-10"):
        wanted = swapping.Wanted(duty, hall.members["lawyer2"])
        first = swapping.ask(hall.session, lawyer, wanted)
        with pytest.raises(Refused, match="未办结"):
            swapping.ask(hall.session, lawyer, wanted)
        assert swapping.answer(hall.session, lawyer, first, SwapAct.WITHDRAW) is SwapState.WITHDRAWN
        second = swapping.ask(hall.session, lawyer, wanted)
    with on("2026-03-18"):
        with pytest.raises(Refused, match="已过期"):
            swapping.answer(hall.session, hall.people.actor("lawyer2"), second, SwapAct.ACCEPT)
        with writing(hall.session):
            assert swapping.expire_old(hall.session, hall.planner.office_id or 0) == 1
        with writing(hall.session):
            assert swapping.expire_old(hall.session, hall.planner.office_id or 0) == 0


def test_a_swap_that_would_clash_is_not_approved_and_nothing_changes(hall: Hall) -> None:
    lawyer, lawyer2 = hall.people.actor("lawyer"), hall.people.actor("lawyer2")
    mine = hall.sitting("2026-03-17", "lawyer", kind="lawyers")
    with on("2026-03-10"):
        swap_id = swapping.ask(
            hall.session, lawyer, swapping.Wanted(duty_of(hall, mine), hall.members["lawyer2"])
        )
        swapping.answer(hall.session, lawyer2, swap_id, SwapAct.ACCEPT)
        hall.sitting("2026-03-17", "lawyer2", kind="lawyers")
        seen = hall.session.get_one(Swap, swap_id).version
        with pytest.raises(Refused, match="律师乙"):
            swapping.decide(hall.session, hall.planner, swap_id, seen, approve=True)
    assert hall.get(mine).people == ("律师甲（正己律所）",)
    assert hall.session.get_one(Swap, swap_id).state == "accepted"


def test_lawyers_swap_inside_their_firm_and_a_day_before(hall: Hall) -> None:
    lawyer = hall.people.actor("lawyer")
    duty = duty_of(hall, hall.sitting("2026-03-17", "lawyer", kind="lawyers"))
    with on("2026-03-10"), pytest.raises(Refused, match="同一律师事务所"):
        swapping.ask(hall.session, lawyer, swapping.Wanted(duty, hall.members["stranger"]))
    with on("2026-03-17"), pytest.raises(Refused, match="应当提前1日"):
        swapping.ask(hall.session, lawyer, swapping.Wanted(duty, hall.members["lawyer2"]))
    with on("2026-03-10"), pytest.raises(Missing):
        swapping.ask(hall.session, hall.people.actor("clerk"), swapping.Wanted(duty, hall.members["lawyer2"]))


def test_the_three_accounts_do_it_on_the_pages(app: Flask, hall: Hall) -> None:
    duty = duty_of(hall, hall.sitting("2026-03-17", "lawyer", kind="lawyers"))
    with on("2026-03-10"):
        asking, asked, office = (client_of(app, each) for each in ("lawyer", "lawyer2", "planner"))
        data = {"other": f"member:{hall.members['lawyer2']}", "reason": "出庭"}
        post(asking, f"/reception/duties/{duty}/swap", data)
        hall.session.rollback()
        swap_id = hall.session.scalars(select(Swap.id)).one()
        assert "请律师乙代班" in fetch(asked, "/reception/mine").text
        assert "换班待您答复" in fetch(asked, "/").text
        assert "换班待您答复" not in fetch(asking, "/").text
        post(asked, f"/reception/swaps/{swap_id}/accept", {})
        assert "换班待您答复" not in fetch(asked, "/").text
        page = fetch(office, f"/reception/swaps/{swap_id}")
        version = page.hidden("//form[contains(@class, 'office-form')]")["version"]
        post(office, f"/reception/swaps/{swap_id}", {"version": version, "decision": "approve"})
        assert "代律师甲" in fetch(asking, "/reception/mine").text


def test_a_feed_holds_what_was_published_until_it_is_revoked(app: Flask, hall: Hall) -> None:
    hall.sitting("2026-03-16", "mayor")
    mayor = hall.people.actor("mayor")
    with on("2026-03-01"):
        token = feeding.make(hall.session, mayor, whole_office=False)
        client = app.test_client()
        empty = client.get(f"/reception/feed/{token}.ics")
        assert (empty.status_code, "VEVENT" in empty.text) == (200, False)
        publish(hall)
        hall.sitting("2026-03-17", "deputy")
        full = client.get(f"/reception/feed/{token}.ics")
        assert full.content_type == "text/calendar; charset=utf-8"
        assert full.text.count("BEGIN:VEVENT") == 1
        assert "DTSTART:20260316T010000Z" in full.text
        feed = hall.session.scalars(select(Feed)).one()
        assert token not in feed.digest
        feeding.revoke(hall.session, mayor, feed.id, whole_office=False)
        assert client.get(f"/reception/feed/{token}.ics").status_code == 404


def test_guessing_feeds_finds_nothing_and_writes_nothing(app: Flask, hall: Hall) -> None:
    head = select(AuditHead.last_id, select(func.count(Attempt.id)).scalar_subquery())
    before = hall.session.execute(head).one()
    assert app.test_client().get("/reception/feed/wrong.ics").status_code == 404
    hall.session.rollback()
    assert hall.session.execute(head).one() == before


def test_a_feed_of_an_office_with_the_module_off_is_missing(app: Flask, hall: Hall) -> None:
    from xinfang_site.actor import system
    from xinfang_site.modules.services import Turn, switch
    from xinfang_site.plugin_registry import plugins

    token = feeding.make(hall.session, hall.planner, whole_office=True)
    client = app.test_client()
    assert client.get(f"/reception/feed/{token}.ics").status_code == 200
    turn = Turn(hall.planner.office_id or 0, "joint_reception", on=False, reason="停用")
    switch(hall.session, system("test"), plugins(), turn)
    assert client.get(f"/reception/feed/{token}.ics").status_code == 404
    assert queries.kinds(hall.session, hall.planner.office_id)
