"""Forms of the year and its plan (学习年度、计划表单)."""

from decimal import Decimal

from wtforms import BooleanField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from xinfang_legal_study.rules.kinds import Audience, StudyKind
from xinfang_legal_study.rules.plan import MonthSpan
from xinfang_legal_study.years.models import PlanRow
from xinfang_legal_study.years.queries import YearView
from xinfang_legal_study.years.services import RowDraft, YearDraft
from xinfang_site.plugin_api.pages import Max, SiteForm, VersionField, given, options

MONTHS = options((month, f"{month}月") for month in range(1, 13))
KINDS = options((kind.value, kind.title) for kind in StudyKind)
AUDIENCES = options((each.value, each.title) for each in Audience)
HOURS = [NumberRange(0, 200, "请填 0 至 200 小时")]
LAWS_HINT = "写全称并加书名号，如《信访工作条例》第三十四条；法规库中有的自动成为链接"


class YearForm(SiteForm):
    """A year's heading and what it asks of each person (年度计划表单)."""

    version = VersionField()
    title = StringField("计划表名称", [InputRequired("请填写名称"), Max(120)])
    leader = StringField("组长", [Max(40)])
    secretary = StringField("学习秘书", [Max(40)])
    hours = DecimalField(
        "每人学时要求（小时）",
        [InputRequired("请填写学时"), NumberRange(0, 500, "请填 0 至 500")],
        description="0 表示不作要求",
    )
    sessions = IntegerField(
        "每人参学次数要求",
        [InputRequired("请填写次数"), NumberRange(0, 200, "请填 0 至 200")],
        description="0 表示不作要求",
    )

    def draft(self) -> YearDraft:
        """The validated fields."""
        return YearDraft(
            given(self.title.data),
            self.leader.data or "",
            self.secretary.data or "",
            given(self.hours.data),
            given(self.sessions.data),
        )


def year_values(view: YearView) -> dict[str, object]:
    """A year as its form holds it."""
    return {
        "title": view.title,
        "leader": view.leader,
        "secretary": view.secretary,
        "hours": view.target.hours,
        "sessions": view.target.sessions,
    }


class RowForm(SiteForm):
    """A row of the plan (计划行表单)."""

    together = (
        ("first_month", "last_month", "kind"),
        ("topic",),
        ("laws",),
        ("speaker", "hours"),
        ("audience", "audience_note"),
        ("thematic",),
        ("note",),
    )
    version = VersionField(default=0)
    first_month = SelectField("起月", choices=MONTHS)
    last_month = SelectField("止月", choices=MONTHS, description="只安排一个月的，与起月相同")
    kind = SelectField("学习形式", choices=KINDS)
    topic = StringField("学习内容", [InputRequired("请填写学习内容"), Max(300)])
    laws = StringField("法律法规条款", [Max(500)], description=LAWS_HINT)
    speaker = StringField("主讲或者领学人", [Max(80)])
    audience = SelectField("参加范围", choices=AUDIENCES)
    audience_note = StringField("参加范围说明", [Max(120)])
    hours = DecimalField("学时（小时）", HOURS, default=Decimal(0), places=1)
    thematic = BooleanField(
        "按专题学习统计", description="形式为“专题学习”的自动计入；其他形式由学习管理员认定，不看标题"
    )
    note = TextAreaField("备注", [Max(300)], render_kw={"rows": 2})

    def draft(self) -> RowDraft:
        """The validated fields.

        Raises:
            Refused: the months do not follow each other.
        """
        return RowDraft(
            span=MonthSpan(int(given(self.first_month.data)), int(given(self.last_month.data))),
            kind=StudyKind(given(self.kind.data)),
            topic=given(self.topic.data),
            laws=self.laws.data or "",
            speaker=self.speaker.data or "",
            audience=Audience(given(self.audience.data)),
            audience_note=self.audience_note.data or "",
            hours=self.hours.data or Decimal(0),
            note=self.note.data or "",
            thematic=self.thematic.data,
        )


def row_values(row: PlanRow) -> dict[str, object]:
    """A row as its form holds it."""
    names = ("kind", "topic", "laws", "speaker", "audience", "audience_note", "hours", "thematic", "note")
    months = {"first_month": str(row.first_month), "last_month": str(row.last_month)}
    return months | {name: getattr(row, name) for name in names}


class ReasonForm(SiteForm):
    """Asks why (理由)."""

    reason = TextAreaField("理由", [InputRequired("请填写理由"), Max(300)], render_kw={"rows": 3})
