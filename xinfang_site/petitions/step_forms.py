"""The form of a step (办理表单): its fields are what the statute's table says the step needs."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, ValidationError

from xinfang_site.domain.steps import Need, Transition
from xinfang_site.forms import Max, SiteForm, given, options

PATHS = [
    ("", "请选择"),
    ("31_1", "（一）诉讼、行政复议等程序（涉法涉诉）"),
    ("31_2", "（二）仲裁"),
    ("31_3", "（三）党员申诉、申请复审等"),
    ("31_4", "（四）行政复议、裁决、确认、许可、处罚等行政程序"),
    ("31_5", "（五）申请查处违法行为、履行职责"),
    ("31_6", "（六）其他：听取陈述、调查核实、出具处理意见书"),
]
OUTCOMES = [
    ("", "请选择"),
    ("support", "支持"),
    ("part", "部分支持"),
    ("explain", "解释说明"),
    ("decline", "不支持"),
]
SERVICES = [("", "请选择"), ("hand", "当面送达"), ("post", "邮寄送达"), ("other", "其他方式")]
ORIGINALS = [("", "请选择"), ("first", "初件"), ("repeat", "重复件")]


class StepForm(SiteForm):
    """What every step's form has; the rest is added by :func:`form_class`."""

    version = HiddenField(validators=[InputRequired("页面已过期，请重新打开")])
    offices: dict[str, int]

    def values(self, row: Transition) -> dict[str, Any]:
        """The validated needs as JSON values."""
        found: dict[str, Any] = {}
        for need in row.needs:
            if need in _FIELDS:
                data = self[need.value].data
                found[need.value] = data.isoformat() if need in _DAYS else data
        if Need.RECEIVER in row.needs:
            found[Need.RECEIVER.value] = self.offices[given(self[Need.RECEIVER.value].data)]
        if Need.SERVICE in row.needs:
            found["served_on"] = given(self["served_on"].data).isoformat()
        return found


def _known_office(form: StepForm, field: Field) -> None:
    if field.data and field.data not in form.offices:
        raise ValidationError("机构表中没有这个单位，请从列表中选择")


def _text(label: str, missing: str, most: int, rows: int = 4) -> TextAreaField:
    return TextAreaField(label, [InputRequired(missing), Max(most)], render_kw={"rows": rows})


_DAYS = frozenset({Need.DUE_DAY, Need.NEW_DAY})
_FIELDS: dict[Need, Any] = {
    Need.REASON: _text("理由", "请写明理由", 2000),
    Need.DUPLICATE_DECISION: SelectField(
        "初件、重复件认定", [InputRequired("请认定初件或者重复件")], choices=options(ORIGINALS)
    ),
    Need.RECEIVER: StringField(
        "去向单位", [InputRequired("请填写去向单位"), _known_office], render_kw={"list": "offices"}
    ),
    Need.DUE_DAY: DateField("指定办理期限", [InputRequired("请指定办理期限")]),
    Need.GROUND: _text("不予受理的情形和依据", "请写明情形和依据的条款", 1000),
    Need.PRIOR_FINAL_OPINION: StringField(
        "原复核意见书文号", [InputRequired("请填写原复核意见书文号"), Max(100)]
    ),
    Need.PATH: SelectField(
        "办理途径（第三十一条）", [InputRequired("请选择办理途径")], choices=options(PATHS)
    ),
    Need.TEXT: _text("正文", "请填写正文", 20000, 10),
    Need.OUTCOME: SelectField("结论", [InputRequired("请选择结论")], choices=options(OUTCOMES)),
    Need.CONSENT: BooleanField("双方当事人同意", [InputRequired("须经双方当事人同意（第三十三条）")]),
    Need.SERVICE: SelectField("送达方式", [InputRequired("请选择送达方式")], choices=options(SERVICES)),
    Need.PROOF: StringField(
        "凭证（送达回证、签收单等的名称和编号）", [InputRequired("请写明凭证"), Max(200)]
    ),
    Need.OTHER_MATTER: StringField("另一信访事项的编号", [InputRequired("请填写编号"), Max(40)]),
    Need.SECOND_PERSON: StringField("核准人", [InputRequired("请填写核准人"), Max(40)]),
    Need.MINUTES: _text("联席会议决定和决定人", "请写明会议日期、决定和决定人", 4000, 6),
    Need.NEW_DAY: DateField("新的日期", [InputRequired("请填写日期")]),
    Need.DAYS: IntegerField(
        "天数", [InputRequired("请填写天数"), NumberRange(1, 365, "天数应为1至365的整数")]
    ),
}


def form_class(row: Transition) -> type[StepForm]:
    """The form of one step of the table."""
    fields = {need.value: _FIELDS[need] for need in row.needs if need in _FIELDS}
    if Need.SERVICE in row.needs:
        fields["served_on"] = DateField("送达日期（信访人收到之日）", [InputRequired("请填写送达日期")])
    return type(f"{row.step.title()}Form", (StepForm,), fields)


class ApprovalForm(SiteForm):
    """Approves or returns a proposal."""

    version = HiddenField(validators=[InputRequired("页面已过期，请重新打开")])
    decision = SelectField("审批意见", choices=options([("approve", "同意"), ("return", "退回")]))
    reason = TextAreaField("退回理由（退回时填写）", [Max(500)], render_kw={"rows": 3})

    def validate_reason(self, field: Field) -> None:
        """A return says why."""
        if self.decision.data == "return" and not field.data:
            raise ValidationError("退回须写明理由")
