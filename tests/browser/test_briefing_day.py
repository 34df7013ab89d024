"""A whole day of the briefing in a real browser, by five people: from a unit's item to the leader's receipt."""

from datetime import datetime, timedelta

import pytest

from tests.browser.desk import SCREEN, Desk
from xinfang_site import clock

TABLETS = ((1024, 768), (800, 1280))
TITLE = "浏览器测试：某小区供暖故障"


def known() -> str:
    """A moment a little while ago, as the field wants it."""
    at: datetime = clock.china(clock.now()) - timedelta(minutes=5)
    return at.strftime("%Y-%m-%dT%H:%M")


def unit_account(desk: Desk) -> str:
    return next(name for name, each in desk.accounts.items() if "责任单位承办人" in each.roles)


def draft_of_today(desk: Desk) -> str:
    """The address of today's draft: made by hand, unless the demo or the hour has made it before."""
    desk.open("/briefing/issues/")
    desk.fill({"day": desk.today()})
    with desk.page.expect_navigation():
        desk.page.locator("form.office-form").get_by_role("button", name="拟稿", exact=True).click()
    return desk.path()


def test_five_people_make_and_read_an_issue(desk: Desk) -> None:
    desk.sign_in(unit_account(desk))
    desk.open("/briefing/items/new")
    for field, value in (
        ("#title", TITLE),
        ("#known_at", known()),
        ("#people", "16"),
        ("#place", "某小区"),
        ("#content", "供暖主管破裂，十余户停暖，电话19900001234"),
    ):
        desk.page.fill(field, value)
    desk.page.locator("input[name=column][value=focus]").check()
    desk.press("保存草稿，下一步核对")
    assert "疑似含有手机号码" in desk.main_text()
    desk.page.fill("#content", "供暖主管破裂，十余户停暖")
    desk.press("保存草稿，下一步核对")
    desk.press("报送")
    assert "已报送" in desk.main_text()

    desk.sign_out()
    desk.sign_in("briefing_editor")
    address = draft_of_today(desk)
    desk.press("编入新报信息")
    assert TITLE in desk.main_text()
    desk.press("提交审核")

    desk.sign_out()
    desk.sign_in("briefing_reviewer")
    desk.open(address)
    desk.press("审核通过")

    desk.sign_out()
    desk.sign_in("briefing_signer")
    desk.open(address)
    desk.follow("签发")
    desk.press("签发")
    assert "已签发" in desk.main_text()

    desk.sign_out()
    desk.sign_in("district_leader")
    desk.open("/briefing/archive?q=浏览器测试")
    with desk.page.expect_navigation():
        desk.page.locator("main table a").first.click()
    assert TITLE in desk.main_text()
    for size in (SCREEN, *TABLETS):
        desk.size(size)
        assert desk.overflow() <= 0
    desk.size(SCREEN)
    desk.page.keyboard.press("j")
    first = desk.page.evaluate("document.activeElement.id")
    desk.page.keyboard.press("ArrowDown")
    assert first
    assert desk.page.evaluate("document.activeElement.id") not in ("", first)
    desk.press("已阅")
    assert "确认已阅" in desk.main_text()
    assert desk.faults == []


@pytest.mark.parametrize("size", [SCREEN, *TABLETS])
def test_the_leaders_page_fits_and_reads_without_a_script(
    desk_without_javascript: Desk, size: tuple[int, int]
) -> None:
    desk = desk_without_javascript
    desk.size(size)
    desk.sign_in("district_leader2")
    assert desk.open("/briefing/today") == 200
    assert desk.overflow() <= 0
    text = desk.main_text()
    assert "重点关注" in text or "零报告" in text
    body = desk.page.locator(".brief-body, .brief-silent").first
    assert float(body.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")) >= 17
    desk.photograph(f"briefing-{size[0]}x{size[1]}")
