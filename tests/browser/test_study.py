"""Legal study in a real browser: signing in, a quiz at two desks, a ledger, every page sound and readable."""

from collections import Counter, deque
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.test_every_page import axe, check, kind_of, links
from tests.plugins.legal_study.test_ledgers import HEADING, LEDGER, workbook
from xinfang_site.clock import china, now, today


def test_every_page_of_the_module_is_sound_and_readable(desk: Desk) -> None:
    """One of each kind in reach, some sessions and people: in January the demo has fewer than in November."""
    desk.sign_in("section_head")
    waiting, seen, faults = deque(["/study/", "/study/rereadings/"]), Counter[str](), []
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if seen[kind] >= (12 if kind in {"/study/sessions/N", "/study/people/N"} else 1):
            continue
        seen[kind] += 1
        assert desk.open(address) == 200, address
        faults += check(desk, address)
        if seen[kind] == 1:
            faults += axe(desk, address)
        waiting += [each for each in links(desk) if each.startswith("/study/")]
    assert not faults, "\n".join(faults)
    assert len(seen) > 20, seen


def test_a_session_is_signed_with_the_code_of_the_room(desk: Desk, second_desk: Desk) -> None:
    desk.sign_in("section_head")
    desk.open("/study/sessions/new")
    desk.page.fill("#topic", "当天的学法会")
    desk.page.fill("#day", today().isoformat())
    desk.page.fill("#hours", "1")
    desk.press("保存")
    session = desk.path()
    desk.open(f"{session}/desk")
    midnight = china(now()).replace(hour=0, minute=0)
    desk.page.fill("#opens_at", max(midnight, china(now()) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M"))
    desk.page.fill("#closes_at", (china(now()) + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"))
    desk.press("生成签到码")
    code = desk.page.locator(".study-code").inner_text().strip()[-6:]

    second_desk.sign_in("handler2")
    second_desk.open(f"{session}/sign-in")
    second_desk.page.fill("#code", f"{(int(code) + 1) % 10**6:06}")
    second_desk.press("签到")
    expect(second_desk.page.locator("[role=alert]")).to_contain_text("签到码")

    second_desk.page.fill("#code", code)
    second_desk.press("签到")
    expect(second_desk.page.locator("main")).to_contain_text("签到成功")
    assert code not in second_desk.page.content()


@pytest.mark.parametrize("username", ["lawyer", "duty_officer"])
def test_the_network_brings_no_key_before_a_paper_is_in(desk: Desk, username: str) -> None:
    heard: list[str] = []

    def note(answer: Any) -> None:
        if "text" in answer.headers.get("content-type", "") and answer.status == 200:
            heard.append(answer.text())

    desk.sign_in(username)
    desk.page.on("response", note)
    desk.open("/study/")
    desk.open("/study/quizzes/")
    desk.open("/study/quizzes/1")
    button = desk.page.get_by_role("button", name="开始作答").or_(
        desk.page.get_by_role("button", name="再考一次")
    )
    with desk.page.expect_navigation():
        button.click()
    paper = desk.path()
    desk.page.check("#answer-0-0")
    desk.press("保存答案，继续作答")
    assert desk.page.is_checked("#answer-0-0")
    assert heard
    for text in heard:
        assert "正确答案" not in text
        assert '"key"' not in text
        assert "tag-success" not in text.partition('class="study-paper"')[2]
    desk.press("交卷")
    assert desk.path() == paper
    expect(desk.page.locator("h1")).to_contain_text("分")


def test_a_ledger_is_imported_with_a_report_row_by_row(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path / "study.xlsx", LEDGER, HEADING, "2025年度学习台账")
    desk.sign_in("section_head")
    desk.open("/study/sessions/?year=2025")
    desk.follow("导入台账")
    desk.page.set_input_files("input[type=file]", path)
    desk.page.locator("main form button[type=submit]").first.click()
    desk.page.wait_for_load_state("load")
    expect(desk.page.locator("main")).to_contain_text("24")
    desk.page.locator("main").get_by_role("button", name="导入").last.click()
    desk.page.wait_for_load_state("load")
    desk.open("/study/sessions/?year=2025")
    figures = " ".join(desk.page.locator(".study-figures").inner_text().split())
    assert "已举办 17场 其中专题学习 3场 计划未举办 3场 已取消 3场 已改期 1场" in figures
    assert "93.94%（217/231）" in figures
    assert "73.91%（17/23）" in figures
