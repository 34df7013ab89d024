"""What the demo officers write (办理用语): a value for each need of a step."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from xinfang_site import clock
from xinfang_site.domain.concluding.opinions import remedy_text
from xinfang_site.domain.procedure.steps import Need, Step, Transition
from xinfang_site.domain.receiving.urgent import Recipient

_REASONS: dict[Step, tuple[str, ...]] = {
    Step.ASSIGN: (
        "群众反映强烈，需要限期办理并反馈结果",
        "领导批示要求按期反馈",
        "多次重复信访，需要重点办理",
    ),
    Step.FILE: ("内容与已办结事项相同，没有新的事实和理由", "反映内容不具体且无法联系信访人，留存备查"),
    Step.RECALL: ("去向单位填写有误，撤回后重新转送",),
    Step.OBJECT: (
        "该事项不属于本单位法定职责，根据职责分工应由主管部门办理",
        "涉及路段已移交市级管养，不属于本单位管理范围",
    ),
    Step.AGREE_TO_OBJECTION: ("经核实职责分工文件，异议成立，另行转送",),
    Step.REJECT_OBJECTION: ("经核实，按照属地管理职责应由你单位办理",),
    Step.CALL_JOINT_MEETING: ("两家单位对职责有争议，提请联席会议协调",),
    Step.SEND_TO_JUDICIAL: ("涉及诉讼权利救济，依照诉访分离要求转送",),
    Step.RETURN_DRAFT: ("事实部分没有回应信访人的第二项诉求，请补充调查后再提交",),
    Step.EXTEND: ("需要委托第三方鉴定，鉴定结论未出具",),
    Step.OPEN_HEARING: ("信访人与有关单位对主要事实争议较大",),
    Step.RETURN_CONCLUSION: ("答复没有回应全部诉求，退回补充办理",),
    Step.SUPERVISE: ("办理时间过半仍未与信访人见面，请加快办理",),
    Step.ORDER_REDO: ("原处理意见认定事实不清，撤销并责令重新办理",),
    Step.MERGE: ("与另一事项诉求相同，合并办理",),
    Step.CANCEL: ("窗口误登记，信访人实际未提出诉求",),
}
_TEXTS: dict[Step, str] = {
    Step.ANSWER: "您反映的“{about}”收悉。经了解，有关工作已列入年度计划，现将政策依据和安排告知如下：一、该事项由主管部门负责；"
    "二、具体安排将在政府网站公布。感谢您的建议。",
    Step.REPORT: "{day}收到群众反映：{about}。涉及人数较多、存在聚集风险，已通知属地到场疏导，现按规定报告。",
    Step.REPORT_ON: "续报：属地和主管部门已到场，群众情绪平稳，已约定时间面谈。",
    Step.REFUSE: "您反映的“{about}”已由责任单位受理，正在规定期限内办理，请等候办理结果（《信访工作条例》第十九条第三款）。",
    Step.UNIT_REFUSE: "您反映的“{about}”已由区政府有关部门受理，正在规定期限内办理，本单位不再重复受理。",
    Step.RECORD_SUPERVISION_FEEDBACK: "已与信访人见面并现场核查，预计下周出具处理意见书。",
    Step.ADVISE: "近期同类事项较多，建议主管部门梳理有关流程，公开办理时限。",
    Step.REFUSE_REPEATED: "您反映的“{about}”已经复核并出具复核意见，仍以同一事实和理由提出，依照规定不再受理。",
    Step.GUIDE: "已向信访人说明，该诉求应当通过诉讼、仲裁、行政复议等法定途径解决，并发放指引单。",
    Step.ROUTE: "您反映的“{about}”应当通过法定程序办理，我单位已启动相应程序，结果将书面告知您。",
    Step.ROUTE_RESULT: "法定程序已经办结，结果文书已送达当事人。",
    Step.REPLY: "关于您反映的“{about}”，经现场调查：反映情况{fact}。我单位已要求责任方{days}日内整改，并安排专人跟进。",
    Step.ANSWER_SIMPLE: "您反映的“{about}”已当日处理完毕，并经电话告知，您表示认可。",
    Step.DRAFT: "经调查核实：您反映“{about}”的情况{fact}。依照有关规定，对您的诉求作出如下处理意见："
    "一、责令有关单位{days}日内整改；二、由主管科室跟踪落实。不服本意见的，可自收到之日起30日内请求复查。",
    Step.REQUEST_REVIEW: "信访人认为原处理意见没有解决实际问题，请求复查。",
    Step.ISSUE_REVIEW: "经复查，原处理意见认定事实清楚、适用依据正确、程序合法，予以维持。",
    Step.REQUEST_FINAL: "信访人不服复查意见，请求复核。",
    Step.ISSUE_FINAL: "经复核，复查意见认定事实清楚、依据充分，予以维持。本意见为信访终结意见。",
}
_FACTS = ("基本属实", "部分属实", "属实", "与实际情况有出入")
_PATHS = {Step.GUIDE: "31_1", Step.ROUTE: "31_4"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the text of a step may mention (办理背景).

    Attributes:
        about: the matter's summary.
        receiver_id: the office that a step of sending goes to.
        other_id: the matter that a step of linking names, 0 for none.
        unit: the responsible unit's name.
        redo: the review will revoke what the unit decided.
    """

    about: str
    receiver_id: int
    other_id: int
    unit: str = ""
    redo: bool = False


def values(random: Random, row: Transition, facts: Facts, day: date) -> dict[str, Any]:
    """Values for the needs of a step, as the step's form would give them."""
    found = {need.value: value for need in row.needs if (value := _value(random, row.step, need, facts, day))}
    if Need.SERVICE in row.needs:
        found["served_on"] = day.isoformat()
    return found | _further(random, row.step, facts)


def _further(random: Random, step: Step, facts: Facts) -> dict[str, Any]:
    """What single steps ask besides their needs."""
    if step in (Step.REPORT, Step.REPORT_ON):
        return {
            "recipients": [each.value for each in Recipient],
            "known_at": (clock.now() - timedelta(minutes=random.randint(10, 90))).isoformat(),
            "reported_at": clock.now().isoformat(),
        }
    if step is Step.DRAFT:
        return _opinion(facts)
    if step is Step.SCREEN and facts.other_id:
        return {"original": facts.other_id}
    return _FURTHER.get(step, {})


def _opinion(facts: Facts) -> dict[str, Any]:
    organ = "重庆市沙坪坝区人民政府"
    return {
        "acceptance": f"{facts.unit}收到转送的信访事项后已按规定受理并告知信访人。",
        "request": f"信访人反映：{facts.about}，请求依法处理。",
        "facts": "经现场调查、查阅资料并听取各方陈述，信访人反映的主要情况已经查清。",
        "legal_basis": "《信访工作条例》第三十一条第六项和有关行业管理规定",
        "review_organ": organ,
        "review_address": "区政府办公楼",
        "remedy": remedy_text(organ, "区政府办公楼"),
    }


_FURTHER: dict[Step, dict[str, Any]] = {
    Step.ACCEPT: {"basis": "本单位权责清单和有关行业管理规定"},
    Step.ACCEPT_SIMPLE: {"basis": "本单位权责清单和有关行业管理规定"},
    Step.ROUTE: {"basis": "《中华人民共和国行政复议法》第十一条"},
    Step.REFUSE_REPEATED: {"same_facts": True},
    Step.DECIDE_JOINTLY: {"decider": "联席会议召集人"},
    Step.SUPERVISE: {"supervision_reason": "delaying"},
    Step.ADVISE: {"advice_kind": "improve_work"},
    Step.EVALUATE: {"unit_outcome": "satisfied", "on_behalf": True, "proof": "电话回访录音"},
}


def _value(random: Random, step: Step, need: Need, facts: Facts, day: date) -> Any:
    if need is Need.TEXT:
        text = _TEXTS.get(step, "已按规定办理。")
        days = random.choice(("5", "7", "15", "30"))
        return text.format(about=facts.about, day=day.isoformat(), fact=random.choice(_FACTS), days=days)
    if need is Need.REASON:
        return random.choice(_REASONS.get(step, ("按照工作需要办理",)))
    return _short_value(random, step, need, facts, day)


def _outcome(random: Random, step: Step, facts: Facts) -> str:
    if step is Step.EVALUATE:
        return random.choice(("satisfied", "satisfied", "mostly", "dissatisfied"))
    if step in (Step.ISSUE_REVIEW, Step.ISSUE_FINAL):
        return "revoked" if facts.redo else random.choice(("upheld", "upheld", "changed"))
    return random.choice(("supported", "partly", "explained", "not_supported"))


def _short_value(random: Random, step: Step, need: Need, facts: Facts, day: date) -> Any:
    choices: dict[Need, Any] = {
        Need.DUPLICATE_DECISION: "repeat" if facts.other_id else "first",
        Need.RECEIVER: facts.receiver_id,
        Need.DUE_DAY: (day + timedelta(days=random.choice((30, 45, 60)))).isoformat(),
        Need.GROUND: "区委编办职责分工文件" if step is Step.AGREE_TO_OBJECTION else "19-3",
        Need.PRIOR_FINAL_OPINION: f"渝信复核〔{day.year - 1}〕{random.randint(3, 90)}号",
        Need.PATH: _PATHS.get(step, "31_6"),
        Need.OUTCOME: _outcome(random, step, facts),
        Need.CONSENT: True,
        Need.SERVICE: random.choice(("in_person", "post")),
        Need.PROOF: f"送达回证第{random.randint(100, 999)}号",
        Need.MINUTES: "区信访工作联席会议研究决定：由属地和主管部门共同办理，主管部门牵头。决定人：召集人。",
        Need.DAYS: 30,
        Need.OTHER_MATTER: facts.other_id,
    }
    return choices.get(need)
