"""Forms of what came of a reception (接访结果表单)."""

from collections.abc import Iterable

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from xinfang_joint_reception.hall.forms import PHONE, plain_phone
from xinfang_joint_reception.hall.models import Appointment
from xinfang_joint_reception.outcome.consulting import ConsultationDraft
from xinfang_joint_reception.outcome.models import FOLLOWED, Consultation, ReceptionRecord
from xinfang_joint_reception.outcome.promising import PromiseDraft
from xinfang_joint_reception.outcome.recording import NONE, MatterDraft, RecordDraft
from xinfang_joint_reception.rota.models import WORKS, Member
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.domain.people.masking import mask_phone
from xinfang_site.plugin_api.hooks import OfficeRef
from xinfang_site.plugin_api.pages import Max, SiteForm, VersionField, given, options

NO_UNIT = (0, "（未定）")


def session_choices(rows: Iterable[Sitting]) -> list[tuple[int, str]]:
    """Sessions as a list offers them: day, kind, who sits."""
    return [
        (each.id, f"{each.day.isoformat()} {each.kind.title}，{'、'.join(each.people) or '未定人员'}")
        for each in rows
    ]


class RecordForm(SiteForm):
    """A reception record, in the order of the paper form (接访登记表)."""

    version = VersionField()
    session_id = SelectField("场次", coerce=int)
    name = StringField("来访人姓名", [Max(60)], description="未留姓名的不填")
    phone = StringField(
        "联系电话",
        [
            Optional(),
            Max(20),
            Regexp(rf"{NONE}\Z|{PHONE.pattern}", message="电话应为手机号码或带区号的固定电话"),
        ],
    )
    address = StringField("住址", [Max(200)])
    people = IntegerField("来访人数", [InputRequired("请填写来访人数"), NumberRange(1, 100000)], default=1)
    summary = StringField("事项概况", [InputRequired("请填写事项概况"), Max(200)])
    demand = TextAreaField("群众诉求", [Max(10000)], render_kw={"rows": 5})
    words = TextAreaField("领导意见", [Max(5000)], render_kw={"rows": 4})
    unit_id = SelectField("承办单位", coerce=int, default=0)

    def offer(self, sittings: Iterable[Sitting], offices: Iterable[OfficeRef]) -> None:
        """Fill the sessions and units."""
        self.session_id.choices = options(session_choices(sittings))
        self.unit_id.choices = options([NO_UNIT, *((each.id, each.short_name) for each in offices)])

    def known(self, row: ReceptionRecord | Appointment) -> None:
        """What is known already, masked: the fields stay empty, and empty means that it stays."""
        phone = mask_phone(row.phone) if row.phone else ""
        address = "已填写的住址" if getattr(row, "address", "") else ""
        for field, masked in ((self.name, row.masked), (self.phone, phone), (self.address, address)):
            if masked:
                field.description = f"现为 {masked}"

    def draft(self, ticket_id: int | None) -> RecordDraft:
        """The validated fields."""
        return RecordDraft(
            session_id=self.session_id.data,
            name=self.name.data or "",
            phone=plain_phone(self.phone.data or ""),
            address=self.address.data or "",
            people=given(self.people.data),
            summary=given(self.summary.data),
            demand=self.demand.data or "",
            words=self.words.data or "",
            unit_id=self.unit_id.data or None,
            ticket_id=ticket_id,
        )


def record_values(row: ReceptionRecord) -> dict[str, object]:
    """A record as its form holds it; who came is not shown in clear by a form (see :meth:`RecordForm.known`)."""
    names = ("version", "session_id", "people", "summary", "demand", "words")
    return {**{name: getattr(row, name) for name in names}, "unit_id": row.unit_id or 0}


class MatterForm(SiteForm):
    """What the record becomes (转为信访事项): prefilled, corrected if need be."""

    version = VersionField()
    summary = StringField("概况", [InputRequired("请填写概况"), Max(200)])
    content = TextAreaField(
        "诉求和事实、理由", [InputRequired("请填写诉求内容"), Max(20000)], render_kw={"rows": 8}
    )
    category = StringField(
        "内容分类", [Max(120)], description="输入几个字后从列表中选择", render_kw={"list": "categories"}
    )

    def draft(self) -> MatterDraft:
        """The validated fields."""
        return MatterDraft(given(self.summary.data), given(self.content.data), self.category.data or "")


def matter_values(row: ReceptionRecord) -> dict[str, object]:
    """What the form begins with: the record's own words."""
    parts = [row.demand or row.summary]
    if row.words:
        parts.append(f"接访领导意见：{row.words}")
    return {"version": row.version, "summary": row.summary, "content": "\n".join(parts)}


class JoinForm(SiteForm):
    """The petition that the record joins (并入信访事项)."""

    version = VersionField()
    number = StringField("信访件编号", [InputRequired("请填写信访件编号"), Max(40)])


class PromiseForm(SiteForm):
    """A promise (接访承诺表单): by whom, what, until when."""

    member_id = SelectField("承诺人", coerce=int)
    text = StringField("承诺内容", [InputRequired("请填写承诺内容"), Max(300)])
    unit_id = SelectField("承办单位", coerce=int, default=0)
    due_on = DateField("承诺期限", [InputRequired("请选择承诺期限")])

    def offer(self, members: Iterable[Member], offices: Iterable[OfficeRef]) -> None:
        """Fill those who received, and the units."""
        self.member_id.choices = options((each.id, each.shown) for each in members)
        self.unit_id.choices = options([NO_UNIT, *((each.id, each.short_name) for each in offices)])

    def draft(self) -> PromiseDraft:
        """The validated fields."""
        return PromiseDraft(
            self.member_id.data, given(self.text.data), given(self.due_on.data), self.unit_id.data or None
        )


class KeptForm(SiteForm):
    """A promise was kept (承诺办结)."""

    version = VersionField()
    kept_on = DateField("兑现日期", [InputRequired("请选择兑现日期")])
    result = TextAreaField("兑现情况", [InputRequired("请填写兑现情况"), Max(500)], render_kw={"rows": 4})


class ConsultationForm(SiteForm):
    """A lawyer's consultation (律师咨询表单)."""

    version = VersionField()
    session_id = SelectField("场次", coerce=int)
    work = SelectField("工作内容", choices=options(WORKS.items()))
    people = IntegerField("咨询人数", [InputRequired("请填写人数"), NumberRange(1, 1000)], default=1)
    name = StringField("咨询人", [Max(60)])
    question = TextAreaField("咨询问题", [InputRequired("请填写咨询问题"), Max(5000)], render_kw={"rows": 5})
    advice = TextAreaField("解答意见", [InputRequired("请填写解答意见"), Max(5000)], render_kw={"rows": 5})
    petition_number = StringField("相关信访件编号", [Max(40)])
    followed = SelectField("意见采纳情况", choices=options(FOLLOWED.items()))

    def offer(self, sittings: Iterable[Sitting]) -> None:
        """Fill the lawyer's own sessions."""
        self.session_id.choices = options(session_choices(sittings))

    def draft(self) -> ConsultationDraft:
        """The validated fields."""
        return ConsultationDraft(
            session_id=self.session_id.data,
            work=self.work.data,
            people=given(self.people.data),
            name=self.name.data or "",
            question=given(self.question.data),
            advice=given(self.advice.data),
            petition_number=self.petition_number.data or "",
            followed=self.followed.data or "",
        )


def consultation_values(row: Consultation, number: str) -> dict[str, object]:
    """A consultation as its form holds it."""
    names = ("version", "session_id", "work", "people", "name", "question", "advice", "followed")
    return {**{name: getattr(row, name) for name in names}, "petition_number": number}
