"""Forms of issues (要情期刊表单)."""

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, ValidationError

from xinfang_daily_briefing.issues.editing import LineDraft
from xinfang_daily_briefing.issues.models import Line
from xinfang_daily_briefing.rules.words import Audience, Column
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import Max, SiteForm, VersionField, given, options


class MakeForm(SiteForm):
    """A draft that is made by hand (补编要情), for a day that was missed."""

    day = DateField("出刊日期", [InputRequired("请填写出刊日期，格式如 2026-11-27")])

    def validate_day(self, field: Field) -> None:
        """An issue is of today or of a day that was missed."""
        if field.data and field.data > today():
            raise ValidationError("出刊日期不能晚于今天")


class ActForm(SiteForm):
    """An act on the version of an issue that was looked at (办理当期)."""

    version = VersionField()


class SubmitForm(ActForm):
    """Handing an issue to the reviewer (送审)."""

    silent = BooleanField("零报告：今日确无需要反映的情况")


class ReasonForm(ActForm):
    """An act that needs its reason (理由): sending back, correcting, voiding."""

    reason = TextAreaField("理由", [InputRequired("请填写理由"), Max(300)])


class LineForm(ActForm):
    """A line as the editor wants it (条目表单)."""

    column = RadioField(
        "栏目", [InputRequired("请选择栏目")], choices=options((each.value, each.title) for each in Column)
    )
    position = IntegerField(
        "在本栏中的次序",
        [InputRequired("请填写次序"), NumberRange(1, 200, "次序应为1至200的整数")],
        description="1 表示排在最前",
    )
    lead = StringField("标题", [InputRequired("请填写标题"), Max(120)])
    body = TextAreaField("内容", [InputRequired("请填写内容"), Max(3000)])
    audience = SelectField("阅读范围", choices=options((each.value, each.title) for each in Audience))
    included = BooleanField("编入本期")

    def show(self, line: Line, place: int) -> None:
        """Fill the form from a line."""
        self.column.data, self.position.data = line.column, place
        self.lead.data, self.body.data = line.lead, line.body
        self.audience.data, self.included.data = line.audience, line.included

    def draft(self) -> LineDraft:
        """The validated fields."""
        return LineDraft(
            column=Column(given(self.column.data)),
            lead=given(self.lead.data),
            body=given(self.body.data),
            audience=Audience(given(self.audience.data)),
            position=given(self.position.data),
            included=bool(self.included.data),
        )
