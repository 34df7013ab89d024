"""The register's page: filters in the address, chips, saved filters, scope, empty states."""

import re
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import matters
from tests.page import Page, fetch, post, read
from tests.people import Cast, sign_in
from tests.scattered import scatter
from xinfang_site.extensions import db
from xinfang_site.register.filters.models import SavedFilter


def numbers(page: Page) -> list[str]:
    return page.texts("//main//tbody/tr/th")


def link(page: Page, text: str) -> str:
    return str(page.all(f"//main//a[contains(normalize-space(.), '{text}')]/@href")[0])


def test_a_new_office_is_told_what_to_do(clerk: FlaskClient) -> None:
    page = fetch(clerk, "/petitions/")
    assert "名册里还没有信访事项" in page.text
    assert link(page, "登记") == "/petitions/new"


def test_the_list_shows_each_matter_with_masked_names(clerk: FlaskClient) -> None:
    petition_id = matters.registered()
    page = fetch(clerk, "/petitions/")
    row = page.texts("//main//tbody/tr")[0]
    assert "小区电梯长期停运" in row
    assert "赵青松" not in page.response.text
    assert "19900001234" not in page.response.text
    assert page.all("//main//tbody/tr/th/a/@href") == [f"/petitions/{petition_id}"]
    assert "共 1 件" in page.text


def test_filters_are_chips_that_can_be_taken_off(clerk: FlaskClient) -> None:
    scatter(40)
    page = fetch(
        clerk,
        "/petitions/?state=handling&state=concluded&channel=100&q=事&received_from=2025-01-01&due=month",
    )
    chips = page.texts("//a[@class='chip']")
    assert [re.sub("去掉条件|×", "", each).strip() for each in chips] == [
        "查找：事",
        "状态：办理中",
        "状态：已办结",
        "形式：来信",
        "期限：三十日内到期",
        "收到日期自 2025-01-01",
    ]
    without = dict(parse_qsl(urlsplit(page.all("//a[@class='chip']/@href")[3]).query))
    assert "channel" not in without
    assert without["received_from"] == "2025-01-01"


@pytest.mark.parametrize(
    "query", ["q=电梯", "received_from=2026-01-01&q=电梯", "state=registered&received_to=2026-12-31"]
)
def test_a_filtered_list_tells_the_whole_register_too(clerk: FlaskClient, query: str) -> None:
    matters.registered()
    matters.registered(summary="路灯不亮", content="路灯不亮。")
    matters.registered(summary="电梯停运", received_on=date(2025, 12, 30), day=date(2025, 12, 30))
    text = fetch(clerk, f"/petitions/?{query}").text
    assert "，共 3 件" in text


def test_what_cannot_be_understood_is_said(clerk: FlaskClient) -> None:
    matters.registered()
    page = fetch(clerk, "/petitions/?state=nonsense&office=nowhere&page=0")
    assert "筛选条件无法识别，已忽略：state=nonsense、page=0、office=nowhere" in page.text
    assert len(numbers(page)) == 1


def test_pages_lead_on_and_back(app: Flask, clerk: FlaskClient) -> None:
    scatter(150)
    first = fetch(clerk, "/petitions/?sort=number")
    second = fetch(clerk, link(first, "下一页"))
    assert "第 2 页" in second.text
    assert not set(numbers(first)) & set(numbers(second))
    assert numbers(fetch(clerk, link(second, "上一页"))) == numbers(first)
    assert numbers(fetch(clerk, "/petitions/?sort=number&page=2")) == numbers(second)
    beyond = fetch(clerk, "/petitions/?page=77")
    assert "没有这一页" in beyond.text


def test_columns_sort_both_ways(clerk: FlaskClient) -> None:
    scatter(20)
    page = fetch(clerk, "/petitions/")
    assert page.texts("//th[@aria-sort='descending']") == ["收到日期"]
    turned = fetch(clerk, link(page, "收到日期"))
    assert numbers(turned) == numbers(page)[::-1]
    by_due = fetch(clerk, link(page, "办理期限"))
    assert by_due.texts("//th[@aria-sort='ascending']") == ["办理期限"]


def test_nothing_found_offers_to_drop_the_conditions(clerk: FlaskClient) -> None:
    matters.registered()
    page = fetch(clerk, "/petitions/?q=没有这样的词")
    assert "没有符合条件的记录" in page.text
    assert page.all("//details[@open]")


def test_a_whole_phone_number_leaves_the_address_at_once(clerk: FlaskClient) -> None:
    matters.registered()
    answer = clerk.get("/petitions/?q=19900001234+电梯&state=registered")
    assert answer.status_code == 302
    assert "19900001234" not in answer.location
    page = fetch(clerk, answer.location)
    assert len(numbers(page)) == 1
    assert "199****1234" in page.text
    assert "19900001234" not in page.response.text
    hidden = page.all("//form[@role='search']//input[@type='hidden' and @name='q']/@value")
    assert hidden
    assert hidden[0].startswith("~")


def test_another_offices_matters_are_nowhere(app: Flask) -> None:
    matters.registered(summary="甲区的事项")
    other = app.test_client()
    sign_in(other, "other_clerk")
    for address in (
        "/petitions/",
        "/petitions/?q=甲区",
        "/petitions/?q=赵青松",
        "/petitions/?office=JZJ",
        "/petitions/?count=exact",
    ):
        page = fetch(other, address)
        assert "甲区的事项" not in page.text
        assert not numbers(page)
        assert not page.all("//p[@class='count']")


def test_administrators_have_no_register(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "root_system")
    for address in (
        "/petitions/",
        "/petitions/export.xlsx",
        "/petitions/filters",
        "/petitions/export-personal",
    ):
        read(client.get(address), 403)


def test_an_exact_count_is_one_click_away(clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from xinfang_site.register.lists import counting

    monkeypatch.setattr(counting, "CAP", 5)
    scatter(60)
    page = fetch(clerk, "/petitions/?q=事")
    assert "5+" in page.text
    exact = fetch(clerk, link(page, "精确统计"))
    assert "+" not in exact.texts("//p[@class='count']")[0]


def test_a_filter_is_saved_used_renamed_and_deleted(clerk: FlaskClient) -> None:
    scatter(20)
    page = fetch(clerk, "/petitions/?state=handling")
    save = link(page, "保存当前条件")
    assert "状态：办理中" in fetch(clerk, save).text
    post(clerk, save, {"name": "  正在办的 "})
    listed = fetch(clerk, "/petitions/?state=handling")
    assert listed.texts("//nav[@class='saved']//a[@aria-current]") == ["正在办的"]
    kept = db.session.scalars(select(SavedFilter)).one()
    post(clerk, f"/petitions/filters/{kept.id}", {"name": "在办"})
    assert "在办" in fetch(clerk, "/petitions/filters").text
    assert "在办" in fetch(clerk, f"/petitions/filters/{kept.id}").response.text
    assert "删除“在办”" in fetch(clerk, f"/petitions/filters/{kept.id}/drop").text
    post(clerk, f"/petitions/filters/{kept.id}/drop", {})
    assert "还没有保存常用筛选" in fetch(clerk, "/petitions/filters").text


def test_saving_under_the_same_name_replaces_and_has_its_limits(
    clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xinfang_site.register.filters import saved as saved_filters

    post(clerk, "/petitions/filters/new?state=handling", {"name": "甲"})
    post(clerk, "/petitions/filters/new?state=open", {"name": "甲"})
    assert [each.query for each in db.session.scalars(select(SavedFilter))] == ["state=open"]
    monkeypatch.setattr(saved_filters, "MOST", 1)
    page = post(clerk, "/petitions/filters/new?state=open", {"name": "乙"}, 400)
    assert "每人最多保存 1 个" in page.alerts()
    long = "&".join(f"office=A{number:030d}" for number in range(40))
    page = post(clerk, f"/petitions/filters/new?{long}", {"name": "甲"}, 400)
    assert "筛选条件过长" in page.alerts()
    assert "请填写名称" in post(clerk, "/petitions/filters/new", {"name": " "}, 400).alerts()
    kept = db.session.scalars(select(SavedFilter)).one()
    post(clerk, f"/petitions/filters/{kept.id}", {"name": ""}, 400)


def test_sharing_is_for_those_who_may_and_never_crosses_offices(app: Flask, clerk: FlaskClient) -> None:
    post(clerk, "/petitions/filters/new?state=open", {"name": "私下的", "shared": "y"})
    head, other = app.test_client(), app.test_client()
    sign_in(head, "section_head")
    sign_in(other, "other_clerk")
    assert not fetch(head, "/petitions/filters").all("//tbody/tr")
    post(head, "/petitions/filters/new?state=closed", {"name": "未结方案", "shared": "y"})
    page = fetch(clerk, "/petitions/filters")
    assert "未结方案" in page.text
    assert "同事共享" in page.text
    assert "未结方案（共享）" in fetch(clerk, "/petitions/").text
    assert "未结方案" not in fetch(other, "/petitions/filters").text
    kept = db.session.scalars(select(SavedFilter).where(SavedFilter.shared)).one()
    for client in (clerk, other):
        read(client.get(f"/petitions/filters/{kept.id}"), 404)
        read(client.get(f"/petitions/filters/{kept.id}/drop"), 404)
    assert "同事将不能再使用" in fetch(head, f"/petitions/filters/{kept.id}/drop").text


def test_lower_levels_are_offered_below_a_chosen_category(clerk: FlaskClient) -> None:
    page = fetch(clerk, "/petitions/?category=0103")
    offered = page.all("//select[@name='category']/option/@value")
    assert "010302" in offered
    assert "0103" in page.all("//select[@name='category']/option[@selected]/@value")


def test_only_those_who_may_see_the_bulk_bar(clerk: FlaskClient, handler: FlaskClient) -> None:
    matters.registered()
    assert not fetch(clerk, "/petitions/").all("//form[@data-bulk]")
    assert fetch(handler, "/petitions/").all("//form[@data-bulk]")
    assert Cast().office("JXF")
