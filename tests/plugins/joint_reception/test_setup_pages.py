"""The pages on which the planner sets the rota up: kinds, rosters, leave, days without reception, rules."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.page import fetch, post
from tests.plugins.joint_reception.conftest import Hall, client_of, on
from xinfang_joint_reception.rota.models import Blocked, Kind, LeaveTaken, Member
from xinfang_joint_reception.rota.session_models import Duty
from xinfang_site.extensions import db

KIND = {
    "version": "0", "title": "网上接谈", "form": "other", "letter": "D", "starts_at": "09:00", "ends_at": "11:30",
    "seats": "1", "promised": "0", "swap_days": "1", "position": "40", "active": "y",
}  # fmt: skip
MEMBER = {
    "version": "0",
    "name": "陈副区长",
    "unit_id": "0",
    "account_id": "0",
    "position": "40",
    "active": "y",
}


def _one(model: Any, **values: object) -> Any:
    db.session().rollback()
    return db.session().scalars(select(model).filter_by(**values)).one()


def test_a_kind_is_added_changed_and_guarded_against_a_letter_twice_and_a_stale_form(
    app: Flask, hall: Hall
) -> None:
    client = client_of(app, "planner")
    taken = post(client, "/reception/setup/kinds/new", {**KIND, "letter": "A"}, 400)
    assert "号码字头“A”已由" in taken.text
    post(client, "/reception/setup/kinds/new", KIND)
    kind = _one(Kind, title="网上接谈")
    address, seen = f"/reception/setup/kinds/{kind.id}/edit", str(kind.version)
    late = {**KIND, "version": seen, "ends_at": "08:00"}
    assert "结束时间应当晚于开始时间" in post(client, address, late, 400).text
    post(client, address, {**KIND, "version": seen, "place": "二楼接谈室"})
    assert _one(Kind, title="网上接谈").place == "二楼接谈室"
    post(client, address, {**KIND, "version": seen, "place": "三楼"}, 409)
    assert _one(Kind, title="网上接谈").place == "二楼接谈室"
    post(client, "/reception/setup/found", {})
    assert "接访类别已经建立" in fetch(client, "/reception/setup/").text


def test_a_roster_takes_nobody_twice_and_keeps_the_first_of_two_changes(app: Flask, hall: Hall) -> None:
    client = client_of(app, "planner")
    roster = f"/reception/setup/kinds/{hall.kinds['leaders']}/roster"
    twice = post(client, f"{roster}/new", {**MEMBER, "name": "王副区长"}, 400)
    assert "名册中已有“王副区长" in twice.text
    post(client, f"{roster}/new", MEMBER)
    assert "陈副区长" in fetch(client, roster).text
    member = _one(Member, name="陈副区长")
    address, seen = f"/reception/setup/members/{member.id}/edit", str(member.version)
    post(client, address, {**MEMBER, "version": seen, "name": ""}, 400)
    post(client, address, {**MEMBER, "version": seen, "post": "副区长"})
    post(client, address, {**MEMBER, "version": seen, "post": "秘书长"}, 409)
    assert _one(Member, name="陈副区长").post == "副区长"
    lawyers = f"/reception/setup/kinds/{hall.kinds['lawyers']}/roster/new"
    assert "请填写律师事务所" in post(client, lawyers, {**MEMBER, "name": "律师丁"}, 400).text


def test_leave_and_days_without_reception_tell_of_sessions_within_and_are_taken_back(
    app: Flask, hall: Hall
) -> None:
    with on("2026-03-02"):
        hall.sitting("2026-03-16", "mayor")
        client = client_of(app, "planner")
        days = {"first": "2026-03-16", "last": "2026-03-18", "reason": "外出学习"}
        backwards = {**days, "last": "2026-03-01"}
        for address, more, model in (
            ("/reception/setup/leave", {"member_id": str(hall.members["mayor"])}, LeaveTaken),
            ("/reception/setup/blocked", {"kind_id": "0"}, Blocked),
        ):
            post(client, address, backwards | more, 400)
            post(client, address, days | more)
            assert "其间已排 1 个场次" in fetch(client, "/reception/setup/").text
            row = _one(model)
            post(client, f"{address}/{row.id}/remove", {})
            assert "已撤销" in fetch(client, "/reception/setup/").text
            db.session().rollback()
            assert db.session().scalars(select(model)).all() == []


def test_a_rule_is_changed_once_of_two_at_once_and_taken_out_of_use(app: Flask, hall: Hall) -> None:
    with on("2026-01-05"):
        client = client_of(app, "planner")
        rule = hall.monthly
        post(client, "/reception/rules/new", {**rule, "last": "2025-01-01"}, 400)
        post(client, "/reception/rules/new", rule)
        (address,) = fetch(client, "/reception/rules/").all("//a[contains(@href, '/edit')]/@href")
        form = fetch(client, address)
        seen = {"version": form.all("//input[@name='version']/@value")[0]}
        post(client, address, rule | seen | {"month_days": "16"})
        post(client, address, rule | seen | {"month_days": "20"}, 409)
        assert "16日" in fetch(client, "/reception/rules/").text
        post(client, address.replace("/edit", "/end"), {})
        assert "规则已停用" in fetch(client, "/reception/rules/").text


def test_the_rota_is_filled_as_proposed_and_not_after_days_that_cannot_be(app: Flask, hall: Hall) -> None:
    with on("2026-03-02"):
        sitting = hall.sitting("2026-03-16")
        client = client_of(app, "planner")
        span = {"kind": str(hall.kinds["leaders"]), "first": "2026-03-01", "last": "2026-03-31"}
        backwards = fetch(
            client, f"/reception/fill?kind={span['kind']}&first=2026-03-31&last=2026-03-01", 400
        )
        assert "结束日期不能早于开始日期" in backwards.text
        page = fetch(client, f"/reception/fill?kind={span['kind']}&first={span['first']}&last={span['last']}")
        post(client, "/reception/fill", page.hidden("//main//form[@method='post']"))
        db.session().rollback()
        assert len(db.session().scalars(select(Duty).filter_by(session_id=sitting)).all()) == 1
