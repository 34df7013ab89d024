"""A module that an office has off is not there for it: no page, no entry, no question asked."""

from typing import Any

import pytest
from sqlalchemy import func, select

from tests.matters import registered
from tests.modules.sample import plugin
from tests.page import fetch
from tests.people import PASSWORD, Cast, sign_in
from xinfang_site import clock, plugin_failures
from xinfang_site.audit.models import AuditEvent
from xinfang_site.daily import run_day
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.modules import services
from xinfang_site.modules.models import ModuleSettings
from xinfang_site.petitions.models import Petition
from xinfang_site.plugin_registry import PluginError, plugins
from xinfang_site.plugin_values import PluginInfo


def switch(username: str, name: str, *, on: bool) -> bool:
    cast = Cast()
    office = cast.office("JXF").id
    actor = cast.actor(username)
    return services.switch(db.session(), actor, plugins(), services.Turn(office, name, on, "试用"))


def number_of(petition_id: int) -> str:
    return db.session.get_one(Petition, petition_id).number


def test_off_means_no_page_no_entry_no_static_file(made: Any) -> None:
    app = made(plugin())
    client = app.test_client()
    sign_in(client, "clerk")
    assert "样例" not in fetch(client, "/").text
    for address in ("/sample/", "/sample/static/any.css", "/sample/open"):
        assert client.get(address).status_code == 404


def test_on_means_a_page_an_entry_and_a_card_at_the_next_request(made: Any) -> None:
    app = made(plugin())
    client = app.test_client()
    sign_in(client, "clerk")
    assert switch("root_security", "sample", on=True)
    assert client.get("/sample/").text == "样例页面"
    assert client.get("/sample/open").text == "公开页面"
    page = fetch(client, "/")
    assert "样例卡片" in page.text
    assert page.texts("//nav//a[@href='/sample/']") == ["样例"]
    assert switch("root_security", "sample", on=False)
    assert client.get("/sample/").status_code == 404


def test_on_in_one_office_is_off_in_another(made: Any) -> None:
    app = made(plugin())
    switch("root_security", "sample", on=True)
    client = app.test_client()
    sign_in(client, "other_clerk")
    assert client.get("/sample/").status_code == 404
    assert "样例" not in fetch(client, "/").text


def test_a_permission_of_a_module_is_held_only_by_its_roles(made: Any) -> None:
    app = made(plugin())
    switch("root_security", "sample", on=True)
    client = app.test_client()
    sign_in(client, "handler")
    assert client.get("/sample/").status_code == 403


def test_switching_twice_changes_nothing(made: Any) -> None:
    made(plugin())
    assert switch("root_security", "sample", on=True)
    assert not switch("root_security", "sample", on=True)


def test_a_module_that_is_needed_cannot_be_switched_off(made: Any) -> None:
    needing = plugin("second", xinfang_plugin_info=lambda: PluginInfo("second", "第二", "", ("sample",)))
    made(plugin(), needing)
    with pytest.raises(Refused, match="先启用"):
        switch("root_security", "second", on=True)
    switch("root_security", "sample", on=True)
    switch("root_security", "second", on=True)
    with pytest.raises(Refused, match="第二"):
        switch("root_security", "sample", on=False)


def test_what_is_not_installed_cannot_be_switched_on(made: Any) -> None:
    made()
    with pytest.raises(Refused, match="没有安装"):
        switch("root_security", "nothing", on=True)


def test_a_hook_that_raises_is_noted_and_the_page_still_loads(made: Any) -> None:
    def broken(actor: Any, office: Any, day: Any) -> None:
        raise ZeroDivisionError("坏了")

    app = made(plugin(xinfang_home_cards=broken))
    switch("root_security", "sample", on=True)
    client = app.test_client()
    sign_in(client, "clerk")
    fetch(client, "/")
    assert [(each.plugin, each.hook) for each in plugin_failures.recent()] == [
        ("sample", "xinfang_home_cards")
    ]


def test_nonsense_from_a_hook_is_left_out_and_noted(made: Any) -> None:
    app = made(plugin(xinfang_home_cards=lambda actor, office, day: ["一段文字"]))
    switch("root_security", "sample", on=True)
    client = app.test_client()
    sign_in(client, "clerk")
    assert "一段文字" not in fetch(client, "/").text
    assert len(plugin_failures.recent()) == 1


def no_answer() -> None:
    return None


def test_a_misspelt_hook_refuses_to_start(made: Any) -> None:
    with pytest.raises(PluginError, match="sample"):
        made(plugin(xinfang_home_crads=no_answer))


def test_a_hook_with_a_foreign_argument_refuses_to_start(made: Any) -> None:
    with pytest.raises(PluginError, match="sample"):
        made(plugin(xinfang_home_cards=lambda app: app))


def test_a_plugin_that_cannot_answer_is_broken_and_the_site_starts(made: Any) -> None:
    app = made(plugin(xinfang_permissions=lambda: 1 / 0))
    assert "sample" in app.extensions["xinfang_plugins"].broken
    assert app.test_client().get("/login").status_code == 200


def test_a_plugin_must_carry_its_own_name(made: Any) -> None:
    with pytest.raises(PluginError, match="自称"):
        made(plugin(xinfang_plugin_info=lambda: PluginInfo("else", "别的", "")))


def test_a_module_is_told_of_a_step_after_it_is_saved_and_only_where_it_is_on(made: Any) -> None:
    told = []

    def moved(moved: Any) -> None:
        told.append((moved.matter.number, moved.step))

    made(plugin(xinfang_petition_moved=moved))
    first = number_of(registered("clerk"))
    assert told == []
    switch("root_security", "sample", on=True)
    second = number_of(registered("clerk"))
    registered("other_clerk")
    assert told == [(second, "register")]
    assert first != second


def test_a_failure_on_being_told_changes_nothing(made: Any) -> None:
    def moved(moved: Any) -> None:
        raise ValueError("坏了")

    app = made(plugin(xinfang_petition_moved=moved))
    switch("root_security", "sample", on=True)
    assert number_of(registered("clerk"))
    assert len(plugin_failures.recent()) == 1
    kept = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "module.missed")).one()
    assert kept.changes["module"] == [None, "sample"]
    client = app.test_client()
    sign_in(client, "root_security")
    office = Cast().office("JXF").id
    assert "近日出错 1 次" in fetch(client, f"/modules/?office={office}").text
    assert "信访事项每办一步都通知本模块" in fetch(client, f"/modules/sample?office={office}").text


def test_no_module_is_told_of_an_accusation(made: Any) -> None:
    told = []
    made(plugin(xinfang_petition_moved=lambda moved: told.append(moved.matter.id)))
    switch("root_security", "sample", on=True)
    registered("clerk", accusation=True)
    assert told == []


def test_a_module_may_write_when_it_is_told(made: Any) -> None:
    def moved(moved: Any) -> None:
        with writing(db.session()):
            db.session.add(
                ModuleSettings(office_id=1, name="sample", version=1, values={}, at=clock.now(), by="x")
            )

    made(plugin(xinfang_petition_moved=moved))
    switch("root_security", "sample", on=True)
    number_of(registered("clerk"))
    assert plugin_failures.recent() == []
    assert db.session.scalar(select(func.count(ModuleSettings.id))) == 1


def test_a_module_chooses_where_somebody_starts(made: Any) -> None:
    def start(actor: Any, office: Any) -> str:
        return "/sample/"

    app = made(plugin(xinfang_start_page=start))
    switch("root_security", "sample", on=True)
    for username, address in (("clerk", "/sample/"), ("other_clerk", "/")):
        client = app.test_client()
        data = {"csrf_token": fetch(client, "/login").token(), "username": username, "password": PASSWORD}
        assert client.post("/login", data=data).location == address


def test_the_morning_is_every_office_s_that_has_the_module_on(made: Any) -> None:
    def daily(session: Any, office: Any, day: Any) -> list[str]:
        return [f"样例 {day}"]

    made(plugin(xinfang_daily=daily))
    day = clock.today()
    assert "甲区信访办：样例" not in "".join(run_day(db.session(), day))
    switch("root_security", "sample", on=True)
    assert f"甲区信访办：样例 {day}" in run_day(db.session(), day)
