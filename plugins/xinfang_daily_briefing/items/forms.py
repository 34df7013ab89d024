"""Forms of items (要情信息表单)."""

import re
from collections.abc import Sequence

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from xinfang_daily_briefing.fields import MomentField, row_number, shown_moment
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.items.services import ItemDraft
from xinfang_daily_briefing.items.verifying import ToldDraft, VerificationDraft
from xinfang_daily_briefing.rules.privacy import Warned
from xinfang_daily_briefing.rules.words import Audience, Column, Result, Source, Stage, Urgency
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.plugin_api.dates import now
from xinfang_site.plugin_api.pages import Max, SiteForm, TicksField, VersionField, given, options

MOST_PEOPLE = 100_000
_SEPARATORS = re.compile(r"[\s,，、;；]+")


AS_KEPT = (
    "column",
    "urgency",
    "title",
    "place",
    "people",
    "content",
    "demand",
    "measures",
    "next_step",
)
"""Fields of the form that an item holds under the same name and in the same shape."""


class ItemForm(SiteForm):
    """An item (要情信息表单): what, where, when known, how many people, demand, measures, next step, unit; no persons."""

    submission = HiddenField()
    column = RadioField(
        "栏目", [InputRequired("请选择栏目")], choices=options((each.value, each.title) for each in Column)
    )
    urgency = RadioField(
        "报送方式",
        [InputRequired("请选择报送方式")],
        choices=options(
            [
                (Urgency.ORDINARY.value, "一般：编入当期要情"),
                (Urgency.URGENT.value, "急事急报：报送后立即送达区领导，并按第二十五条报告、通报"),
                (Urgency.DIRECT.value, "要事直报：立即送达指定的领导"),
            ]
        ),
        default=Urgency.ORDINARY.value,
    )
    title = StringField(
        "标题",
        [InputRequired("请填写标题"), Max(40)],
        description="一句话说清什么事，如：康宁小区业主反映逾期交房",
    )
    known_at = MomentField("得知时间", [InputRequired("请填写得知时间，格式如 2026-11-27 09:30")])
    place = StringField("地点", [Max(100)])
    people = IntegerField(
        "人数",
        [Optional(), NumberRange(1, MOST_PEOPLE, f"人数应为1至{MOST_PEOPLE}的整数")],
        description="涉及或者到场人数",
    )
    content = TextAreaField(
        "事由",
        [InputRequired("请填写事由"), Max(1000)],
        description="写事不写人：不写姓名、证件号码、电话和家庭住址",
    )
    demand = TextAreaField("诉求", [Max(500)])
    measures = TextAreaField("已采取措施", [Max(500)])
    next_step = TextAreaField("下一步", [Max(500)])
    unit_id = SelectField("责任单位")
    source = SelectField("信息来源", choices=options((each.value, each.title) for each in Source))
    matters = StringField("关联信访事项编号", [Max(200)], description="本机构名册中的编号，几个用空格隔开")
    audience = RadioField(
        "阅读范围",
        [InputRequired("请选择阅读范围")],
        choices=options((each.value, each.title) for each in Audience),
        default=Audience.EVERYONE.value,
    )
    readers = TicksField("指定的领导", coerce=row_number)
    carry = BooleanField("未终报前在以后各期继续反映（工作快讯除外）", default=True)
    masked = BooleanField("已核对：其中的号码由系统遮盖，地址是事发地点而不是家庭住址")

    def offer(self, units: Sequence[tuple[int, str]], leaders: Sequence[tuple[int, str]]) -> None:
        """The choices of this office."""
        self.unit_id.choices = options([("", "（未定）"), *units])
        self.readers.choices = options(leaders)

    def show(self, row: Item) -> None:
        """Fill the form from a kept item."""
        for name in AS_KEPT:
            self[name].data = getattr(row, name)
        self.known_at.data = shown_moment(row.known_at)
        self.unit_id.data = str(row.unit_id or "")
        self.source.data, self.audience.data, self.carry.data = row.source, row.audience, row.carry
        self.matters.data = " ".join(each.number for each in row.matters)
        self.readers.data = [each.account_id for each in row.readers]

    def warn(self, found: Sequence[Warned]) -> None:
        """Say beside each field what looks personal in it."""
        for each in found:
            field = self[each.field]
            field.errors = [
                *field.errors,
                f"{each.words}。请删去；确属事件信息的，勾选下方“已核对”后重新提交",
            ]

    def draft(self, stage: Stage = Stage.FIRST) -> ItemDraft:
        """The validated fields."""
        numbers = tuple(each for each in _SEPARATORS.split(self.matters.data or "") if each)
        return ItemDraft(
            column=Column(given(self.column.data)),
            urgency=Urgency(given(self.urgency.data)),
            source=Source(given(self.source.data)),
            title=given(self.title.data),
            known_at=self.known_at.moment,
            content=given(self.content.data),
            place=self.place.data or "",
            people=self.people.data,
            demand=self.demand.data or "",
            measures=self.measures.data or "",
            next_step=self.next_step.data or "",
            unit_id=int(self.unit_id.data) if self.unit_id.data else None,
            audience=Audience(given(self.audience.data)),
            carry=bool(self.carry.data),
            matters=numbers,
            readers=tuple(self.readers.data or ()),
            masked=bool(self.masked.data),
            submission=(self.submission.data or "")[:64] or None,
            stage=stage,
        )


class ItemEditForm(ItemForm):
    """A draft that is changed (修改要情信息)."""

    version = VersionField()


class SendForm(SiteForm):
    """Sending (报送), of the version that was looked at."""

    version = VersionField()


class VerifyForm(SiteForm):
    """A verification (核查表单): result and how it was found."""

    result = RadioField(
        "核查结果",
        [InputRequired("请选择核查结果")],
        choices=options((each.value, each.title) for each in Result),
    )
    note = TextAreaField(
        "核查情况",
        [InputRequired("请填写核查情况"), Max(500)],
        description="向谁核实、情况如何；暂不能核实的写明原因",
    )

    def draft(self) -> VerificationDraft:
        """The validated fields."""
        return VerificationDraft(Result(given(self.result.data)), given(self.note.data))


class ToldForm(SiteForm):
    """An organ that was told (通报情况): when and how."""

    recipient = SelectField("报送对象", [InputRequired("请选择报送对象")])
    at = MomentField("报送时间", [InputRequired("请填写报送时间，格式如 2026-11-27 09:30")])
    way = StringField("方式", [InputRequired("请填写方式"), Max(100)], description="如：电话、传真、专用系统")

    def offer(self, open_recipients: Sequence[Recipient]) -> None:
        """Those who were not told yet."""
        self.recipient.choices = options((each.value, each.title) for each in open_recipients)
        if not self.is_submitted():
            self.at.data = shown_moment(now())

    def draft(self) -> ToldDraft:
        """The validated fields."""
        return ToldDraft(Recipient(given(self.recipient.data)), self.at.moment, given(self.way.data))


class ItemFilter(SiteForm):
    """What the list of items is narrowed by (要情筛选)."""

    q = StringField("词语", [Max(60)])
    column = SelectField(
        "栏目", choices=options([("", "全部"), *((each.value, each.title) for each in Column)]), default=""
    )
    state = SelectField(
        "状态",
        choices=options([("", "全部"), ("draft", "草稿"), ("sent", "已报送"), ("new", "未编入要情")]),
        default="",
    )
    urgency = SelectField(
        "报送方式",
        choices=options([("", "全部"), *((each.value, each.title) for each in Urgency)]),
        default="",
    )
