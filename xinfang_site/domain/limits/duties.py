"""Duties with a clock (有期限的职责): the codes D1 to D17 and what each is called."""

from xinfang_site.domain.titles import Titled


class Duty(Titled):
    """A duty or right with a time limit (期限事项); the value is stored with each clock."""

    DISPATCH = "D1", "登记并转送、交办、报送或者告知"
    DIRECT_NOTICE = "D2", "直接收到后书面告知"
    NOTICE = "D3", "受理告知"
    OBJECTION = "D4", "提出异议"
    OBJECTION_RULING = "D4A", "核实异议"
    FEEDBACK = "D5", "交办反馈"
    CONCLUSION = "D6", "办结"
    REVIEW_REQUEST = "D7", "申请复查"
    REVIEW = "D8", "复查"
    FINAL_REQUEST = "D9", "申请复核"
    FINAL_REVIEW = "D10", "复核"
    URGENT_REPORT = "D11", "重大紧急事项报告"
    SUGGESTION = "D12", "建议意见答复"
    DISCIPLINE_TRANSFER = "D13", "检举控告移送"
    STATUTORY_ROUTE = "D14", "法定途径办理"
    ADVICE_FEEDBACK = "D15", "工作建议反馈"
    ANNUAL_REPORT = "D16", "年度报告"
    SIMPLE_ANSWER = "D17", "简易办理答复"
    SIMPLE_DECISION = "D17A", "简易办理决定受理"

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
