"""The form of the what-if page (期限推演表单)."""

from datetime import date, timedelta

from wtforms import BooleanField, DateField, Field, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from xinfang_site.domain.errors import Refused
from xinfang_site.forms import Max, SiteForm, given
from xinfang_site.oversight.simulating import Supposition


class SuppositionForm(SiteForm):
    """What is supposed to happen (期限试算表单); every part may be left out."""

    horizon = DateField("推演到哪一天", [InputRequired("请填写日期")])
    accept_all = BooleanField("假设今日受理全部已签收的事项（按六十日计算）")
    extend_number = StringField("假设延期的事项编号", [Max(40)])
    extend_days = IntegerField("延期天数", [Optional(), NumberRange(1, 365, "天数应为1至365的整数")])
    unit = StringField("假设办结的责任单位", [Max(120)], render_kw={"list": "offices"})
    unit_day = DateField("该单位全部办结的日期", [Optional()])
    handler = SelectField("假设请假的承办人", choices=[])
    away_from = DateField("请假自", [Optional()])
    away_to = DateField("请假至", [Optional()])
    offices: dict[str, int]

    def validate_unit(self, field: Field) -> None:
        """The unit is one of the table."""
        if field.data and field.data not in self.offices:
            raise ValidationError("机构表中没有这个单位，请从列表中选择")

    def supposition(self) -> Supposition:
        """What was filled in.

        Raises:
            Refused: a part is only half filled in.
        """
        handler = int(self.handler.data) if self.handler.data else None
        if self.extend_number.data and not self.extend_days.data:
            raise Refused("请填写延期天数", field="extend_days")
        if self.unit.data and not self.unit_day.data:
            raise Refused("请填写办结日期", field="unit_day")
        if handler is not None and not (self.away_from.data and self.away_to.data):
            raise Refused("请填写请假起止日期", field="away_from")
        if handler is not None and given(self.away_to.data) < given(self.away_from.data):
            raise Refused("请假结束日期不得早于开始日期", field="away_to")
        return Supposition(
            given(self.horizon.data),
            bool(self.accept_all.data),
            self.extend_number.data or "",
            self.extend_days.data or 0,
            self.offices.get(self.unit.data or ""),
            self.unit_day.data,
            handler,
            self.away_from.data,
            self.away_to.data,
        )


def usual_horizon(day: date) -> date:
    """A month ahead."""
    return day + timedelta(days=30)
