"""The forms of approval (审批表单): approve or return what was proposed, or take one's own back."""

from wtforms import Field, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from xinfang_site.forms import Max, SiteForm, options
from xinfang_site.petitions.stepping.fields import LATE


class TakeBackForm(SiteForm):
    """Takes one's own proposal back."""

    version = HiddenField(validators=[InputRequired("页面已过期，请重新打开")])
    reason = TextAreaField("撤回理由", [InputRequired("请写明撤回理由"), Max(480)], render_kw={"rows": 3})


DECISIONS = {"approve": "同意", "return": "退回"}


class ApprovalForm(SiteForm):
    """Approves or returns a proposal."""

    version = HiddenField(validators=[InputRequired("页面已过期，请重新打开")])
    decision = SelectField("审批意见", choices=options(list(DECISIONS.items())))
    reason = TextAreaField("退回理由（退回时填写）", [Max(500)], render_kw={"rows": 3})

    def validate_reason(self, field: Field) -> None:
        """A return says why."""
        if self.decision.data == "return" and not field.data:
            raise ValidationError("退回须写明理由")


class LateApprovalForm(ApprovalForm):
    """The same where a limit ran out while the proposal waited."""

    late_reason = LATE["late_reason"]
    late_unit = LATE["late_unit"]
