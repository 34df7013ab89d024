"""Forms of setting up (接访设置表单)."""

from collections.abc import Iterable
from datetime import date

from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, NumberRange, Regexp

from xinfang_joint_reception.rota.models import FORMS, WORKS, Kind, Member
from xinfang_joint_reception.rota.setting_up.services import KindDraft, MemberDraft
from xinfang_site.plugin_api.hooks import OfficeRef, PersonRef
from xinfang_site.plugin_api.pages import Max, SiteForm, TicksField, VersionField, given, options

NOT_LINKED = (0, "（不关联）")


class KindForm(SiteForm):
    """A kind of reception (接访类别表单)."""

    version = VersionField()
    title = StringField("名称", [InputRequired("请填写名称"), Max(40)])
    form = SelectField(
        "接访形式", choices=options(FORMS.items()), description="决定名册、窗口和咨询记录的样式"
    )
    letter = StringField(
        "号码字头",
        [InputRequired("请填写号码字头"), Regexp(r"^[A-Z]\Z", message="号码字头是一个大写字母")],
        description="一个大写字母，叫号时显示为 A001",
    )
    starts_at = TimeField("开始时间", [InputRequired("请填写开始时间")])
    ends_at = TimeField("结束时间", [InputRequired("请填写结束时间")])
    place = StringField("地点", [Max(80)])
    seats = IntegerField("每场次人数（单位数）", [InputRequired("请填写人数"), NumberRange(1, 60)])
    promised = IntegerField(
        "每周承诺场次",
        [InputRequired("请填写，0 表示不核对"), NumberRange(0, 14)],
        description="0 表示不核对",
    )
    swap_days = IntegerField("换班提前天数", [InputRequired("请填写天数"), NumberRange(0, 60)])
    same_firm = BooleanField("只能与同一律师事务所的人员换班")
    bookable = BooleanField("接受预约")
    position = IntegerField("顺序", [InputRequired("请填写顺序"), NumberRange(0, 9999)])
    active = BooleanField("在用")

    def draft(self) -> KindDraft:
        """The validated fields."""
        return KindDraft(
            title=given(self.title.data),
            form=self.form.data,
            letter=given(self.letter.data),
            starts_at=given(self.starts_at.data),
            ends_at=given(self.ends_at.data),
            place=self.place.data or "",
            seats=given(self.seats.data),
            promised=given(self.promised.data),
            swap_days=given(self.swap_days.data),
            same_firm=bool(self.same_firm.data),
            bookable=bool(self.bookable.data),
            position=given(self.position.data),
            active=bool(self.active.data),
        )


class MemberForm(SiteForm):
    """Someone of the roster (名册人员表单): a leader, a unit, a lawyer."""

    version = VersionField()
    name = StringField("姓名（单位名称）", [InputRequired("请填写姓名或者单位名称"), Max(60)])
    post = StringField("职务", [Max(80)])
    unit_name = StringField("所在单位、律师事务所", [Max(120)])
    licence = StringField("执业证号", [Max(40)], description="律师填写")
    works = TicksField("工作内容", choices=options(WORKS.items()), description="律师填写")
    is_head = BooleanField("主要负责人")
    unit_id = SelectField("对应机构", coerce=int, description="该机构人员可以看到自己单位的接访安排")
    account_id = SelectField("对应账号", coerce=int, description="本人登录后可以看到自己的接访安排、申请换班")
    position = IntegerField("顺序", [InputRequired("请填写顺序"), NumberRange(0, 9999)])
    active = BooleanField("在册")

    def offer(self, offices: Iterable[OfficeRef], people: Iterable[PersonRef]) -> None:
        """Fill the lists of offices and accounts."""
        self.unit_id.choices = options([NOT_LINKED, *((each.id, each.short_name) for each in offices)])
        pairs = ((each.id, f"{each.name}（{each.post}）" if each.post else each.name) for each in people)
        self.account_id.choices = options([NOT_LINKED, *pairs])

    def draft(self, kind_id: int) -> MemberDraft:
        """The validated fields."""
        return MemberDraft(
            kind_id=kind_id,
            name=given(self.name.data),
            post=self.post.data or "",
            unit_name=self.unit_name.data or "",
            licence=self.licence.data or "",
            works=list(self.works.data or ()),
            is_head=bool(self.is_head.data),
            unit_id=self.unit_id.data or None,
            account_id=self.account_id.data or None,
            position=given(self.position.data),
            active=bool(self.active.data),
        )


class SpanForm(SiteForm):
    """Days (起止日期), and why: leave or days without reception."""

    first = DateField("开始日期", [InputRequired("请选择开始日期")])
    last = DateField("结束日期", [InputRequired("请选择结束日期")])
    reason = StringField("原因", [InputRequired("请填写原因"), Max(120)])

    @property
    def span(self) -> tuple[date, date]:
        """First and last day."""
        return given(self.first.data), given(self.last.data)


class LeaveForm(SpanForm):
    """A member's leave (请假表单)."""

    member_id = SelectField("请假人", coerce=int)


class BlockedForm(SpanForm):
    """Days without reception (不接访日期), of one kind or of all."""

    kind_id = SelectField("接访类别", coerce=int)


def kind_values(kind: Kind) -> dict[str, object]:
    """A kind as its form holds it."""
    names = (
        "version", "title", "form", "letter", "starts_at", "ends_at", "place", "seats", "promised",
        "swap_days", "same_firm", "bookable", "position", "active",
    )  # fmt: skip
    return {name: getattr(kind, name) for name in names}


def member_values(member: Member) -> dict[str, object]:
    """A roster entry as its form holds it."""
    names = ("version", "name", "post", "unit_name", "licence", "works", "is_head", "position", "active")
    return {
        **{name: getattr(member, name) for name in names},
        "unit_id": member.unit_id or 0,
        "account_id": member.account_id or 0,
    }
