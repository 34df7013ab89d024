"""Forms of disposals (保管与清除表单)."""

from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from xinfang_site.clock import today
from xinfang_site.conflicts_page import VersionField
from xinfang_site.disposals.services import Decision, Wish
from xinfang_site.domain.concluding.retention import Ground
from xinfang_site.forms import Max, SiteForm, given, options

APPROVE, REFUSE = "approve", "refuse"


class WishForm(SiteForm):
    """Why a matter's content is to be deleted (删除申请表单)."""

    ground = RadioField(
        "事由",
        [InputRequired("请选择事由")],
        choices=options((each.value, each.title) for each in Ground),
    )
    requested_on = DateField("信访人申请的日期", [Optional()], description="信访人申请删除个人信息的必须填写")
    reason = TextAreaField(
        "理由",
        [InputRequired("请写明理由"), Max(500)],
        description="清除后仍然保留，请不要写信访人的姓名、电话等个人信息",
        render_kw={"rows": 3},
    )

    def validate_requested_on(self, field: DateField) -> None:
        """A request has its day, which is not in the future."""
        if field.data is not None and field.data > today():
            raise ValidationError("申请日期不得晚于今日")

    def validate_ground(self, field: RadioField) -> None:
        """Only a request needs the day on which it was made."""
        if field.data == Ground.REQUEST and self.requested_on.data is None and not self.requested_on.errors:
            raise ValidationError("信访人申请的，请填写申请日期")

    def wish(self) -> Wish:
        """The validated request."""
        ground = Ground(given(self.ground.data))
        return Wish(
            ground, given(self.reason.data), self.requested_on.data if ground is Ground.REQUEST else None
        )


class DecisionForm(SiteForm):
    """The second person's decision (删除审批表单)."""

    approved = RadioField(
        "审批意见",
        [InputRequired("请选择同意或者不同意")],
        choices=options([(APPROVE, "同意清除：清除后不能恢复"), (REFUSE, "不同意清除")]),
    )
    reason = TextAreaField(
        "理由",
        [InputRequired("请写明理由"), Max(500)],
        description="不同意信访人申请的，理由应当告知信访人；清除后仍然保留，请不要写个人信息",
        render_kw={"rows": 3},
    )
    version = VersionField()

    def decision(self) -> Decision:
        """The validated decision."""
        return Decision(self.approved.data == APPROVE, given(self.reason.data), given(self.version.data))
