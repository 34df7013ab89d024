"""The form of a rule (排班规则表单)."""

from datetime import date

from wtforms import DateField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from xinfang_joint_reception.domain.patterns import WEEKDAYS, Pattern, Roll
from xinfang_joint_reception.rota.models import RotaRule
from xinfang_joint_reception.rota.rules.services import RuleDraft
from xinfang_site.plugin_api.pages import Max, SiteForm, TicksField, VersionField, given, options


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
    weekdays = TicksField("星期", coerce=int, choices=options(enumerate(f"周{each}" for each in WEEKDAYS)))
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
