"""Duties with a clock (有期限的职责): the codes D1 to D17 and what each is called."""

from enum import StrEnum

from xinfang_site.domain.titles import Title


class Duty(StrEnum):
    """A duty or right with a time limit (期限事项); the value is stored with each clock."""

    DISPATCH = "D1"
    DIRECT_NOTICE = "D2"
    NOTICE = "D3"
    OBJECTION = "D4"
    OBJECTION_RULING = "D4A"
    FEEDBACK = "D5"
    CONCLUSION = "D6"
    REVIEW_REQUEST = "D7"
    REVIEW = "D8"
    FINAL_REQUEST = "D9"
    FINAL_REVIEW = "D10"
    URGENT_REPORT = "D11"
    SUGGESTION = "D12"
    DISCIPLINE_TRANSFER = "D13"
    STATUTORY_ROUTE = "D14"
    ADVICE_FEEDBACK = "D15"
    ANNUAL_REPORT = "D16"
    SIMPLE_ANSWER = "D17"
    SIMPLE_DECISION = "D17A"

    @property
    def title(self) -> Title:
        """What the limit is for (期限名称)."""
        return Title(_TITLES[self])

    @property
    def petitioners_right(self) -> bool:
        """Whether a petitioner's right ends with it (信访人权利期限), not an office's duty."""
        return self in (Duty.REVIEW_REQUEST, Duty.FINAL_REQUEST)

    @property
    def optional(self) -> bool:
        """Whether nobody is late who lets it pass (可以不行使): a petitioner's right, or a unit's to object.

        Whoever does not object within five working days keeps the matter (《信访工作条例》第二十三条第三款), and has
        the rest of the fifteen days to accept it.
        """
        return self.petitioners_right or self is Duty.OBJECTION


_TITLES = {
    Duty.DISPATCH: "登记并转送、交办、报送或者告知",
    Duty.DIRECT_NOTICE: "直接收到后书面告知",
    Duty.NOTICE: "受理告知",
    Duty.OBJECTION: "提出异议",
    Duty.OBJECTION_RULING: "核实异议",
    Duty.FEEDBACK: "交办反馈",
    Duty.CONCLUSION: "办结",
    Duty.REVIEW_REQUEST: "申请复查",
    Duty.REVIEW: "复查",
    Duty.FINAL_REQUEST: "申请复核",
    Duty.FINAL_REVIEW: "复核",
    Duty.URGENT_REPORT: "重大紧急事项报告",
    Duty.SUGGESTION: "建议意见答复",
    Duty.DISCIPLINE_TRANSFER: "检举控告移送",
    Duty.STATUTORY_ROUTE: "法定途径办理",
    Duty.ADVICE_FEEDBACK: "工作建议反馈",
    Duty.ANNUAL_REPORT: "年度报告",
    Duty.SIMPLE_ANSWER: "简易办理答复",
    Duty.SIMPLE_DECISION: "简易办理决定受理",
}
