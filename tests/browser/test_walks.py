"""Whole walks through the site in a real browser, as people take them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Served
from tests.browser.desk import Desk
from tests.demonstration import DemoAccount

UNIT = "区住房城乡建委"
NEW_PASSWORD = "Qing-He+2468-Lan"


def fill_in(desk: Desk, name: str, phone: str, summary: str) -> None:
    """The registration form's least."""
    desk.open("/petitions/new")
    desk.page.fill("#name", name)
    desk.page.fill("#phone", phone)
    desk.page.fill("#summary", summary)
    desk.page.fill("#content", f"{summary}。住户多次反映，问题至今没有解决，请督促处理。")


def register(desk: Desk, name: str, phone: str, summary: str) -> str:
    """Register a matter as whoever is signed in; returns the case page's address."""
    fill_in(desk, name, phone, summary)
    desk.press("登记")
    assert re.fullmatch(r"/petitions/\d+", desk.path()), desk.main_text()
    return desk.path()


def as_user(desk: Desk, username: str, address: str) -> None:
    desk.sign_out()
    desk.sign_in(username)
    assert desk.open(address) == 200


def test_from_the_counter_to_acceptance_by_the_unit(desk: Desk) -> None:
    desk.sign_in("clerk")
    case = register(desk, "岑听雨", "19900088001", "小区三号楼电梯停运一个月无人维修")
    desk.follow("查重后提交甄别")
    desk.page.select_option("#duplicate_decision", "first")
    desk.press("查重后提交甄别")
    expect(desk.page.locator("main")).to_contain_text("待甄别")

    as_user(desk, "handler", case)
    desk.follow("转送")
    desk.page.fill("#receiver", UNIT)
    desk.press("提交审批")
    expect(desk.page.locator("main")).to_contain_text("等待科室负责人审批")

    as_user(desk, "section_head", "/")
    desk.page.locator("main").get_by_role("link", name=re.compile("转送")).last.click()
    desk.open(case)
    desk.follow("转送")
    desk.page.select_option("#decision", "approve")
    desk.press("提交审批意见")
    expect(desk.page.locator("main")).to_contain_text("待签收")

    as_user(desk, "zjw_handler", case)
    desk.follow("签收")
    desk.press("签收")
    desk.follow("受理")
    desk.fill({"path": "31_6", "kind": "appeal", "basis": "职责清单第三项"})
    desk.press("受理")
    assert desk.path() == case, desk.main_text()
    expect(desk.page.locator(".next-facts")).to_contain_text("办理中")
    desk.photograph("walk-accepted")
    assert not desk.faults


def test_the_same_person_again_is_hinted_at_and_linked(desk: Desk) -> None:
    desk.sign_in("clerk2")
    first = register(desk, "温石桥", "19900088002", "楼下烧烤店夜间油烟扰民")
    fill_in(desk, "温石桥", "19900088002", "楼下烧烤店夜间油烟扰民")
    desk.press("登记")
    assert desk.path() == "/petitions/new"
    expect(desk.page.locator("#duplicates")).to_contain_text("认定")
    desk.photograph("walk-duplicate-hint")
    desk.page.check(f"#repeat-{first.rpartition('/')[2]}")
    desk.press("认定并登记")
    expect(desk.page.locator("main")).to_contain_text("重复件")
    assert not desk.faults


def test_the_petitioner_looks_the_matter_up_with_the_printed_code(desk: Desk) -> None:
    desk.sign_in("clerk")
    register(desk, "卓白石", "19900088003", "路灯损坏三个月无人修复")
    desk.press("打印查询码单")
    shown = re.search(r"(?:[2-9A-HJKMNP-Z]{4} ){3}[2-9A-HJKMNP-Z]{4}", desk.main_text())
    assert shown
    code = shown.group()
    desk.photograph("walk-query-slip")
    desk.sign_out()
    desk.open("/query")
    desk.page.fill("#name", "卓白石")
    desk.page.fill("#query_code", code)
    desk.press("查询")
    expect(desk.page.locator("main")).to_contain_text("已登记")
    assert "卓白石" not in desk.main_text()
    assert code not in desk.page.url
    desk.photograph("walk-look-up")
    assert not desk.faults


def test_a_one_time_password_opens_nothing_but_the_page_that_changes_it(desk: Desk) -> None:
    desk.sign_in("sysadmin")
    desk.open("/accounts/?q=briefing_editor")
    with desk.page.expect_navigation():
        desk.page.locator("main table tbody a").first.click()
    desk.follow("重置口令")
    desk.page.fill("#reason", "本人忘记口令，已当面核对身份")
    desk.page.locator("main form button[type=submit]").first.click()
    password = re.search(r"[A-Za-z2-9]{16}", desk.main_text())
    assert password, desk.main_text()
    desk.sign_out()
    desk.sign_in("briefing_editor", password[0])
    assert desk.path() == "/password"
    desk.open("/")
    assert desk.path() == "/password"
    desk.page.fill("#old_password", password[0])
    desk.page.fill("#new_password", NEW_PASSWORD)
    desk.page.fill("#repeat_password", NEW_PASSWORD)
    desk.press("保存新口令")
    assert desk.path() == "/"
    assert not desk.faults


def test_what_was_typed_outlives_a_session_that_was_ended(desk: Desk, second_desk: Desk) -> None:
    desk.sign_in("clerk2")
    fill_in(desk, "秦又青", "19900088004", "会话结束前写的内容")
    second_desk.sign_in("clerk2")
    second_desk.open("/sessions")
    while (button := second_desk.page.locator("main table button")).count():
        with second_desk.page.expect_navigation():
            button.first.click()
    desk.press("登记")
    resume(desk, "clerk2", "会话结束前写的内容")
    assert not desk.faults


def test_what_was_typed_outlives_lost_cookies(desk: Desk) -> None:
    desk.sign_in("clerk")
    fill_in(desk, "秦又蓝", "19900088008", "丢失登录状态前写的内容")
    desk.sign_out()
    desk.press("登记")
    expect(desk.page.locator("h1")).to_have_text("页面已过期")
    assert "丢失登录状态前写的内容" in desk.page.locator("main").inner_html()
    desk.press("重新提交")
    resume(desk, "clerk", "丢失登录状态前写的内容")


def resume(desk: Desk, username: str, summary: str) -> None:
    """From the page that keeps the text over the sign-in to the saved matter."""
    expect(desk.page.locator("h1")).to_have_text("登录已失效")
    assert summary in desk.page.locator("main").inner_html()
    desk.press("登录后继续提交")
    desk.page.fill("#username", username)
    desk.page.fill("#password", desk.accounts[username].password)
    desk.press("登录")
    expect(desk.page.locator("h1")).to_have_text("继续提交")
    desk.photograph("walk-resume")
    desk.press("继续提交")
    expect(desk.page.locator("h1")).to_have_text(summary)


def test_full_data_is_shown_after_a_reason_and_never_on_a_get(desk: Desk) -> None:
    desk.sign_in("clerk")
    case = register(desk, "江晚照", "19900088005", "排水沟堵塞污水外溢")
    expect(desk.page.locator("#people")).not_to_contain_text("江晚照")
    desk.follow("查看完整信息")
    desk.press("查看")
    expect(desk.page.locator("[role=alert]")).to_be_visible()
    desk.page.fill("#reason", "电话联系信访人核实情况")
    desk.press("查看")
    expect(desk.page.locator("main")).to_contain_text("19900088005")
    desk.photograph("walk-unmasked")
    desk.open(f"{case}/people")
    assert "19900088005" not in desk.page.content()
    assert not desk.faults


def test_signing_in_and_registering_need_no_mouse(desk: Desk) -> None:
    keys, page = desk.page.keyboard, desk.page
    desk.open("/login")
    page.wait_for_function("document.activeElement.name === 'username'")  # given when the page is drawn
    keys.type("clerk")
    keys.press("Tab")
    keys.type(desk.accounts["clerk"].password)
    with page.expect_navigation():
        keys.press("Enter")
    assert desk.path() == "/"
    keys.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    desk.open("/petitions/new")
    # the form has the focus at once: nobody tabs through the menu to register
    page.wait_for_function("document.activeElement.name === 'channel'")
    tab_to(desk, "name")
    keys.type("柳如一")
    tab_to(desk, "phone")
    keys.type("19900088006")
    tab_to(desk, "summary")
    keys.type("全程键盘登记的事项")
    tab_to(desk, "content")
    keys.type("不用鼠标也能登记。")
    for _ in range(40):
        keys.press("Tab")
        if page.evaluate("document.activeElement.matches('main form button[type=submit]:not([name])')"):
            break
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("h1")).to_have_text("全程键盘登记的事项")
    assert not desk.faults


FOCUS_IS_SEEN = """(() => {
  const style = getComputedStyle(document.activeElement);
  const place = document.activeElement.getBoundingClientRect();
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1
    && place.width > 1 && place.top < innerHeight && place.bottom > 0;
})()"""


def tab_to(desk: Desk, field: str) -> None:
    """Press Tab until the field has the focus, which must be visible all the way."""
    for _ in range(40):
        desk.page.keyboard.press("Tab")
        assert desk.page.evaluate(FOCUS_IS_SEEN), desk.page.evaluate("document.activeElement.outerHTML")
        if desk.page.evaluate("document.activeElement.id") == field:
            return
    pytest.fail(f"Tab never reaches {field}")


def test_without_javascript_the_registration_is_the_same(desk_without_javascript: Desk) -> None:
    desk = desk_without_javascript
    desk.sign_in("clerk")
    fill_in(desk, "苏未名", "19900088007", "没有脚本也能登记")
    desk.press("增加一人")
    assert desk.page.input_value("#summary") == "没有脚本也能登记"
    desk.press("登记")
    expect(desk.page.locator("h1")).to_have_text("没有脚本也能登记")


def test_a_form_with_faults_says_so_and_keeps_what_was_typed(desk: Desk) -> None:
    desk.sign_in("clerk")
    fill_in(desk, "", "12", "电话填错的事项")
    desk.press("登记")
    summary = desk.page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert desk.page.title().startswith("错误")
    assert desk.page.input_value("#summary") == "电话填错的事项"
    summary.get_by_role("link").first.click()
    assert desk.page.evaluate("document.activeElement.tagName") == "INPUT"
    desk.photograph("walk-error-summary")


def test_the_registration_sheet_prints_on_paper(desk: Desk, tmp_path: Path) -> None:
    desk.sign_in("clerk")
    assert desk.open("/petitions/30/print") == 200
    paper = tmp_path / "sheet.pdf"
    desk.page.pdf(path=paper, prefer_css_page_size=True)
    content = paper.read_bytes()
    assert content.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 3
    sizes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", content)
    assert {(round(float(w)), round(float(h))) for w, h in sizes} <= {(595, 842), (596, 842), (594, 842)}


def test_the_served_accounts_are_those_of_the_file(served: Served) -> None:
    assert {"clerk", "sysadmin", "secadmin", "auditadmin"} <= set(served.accounts)
    assert all(isinstance(each, DemoAccount) for each in served.accounts.values())
