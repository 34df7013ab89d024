"""A plugin that misbehaves anywhere harms nothing but itself, is shown, and can be switched off (P1)."""

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Blueprint, Flask, render_template_string
from sqlalchemy import Integer, text
from sqlalchemy.orm import Session, mapped_column

from tests.browsing import client_of
from tests.modules.sample import plugin
from tests.page import fetch, post, read
from tests.people import Cast
from tests.petitions.casework import on
from xinfang_site import create_app, plugin_budget, plugin_failures, plugin_finding
from xinfang_site.clock import now, today
from xinfang_site.daily import run_day
from xinfang_site.database import writing
from xinfang_site.demo.district import modules
from xinfang_site.extensions import Base, db
from xinfang_site.modules import asking, queries, services
from xinfang_site.plugin_api.hooks import BriefingItem, DueItem
from xinfang_site.plugin_api.pages import requires, signed_in
from xinfang_site.plugin_api.people import acting
from xinfang_site.plugin_api.statistics import Row, Table, count
from xinfang_site.plugin_registry import PluginError, Registry, plugins
from xinfang_site.reports import periods
from xinfang_site.sessions import interruptible
from xinfang_site.testing.workshop import Browser

Build = Callable[..., Flask]
HOOKS_OF_PAGES = {
    "xinfang_nav_items": lambda actor, office: 1 / 0,
    "xinfang_home_cards": lambda actor, office, day: 1 / 0,
    "xinfang_statistics": lambda office, period: 1 / 0,
    "xinfang_start_page": lambda actor, office: 1 / 0,
    "xinfang_due_items": lambda office, start, end: 1 / 0,
    "xinfang_briefing_items": lambda office, day: 1 / 0,
}


@pytest.fixture
def made(instance_folder: Path) -> Iterator[Build]:
    """Builds the site with plugins added, each switched on for one office."""

    def build(*extra: tuple[str, object]) -> Flask:
        app = create_app(instance_folder, f"sqlite:///{instance_folder / 'xinfang.db'}", extra)
        app.testing, app.test_client_class = True, Browser
        app.app_context().push()
        for name in plugins().working(name for name, _ in extra):
            switch(name, on=True)
        return app

    yield build
    db.session.remove()
    db.engine.dispose()


def switch(name: str, *, on: bool) -> None:
    turn = services.Turn(Cast().office("JXF").id, name, on, "试用")
    services.switch(db.session(), Cast().actor("root_security"), plugins(), turn)


def with_page(name: str, view: Callable[..., Any], **options: Any) -> tuple[str, ModuleType]:
    pages = Blueprint(name, __name__, url_prefix=f"/{name}", **options)
    pages.add_url_rule("/", "index", requires(f"{name}.read")(view), methods=["GET", "POST"])
    return plugin(name, xinfang_blueprints=lambda: [pages])


def test_what_a_module_offers_to_its_pages_spoils_no_error_page(made: Build) -> None:
    name, module = with_page("bad", lambda: "")
    module.xinfang_blueprints()[0].context_processor(lambda: 1 / 0)
    client = client_of(made((name, module)), "clerk")
    page = read(client.post("/bad/", data={"note": "写好的话"}), 400)
    assert "写好的话" in page.response.text


def test_the_demo_names_the_module_whose_examples_failed(made: Build) -> None:
    made(plugin("good"), plugin("bad", xinfang_demo=lambda session, office, day: 1 / 0))
    assert modules.without_examples() == ()
    asking.demonstrations(db.session(), today())
    (told,) = modules.without_examples()
    assert told.startswith("bad（ZeroDivisionError")


def test_a_module_acts_as_somebody_in_the_demo_alone(made: Build) -> None:
    """Anywhere it could have signed with anybody's name."""
    clerk = Cast().actor("clerk")

    def signs(session: Session, **_when: Any) -> list[str]:
        return [acting(session, clerk.account_id or 0).name]

    made(plugin("signing", xinfang_demo=signs, xinfang_hourly=signs))
    assert asking.demonstrations(db.session(), today()) == [f"甲区信访办：{clerk.name}"]
    assert asking.hours(db.session(), now()) == []
    (told,) = plugin_failures.recent()
    assert (told.plugin, told.hook) == ("signing", "xinfang_hourly")


@pytest.mark.untraced
@pytest.mark.parametrize("hook", HOOKS_OF_PAGES)
def test_a_hook_that_raises_leaves_the_rest_of_the_page(made: Build, hook: str) -> None:
    app = made(plugin("good"), plugin("bad", **{hook: HOOKS_OF_PAGES[hook]}))
    client = client_of(app, "clerk")
    assert "样例卡片" in fetch(client, "/").text
    fetch(client_of(app, "handler"), "/reports/")
    office = Cast().office("JXF").id
    with app.test_request_context():
        asking.due_items(db.session(), office, today(), today())
        asking.briefing_items(db.session(), office, today())
    assert {(each.plugin, each.hook) for each in plugin_failures.recent()} == {("bad", hook)}
    assert "近日出错" in fetch(client_of(app, "root_security"), "/modules/").text


def test_a_hook_that_hangs_is_cut_off_and_not_asked_again_for_a_while(
    made: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def hang(actor: Any, office: Any, day: Any) -> None:
        asked.append(day)
        while True:
            time.sleep(1)

    monkeypatch.setattr(plugin_budget, "PAGE_SECONDS", 1.0)
    app = made(plugin("good"), plugin("bad", xinfang_home_cards=hang))
    client = client_of(app, "clerk")
    for _ in range(2):
        page = fetch(client, "/").text
        assert "样例卡片" in page
        assert "本页缺少它的内容" in page
    assert len(asked) == 1
    assert "超过 1 秒" in plugin_failures.recent()[0].message


def test_a_hook_that_would_end_the_process_ends_nothing_and_the_page_says_what_it_lacks(made: Build) -> None:
    """Found from outside: the home page was a 500, and where a card was missing nobody could know of it."""
    app = made(plugin("good"), plugin("bad", xinfang_home_cards=lambda actor, office, day: sys.exit(3)))
    client = client_of(app, "clerk")
    page = fetch(client, "/").text
    assert "样例卡片" in page
    assert "出错或者没有及时回应，本页缺少它的内容" in page
    assert "本页缺少" not in fetch(client, "/petitions/").text


def test_a_hook_that_loops_is_cut_off_too(made: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def loop(actor: Any, office: Any) -> None:
        while True:
            pass

    monkeypatch.setattr(plugin_budget, "PAGE_SECONDS", 1.0)
    fetch(client_of(made(plugin("bad", xinfang_nav_items=loop)), "clerk"), "/")
    assert {each.plugin for each in plugin_failures.recent()} == {"bad"}


ENDLESS = {
    "sqlite": "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c",
    "postgresql": "SELECT pg_sleep(600)",
}
ASLEEP = text("SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(600)'")


@pytest.mark.parametrize("writes", [False, True], ids=["reading", "writing"])
def test_a_hook_that_hangs_in_the_database_is_cut_off_there_as_well(
    any_app: Flask, writes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer's statement went on at the server, with its locks: its rollback gave the connection up before anybody ended it."""
    database = db.engine.dialect.name

    def hang(office: object, moved: object) -> None:
        with writing(db.session()) if writes else nullcontext():
            db.session.execute(text(ENDLESS[database]))

    name, module = plugin("slow", xinfang_petition_moved=hang)
    registry = plugins()
    monkeypatch.setattr(Registry, "working", lambda _self, _names: frozenset({name}))
    monkeypatch.setitem(plugin_budget.SECONDS, "xinfang_petition_moved", 0.2)
    registry.manager.register(module, name)
    try:
        assert registry.tell("xinfang_petition_moved", (), office=None, moved=None) == [name]
    finally:
        registry.manager.unregister(name=name)
        registry.resting.clear()
    assert "超过 0.2 秒" in plugin_failures.recent()[0].message
    if database == "postgresql":  # which takes a moment to end it
        until = time.monotonic() + 20
        while db.session.execute(ASLEEP).all() and time.monotonic() < until:
            time.sleep(0.02)
        assert not db.session.execute(ASLEEP).all()


def test_a_hook_that_asked_others_is_still_cut_off_in_the_database(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(plugin_budget.SECONDS, "job", 0.2)
    counting = text(ENDLESS["sqlite"].replace("FROM c)", "FROM c LIMIT 10000000)"))
    with interruptible(db.session()):
        with interruptible(db.session()):
            pass
        with pytest.raises(plugin_budget.TooSlow) as slow:
            plugin_budget.within("job", lambda: db.session.execute(counting).scalar())
    db.session.rollback()
    assert "interrupted" in str(slow.value.__cause__)


@pytest.mark.parametrize("nonsense", ["text", 5, [None], [["x"]], {"a": 1}, [BriefingItem("x", "y")]])
def test_nonsense_is_left_out_and_noted(made: Build, nonsense: Any) -> None:
    names = ("xinfang_nav_items", "xinfang_home_cards", "xinfang_petition_panels")
    hooks = {
        "xinfang_nav_items": lambda actor, office: nonsense,
        "xinfang_home_cards": lambda actor, office, day: nonsense,
        "xinfang_statistics": lambda office, period: nonsense,
    }
    app = made(plugin("good"), plugin("bad", **hooks))
    assert "样例卡片" in fetch(client_of(app, "clerk"), "/").text
    fetch(client_of(app, "handler"), "/reports/")
    assert {each.plugin for each in plugin_failures.recent()} == {"bad"}
    assert names


def test_a_failure_leaves_nothing_half_written(made: Build) -> None:
    def card(actor: Any, office: Any, day: Any) -> None:
        db.session.add(plugins().installed)  # not even a record
        raise ValueError("坏了")

    app = made(plugin("bad", xinfang_home_cards=card))
    fetch(client_of(app, "clerk"), "/")
    assert not db.session.new


def test_a_page_that_raises_fails_alone_and_is_noted_by_its_plugin(made: Build) -> None:
    app = made(with_page("bad", lambda: render_template_string("{{ missing.thing }}")))
    client = client_of(app, "clerk")
    assert "系统错误" in fetch(client, "/bad/", 500).text
    fetch(client, "/")
    assert [(each.plugin, each.hook) for each in plugin_failures.recent()] == [("bad", "page")]
    switch("bad", on=False)
    assert client.get("/bad/").status_code == 404


def test_the_morning_goes_on_when_one_module_fails(made: Build) -> None:
    made(
        plugin("good", xinfang_daily=lambda session, office, day: ["好"]),
        plugin("bad", xinfang_daily=lambda session, office, day: 1 / 0),
    )
    assert "甲区信访办：好" in run_day(db.session(), today())
    assert [each.plugin for each in plugin_failures.recent()] == ["bad"]


def test_a_plugin_that_cannot_be_imported_is_shown_and_the_site_starts(
    instance_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        name, dist = "rotten", None

        def load(self) -> object:
            raise ImportError("没有模块 nowhere")

    real = plugin_finding.points()
    monkeypatch.setattr(plugin_finding, "points", lambda: [*real, Broken()])
    app = create_app(instance_folder, f"sqlite:///{instance_folder / 'xinfang.db'}")
    app.testing, app.test_client_class = True, Browser
    with app.app_context():
        page = fetch(client_of(app, "root_security"), "/modules/")
        assert "插件出错" in page.text
        assert "没有模块 nowhere" in page.text
        db.session.remove()
        db.engine.dispose()


def test_a_form_that_is_sent_after_the_switch_is_explained_kept_and_not_saved(made: Build) -> None:
    written = []
    app = made(with_page("sample", lambda: written.append(1) or "页面"))
    client = client_of(app, "clerk")
    assert client.get("/sample/").status_code == 200
    written.clear()
    switch("sample", on=False)
    page = post(client, "/sample/", {"title": "长长的一段文字"}, 404)
    assert "没有在本机构启用" in page.alerts()
    assert "长长的一段文字" in page.response.text
    assert not written
    assert "没有在本机构启用" in fetch(client, "/sample/", 404).alerts()
    switch("sample", on=True)
    form = page.hidden() | {"title": "长长的一段文字"}
    assert client.post("/sample/", data=form).status_code == 200
    assert written


def test_a_page_without_a_declared_access_refuses_to_start(made: Build) -> None:
    pages = Blueprint("bad", __name__, url_prefix="/bad")
    pages.add_url_rule("/", "index", lambda: "open")
    with pytest.raises(PluginError, match=r"bad.*访问权限"):
        made(plugin("bad", xinfang_blueprints=lambda: [pages]))


def everywhere(pages: Blueprint, how: str) -> None:
    hooks: dict[str, Callable[[], Any]] = {
        "before": lambda: pages.before_app_request(lambda: "mine"),
        "after": lambda: pages.after_app_request(lambda answer: answer),
        "values": lambda: pages.app_context_processor(dict),
        "error": lambda: pages.app_errorhandler(404)(lambda error: "mine"),
        "filter": lambda: pages.add_app_template_filter(str, "mine"),
    }
    hooks[how]()


@pytest.mark.parametrize("how", ["before", "after", "values", "error", "filter"])
def test_a_plugin_that_reaches_for_the_whole_site_refuses_to_start(made: Build, how: str) -> None:
    pages = Blueprint("bad", __name__, url_prefix="/bad")
    everywhere(pages, how)
    with pytest.raises(PluginError, match="不得改变整个站点"):
        made(plugin("bad", xinfang_blueprints=lambda: [pages]))


@pytest.mark.parametrize("prefix", ["/petitions", "/modules/x", "/good", "/", "/static"])
def test_a_plugin_takes_no_address_of_the_core_or_of_another(made: Build, prefix: str) -> None:
    pages = Blueprint("bad", __name__, url_prefix=prefix)
    pages.add_url_rule("/mine" if prefix == "/" else "/", "index", signed_in(lambda: "mine"))
    if prefix == "/":
        made(plugin("good"), plugin("bad", xinfang_blueprints=lambda: [pages]))
        return
    with pytest.raises(PluginError, match="已由"):
        made(plugin("good"), plugin("bad", xinfang_blueprints=lambda: [pages]))


def test_pages_below_pages_are_shut_as_well(made: Build) -> None:
    pages, inner = Blueprint("nest", __name__, url_prefix="/nest"), Blueprint("inner", __name__)
    inner.add_url_rule("/inner", "index", signed_in(lambda: "innen"))
    pages.register_blueprint(inner)
    app = made(plugin("nest", xinfang_blueprints=lambda: [pages]))
    client = client_of(app, "clerk")
    assert client.get("/nest/inner").status_code == 200
    assert client_of(app, "other_clerk").get("/nest/inner").status_code == 404


def test_a_stray_table_refuses_to_start(made: Build) -> None:
    name, module = plugin("stray")
    attributes = {
        "__module__": "xinfang_stray.models",
        "__tablename__": "petition_shadow",
        "id": mapped_column(Integer, primary_key=True),
    }
    stray = type("Stray", (Base,), attributes)
    try:
        with pytest.raises(PluginError, match="petition_shadow"):
            made((name, module))
    finally:
        Base.metadata.remove(stray.__table__)  # type: ignore[attr-defined]
        Base.registry._dispose_cls(stray)


def test_a_plugin_cannot_take_the_core_s_name(made: Build) -> None:
    with pytest.raises(PluginError, match="core"):
        made(plugin("core"))


@pytest.mark.untraced
def test_every_address_of_every_module_is_missing_where_it_is_off(app: Flask) -> None:
    client = client_of(app, "handler")
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if plugins().owner_of(rule.endpoint.rpartition(".")[0] or None) is not None
    ]
    assert rules
    for rule in rules:
        address = re.sub("<path:[^>]*>", "any.css", rule.rule)
        address = re.sub("<[^>]*>", "2026", address)
        answer = (
            client.get(address) if "GET" in (rule.methods or ()) else post(client, address, {}, 404).response
        )
        assert answer.status_code == 404, address


def test_reports_say_when_a_module_was_off_and_never_nought(made: Build) -> None:
    def tables(office: Any, period: Any) -> list[Table]:
        return [Table("t", "样例统计", "项目", ("件数",), (Row("样例", (count(3),)),))]

    app = made(plugin("sample", xinfang_statistics=tables))
    client = client_of(app, "handler")
    assert "样例统计" in fetch(client, "/reports/?part=all").text
    before = periods.year_of(today().year - 1).key
    page = fetch(client, f"/reports/?part=sample&period={before}")
    assert f"有停用：{before}-01-01至{before}-12-31" in page.text
    switch("sample", on=False)
    page = fetch(client, f"/reports/?part=all&period={before}")
    assert "样例统计" not in page.text
    assert "停用期间没有数据，不等于零" in page.text
    assert "样例sample" not in fetch(client_of(app, "other_handler"), "/reports/?part=all").text


def test_days_off_are_those_on_which_it_was_never_on(made: Build) -> None:
    with on("2026-03-10"):
        made(plugin("sample"))
    for day, on_again in (("2026-03-12", False), ("2026-03-15", True)):
        with on(day):
            switch("sample", on=on_again)
    off = queries.off_days(db.session(), Cast().office("JXF").id, periods.year_of(2026), date(2026, 3, 20))[
        "sample"
    ]
    assert [(each.first, each.last) for each in off] == [
        (date(2026, 1, 1), date(2026, 3, 9)),
        (date(2026, 3, 13), date(2026, 3, 14)),
    ]


def test_the_core_answers_its_own_hooks(app: Flask) -> None:
    from tests.matters import registered

    registered(urgent=True)
    office = Cast().office("JXF").id
    with app.app_context():  # as in the worker: addresses can be built all the same
        due = asking.due_items(db.session(), office, today(), periods.year_of(today().year + 1).last)
        items = asking.briefing_items(db.session(), office, today())
    assert any(isinstance(each, DueItem) and "期限届满 1 件" in each.text for each in due)
    assert {name for name, _ in items} == {"core"}
    assert any("紧急事项" in item.text for _, item in items)
    assert any("收到信访事项 1 件" in item.text for _, item in items)


def test_the_hook_trace_says_who_was_asked_and_how_long_it_took(made: Build, instance_folder: Path) -> None:
    quiet = client_of(made(plugin("sample")), "clerk")
    assert "Server-Timing" not in quiet.get("/").headers
    with (instance_folder / "config.toml").open("a", encoding="utf-8") as file:
        file.write("hook_trace = true\n")
    traced = client_of(made(plugin("sample")), "clerk").get("/").headers["Server-Timing"]
    assert re.search(r"sample\.xinfang_home_cards;dur=[0-9.]+", traced)
