"""The modules page: own and subordinate offices, what will change, reasons, settings, presets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from wtforms import DateField, DecimalField, IntegerField, TimeField
from wtforms.validators import NumberRange

from tests.browsing import client_of, filled
from tests.modules.sample import plugin
from tests.page import fetch, post
from tests.people import Cast
from xinfang_site import create_app
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.modules import queries, services
from xinfang_site.modules.models import ModuleSettings, ModuleSwitch, OfficeModule
from xinfang_site.plugin_api.hooks import PluginInfo
from xinfang_site.plugin_api.pages import SiteForm
from xinfang_site.plugin_registry import plugins
from xinfang_site.testing.workshop import Browser


class Settings(SiteForm):
    number = IntegerField("每日号数", [NumberRange(1, 200, "请填 1 至 200")], default=20)
    share = DecimalField("比例")
    begins = DateField("开始日期")
    opens = TimeField("开门时间")


def info(name: str, requires: tuple[str, ...] = (), kinds: tuple[str, ...] = ()) -> Any:
    return lambda: PluginInfo(name, f"样例{name}", "测试用", requires, kinds)


@pytest.fixture
def site(instance_folder: Path) -> Iterator[Flask]:
    """Three modules: ``sample``, ``second`` that needs it, ``third`` that needs the second."""
    extra = [
        plugin("sample", xinfang_settings_form=lambda: Settings),
        plugin("second", xinfang_plugin_info=info("second", ("sample",), ("department",))),
        plugin("third", xinfang_plugin_info=info("third", ("second",))),
    ]
    app = create_app(instance_folder, f"sqlite:///{instance_folder / 'xinfang.db'}", extra)
    app.testing, app.test_client_class = True, Browser
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return client_of(site, "root_security")


def on(code: str) -> set[str]:
    db.session.rollback()
    return set(queries.on_in(db.session(), Cast().office(code).id))


def test_switching_on_shows_what_comes_along_and_switches_all_of_it(client: FlaskClient) -> None:
    page = fetch(client, "/modules/third/on")
    assert "一并启用：样例sample、样例second" in page.text
    assert "登记员 可以：查看样例" in page.text
    answer = client.post("/modules/third/on", data=filled(page, reason="试用"))
    assert answer.status_code == 302
    assert on("JXF") == {"sample", "second", "third"}
    assert on("YXF") == set()
    page = fetch(client, "/modules/sample/off")
    assert "一并停用：样例third、样例second" in page.text
    client.post("/modules/sample/off", data=filled(page, reason="不用了"))
    assert on("JXF") == set()
    rows = db.session.query(ModuleSwitch).order_by(ModuleSwitch.id).all()
    assert [(each.name, each.on) for each in rows] == [
        ("sample", True), ("second", True), ("third", True), ("third", False), ("second", False), ("sample", False),
    ]  # fmt: skip
    event = db.session.query(AuditEvent).filter_by(action="module.off").order_by(AuditEvent.id.desc()).first()
    assert event is not None
    assert (event.username, event.reason) == ("root_security", "不用了")


def test_a_reason_is_asked_for_and_what_was_typed_is_kept(client: FlaskClient) -> None:
    page = post(client, "/modules/sample/on", {"others": "", "reason": "　"}, 400)
    assert "请填写事由" in page.text
    assert on("JXF") == set()


def test_what_was_shown_is_what_is_switched(client: FlaskClient) -> None:
    page = fetch(client, "/modules/third/on")
    office = Cast().office("JXF").id
    services.switch(
        db.session(),
        Cast().actor("root_security"),
        plugins(),
        services.Turn(office, "sample", True, "先启用"),
    )
    answer = post(client, "/modules/third/on", {**filled(page, reason="试用")}, 400)
    assert "情况已经变化" in answer.text
    assert "一并启用：样例second" in answer.text
    assert on("JXF") == {"sample"}
    client.post("/modules/third/on", data=filled(answer, reason="试用"))
    assert on("JXF") == {"sample", "second", "third"}


def test_an_administrator_looks_after_the_own_district_only(client: FlaskClient) -> None:
    below, foreign = Cast().office("JZJ1").id, Cast().office("YXF").id
    page = fetch(client, f"/modules/sample/on?office={below}")
    client.post(f"/modules/sample/on?office={below}", data=filled(page, reason="试用"))
    assert on("JZJ1") == {"sample"}
    for address in ("/modules/", "/modules/sample", "/modules/sample/on", "/modules/sample/settings"):
        fetch(client, f"{address}?office={foreign}", 404)
    post(client, f"/modules/sample/on?office={foreign}", {"reason": "试用", "others": ""}, 404)
    assert on("YXF") == set()


@pytest.mark.parametrize("username", ["clerk", "leader", "root_system", "root_audit"])
def test_nobody_else_switches_modules(site: Flask, username: str) -> None:
    client = client_of(site, username)
    for address in ("/modules/", "/modules/sample", "/modules/sample/on", "/modules/presets"):
        fetch(client, address, 403)


@pytest.mark.parametrize("name", ["nothing", "core", "sample'", "%00"])
def test_a_module_that_is_not_there_is_a_missing_page(client: FlaskClient, name: str) -> None:
    for rest in ("", "/on", "/off", "/settings"):
        assert client.get(f"/modules/{name}{rest}").status_code == 404


def test_the_page_says_version_needs_hooks_and_where_it_is_active(client: FlaskClient) -> None:
    page = fetch(client, "/modules/")
    assert "需要：样例sample" in page.text
    assert "被需要：样例second" in page.text
    page = fetch(client, "/modules/sample")
    assert "xinfang_home_cards" in page.text
    assert "首页增加卡片" in page.text
    assert page.texts("//table//td") == ["登记员"]


def test_the_list_counts_the_offices_that_the_module_s_page_names(client: FlaskClient) -> None:
    with writing(db.session()):
        db.session.add_all(
            OfficeModule(office_id=Cast().office(code).id, name="sample") for code in ("JXF", "YXF")
        )
    row = next(
        each for each in fetch(client, "/modules/").all("//tbody/tr") if "样例sample" in each.text_content()
    )
    counted = int(row.xpath("td[contains(@class, 'num')]")[0].text_content())
    assert f"启用的机构（{counted}）" in fetch(client, "/modules/sample").text
    assert counted == 1  # the other office belongs to another administrator


def test_settings_are_validated_stored_versioned_and_audited(client: FlaskClient) -> None:
    page = fetch(client, "/modules/sample/on")
    client.post("/modules/sample/on", data=filled(page, reason="试用"))
    page = fetch(client, "/modules/sample/settings")
    values = {"number": "30", "share": "2.50", "begins": "2026-12-01", "opens": "08:30"}
    bad = client.post("/modules/sample/settings", data=filled(page, **values | {"number": "900"}))
    assert bad.status_code == 400
    assert "请填 1 至 200" in bad.text
    assert "900" in bad.text
    assert client.post("/modules/sample/settings", data=filled(page, **values)).status_code == 302
    office = Cast().office("JXF").id
    held = {"number": 30, "share": "2.50", "begins": "2026-12-01", "opens": "08:30:00"}
    assert queries.settings_of(db.session(), office, "sample") == held
    page = fetch(client, "/modules/sample/settings")
    shown = {each.get("name"): each.get("value") for each in page.all("//main//form//input")}
    assert {name: shown[name] for name in values} == values
    event = db.session.query(AuditEvent).filter_by(action="module.settings").one()
    assert event.changes["每日号数"] == [None, 30]


def test_two_people_set_a_module_at_once_and_neither_text_is_lost(client: FlaskClient, site: Flask) -> None:
    page = fetch(client, "/modules/sample/on")
    client.post("/modules/sample/on", data=filled(page, reason="试用"))
    first = fetch(client, "/modules/sample/settings")
    values = {"share": "1", "begins": "2026-12-01", "opens": "08:30"}
    client.post("/modules/sample/settings", data=filled(first, number="30", **values))
    answer = client.post("/modules/sample/settings", data=filled(first, number="50", **values))
    assert answer.status_code == 409
    assert "50" in answer.text
    assert "30" in answer.text
    assert db.session.query(ModuleSettings).count() == 1


def test_settings_of_a_module_that_is_off_are_not_saved(client: FlaskClient) -> None:
    page = fetch(client, "/modules/sample/settings")
    values = {"number": "30", "share": "1", "begins": "2026-12-01", "opens": "08:30"}
    answer = client.post("/modules/sample/settings", data=filled(page, **values))
    assert answer.status_code == 400
    assert "没有启用" in answer.text


def test_a_preset_switches_on_what_a_kind_of_office_usually_has(client: FlaskClient) -> None:
    page = fetch(client, "/modules/presets?kind=department")
    assert "区政府部门一般启用：" in page.text
    assert "重要日期、样例sample、样例second" in page.text
    answer = client.post("/modules/presets", data=filled(page, reason="统一启用"))
    assert answer.status_code == 302
    for code in ("JZJ", "JZJ1", "JJW"):
        assert on(code) >= {"sample", "second"}
    assert on("JXF") == on("YMZ") == set()
    assert "都已启用" in fetch(client, "/modules/presets?kind=department").text


def test_a_preset_that_changed_meanwhile_is_shown_again(client: FlaskClient) -> None:
    page = fetch(client, "/modules/presets?kind=department")
    turn = services.Turn(Cast().office("JJW").id, "second", True, "单独", ("sample",))
    services.switch(db.session(), Cast().actor("root_security"), plugins(), turn)
    answer = client.post("/modules/presets", data=filled(page, reason="统一启用"))
    assert answer.status_code == 400
    assert "情况已经变化" in answer.text
    assert on("JZJ") == set()
