"""Forms of the archive (要情查阅表单)."""

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional, StopValidation

from xinfang_daily_briefing.archive.queries import Wanted
from xinfang_daily_briefing.rules.words import Column
from xinfang_site.plugin_api.pages import Max, SiteForm, options


class ArchiveForm(SiteForm):
    """What is looked for in past issues (往期检索)."""

    q = StringField("词语", [Max(60)], description="几个词用空格隔开，都要出现")
    column = SelectField(
        "栏目", choices=options([("", "全部"), *((each.value, each.title) for each in Column)]), default=""
    )
    unit = StringField("单位", [Max(40)])
    issue = IntegerField("期号", [Optional(), NumberRange(1, 9999, "期号应为正整数")])
    since = DateField("从", [Optional()])
    until = DateField("到", [Optional()])
    thread = IntegerField("事项编号", [Optional(), NumberRange(1, 2**31 - 1, "事项编号应为正整数")])

    def validate_until(self, field: DateField) -> None:
        """The span has a beginning before its end."""
        if field.data and self.since.data and field.data < self.since.data:
            raise StopValidation("结束日期不能早于开始日期")

    def wanted(self) -> Wanted:
        """The validated fields."""
        return Wanted(
            words=self.q.data or "",
            column=self.column.data or "",
            unit=self.unit.data or "",
            first=self.since.data,
            last=self.until.data,
            thread=self.thread.data,
            issue=self.issue.data,
        )
