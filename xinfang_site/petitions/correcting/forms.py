"""The form that corrects a registration (更正登记表)."""

from collections.abc import Mapping

from wtforms import BooleanField, DateField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from xinfang_site.clock import today
from xinfang_site.conflicts_page import VersionField
from xinfang_site.forms import Max, SiteForm, given, mask_personal
from xinfang_site.petitions.correcting import services as correcting
from xinfang_site.petitions.correcting.petitioner import Contact
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.registering.choices import Choices
from xinfang_site.petitions.registering.forms import (
    CONTENT_MAX,
    PEOPLE,
    SUMMARY_MAX,
    check_phone,
    phones_of,
)

MASKED = "带星号的号码只是显示时遮盖，不去改动就按原来的数字保存"


class CorrectionForm(SiteForm):
    """What may be corrected (更正表单); contact data only as new values, since the old ones are masked."""

    version = VersionField()
    channel_id = SelectField("信访形式")
    petitioned_on = DateField("信访日期", [Optional()])
    people = IntegerField("信访人数", [InputRequired("请填写信访人数"), PEOPLE])
    visitors = IntegerField("实际来访人数", [Optional(), PEOPLE], description="来访时填写")
    name = StringField("主访人新的姓名", [Max(60)])
    summary = StringField("概况", [InputRequired("请填写概况"), Max(SUMMARY_MAX)], filters=(mask_personal,))
    content = TextAreaField(
        "诉求和事实、理由",
        [InputRequired("请填写诉求内容"), Max(CONTENT_MAX)],
        description=MASKED,
        render_kw={"rows": 8},
    )
    purpose_id = SelectField("信访目的")
    category_id = StringField("内容分类", [Max(120)], render_kw={"list": "categories"})
    place_id = SelectField("问题属地")
    place = StringField("问题发生地", [Max(200)])
    external_number = StringField("外部编号", [Max(60)])
    addressed_to = StringField("呈递单位", [Max(120)])
    litigation = BooleanField("涉法涉诉")
    public = BooleanField("信访人同意公开答复")
    urgent = BooleanField("重大、紧急信访事项")
    remarks = TextAreaField("备注", [Max(2000)], description=MASKED, render_kw={"rows": 3})
    phone = StringField("主访人新的联系电话", [Max(60), check_phone])
    address = StringField("主访人新的住址", [Max(200)])
    reason = TextAreaField("更正理由", [InputRequired("请写明更正理由"), Max(500)], render_kw={"rows": 2})

    def offer(self, offered: Choices, present: Petition, titles: Mapping[int | None, str]) -> None:
        """Fill the selects, each with what stands there now even if it is no longer chosen; called before validation."""
        self.categories = offered.categories
        self.visit_id = offered.visit_id
        pairs = {
            "channel_id": offered.channels,
            "purpose_id": offered.purposes,
            "place_id": offered.places,
        }
        for name, choices in pairs.items():
            value = getattr(present, name)
            kept = [(str(value), titles.get(value, ""))] if value else []
            self[name].choices = [*choices, *(each for each in kept if each[0] not in dict(choices))]

    def validate_category_id(self, field: Field) -> None:
        """The category must be one of the table."""
        if field.data and field.data not in self.categories:
            raise ValidationError("没有这一内容分类，请从列表中选择")

    def validate_petitioned_on(self, field: Field) -> None:
        """One petitions before today; the day of receipt is compared by the service, which knows it."""
        if field.data and field.data > today():
            raise ValidationError("信访日期不能晚于今天")

    def show(self, values: dict[str, object]) -> None:
        """Fill the form with what is stored."""
        for name, value in self.words(values).items():
            self[name].data = value

    def words(self, values: dict[str, object]) -> dict[str, object]:
        """Stored values as the fields write them."""
        paths: dict[object, str] = {value: path for path, value in self.categories.items()}
        return {
            **values,
            "category_id": paths.get(values["category_id"], ""),
            "channel_id": str(values["channel_id"]),
            "purpose_id": str(values["purpose_id"] or ""),
            "place_id": str(values["place_id"] or ""),
        }

    def revision(self) -> correcting.Revision:
        """The validated correction."""
        channel_id = int(given(self.channel_id.data))
        correction = correcting.Correction(
            channel_id=channel_id,
            petitioned_on=self.petitioned_on.data,
            people=given(self.people.data),
            visitors=self.visitors.data,
            summary=given(self.summary.data),
            content=given(self.content.data),
            purpose_id=int(self.purpose_id.data) if self.purpose_id.data else None,
            category_id=self.categories.get(self.category_id.data or ""),
            place_id=int(self.place_id.data) if self.place_id.data else None,
            place=self.place.data or "",
            external_number=self.external_number.data or "",
            addressed_to=self.addressed_to.data or "",
            litigation=bool(self.litigation.data),
            public=bool(self.public.data),
            urgent=bool(self.urgent.data),
            remarks=self.remarks.data or "",
        )
        contact = Contact(phones_of(self.phone.data or ""), self.address.data or "", self.name.data or "")
        return correcting.Revision(
            given(self.version.data),
            given(self.reason.data),
            today(),
            correction,
            contact,
            visit=channel_id == self.visit_id,
        )
