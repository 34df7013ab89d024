"""One matter from the letter to the end of 复核, by the people who would do it, each at a desk of their own."""

import re

from playwright.sync_api import expect

from tests.browser.desk import Desk

UNIT = "区住房城乡建委"
SUMMARY = "小区五号楼外墙脱落砸坏车辆无人修缮"
OPINION = {
    "facts": "经现场核查，五号楼外墙砖脱落属实，房屋已过保修期，专项维修资金可以应急使用。",
    "outcome": "supported",
    "text": "责令物业公司十五日内设置围挡，并申请专项维修资金修缮外墙。",
    "legal_basis": "《住宅专项维修资金管理办法》第二十四条",
}


class Matter:
    """The matter as it goes from desk to desk; a photograph of the case page at each desk that it comes to first."""

    def __init__(self, desk: Desk, case: str) -> None:
        self.desk, self.case, self.seen = desk, case, list[str]()

    def buttons(self) -> list[str]:
        """What the case page offers first."""
        return self.desk.page.locator(".next-step a.btn").all_inner_texts()

    def open(self, username: str) -> None:
        self.desk.become(username, self.case)
        if username not in self.seen:
            self.seen.append(username)
            self.desk.photograph(f"long-walk-{len(self.seen):02}-{username}")

    def act(self, username: str, title: str, button: str = "", **fields: str) -> None:
        """Open the case as ``username``, take the step ``title`` with ``fields``."""
        self.open(username)
        assert self.buttons()[0] == title
        self.take(title, button, **fields)

    def take(self, title: str, button: str = "", **fields: str) -> None:
        self.desk.follow(title)
        self.desk.fill(fields)
        self.desk.press(button or title)
        assert self.desk.path() == self.case, self.desk.main_text()

    def approve(self, username: str, title: str) -> None:
        self.act(username, f"审批：{title}", "提交审批意见", decision="approve")

    def nothing_for(self, username: str) -> None:
        """``username`` sees the case, and nothing to do in it but to wait."""
        self.desk.become(username, self.case)
        assert self.buttons() == []

    def stands(self, state: str) -> None:
        expect(self.desk.page.locator(".next-facts")).to_contain_text(state)


def test_one_matter_from_the_letter_to_the_end_of_the_final_review(desk: Desk) -> None:
    desk.become("clerk", "/petitions/new")
    people = {"name": "骆青原", "phone": "19900088021"}
    desk.fill({**people, "summary": SUMMARY, "content": f"{SUMMARY}，多次向物业反映没有结果。"})
    desk.press("登记")
    assert re.fullmatch(r"/petitions/\d+", desk.path()), desk.main_text()
    matter = Matter(desk, desk.path())
    matter.take("查重后提交甄别", duplicate_decision="first")
    matter.act("handler", "转送", "提交审批", receiver=UNIT)
    matter.approve("section_head", "转送")
    matter.nothing_for("clerk")
    matter.act("zjw_handler", "签收")
    matter.take("受理", path="31_6", basis="区住房城乡建委职责清单第12项")
    matter.take("提交意见书稿", **OPINION)
    matter.act("zjw_checker", "审核通过")
    matter.act("zjw_head", "签发意见书")
    served = {"service": "in_person", "served_on": desk.today(), "proof": "送达回证第31号"}
    matter.nothing_for("handler")
    matter.act("zjw_handler", "登记送达", **served)
    matter.stands("已送达")
    expect(desk.page.locator(".next-note")).to_contain_text("信访人可以申请复查至")
    matter.act("clerk", "登记复查申请", text="处理意见没有确定修缮完成的时间，请求复查。")
    matter.act(
        "reviewer", "签发复查意见", "提交审批", outcome="upheld", text="原处理意见事实清楚，予以维持。"
    )
    matter.approve("district_leader", "签发复查意见")
    matter.act("reviewer", "登记复查意见送达", **served)
    matter.act("clerk", "登记复核申请", text="复查意见没有回应修缮时间，请求复核。")
    matter.act("city_reviewer", "签发复核意见", "提交审批", outcome="upheld", text="复查意见适当，予以维持。")
    matter.approve("city_leader", "签发复核意见")
    matter.act("city_reviewer", "登记复核意见送达", **served)
    matter.take("终结")
    matter.stands("已终结")
    matter.act("handler", "审核认定办结", "提交审批")
    matter.approve("section_head", "审核认定办结")
    matter.stands("已办结")
    scores = {"outcome": "satisfied", "unit_outcome": "satisfied", "proof": "回访录音第12号"}
    matter.open("clerk")
    desk.follow("满意度评价")
    desk.fill(scores)
    desk.page.check("#on_behalf")
    desk.press("满意度评价")
    matter.stands("已评价")
    matter.act("clerk", "归档")
    matter.stands("已归档")
    assert not desk.faults
