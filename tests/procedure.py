"""Walking a matter through the procedure in tests: sensible values for each step, the right people, approvals."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tests.people import Cast
from xinfang_site.clock import now, today
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import db
from xinfang_site.petitions.approving import services as approving
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.proposal_models import OPEN, Proposal
from xinfang_site.petitions.stepping import services as stepping

OPINION = {
    "acceptance": "甲区住建委于收到当日受理。",
    "request": "修复三号楼电梯。",
    "facts": "经现场核查，电梯停运属实，维修资金已经到位。",
    Need.TEXT: "责令物业公司十五日内修复电梯。",
    Need.OUTCOME: "supported",
    "legal_basis": "《物业管理条例》第三十五条",
    "review_organ": "甲区人民政府",
    "review_address": "康宁路1号",
    "remedy": "如不服本意见，可自收到本意见书之日起30日内向甲区人民政府（地址：康宁路1号）请求复查。",
}

WHO = {
    Role.CLERK: "clerk",
    Role.HANDLER: "handler",
    Role.SECTION_HEAD: "section_head",
    Role.LEADER: "leader",
    Role.UNIT_HANDLER: "unit_handler",
    Role.UNIT_HEAD: "unit_head",
    Role.REVIEWER: "reviewer",
}
DOERS = {Step.CHECK: "unit_handler2", Step.ISSUE_FINAL: "reviewer2", Step.SERVE_FINAL: "reviewer2"}
_ORDER = (
    Role.UNIT_HANDLER, Role.UNIT_HEAD, Role.REVIEWER, Role.CLERK, Role.HANDLER, Role.SECTION_HEAD, Role.LEADER,
)  # fmt: skip
_REPORTED = {
    Need.TEXT: "约三十人在政务大厅聚集，已派人疏导，无人受伤。",
    "recipients": [each.value for each in Recipient],
}
_VALUES: dict[Step, dict[str, Any]] = {
    Step.SCREEN: {Need.DUPLICATE_DECISION: "first"},
    Step.ACCEPT: {Need.PATH: "31_6", "basis": "区住建委职责清单第8项"},
    Step.ACCEPT_SIMPLE: {Need.PATH: "31_6", "basis": "区住建委职责清单第8项"},
    Step.ROUTE: {Need.PATH: "31_2", "basis": "《劳动争议调解仲裁法》第二条", Need.TEXT: "请申请劳动仲裁。"},
    Step.GUIDE: {Need.PATH: "31_1", Need.TEXT: "请向人民法院提起诉讼。"},
    Step.DRAFT: OPINION,
    Step.REFUSE: {Need.GROUND: "19-3", Need.TEXT: "区教委正在办理，期限至下月底。"},
    Step.UNIT_REFUSE: {Need.GROUND: "19-3", Need.TEXT: "区教委正在办理，期限至下月底。"},
    Step.DECIDE_JOINTLY: {Need.MINUTES: "由区住建委办理。", "decider": "召集人甲"},
    Step.AGREE_TO_OBJECTION: {Need.REASON: "经核实异议成立。", Need.GROUND: "区教委三定方案第二条"},
    Step.OBJECT: {Need.REASON: "该事项属于区教委职责，依据三定方案应由其办理。"},
    Step.ISSUE_REVIEW: {Need.TEXT: "经复查，原意见事实清楚。", Need.OUTCOME: "upheld"},
    Step.ISSUE_FINAL: {Need.TEXT: "经复核，复查意见适当。", Need.OUTCOME: "upheld"},
    Step.EVALUATE: {
        Need.OUTCOME: "satisfied",
        "unit_outcome": "mostly",
        "on_behalf": True,
        Need.PROOF: "回访电话录音第3号",
    },
    Step.FOLLOW_UP: {Need.OUTCOME: "settled", Need.TEXT: "电话回访，信访人表示满意。"},
    Step.ADVISE: {Need.TEXT: "建议完善电梯维修资金应急使用办法。", "advice_kind": "improve_policy"},
    Step.SUPERVISE: {Need.REASON: "请于期限内反馈。", "supervision_reason": "delaying"},
    Step.SPLIT: {"summary": "停车位收费", Need.TEXT: "停车位收费没有公示。", Need.REASON: "一事一诉"},
    Step.RECLASSIFY: {"kind": "suggestion", Need.REASON: "内容是建议"},
}


def values(step: Step, **given: Any) -> dict[str, Any]:
    """Values with which a step is let through in an ordinary matter."""
    found: dict[str, Any] = {}
    for need in TABLE[step].needs:
        found[need.value] = _usual(need)
    found |= {str(key): value for key, value in _VALUES.get(step, {}).items()}
    if Need.SERVICE in TABLE[step].needs:
        found["served_on"] = today().isoformat()
    if step in (Step.REPORT, Step.REPORT_ON):
        found |= {str(key): value for key, value in _REPORTED.items()}
        found["known_at"] = (now() - timedelta(hours=1)).isoformat()
        found["reported_at"] = now().isoformat()
    found |= {str(key): value for key, value in given.items()}
    return {key: value for key, value in found.items() if value is not None}


def _usual(need: Need) -> Any:
    later = (today() + timedelta(days=30)).isoformat()
    return {
        Need.REASON: "按照职责需要这样办理。",
        Need.TEXT: "已经调查核实并告知信访人。",
        Need.RECEIVER: Cast().office("JZJ").id,
        Need.DUE_DAY: later,
        Need.OUTCOME: "supported",
        Need.CONSENT: True,
        Need.SERVICE: "in_person",
        Need.PROOF: "送达回证第12号",
        Need.NEW_DAY: (today() - timedelta(days=1)).isoformat(),
        Need.DAYS: 10,
        Need.PRIOR_FINAL_OPINION: "甲复核〔2026〕3号",
    }.get(need)


def step(petition_id: int, code: Step, username: str = "", day: date | None = None, **given: Any) -> None:
    """Take one step with everything it needs: values, files, approvals."""
    if code is Step.MEDIATE:
        attach(petition_id, "agreement", "unit_handler")
    version = _petition(petition_id).version
    made = stepping.StepDraft(code, version, values(code, **given))
    who = username or doer(petition_id, code)
    if stepping.take(db.session(), Cast().actor(who), petition_id, made, day or today()):
        return
    approve_all(petition_id, day)


def approve_all(petition_id: int, day: date | None = None) -> None:
    """Give the open proposal every approval that it needs."""
    while True:
        proposal = db.session.scalars(
            select(Proposal)
            .where(Proposal.petition_id == petition_id, Proposal.state == OPEN)
            .order_by(Proposal.id.desc())
        ).first()
        if proposal is None:
            return
        who = Cast().actor(WHO[proposal.next_role])
        if approving.approve(db.session(), who, proposal.id, proposal.version, day or today()):
            return


def doer(petition_id: int, code: Step) -> str:
    """Who usually takes a step."""
    if code in DOERS:
        return DOERS[code]
    row, petition = TABLE[code], _petition(petition_id)
    for role in _ORDER:
        unit_side = role in (Role.UNIT_HANDLER, Role.UNIT_HEAD)
        if role in row.actors and not (unit_side and petition.unit_id is None):
            if role is Role.REVIEWER and code in (Step.REQUEST_REVIEW, Step.REQUEST_FINAL, Step.TERMINATE):
                continue
            return WHO[role]
    return WHO[next(iter(row.actors))]


def walk(petition_id: int, route: str, **given: Any) -> None:
    """Take several steps one after the other: ``walk(id, "screen forward sign_for accept")``."""
    for word in route.split():
        step(petition_id, Step(word), **given)


def attach(petition_id: int, kind: str, username: str = "clerk") -> None:
    """Put a paper of a kind into the file."""
    upload = attachments.Upload(f"{kind}.txt", f"{kind} {petition_id}".encode(), kind=kind)
    attachments.add(db.session(), Cast().actor(username), petition_id, [upload])


def _petition(petition_id: int) -> Petition:
    db.session.rollback()
    return db.session.get_one(Petition, petition_id)
