"""The whole day of the reception desk in a real browser: number, call, screen, record, petition."""

import re

from playwright.sync_api import expect

from tests.browser.desk import Desk

VISITOR, SUMMARY = "岑听雪", "小区地下车库渗水一年无人处理"


def test_from_the_number_to_the_petition(desk: Desk, second_desk: Desk) -> None:
    desk.sign_in("reception_admin")
    desk.open("/reception/hall/?window=3号窗口")
    desk.page.select_option("#kind_id", index=0)
    desk.page.fill("#people", "2")
    desk.page.click("main form[action$='/hall/take'] button[type=submit]:visible")
    expect(desk.page.locator("h1")).to_have_text(re.compile(r"A\d{3}"))
    number = desk.page.locator("h1").inner_text()

    desk.open("/reception/hall/?window=3号窗口")
    row = desk.page.locator("tbody tr", has_text=number)
    row.get_by_role("button", name=re.compile("叫号")).click()
    expect(desk.page.locator("tbody tr", has_text=number)).to_contain_text("已叫号")

    second_desk.sign_in("reception_admin")
    second_desk.open("/reception/hall/screen")
    expect(second_desk.page.locator(".screen-first")).to_contain_text(number)
    expect(second_desk.page.locator(".screen-first")).to_contain_text("3号窗口")

    desk.page.locator("tbody tr", has_text=number).get_by_role("button", name=re.compile("接待完毕")).click()
    expect(desk.page.locator("#people")).to_have_value("2")
    desk.page.fill("#name", VISITOR)
    desk.page.fill("#phone", "19900088112")
    desk.page.fill("#summary", SUMMARY)
    desk.page.fill("#words", "请物业主管部门限期处理")
    of_leaders = desk.page.locator("#session_id option", has_text="区领导公开接访").first
    desk.page.select_option("#session_id", of_leaders.get_attribute("value"))
    desk.press("保存")
    expect(desk.page.locator("main")).to_contain_text("岑**")
    record = desk.path()

    desk.sign_out()
    desk.sign_in("clerk")
    desk.open(record)
    desk.follow("转为信访事项")
    expect(desk.page.locator("#summary")).to_have_value(SUMMARY)
    desk.press("登记为信访事项")
    assert re.fullmatch(r"/petitions/\d+", desk.path()), desk.main_text()
    expect(desk.page.locator("main")).to_contain_text("区领导公开接访")
    assert desk.faults == second_desk.faults == []


def test_the_desk_begins_in_the_hall_and_the_screen_needs_no_script(desk_without_javascript: Desk) -> None:
    desk = desk_without_javascript
    desk.sign_in("reception_admin")
    assert desk.path() == "/reception/hall/"
    assert desk.open("/reception/hall/screen") == 200
    expect(desk.page.locator("meta[http-equiv=refresh]")).to_have_attribute("content", "15")
    assert desk.faults == []
