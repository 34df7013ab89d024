"""Fields of the step forms (办理表单字段): one for each need of the table, and further ones of single steps.

What the statute's rules judge - a path, a ground, an outcome - is not required here: an empty or a wrong
one is refused by the rule itself, with its article.
"""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from xinfang_site.domain.concluding.closing import Satisfaction
from xinfang_site.domain.concluding.following import FollowUp
from xinfang_site.domain.concluding.opinions import Outcome, ServiceWay
from xinfang_site.domain.concluding.reviews import ReviewOutcome
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.domain.receiving.dispatching import ADVICE_KINDS, SUPERVISION_REASONS
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.forms import Max, TicksField, mask_personal, options
from xinfang_site.petitions.archive.freezing import RETENTIONS

_CHOOSE = ("", "请选择")
PATHS = [
    _CHOOSE,
    *((each.value, f"第{each.basis.cite().rpartition('第')[2]}　{each.title}") for each in Path),
]
OUTCOMES = [_CHOOSE, *((each.value, each.title) for each in Outcome)]
ANSWERS = [
    _CHOOSE,
    ("supported", "采纳（支持）"),
    ("partly", "部分采纳（部分支持）"),
    ("explained", "解释说明"),
    ("not_supported", "未采纳（不支持）"),
]
REVIEW_OUTCOMES = [_CHOOSE, *((each.value, each.title) for each in ReviewOutcome)]
SATISFACTION = [_CHOOSE, *((each.value, each.title) for each in Satisfaction)]
FOLLOW_UPS = [_CHOOSE, *((each.value, each.title) for each in FollowUp)]
SERVICES = [_CHOOSE, *((each.value, f"{each.title}送达") for each in ServiceWay)]
ORIGINALS = [_CHOOSE, ("first", "初件"), ("repeat", "重复件")]
KINDS = [_CHOOSE, *((each.value, each.title) for each in Kind)]
LINKS = [("same", "同一事项"), ("repeat", "本件是重复件，对方是初件"), ("review", "本件的复查原件是对方")]


def known_office(form: Any, field: Field) -> None:
    """Refuse an office that is not in the table: rules could not be applied to it."""
    if field.data and field.data not in form.offices:
        raise ValidationError("机构表中没有这个单位，请从列表中选择")


class Judged:
    """Marks a field as required (必填) without checking it: the statute's rule refuses an empty one, with its article."""

    field_flags: Mapping[str, Any] = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        """Leave the field to the rule."""


def text(label: str, missing: str, most: int, rows: int = 4) -> TextAreaField:
    """A required long text."""
    return TextAreaField(label, [InputRequired(missing), Max(most)], render_kw={"rows": rows})


def more(label: str, most: int, rows: int = 3, hint: str = "", *, judged: bool = False) -> TextAreaField:
    """An optional long text; ``judged`` marks one that a rule requires."""
    marks = [Judged()] if judged else []
    return TextAreaField(label, [*marks, Max(most)], description=hint, render_kw={"rows": rows})


def chosen(label: str, pairs: list[tuple[str, str]], hint: str = "", *, judged: bool = False) -> SelectField:
    """A choice that WTForms does not check: a rule does, and refuses a wrong one with its article."""
    marks = [Judged()] if judged else []
    return SelectField(label, marks, choices=options(pairs), validate_choice=False, description=hint)


def _office(label: str, missing: str) -> StringField:
    return StringField(label, [InputRequired(missing), known_office], render_kw={"list": "offices"})


def line(label: str, most: int, missing: str = "", hint: str = "", *, judged: bool = False) -> StringField:
    """A short text; required where ``missing`` says how its absence is told, or where a rule requires it."""
    required = [InputRequired(missing)] if missing else [Judged()] if judged else []
    return StringField(label, [*required, Max(most)], description=hint)


def _event_day(label: str) -> DateField:
    return DateField(label, [Optional()], description="不填为今日")


NEEDS: Mapping[Need, Any] = {
    Need.REASON: text("理由", "请写明理由", 2000),
    Need.DUPLICATE_DECISION: SelectField(
        "初件、重复件认定", [InputRequired("请认定初件或者重复件")], choices=options(ORIGINALS)
    ),
    Need.RECEIVER: _office("去向单位", "请填写去向单位"),
    Need.DUE_DAY: DateField("期限", [InputRequired("请指定期限")]),
    Need.GROUND: chosen("不予受理的情形和依据", [_CHOOSE], judged=True),
    Need.PRIOR_FINAL_OPINION: line("原复核意见书文号", 100, judged=True),
    Need.PATH: chosen("办理途径（第三十一条）", PATHS, "申诉求决类事项必选；只有第六项按信访程序办理"),
    Need.TEXT: text("正文", "请填写正文", 20000, 8),
    Need.OUTCOME: chosen("结论", OUTCOMES, judged=True),
    Need.CONSENT: BooleanField("双方当事人同意（第三十三条）"),
    Need.SERVICE: chosen("送达方式", SERVICES, judged=True),
    Need.PROOF: line("凭证（送达回证、签收单、申请书等的名称和编号）", 200, judged=True),
    Need.OTHER_MATTER: line("另一信访事项的编号", 40, "请填写编号"),
    Need.MINUTES: text("联席会议决定", "请写明决定内容", 4000, 6),
    Need.NEW_DAY: DateField("正确的收到日期", [InputRequired("请填写日期")]),
    Need.DAYS: IntegerField(
        "延长天数", [InputRequired("请填写天数"), NumberRange(1, 365, "天数应为1至365的整数")]
    ),
}
"""The field of each need; needs without a field are found in the matter itself."""

_SERVED = {
    "served_on": DateField("送达日期（信访人收到之日）", [InputRequired("请填写送达日期")]),
    "refused": BooleanField("信访人拒收（凭证中写明见证情况）"),
}
_SIMPLE = {"simple": BooleanField("建议适用简易办理（事实清楚、可以当即或者短期答复的初次信访）")}
_JUDGED = {
    "kind": chosen("事项类别", KINDS, "登记时没有写明信访目的的，在这里认定"),
    "basis": more("判断依据（条款或者职责清单）", 500, hint="申诉求决类事项必填"),
}
_REPORTED = {
    "recipients": TicksField(
        "已报告、通报（第二十五条）",
        choices=options([(each.value, each.title) for each in Recipient]),
    ),
    "known_at": DateTimeLocalField("得知时间", [InputRequired("请填写得知时间")], format="%Y-%m-%dT%H:%M"),
    "reported_at": DateTimeLocalField("报告时间", [InputRequired("请填写报告时间")], format="%Y-%m-%dT%H:%M"),
}
_REQUESTED = {
    "event_day": _event_day("收到申请之日"),
    "organ": chosen("向哪个机关申请", [_CHOOSE]),
    "justified": more("逾期有正当理由的，写明认定理由", 500, 2),
}

EXTRAS: Mapping[Step, Mapping[str, Any]] = {
    Step.SCREEN: {
        "original": StringField(
            "初件的编号", [Max(40)], description="认定为重复件时填写", render_kw={"list": "matches"}
        )
    },
    Step.FORWARD: _SIMPLE,
    Step.ASSIGN: _SIMPLE,
    Step.REPORT: _REPORTED,
    Step.REPORT_ON: {
        "stage": SelectField("续报、终报", choices=options([("on", "续报"), ("final", "终报")])),
        **_REPORTED,
    },
    Step.REFUSE_REPEATED: {"same_facts": BooleanField("经核对，与原事项是同一事实和理由")},
    Step.GUIDE: {},
    Step.DECIDE_JOINTLY: {
        "decider": line("决定人", 60, judged=True),
        "decided_on": _event_day("决定日期"),
    },
    Step.ACCEPT: _JUDGED,
    Step.ACCEPT_SIMPLE: _JUDGED,
    Step.ROUTE: {
        **_JUDGED,
        "until": DateField(
            "该途径的办理期限", [Optional()], description="第五项不填按两个月计算；其他途径按有关法律填写"
        ),
    },
    Step.OPEN_HEARING: {"event_day": _event_day("听证启动决定日")},
    Step.CLOSE_HEARING: {"event_day": _event_day("听证结束日")},
    Step.DRAFT: {
        "acceptance": more("受理情况", 1000, 2, judged=True),
        "request": more("投诉请求", 4000, 3, judged=True),
        "facts": more("事实和理由", 20000, 8, judged=True),
        "legal_basis": more("法律法规依据", 2000, 2, judged=True),
        "review_organ": line("复查机关", 120, judged=True),
        "review_address": line("复查机关地址", 200, judged=True),
        "remedy": more("复查权利告知", 500, 2, judged=True),
        "new_grounds": more("撤销后重新办理的，新的事实和理由", 2000, 2),
    },
    Step.SERVE: _SERVED,
    Step.SERVE_REVIEW: _SERVED,
    Step.SERVE_FINAL: _SERVED,
    Step.REQUEST_REVIEW: _REQUESTED,
    Step.REQUEST_FINAL: _REQUESTED,
    Step.EVALUATE: {
        "unit_outcome": chosen("对责任单位的评价", SATISFACTION, judged=True),
        "on_behalf": BooleanField("代评：信访人本人评价，由工作人员代为录入"),
        "proof": line("代评凭证（录音、短信、书面评价等的名称和编号）", 200),
        "comment": more("信访人的意见", 500, 2),
    },
    Step.ARCHIVE: {
        "retention": SelectField("保管期限", choices=options(list(RETENTIONS.items())), default="30")
    },
    Step.SUPERVISE: {
        "supervision_reason": chosen(
            "督办情形（第四十条）", [("", "期限已经超期"), *SUPERVISION_REASONS.items()]
        )
    },
    Step.ADVISE: {
        "advice_kind": chosen(
            "建议种类", [_CHOOSE, *((code, title) for code, (title, _) in ADVICE_KINDS.items())], judged=True
        ),
        "until": DateField("反馈期限", [Optional()], description="条例没有规定天数，可由提出机关指定"),
    },
    Step.REASSIGN: {"handler": SelectField("承办人", choices=[])},
    Step.RECLASSIFY: {
        "kind": chosen("改为", KINDS, judged=True),
        "accused_unit": StringField(
            "被反映单位", [known_office], description="改为检举控告时填写", render_kw={"list": "offices"}
        ),
        "accused_name": line("被反映人姓名、职务", 100, hint="改为检举控告时填写"),
    },
    Step.LINK: {"link_kind": SelectField("关系", choices=options(LINKS))},
    Step.SPLIT: {
        "summary": StringField(
            "分出事项的概况", [InputRequired("请填写分出事项的概况"), Max(200)], filters=(mask_personal,)
        )
    },
}
"""Fields that single steps have besides their needs."""

LABELS: Mapping[tuple[Step, Need], Any] = {
    (Step.AGREE_TO_OBJECTION, Need.GROUND): line("职权依据（条款或者职责清单）", 500, judged=True),
    (Step.ASSIGN, Need.DUE_DAY): DateField("指定办理期限", [Judged()]),
    (Step.ASSIGN, Need.REASON): more("需要反馈结果的重要情况", 2000, judged=True),
    (Step.SUPERVISE, Need.DUE_DAY): DateField("反馈期限", [InputRequired("请指定反馈期限")]),
    (Step.SUPERVISE, Need.REASON): text("督办要求", "请写明督办要求", 2000),
    (Step.ANSWER, Need.TEXT): text("答复内容", "请填写答复内容", 20000, 8),
    (Step.ANSWER_SIMPLE, Need.TEXT): text("答复内容", "请填写答复内容", 20000, 8),
    (Step.REPLY, Need.TEXT): text("答复内容", "请填写答复内容", 20000, 8),
    (Step.REPORT, Need.TEXT): text("报送内容", "请填写报送内容", 20000, 8),
    (Step.REPORT_ON, Need.TEXT): text("报送内容", "请填写报送内容", 20000, 8),
    (Step.ROUTE_RESULT, Need.TEXT): text("法定途径的办理结果", "请填写办理结果", 20000, 6),
    (Step.CLOSE_HEARING, Need.TEXT): text("听证情况和结论", "请填写听证情况和结论", 20000, 8),
    (Step.CORRECT, Need.TEXT): text("更正后的处理意见", "请填写更正后的处理意见", 20000, 8),
    (Step.ISSUE_REVIEW, Need.TEXT): text("复查意见", "请填写复查意见", 20000, 8),
    (Step.ISSUE_FINAL, Need.TEXT): text("复核意见", "请填写复核意见", 20000, 8),
    (Step.GUIDE, Need.TEXT): text("释明和引导的内容", "请填写释明和引导的内容", 20000, 8),
    (Step.ROUTE, Need.TEXT): text("告知内容（适用的程序、承办机关和期限）", "请填写告知内容", 20000, 8),
    (Step.GUIDE, Need.PATH): chosen("应当适用的途径（第三十一条）", PATHS[:-1], judged=True),
    (Step.REPLY, Need.OUTCOME): chosen("结论", ANSWERS, judged=True),
    (Step.ISSUE_REVIEW, Need.OUTCOME): chosen("复查结论", REVIEW_OUTCOMES, judged=True),
    (Step.ISSUE_FINAL, Need.OUTCOME): chosen("复核结论", REVIEW_OUTCOMES, judged=True),
    (Step.EVALUATE, Need.OUTCOME): chosen("对信访部门的评价", SATISFACTION, judged=True),
    (Step.FOLLOW_UP, Need.OUTCOME): chosen("回访结果", FOLLOW_UPS, judged=True),
    (Step.FOLLOW_UP, Need.TEXT): text("回访情况", "请写明回访的方式和信访人的意见", 2000),
    (Step.DRAFT, Need.TEXT): more("处理意见", 20000, 6, judged=True),
    (Step.SPLIT, Need.TEXT): text("分出的诉求和事实、理由", "请填写分出的诉求", 20000, 8),
    (Step.OBJECT, Need.REASON): more("异议的详细理由", 2000, judged=True),
    (Step.EXTEND, Need.REASON): more("延期理由（告知信访人）", 2000, judged=True),
    (Step.EXTEND_REVIEW, Need.REASON): more("延期理由（告知信访人）", 2000, judged=True),
    (Step.CANCEL, Need.REASON): more("作废理由", 2000, judged=True),
    (Step.REFUSE, Need.TEXT): more("告知内容（向哪里提出，或者由谁办理到何时）", 20000, 8, judged=True),
    (Step.UNIT_REFUSE, Need.TEXT): more("告知内容（向哪里提出，或者由谁办理到何时）", 20000, 8, judged=True),
    (Step.REFUSE_REPEATED, Need.OTHER_MATTER): line("已复核终结的原事项编号", 40, judged=True),
    (Step.REQUEST_REVIEW, Need.TEXT): text("复查请求和理由", "请填写复查请求", 20000, 6),
    (Step.REQUEST_FINAL, Need.TEXT): text("复核请求和理由", "请填写复核请求", 20000, 6),
    (Step.RECORD_SUPERVISION_FEEDBACK, Need.TEXT): text("反馈内容", "请填写反馈内容", 20000, 6),
    (Step.RECORD_ADVICE_FEEDBACK, Need.TEXT): text("反馈内容", "请填写反馈内容", 20000, 6),
    (Step.ADVISE, Need.TEXT): text("建议内容", "请填写建议内容", 20000, 6),
}
"""Needs for which a step has a field of its own: another label, or a rule that requires it."""

LATE = {
    "late_reason": more(
        "超期原因", 500, 2, "期限已过，首次办理须写明原因和责任单位，不影响继续办理", judged=True
    ),
    "late_unit": line("造成超期的责任单位", 120, judged=True),
}
"""Added when the step ends an overdue limit."""
