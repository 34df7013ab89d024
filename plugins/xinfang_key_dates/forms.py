"""Forms of key dates (重要日期表单)."""

from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from xinfang_key_dates.services import Draft
from xinfang_site.plugin_api.pages import Max, SiteForm, VersionField, given


class KeyDateForm(SiteForm):
    """One event (重要节点表单)."""

    version = VersionField(default=0)
    title = StringField("名称", [InputRequired("请填写名称"), Max(60)])
    first_on = DateField("开始日期", [InputRequired("请填写开始日期")])
    last_on = DateField("结束日期", [InputRequired("请填写结束日期")])
    note = TextAreaField("工作要求", [Max(500)])

    def draft(self) -> Draft:
        """The validated fields."""
        return Draft(
            given(self.title.data), given(self.first_on.data), given(self.last_on.data), self.note.data or ""
        )


class SettingsForm(SiteForm):
    """What an office may set (节点设置)."""

    days_ahead = IntegerField(
        "首页提前提醒的天数", [InputRequired("请填写天数"), NumberRange(1, 90, "请填写 1 至 90")], default=14
    )
