"""What the steps say for records and reports (记录、报告取值): reports, meetings, hearings, returns, evaluations."""

from datetime import datetime

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.documents.facts.boxes import day_text
from xinfang_site.documents.facts.source import Source
from xinfang_site.domain.concluding.closing import Satisfaction
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.receiving.dispatching import ADVICE_KINDS
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.papers.paper import official_day
from xinfang_site.petitions.case import proceedings
from xinfang_site.petitions.models import PetitionText

Values = dict[str, str]


def record_facts(session: Session, source: Source) -> Values:
    """Values of the kinds that record or report something; nothing for the others."""
    values = {"记录人": source.actor.name}
    details = source.details()
    match source.spec.kind:
        case Doc.ORAL_RECORD:
            values["口述内容"] = session.get_one(PetitionText, source.petition.id).content
        case Doc.URGENT_REPORT:
            values |= _report(session, source, details)
        case Doc.OBJECTION_RULING:
            values |= _ruling(source, details)
        case Doc.JOINT_MINUTES:
            values["会议时间"] = day_text(details.get("decided_on")) or _step_day(source)
        case Doc.HEARING_RECORD:
            opened = source.newest_of(StepCode.OPEN_HEARING)
            values["听证事项"] = str(opened.details.get(Need.REASON) or "") if opened else ""
            values["听证时间"] = _step_day(source)
        case Doc.ADVICE:
            kind = ADVICE_KINDS.get(str(details.get("advice_kind")))
            values |= {"建议种类": kind[0] if kind else "", "反馈期限": day_text(details.get("until"))}
        case Doc.EVALUATION:
            values |= _evaluation(details)
        case Doc.CONCLUSION_REPORT:
            values["办理情况"] = _handled(source)
    return values


def _report(session: Session, source: Source, details: dict[str, object]) -> Values:
    sent = proceedings.reports_of(session, source.petition.id)
    listed = details.get("recipients")
    codes = [str(each) for each in listed] if isinstance(listed, list) else []
    return {
        "快报名称": sent[-1].title if sent else "首报",
        "得知时间": _moment(details.get("known_at")),
        "报告时间": _moment(details.get("reported_at")),
        "报告对象": "、".join(Recipient(each).title for each in codes if each in set(Recipient)),
    }


def _ruling(source: Source, details: dict[str, object]) -> Values:
    agreed = source.step is not None and source.step.code == StepCode.AGREE_TO_OBJECTION.value
    reason, ground = str(details.get(Need.REASON) or ""), str(details.get(Need.GROUND) or "")
    return {
        "核实结论": "同意退回" if agreed else "不同意退回",
        "核实意见": f"{reason}（职权依据：{ground}）" if ground else reason,
    }


def _evaluation(details: dict[str, object]) -> Values:
    scores = {"对信访部门的评价": details.get(Need.OUTCOME), "对责任单位的评价": details.get("unit_outcome")}
    return {
        name: Satisfaction(str(score)).title for name, score in scores.items() if score in set(Satisfaction)
    }


def _handled(source: Source) -> str:
    """The unit's way in one line: what it did on which day."""
    ours = [each for each in reversed(source.steps) if each.office_id == source.office.id]
    return "；".join(f"{official_day(each.day)}{each.title}" for each in ours) + ("。" if ours else "")


def _step_day(source: Source) -> str:
    return official_day(source.step.day) if source.step is not None else ""


def _moment(value: object) -> str:
    if not value:
        return ""
    at = clock.china(datetime.fromisoformat(str(value)))
    return f"{official_day(at.date())}{at.hour}时{at.minute:02}分"
