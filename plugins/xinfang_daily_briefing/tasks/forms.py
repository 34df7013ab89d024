"""Forms of instructions (批示表单)."""

from collections.abc import Sequence
from datetime import date

from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_daily_briefing.tasks.services import Instruction
from xinfang_site.plugin_api.pages import Max, SiteForm, VersionField, given, options


class InstructForm(SiteForm):
    """A leader's words (批示表单), the unit that acts, the day."""

    submission = HiddenField()
    text = TextAreaField("批示内容", [InputRequired("请填写批示内容"), Max(500)])
    unit_id = SelectField("责任单位", [InputRequired("请选择责任单位")])
    due_on = DateField("办理期限", [InputRequired("请填写办理期限，格式如 2026-12-04")])

    def offer(self, units: Sequence[tuple[int, str]], usual: str, due: date) -> None:
        """The units of the district, the line's own first; the usual day."""
        ordered = sorted(units, key=lambda each: each[1] != usual)
        self.unit_id.choices = options([("", "请选择"), *ordered])
        if not self.is_submitted():
            self.due_on.data = due
            mine = next((each for each in ordered if each[1] == usual), None)
            self.unit_id.data = str(mine[0]) if mine else ""

    def draft(self) -> Instruction:
        """The validated fields."""
        return Instruction(
            text=given(self.text.data),
            unit_id=int(given(self.unit_id.data)),
            due_on=given(self.due_on.data),
            submission=(self.submission.data or "")[:64],
        )


class ReplyForm(SiteForm):
    """A unit's reply (反馈表单)."""

    version = VersionField()
    text = TextAreaField("办理情况", [InputRequired("请填写办理情况"), Max(1000)])


class CloseForm(SiteForm):
    """Closing (办结批示), of the version that was looked at."""

    version = VersionField()
