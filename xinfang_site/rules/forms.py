"""The form of local rules (本地规则表单): one row a limit, and what holds for all."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from xinfang_site.conflicts_page import VersionField
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.overrides import LEVELS_MOST
from xinfang_site.domain.limits.rules import RuleSet, Unit
from xinfang_site.forms import Max, RowForm, SiteForm, given, options

SETTABLE = (
    Duty.DISPATCH, Duty.DIRECT_NOTICE, Duty.NOTICE, Duty.OBJECTION, Duty.OBJECTION_RULING, Duty.CONCLUSION,
    Duty.REVIEW_REQUEST, Duty.REVIEW, Duty.FINAL_REQUEST, Duty.FINAL_REVIEW, Duty.SUGGESTION,
    Duty.ADVICE_FEEDBACK,
)  # fmt: skip
"""Limits that an office may set; the others are set case by case or not at all."""

_UNITS = [("", "不变"), *((each.value, each.title.removeprefix("个")) for each in Unit)]
_TITLES = {duty.value: duty.title for duty in Duty}


class LimitForm(RowForm):
    """One limit (单项期限): length, unit, most days of extension; empty means as the statute says."""

    duty = HiddenField()
    length = IntegerField("天数", [Optional(), NumberRange(1, 365, "应为1至365的整数")])
    unit = SelectField("单位", choices=options(_UNITS))
    extension = IntegerField("最多延长（日）", [Optional(), NumberRange(0, 365, "应为0至365的整数")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name each field with its limit, so that a message says which of the rows it means."""
        super().__init__(*args, **kwargs)
        for field in (self.length, self.unit, self.extension):
            field.label.text = f"{_TITLES.get(self.duty.data or '', '')}：{field.label.text}"


class RulesForm(SiteForm):
    """A version of local rules (本地期限规则表单)."""

    seen = VersionField()
    valid_from = DateField("自哪一天起算的期限适用", [InputRequired("请填写生效日期")])
    limits = FieldList(FormField(LimitForm))
    review_extension = IntegerField(
        "复查、复核最多延长（日）",
        [Optional(), NumberRange(0, 365)],
        description="条例没有规定；地方规定最多30日",
    )
    extension_split = BooleanField("延期可以分次批准，累计不超过上限")
    roll_office_deadlines = BooleanField("机关、单位的期限届满日遇休息日顺延")
    original_may_review = BooleanField("可以向原办理机关、单位申请复查")
    objection_reason_length = IntegerField("异议理由最少字数", [Optional(), NumberRange(1, 2000)])
    collective_threshold = IntegerField("集体访人数标准", [Optional(), NumberRange(2, 1000)])
    flagged_approval = IntegerField(
        "重大紧急、集体访事项的审批级数",
        [Optional(), NumberRange(1, LEVELS_MOST, f"审批级数应为1至{LEVELS_MOST}")],
        description="信访部门拟办的步骤至少经几级审批：1 科室负责人，2 再经一名领导，3 再经另一名领导",
    )
    reason = TextAreaField(
        "依据", [InputRequired("请填写依据"), Max(500)], description="地方规定的名称和条款，或者本机关的决定"
    )

    def settings(self) -> dict[str, Any]:
        """The overrides as they are stored; what is empty is left to the statute."""
        known = {duty.value for duty in SETTABLE}
        rows = {each.form.duty.data: each.form for each in self.limits if each.form.duty.data in known}
        found: dict[str, Any] = {
            "lengths": {duty: row.length.data for duty, row in rows.items() if row.length.data is not None},
            "units": {duty: row.unit.data for duty, row in rows.items() if row.unit.data},
            "extension_maxima": {
                duty: row.extension.data for duty, row in rows.items() if row.extension.data is not None
            },
        }
        for name in (
            "review_extension",
            "objection_reason_length",
            "collective_threshold",
            "flagged_approval",
        ):
            found[name] = self[name].data
        for name in ("extension_split", "roll_office_deadlines", "original_may_review"):
            found[name] = bool(self[name].data)
        return {name: value for name, value in found.items() if value not in (None, False, {})}

    def version(self) -> int:
        """The newest version that the person saw."""
        return given(self.seen.data)


def shown(base: RuleSet, settings: dict[str, Any]) -> dict[str, Any]:
    """Stored overrides as the form holds them."""
    values: dict[str, Any] = {
        "limits": [
            {
                "duty": duty.value,
                "length": settings.get("lengths", {}).get(duty.value),
                "unit": settings.get("units", {}).get(duty.value, ""),
                "extension": settings.get("extension_maxima", {}).get(duty.value),
            }
            for duty in SETTABLE
            if duty in base.rules
        ]
    }
    return values | {name: value for name, value in settings.items() if not isinstance(value, dict)}
