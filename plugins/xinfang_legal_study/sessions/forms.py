"""Forms of sessions (学习场次表单)."""

from collections.abc import Sequence
from decimal import Decimal

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from xinfang_legal_study.rules.attendance import Tally
from xinfang_legal_study.rules.kinds import Audience, SessionState, StudyKind
from xinfang_legal_study.sessions.models import FILE_KINDS, StudySession
from xinfang_legal_study.sessions.services import HeldDraft, SessionDraft
from xinfang_legal_study.years.forms import AUDIENCES, HOURS, KINDS, LAWS_HINT
from xinfang_legal_study.years.models import PlanRow
from xinfang_site.plugin_api.data import Refused
from xinfang_site.plugin_api.dates import china
from xinfang_site.plugin_api.pages import Max, SiteForm, VersionField, given, options

_PEOPLE = [NumberRange(0, 100000, "请填人数"), Optional()]
_MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


class FilterForm(SiteForm):
    """What the list of sessions is filtered by (场次筛选)."""

    q = StringField("学习内容", [Max(60)])
    state = SelectField(
        "状态", choices=options([("", "全部"), *((each.value, each.title) for each in SessionState)])
    )
    kind = SelectField(
        "学习形式", choices=options([("", "全部"), *((each.value, each.title) for each in StudyKind)])
    )
    thematic = BooleanField("只看专题学习")


class SessionForm(SiteForm):
    """A session as it is planned (学习场次表单)."""

    together = (
        ("row_id",),
        ("topic",),
        ("kind", "hours"),
        ("laws",),
        ("thematic",),
        ("day", "starts", "ends"),
        ("place", "speaker"),
        ("host", "recorder"),
        ("audience", "audience_note"),
        ("reflection_due_on",),
    )
    version = VersionField(default=0)
    row_id = SelectField("执行的计划行", description="不属于年度计划的，选“计划外”")
    kind = SelectField("学习形式", choices=KINDS)
    topic = StringField("学习内容", [InputRequired("请填写学习内容"), Max(300)])
    laws = StringField("法律法规条款", [Max(500)], description=LAWS_HINT)
    thematic = BooleanField("按专题学习统计", description="形式为“专题学习”的自动计入；不看标题")
    day = DateField("学习日期", [InputRequired("请选择学习日期")])
    starts = TimeField("开始时间", [Optional()])
    ends = TimeField("结束时间", [Optional()])
    place = StringField("地点", [Max(120)])
    host = StringField("主持人", [Max(40)])
    recorder = StringField("记录人", [Max(40)])
    speaker = StringField("主讲或者领学人", [Max(80)])
    audience = SelectField("参加范围", choices=AUDIENCES)
    audience_note = StringField("参加范围说明", [Max(120)])
    hours = DecimalField("学时（小时）", [*HOURS, Optional()], default=Decimal(0), places=1)
    reflection_due_on = DateField("学习心得截止日期", [Optional()], description="需要写心得的填写，否则留空")

    def offer_rows(self, rows: Sequence[PlanRow], current: int | None = None) -> None:
        """The plan's rows to choose from."""
        plan = [(row.id, f"{row.span.title} {row.kind_title}：{row.topic[:40]}") for row in rows]
        known = {row.id for row in rows}
        kept = [(current, "（其他年度的计划行）")] if current and current not in known else []
        self.row_id.choices = options([("0", "计划内，不对应计划行"), ("-1", "计划外"), *kept, *plan])

    def draft(self) -> SessionDraft:
        """The validated fields."""
        row = int(given(self.row_id.data))
        return SessionDraft(
            kind=StudyKind(given(self.kind.data)),
            topic=given(self.topic.data),
            day=given(self.day.data),
            starts=self.starts.data,
            ends=self.ends.data,
            laws=self.laws.data or "",
            place=self.place.data or "",
            host=self.host.data or "",
            recorder=self.recorder.data or "",
            speaker=self.speaker.data or "",
            audience=Audience(given(self.audience.data)),
            audience_note=self.audience_note.data or "",
            hours=self.hours.data or Decimal(0),
            thematic=self.thematic.data,
            in_plan=row >= 0,
            row_id=row if row > 0 else None,
            reflection_due_on=self.reflection_due_on.data,
        )


_KEPT = (
    *("kind", "topic", "laws", "thematic", "day", "place", "host", "recorder", "speaker"),
    *("audience", "audience_note", "hours", "reflection_due_on"),
)


def session_values(study: StudySession) -> dict[str, object]:
    """A session as its form holds it."""
    row = str(study.row_id or (0 if study.in_plan else -1))
    times = {
        "starts": china(study.starts_at).time() if study.starts_at else None,
        "ends": china(study.ends_at).time() if study.ends_at else None,
    }
    return {**{name: getattr(study, name) for name in _KEPT}, **times, "row_id": row}


def row_values_for_session(row: PlanRow) -> dict[str, object]:
    """What a plan's row gives a new session."""
    names = ("kind", "topic", "laws", "thematic", "speaker", "audience", "audience_note", "hours")
    return {**{name: getattr(row, name) for name in names}, "row_id": str(row.id)}


class HeldForm(SiteForm):
    """What a session came to (学习记录表单)."""

    version = VersionField()
    day = DateField("举办日期", [InputRequired("请选择举办日期")])
    hours = DecimalField("学时（小时）", [InputRequired("请填写学时"), *HOURS], places=1)
    place = StringField("地点", [Max(120)])
    host = StringField("主持人", [Max(40)])
    recorder = StringField("记录人", [Max(40)])
    speaker = StringField("主讲或者领学人", [Max(80)])
    minutes = TextAreaField("学习纪要", [Max(5000)], render_kw={"rows": 8})
    expected = IntegerField("应到人数", _PEOPLE)
    present = IntegerField("实到人数", _PEOPLE)
    made_up = IntegerField("补学人数", _PEOPLE)

    def without_heads(self) -> None:
        """A session with a roll is counted by its roll."""
        for name in ("expected", "present", "made_up"):
            delattr(self, name)

    def draft(self) -> HeldDraft:
        """The validated fields.

        Raises:
            Refused: heads present but nobody expected.
        """
        return HeldDraft(
            given(self.day.data),
            given(self.hours.data),
            self.place.data or "",
            self.host.data or "",
            self.recorder.data or "",
            self.speaker.data or "",
            self.minutes.data or "",
            self._heads(),
        )

    def _heads(self) -> Tally | None:
        if "expected" not in self._fields or self.expected.data is None:
            return None
        if self.present.data is None:
            raise Refused("填写了应到人数的，请填写实到人数", field="present")
        return Tally(self.expected.data, self.present.data, self.made_up.data or 0)


def held_values(study: StudySession) -> dict[str, object]:
    """What the form of a result starts from."""
    names = ("day", "hours", "place", "host", "recorder", "speaker", "minutes")
    heads = {
        "expected": study.stated_expected,
        "present": study.stated_present,
        "made_up": study.stated_made_up,
    }
    return {**{name: getattr(study, name) for name in names}, **heads}


class MoveForm(SiteForm):
    """Another day (改期表单), and why."""

    day = DateField("改到哪一天", [InputRequired("请选择日期")])
    reason = TextAreaField("改期原因", [InputRequired("请填写原因"), Max(300)], render_kw={"rows": 3})


class FilesForm(SiteForm):
    """Files of a session (学习材料)."""

    kind = RadioField(
        "种类",
        choices=options((name, FILE_KINDS[name]) for name in ("material", "minutes", "photo")),
        default="material",
    )
    files = MultipleFileField("文件", description="可以一次选择多个；单个不超过系统限定的大小")
