"""The registration form (登记表)."""

import re

from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.form import Form
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.identity import clean_id_number, read_id_number
from xinfang_site.domain.receiving.intake import check_received
from xinfang_site.files.kinds import KINDS as FILE_KINDS
from xinfang_site.forms import Max, RowForm, SiteForm, clean, given, mask_personal, options
from xinfang_site.petitions.drafts import AccusedDraft, PetitionDraft, PetitionerDraft
from xinfang_site.petitions.registering.choices import Choices

ROLES = [("companion", "随访人"), ("representative", "代表"), ("agent", "代理人")]
SUMMARY_MAX = 200
CONTENT_MAX = 20000
MOST_COMPANIONS = 20
_PHONE = re.compile(r"\+?\d[\d\- ]{5,18}\d")
PEOPLE = NumberRange(1, 100000, "人数应为1至100000的整数")


def phones_of(text: str) -> tuple[str, ...]:
    """Phone numbers in a field, as digits; ``+86`` is dropped."""
    found = (re.sub(r"[^\d]", "", each.group()) for each in _PHONE.finditer(text.replace("、", " / ")))
    return tuple(dict.fromkeys(each.removeprefix("86") if len(each) == 13 else each for each in found))


def check_phone(_form: Form, field: Field) -> None:
    """Refuses text that holds no phone number."""
    if field.data and not phones_of(field.data):
        raise ValidationError("电话应为手机号码或带区号的固定电话，多个号码用顿号分开")


def check_id_number(_form: Form, field: Field) -> None:
    """Refuses an id number whose date or check digit is wrong."""
    if not field.data:
        return
    try:
        read_id_number(field.data, today())
    except Refused as refused:
        raise ValidationError(refused.message) from refused


class CompanionForm(RowForm):
    """A further person of the matter (随访人表单)."""

    role = SelectField("身份", choices=options(ROLES))
    name = StringField("姓名", [Max(60)], filters=[clean])
    phone = StringField("联系电话", [Max(60), check_phone], filters=[clean])
    authorisation = StringField("授权或关系（代理人填写）", [Max(200)], filters=[clean])

    def draft(self) -> PetitionerDraft | None:
        """The person; None for an empty row."""
        name = self.name.data or ""
        if not name:
            return None
        phones, authorisation = phones_of(self.phone.data or ""), self.authorisation.data or ""
        return PetitionerDraft(name, self.role.data, phones, authorisation=authorisation)


class RegisterForm(SiteForm):
    """Registers a matter (登记表单); the same for every channel."""

    submission = HiddenField()
    channel = RadioField("信访形式", [InputRequired("请选择信访形式")])
    received_on = DateField("收到日期", [InputRequired("请填写收到日期")], description="法定期限从这一天起算")
    petitioned_on = DateField("信访日期", [Optional()], description="来信落款、来访当日；不清楚可不填")
    postmarked_on = DateField("邮戳日期", [Optional()])
    first_on = DateField("初次信访日期", [Optional()])
    source = SelectField("信访来源", choices=[])
    external_number = StringField("外部编号", [Max(60)], description="上级或其他系统的编号、交办文号")
    addressed_to = StringField("呈递单位", [Max(120)])

    anonymous = BooleanField("匿名信访")
    name = StringField("姓名", [Max(60)])
    phone = StringField("联系电话", [Max(60), check_phone], description="多个号码用顿号分开")
    id_number = StringField("身份证号码", [Max(18), check_id_number], description="信访人出示时填写")
    address = StringField(
        "住址或通信地址",
        [Max(200)],
        description="住址、电话都没有的，按住址不清办理，不计书面告知期限（第二十三条第二款）",
    )
    people = IntegerField("信访人数", [InputRequired("请填写信访人数"), PEOPLE], default=1)
    visitors = IntegerField("实际来访人数", [Optional(), PEOPLE], description="来访时填写")
    joint_letter = BooleanField("联名信")
    companions = FieldList(FormField(CompanionForm), "其他人员", max_entries=MOST_COMPANIONS)

    summary = StringField(
        "概况",
        [InputRequired("请填写概况"), Max(SUMMARY_MAX)],
        filters=(mask_personal,),
        description="一句话写清诉求，写入的证件号码、电话会自动遮盖",
    )
    content = TextAreaField(
        "诉求和事实、理由", [InputRequired("请填写诉求内容"), Max(CONTENT_MAX)], render_kw={"rows": 8}
    )
    purpose = SelectField("信访目的", choices=[])
    category = StringField(
        "内容分类", [Max(120)], description="输入几个字后从列表中选择", render_kw={"list": "categories"}
    )
    place_code = SelectField("问题属地", choices=[])
    place = StringField("问题发生地", [Max(200)])
    urgent = BooleanField("重大、紧急信访事项（须立即报告，第二十五条）")
    litigation = BooleanField("涉法涉诉")
    public = BooleanField("信访人同意公开答复")
    accused_unit = StringField(
        "被反映单位", [Max(120)], description="检举控告时填写", render_kw={"list": "offices"}
    )
    accused_name = StringField("被反映人姓名、职务", [Max(100)], description="检举控告时填写")
    remarks = TextAreaField("备注", [Max(2000)], render_kw={"rows": 3})
    files = MultipleFileField(
        "选择文件", description=f"可一次选多个，也可以登记后再添加；可上传：{'、'.join(sorted(FILE_KINDS))}"
    )
    repeat_of = RadioField("初件、重复件认定", validate_choice=False, default=None)

    def offer(self, choices: Choices) -> None:
        """Fill the selects; called before validation."""
        self.choices = choices
        self.channel.choices = choices.channels
        self.purpose.choices = choices.purposes
        self.source.choices = choices.sources
        self.place_code.choices = choices.places

    def validate_category(self, field: Field) -> None:
        """The category must be one of the table."""
        if field.data and field.data not in self.choices.categories:
            raise ValidationError("没有这一内容分类，请从列表中选择")

    def validate_accused_unit(self, field: Field) -> None:
        """A reported unit must be known, so that it can be kept away from the report."""
        if field.data and field.data not in self.choices.offices:
            raise ValidationError("机构表中没有这个单位，请从列表中选择；不在表中的单位写入被反映人一栏")

    def validate_name(self, field: Field) -> None:
        """No empty names: an anonymous matter says so."""
        if not field.data and not self.anonymous.data:
            raise ValidationError("请填写姓名；信访人不留姓名的，勾选“匿名信访”")

    def validate_received_on(self, field: Field) -> None:
        """The rule's refusal comes together with the faults of the other fields."""
        if not field.data:
            return
        try:
            check_received(field.data, today())
        except Refused as refused:
            raise ValidationError(str(refused)) from refused

    def validate_petitioned_on(self, field: Field) -> None:
        """One petitions before the petition is received."""
        self._not_after_receipt(field)

    def validate_postmarked_on(self, field: Field) -> None:
        """A letter is posted before it is received."""
        self._not_after_receipt(field)

    def validate_first_on(self, field: Field) -> None:
        """The first petition is no later than this one."""
        self._not_after_receipt(field)

    def _not_after_receipt(self, field: Field) -> None:
        if field.data and self.received_on.data and field.data > self.received_on.data:
            raise ValidationError(f"{field.label.text}不能晚于收到日期")

    def draft(self) -> PetitionDraft:
        """The validated registration."""
        accused = self._accused()
        purpose = _number(self.purpose.data)
        return PetitionDraft(
            channel_id=int(given(self.channel.data)),
            received_on=given(self.received_on.data),
            summary=given(self.summary.data),
            content=given(self.content.data),
            petitioners=self._people(),
            anonymous=bool(self.anonymous.data),
            visit=int(given(self.channel.data)) == self.choices.visit_id,
            people=given(self.people.data),
            visitors=self.visitors.data,
            purpose_id=purpose,
            category_id=self.choices.categories.get(self.category.data or ""),
            source_id=_number(self.source.data),
            external_number=self.external_number.data or "",
            petitioned_on=self.petitioned_on.data,
            postmarked_on=self.postmarked_on.data,
            first_on=self.first_on.data,
            addressed_to=self.addressed_to.data or "",
            place_id=_number(self.place_code.data),
            place=self.place.data or "",
            joint_letter=bool(self.joint_letter.data),
            urgent=bool(self.urgent.data),
            litigation=bool(self.litigation.data),
            public=bool(self.public.data),
            accusation=bool(accused) or (purpose is not None and purpose == self.choices.accusation_id),
            accused=accused,
            repeat_of_id=_number(self.repeat_of.data),
            remarks=self.remarks.data or "",
            submission=(self.submission.data or "")[:40] or None,
        )

    def _people(self) -> tuple[PetitionerDraft, ...]:
        others = tuple(person for entry in self.companions if (person := entry.form.draft()))
        main = PetitionerDraft(
            self.name.data or "",  # empty only for an anonymous matter, which may well name an address
            "main",
            phones_of(self.phone.data or ""),
            clean_id_number(self.id_number.data or ""),
            self.address.data or "",
        )
        return (main, *others)

    def _accused(self) -> tuple[AccusedDraft, ...]:
        office_id = self.choices.offices.get(self.accused_unit.data or "")
        name = self.accused_name.data or ""
        return (AccusedDraft(office_id, name),) if office_id or name else ()


def _number(text: str | None) -> int | None:
    return (int(text) or None) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
