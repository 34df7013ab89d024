"""``xinfang module`` and ``xinfang plugin``: clear lines, exit codes, and two people for taking records out."""

import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, inspect, select

from tests.browsing import client_of, filled
from tests.page import fetch
from tests.people import Cast
from xinfang_site import clock, plugin_removal
from xinfang_site.cli import main
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import Base, db
from xinfang_site.modules import asking, purging, queries, services
from xinfang_site.modules.models import ModulePurge
from xinfang_site.plugin_registry import plugins

KEY_DATES = "key_dates_event"


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("XINFANG_INSTANCE", app.instance_path)

    def invoke(*words: str) -> Result:
        db.session.remove()
        return CliRunner().invoke(main, list(words))

    return invoke


def on(code: str) -> frozenset[str]:
    db.session.rollback()
    return queries.on_in(db.session(), Cast().office(code).id)


def test_a_module_is_switched_by_command(run: Callable[..., Result]) -> None:
    done = run("module", "on", "JXF", "key_dates", "--reason", "试用")
    assert done.exit_code == 0, done.output
    assert done.output == "甲区信访办：key_dates 已启用\n"
    assert on("JXF") == {"key_dates"}
    assert "没有变化" in run("module", "on", "甲区信访办", "key_dates").output
    assert "key_dates\t重要日期" in run("module", "list").output
    assert "甲区信访办" in run("module", "list").output
    assert "\ton\n" in run("module", "list", "--office", "JXF").output
    assert run("module", "off", "JXF", "key_dates").exit_code == 0
    assert on("JXF") == frozenset()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("module", "on", "NOWHERE", "key_dates"), "没有机构“NOWHERE”"),
        (("module", "on", "JXF", "nothing"), "没有安装模块 nothing；已安装："),
        (("module", "list", "--office", "NOWHERE"), "没有机构"),
        (("plugin", "remove", "nothing"), "没有插件 nothing"),
        (("plugin", "new", "Bad", "somewhere"), "不能用"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_1(
    run: Callable[..., Result], words: tuple[str, ...], said: str
) -> None:
    done = run(*words)
    assert done.exit_code == 1
    assert said in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_plugins_are_listed_with_version_and_hooks(run: Callable[..., Result]) -> None:
    lines = [each for each in run("plugin", "list").output.splitlines() if each.startswith("key_dates\t")]
    assert len(lines) == 1
    assert "xinfang_home_cards" in lines[0]
    assert "xinfang-site" in lines[0]


def some_dates(app: Flask) -> int:
    """Key dates of office JXF, made by the demo's hook; how many there are."""
    turn = services.Turn(Cast().office("JXF").id, "key_dates", on=True, reason="试用")
    services.switch(db.session(), Cast().actor("root_security"), plugins(), turn)
    hook = "xinfang_demo"
    assert hook in plugins().installed["key_dates"].hooks
    with app.test_request_context():
        assert asking.demonstrations(db.session(), date(2026, 11, 27)) == ["甲区信访办：重要日期 2 个"]
    table = Base.metadata.tables[KEY_DATES]
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def switch_off() -> None:
    turn = services.Turn(Cast().office("JXF").id, "key_dates", on=False, reason="不用了")
    services.switch(db.session(), Cast().actor("root_security"), plugins(), turn)


def test_records_are_taken_out_only_by_two_people_and_after_an_export(any_app: Flask) -> None:
    rows = some_dates(any_app)
    assert rows == 2
    with pytest.raises(Refused, match="安全管理员"):
        plugin_removal.remove(db.session(), "key_dates", "不用了")
    with pytest.raises(Refused, match="还有机构启用"):
        purging.approve(db.session(), Cast().actor("root_security"), "key_dates", "不用了")
    switch_off()
    client = client_of(any_app, "root_security")
    page = fetch(client, "/modules/key_dates/purge")
    assert client.post("/modules/key_dates/purge", data=filled(page, reason="不用了")).status_code == 302
    db.session.rollback()
    removed = plugin_removal.remove(db.session(), "key_dates", "不用了")
    assert removed.rows == rows
    assert removed.distribution == "xinfang-site"
    assert KEY_DATES not in inspect(db.engine).get_table_names()
    with zipfile.ZipFile(Path(any_app.instance_path) / removed.export) as archive:
        lines = archive.read(f"{KEY_DATES}.jsonl").decode().splitlines()
    assert {json.loads(each)["title"] for each in lines} == {"宪法宣传周", "全国两会"}
    assert db.session.scalars(select(ModulePurge)).one().used_at is not None
    with pytest.raises(Refused, match="没有插件"):
        plugin_removal.remove(db.session(), "nothing", "")


def test_consent_lasts_a_week(app: Flask) -> None:
    purging.approve(db.session(), Cast().actor("root_security"), "key_dates", "不用了")
    assert purging.approval(db.session(), "key_dates") is not None
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert purging.approval(db.session(), "key_dates") is None


def test_an_empty_plugin_needs_no_consent_and_is_switched_off_for_the_record(
    run: Callable[..., Result], switch_on: Callable[..., None]
) -> None:
    switch_on("key_dates", "JXF", "JZJ")
    done = run("plugin", "remove", "key_dates")
    assert done.exit_code == 0, done.output
    assert "pip uninstall xinfang-site" in done.output
    for code in ("JXF", "JZJ"):
        turned = queries.switches(db.session(), Cast().office(code).id, "key_dates")
        assert [each.on for each in turned] == [False, True]
