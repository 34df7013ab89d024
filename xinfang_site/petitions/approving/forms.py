"""The forms of approval (审批表单): approve or return what was proposed, or take one's own back."""

from wtforms import Field, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from xinfang_site.forms import Max, SiteForm, options
from xinfang_site.petitions.stepping.fields import LATE, line, more


class TakeBackForm(SiteForm):
    """Takes one's own proposal back (撤回拟办)."""

    version = HiddenField(validators=[InputRequired("页面已过期，请重新打开")])
    reason = TextAreaField("撤回理由", [InputRequired("请写明撤回理由"), Max(480)], render_kw={"rows": 3})

    def typed(self) -> str:
        """The decision and the text typed, so that a conflict loses neither."""
        return _joined("撤回拟办", self.reason.data)


DECISIONS = {"approve": "同意", "return": "退回"}


class ApprovalForm(SiteForm):
    """Approves or returns a proposal (审批表单)."""

    version = HiddenField(validators=[InputRequired("页面已过期，请重新打开")])
    decision = SelectField("审批意见", choices=options(list(DECISIONS.items())))
    reason = TextAreaField("退回理由（退回时填写）", [Max(500)], render_kw={"rows": 3})

    def validate_reason(self, field: Field) -> None:
        """A return says why."""
        if self.decision.data == "return" and not field.data:
            raise ValidationError("退回须写明理由")

    def late(self) -> dict[str, str]:
        """Why a limit ran out and whose fault it was (超期原因): nobody asks."""
        return {}

    def typed(self) -> str:
        """The decision and the text typed, so that a conflict loses neither."""
        return _joined(DECISIONS.get(self.decision.data or "", ""), self.reason.data)


class LateApprovalForm(ApprovalForm):
    """The same where a limit ran out while the proposal waited (超期审批表单)."""

    late_reason = more("超期原因（同意时填写）", 500, 2, "期限在审批期间届满，须写明原因和责任单位")
    late_unit = line("造成超期的责任单位（同意时填写）", 120)

    def late(self) -> dict[str, str]:
        """The reason and the unit at fault."""
        return {name: self[name].data or "" for name in LATE}


def _joined(decision: str, reason: str | None) -> str:
    return f"{decision}，{reason}" if reason else decision
