"""Forms of a person's record (学习记录表单)."""

from collections.abc import Mapping
from typing import Any

from wtforms import DateField, DecimalField, Field, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from xinfang_legal_study.records.services import CreditDraft, ReflectionDraft
from xinfang_site.plugin_api.pages import Max, SiteForm, given, options


class Demanded:
    """Marks a file field as required (必填) without checking it: the service looks at the files sent."""

    field_flags: Mapping[str, bool] = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        """Leave the field to the service."""


class CreditForm(SiteForm):
    """Training elsewhere (外出培训表单)."""

    title = StringField("培训名称", [InputRequired("请填写培训名称"), Max(200)])
    organiser = StringField("主办单位", [InputRequired("请填写主办单位"), Max(120)])
    first_on = DateField("开始日期", [InputRequired("请选择开始日期")])
    last_on = DateField("结束日期", [InputRequired("请选择结束日期")])
    hours = DecimalField(
        "学时（小时）", [InputRequired("请填写学时"), NumberRange(0.5, 200, "请填 0.5 至 200 小时")]
    )
    proof = MultipleFileField(
        "证明材料", [Demanded()], description="结业证书、培训通知或者签到记录的扫描件、照片"
    )

    def validate_last_on(self, field: Field) -> None:
        """The days fit; told together with the other faults."""
        if field.data and self.first_on.data and field.data < self.first_on.data:
            raise ValidationError("结束日期不能早于开始日期")

    def draft(self) -> CreditDraft:
        """The validated fields."""
        return CreditDraft(
            given(self.title.data),
            given(self.organiser.data),
            given(self.first_on.data),
            given(self.last_on.data),
            given(self.hours.data),
        )


class ReflectionForm(SiteForm):
    """A reflection (学习心得表单)."""

    title = StringField("标题", [InputRequired("请填写标题"), Max(120)])
    text = TextAreaField("正文", [InputRequired("请填写正文"), Max(10000)], render_kw={"rows": 14})
    files = MultipleFileField("附件", description="可不上传")

    def draft(self) -> ReflectionDraft:
        """The validated fields."""
        return ReflectionDraft(given(self.title.data), given(self.text.data))


class DecideForm(SiteForm):
    """A second person's decision (审核表单)."""

    decision = RadioField(
        "审核意见", [InputRequired("请选择审核意见")], choices=options([("yes", "通过"), ("no", "不通过")])
    )
    note = TextAreaField("说明", [Max(300)], description="不通过的须写明原因", render_kw={"rows": 3})

    def validate_note(self, field: Field) -> None:
        """Whoever is refused learns why."""
        if self.decision.data == "no" and not field.data:
            raise ValidationError("不通过的，应当写明原因")

    @property
    def approve(self) -> bool:
        """Whether it is approved."""
        return bool(self.decision.data == "yes")
