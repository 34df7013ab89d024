"""Forms of planning (排班表单)."""

from collections.abc import Iterable
from datetime import date

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from xinfang_joint_reception.domain.patterns import WEEKDAYS, Pattern, Roll
from xinfang_joint_reception.rota.models import Kind, Member, RotaRule
from xinfang_joint_reception.rota.planning import Seat, SittingDraft
from xinfang_joint_reception.rota.ruling import RuleDraft
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.plugin_api.pages import Max, RowForm, SiteForm, VersionField, clean, given, options

NOBODY = (0, "（空缺）")
MOST_SEATS = 60


class ChecksField(SelectMultipleField):
    """Several tick boxes of one question (多选)."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SeatForm(RowForm):
    """One place of a session (席位): who, at which window."""

    member = SelectField("人员（单位）", coerce=int, default=0)
    window = StringField("窗口", [Max(20)], filters=[clean])


class SittingForm(SiteForm):
    """A session (场次表单): when, where, who."""

    version = VersionField()
    day = DateField("日期", [InputRequired("请选择日期")])
    starts_at = TimeField("开始时间", [InputRequired("请填写开始时间")])
    ends_at = TimeField("结束时间", [InputRequired("请填写结束时间")])
    place = StringField("地点", [Max(80)])
    room = StringField("接待室", [Max(40)], description="同一时间只能安排一个场次；不填则不核对")
    topic = StringField("专题", [Max(80)], description="专题接访日填写，如：土地问题")
    note = StringField("说明", [Max(200)])
    by_head = BooleanField("由主要负责人接访")
    members = FieldList(FormField(SeatForm), "接访人员", max_entries=MOST_SEATS)

    def offer(self, members: Iterable[Member]) -> None:
        """Fill the roster into every place."""
        choices = options([NOBODY, *((each.id, each.shown) for each in members)])
        for entry in self.members.entries:
            entry.form.member.choices = choices

    def draft(self, kind_id: int) -> SittingDraft:
        """The validated fields."""
        seats = tuple(
            Seat(entry.form.member.data, entry.form.window.data or "")
            for entry in self.members.entries
            if entry.form.member.data
        )
        return SittingDraft(
            kind_id=kind_id,
            day=given(self.day.data),
            starts_at=given(self.starts_at.data),
            ends_at=given(self.ends_at.data),
            place=self.place.data or "",
            room=self.room.data or "",
            topic=self.topic.data or "",
            note=self.note.data or "",
            by_head=bool(self.by_head.data),
            seats=seats,
        )


def new_values(kind: Kind, day: date) -> dict[str, object]:
    """What a new session's form begins with."""
    return {
        "version": 0,
        "day": day,
        "starts_at": kind.starts_at,
        "ends_at": kind.ends_at,
        "place": kind.place,
        "members": [{"member": 0, "window": ""} for _ in range(kind.seats)],
    }


def values_of(sitting: Sitting) -> dict[str, object]:
    """A session as its form holds it."""
    names = ("version", "day", "starts_at", "ends_at", "place", "room", "topic", "note", "by_head")
    seats: list[dict[str, object]] = [
        {"member": duty.member_id, "window": duty.window} for duty in sitting.duties
    ]
    seats += [{"member": 0, "window": ""} for _ in range(sitting.open_seats or (not seats))]
    return {**{name: getattr(sitting, name) for name in names}, "members": seats}


class DropForm(SiteForm):
    """Why a session is dropped (取消场次)."""

    version = VersionField()
    reason = StringField("取消原因", [InputRequired("请填写取消原因"), Max(200)])


class RuleForm(SiteForm):
    """A rule of the rota (排班规则表单); which fields count depends on the way the days are named."""

    version = VersionField()
    kind_id = SelectField("接访类别", coerce=int)
    pattern = SelectField("排班方式", choices=options((each.value, each.title) for each in Pattern))
    first = DateField("开始日期", [InputRequired("请选择开始日期")])
    last = DateField("结束日期", [InputRequired("请选择结束日期")])
    month_days = StringField(
        "每月哪几日", [Max(60)], description="“每月固定日期”填写，如 15；多个用顿号分开，如 5、15、25"
    )
    weekdays = ChecksField("星期", coerce=int, choices=options(enumerate(f"周{each}" for each in WEEKDAYS)))
    times = IntegerField(
        "次数", [Optional(), NumberRange(1, 400)], default=1, description="“每周（每季度）若干次”填写"
    )
    dates = StringField(
        "专题接访日", [Max(600)], description="“专题接访日”填写，如 2026-04-07、2026-04-11，用顿号分开"
    )
    roll = SelectField("遇节假日", choices=options((each.value, each.title) for each in Roll))
    head_weekday = SelectField(
        "主要负责人接访",
        coerce=int,
        choices=options([(-1, "不指定"), *((n, f"每周{each}") for n, each in enumerate(WEEKDAYS))]),
        default=-1,
    )
    starts_at = TimeField("开始时间", [InputRequired("请填写开始时间")])
    ends_at = TimeField("结束时间", [InputRequired("请填写结束时间")])
    place = StringField("地点", [Max(80)])
    room = StringField("接待室", [Max(40)])
    topic = StringField("专题", [Max(80)])

    def validate_month_days(self, field: StringField) -> None:
        """Days of the month are numbers."""
        if self.pattern.data == Pattern.MONTHLY and field.data:
            days_of_month(field.data)

    def validate_dates(self, field: StringField) -> None:
        """Topic days are dates."""
        if self.pattern.data == Pattern.DATES and field.data:
            dates_in(field.data)

    def draft(self) -> RuleDraft:
        """The validated fields."""
        pattern = Pattern(self.pattern.data)
        monthly = pattern is Pattern.MONTHLY
        numbers = days_of_month(self.month_days.data or "") if monthly else tuple(self.weekdays.data or ())
        return RuleDraft(
            kind_id=self.kind_id.data,
            pattern=pattern,
            first=given(self.first.data),
            last=given(self.last.data),
            roll=Roll(self.roll.data),
            starts_at=given(self.starts_at.data),
            ends_at=given(self.ends_at.data),
            numbers=numbers,
            times=self.times.data or 1,
            dates=dates_in(self.dates.data or "") if pattern is Pattern.DATES else (),
            head_weekday=None if self.head_weekday.data < 0 else self.head_weekday.data,
            place=self.place.data or "",
            room=self.room.data or "",
            topic=self.topic.data or "",
        )


def rule_values(rule: RotaRule) -> dict[str, object]:
    """A rule as its form holds it."""
    names = (
        "version", "kind_id", "pattern", "first", "last", "times", "roll", "starts_at", "ends_at", "place",
        "room", "topic",
    )  # fmt: skip
    monthly = rule.pattern == Pattern.MONTHLY
    return {
        **{name: getattr(rule, name) for name in names},
        "month_days": "、".join(map(str, rule.numbers)) if monthly else "",
        "weekdays": [] if monthly else rule.numbers,
        "dates": "、".join(rule.dates),
        "head_weekday": -1 if rule.head_weekday is None else rule.head_weekday,
    }


def _parts(text: str) -> list[str]:
    for mark in "，,；; \n":
        text = text.replace(mark, "、")
    return [each for each in text.split("、") if each]


def days_of_month(text: str) -> tuple[int, ...]:
    """Days of the month written as ``5、15、25`` or ``15日``.

    Raises:
        ValidationError: a part is no day of a month.
    """
    found = []
    for each in _parts(text):
        plain = each.removesuffix("日").removesuffix("号")
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 2 and 1 <= int(plain) <= 31):
            raise ValidationError(f"“{each}”不是1至31之间的日期")
        found.append(int(plain))
    return tuple(dict.fromkeys(found))


def dates_in(text: str) -> tuple[date, ...]:
    """Dates written as ``2026-04-07、2026-04-11``.

    Raises:
        ValidationError: a part is no date.
    """
    found = []
    for each in _parts(text):
        try:
            found.append(date.fromisoformat(each))
        except ValueError as error:
            raise ValidationError(f"“{each}”不是日期，应写成 2026-04-07") from error
    return tuple(dict.fromkeys(found))
