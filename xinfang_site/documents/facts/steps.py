"""What the steps of a matter say for a document (办理过程取值): dates, reasons, outcomes, earlier documents."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.documents import queries
from xinfang_site.documents.facts.records import record_facts
from xinfang_site.documents.facts.source import Source
from xinfang_site.documents.serving import service_of
from xinfang_site.domain.concluding.opinions import Outcome, remedy_text
from xinfang_site.domain.concluding.reviews import ReviewOutcome
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.receiving.dispatching import SUPERVISION_REASONS
from xinfang_site.domain.receiving.grounds import GROUNDS
from xinfang_site.domain.receiving.paths import Path
from xinfang_site.domain.statutes import article, sentence
from xinfang_site.offices.models import Office
from xinfang_site.papers.paper import official_day
from xinfang_site.petitions.clocks.rows import pressing
from xinfang_site.petitions.models import Clock

Values = dict[str, str]
Kind = TypeVar("Kind", bound=StrEnum)


def step_facts(session: Session, source: Source) -> Values:
    """Values from the step that produces the document, and from what came before it."""
    values = _texts(source)
    for add in (
        _sending,
        _acceptance,
        _refusal,
        _extension,
        _opinion,
        _review,
        _supervision,
        _service,
        record_facts,
    ):
        values |= add(session, source)
    return values


_TEXTS: dict[Doc, dict[str, str]] = {
    Doc.NOT_ACCEPTED_NOTICE: {Need.TEXT: "告知内容"},
    Doc.NO_LONGER_ACCEPTED_NOTICE: {Need.TEXT: "告知内容", Need.PRIOR_FINAL_OPINION: "原复核意见文号"},
    Doc.STATUTORY_ROUTE_NOTICE: {Need.TEXT: "告知内容"},
    Doc.ASSIGNMENT_LETTER: {Need.REASON: "交办理由"},
    Doc.EXTENSION_NOTICE: {Need.REASON: "延期理由", Need.DAYS: "延长天数"},
    Doc.HEARING_NOTICE: {Need.REASON: "听证事项"},
    Doc.OPINION: {
        "acceptance": "受理情况",
        "request": "投诉请求",
        "facts": "事实和理由",
        "legal_basis": "法律依据",
        "remedy": "复查告知",
        Need.TEXT: "处理意见",
    },
    Doc.REVIEW_OPINION: {Need.TEXT: "复查意见"},
    Doc.FINAL_OPINION: {Need.TEXT: "复查意见"},
    Doc.REPLY: {Need.TEXT: "回复内容"},
    Doc.SUPERVISION_LETTER: {Need.REASON: "督办要求"},
    Doc.GUIDANCE_RECORD: {Need.TEXT: "引导内容"},
    Doc.OBJECTION: {Need.REASON: "异议理由"},
    Doc.OBJECTION_RULING: {Need.REASON: "核实意见"},
    Doc.JOINT_MINUTES: {Need.MINUTES: "会议决定", "decider": "决定人"},
    Doc.HEARING_RECORD: {Need.TEXT: "听证笔录"},
    Doc.SIMPLE_REPLY: {Need.TEXT: "答复内容"},
    Doc.REDO_ORDER: {Need.REASON: "重办理由"},
    Doc.ADVICE: {Need.TEXT: "建议内容"},
    Doc.URGENT_REPORT: {Need.TEXT: "快报内容"},
    Doc.EVALUATION: {"comment": "评价意见"},
}
"""Which box of the step's form is which field of the document."""


def _texts(source: Source) -> Values:
    details = source.details()
    if source.spec.kind is Doc.OPINION:  # signing carries no text: the draft does
        draft = source.newest_of(StepCode.CORRECT, StepCode.DRAFT)
        details = dict(draft.details) if draft else {}
    held = _TEXTS.get(source.spec.kind, {})
    return {field: str(details.get(str(box)) or "") for box, field in held.items()}


def _sending(session: Session, source: Source) -> Values:
    unit = session.get(Office, source.to_office_id) if source.to_office_id else None
    values = {"去向单位": unit.name if unit else ""}
    if source.step is not None:
        values["转送日期"] = official_day(source.step.day)
        values["转送方式"] = "交由" if source.step.code == StepCode.ASSIGN.value else "转送"
    if unit is not None and unit.contact:
        values["去向单位联系方式"] = f"该单位联系方式：{unit.contact}。"
    due = _day(source.details().get(Need.DUE_DAY))
    return {**values, "办理期限": due, "反馈期限": due}


def _acceptance(session: Session, source: Source) -> Values:
    accepted = source.newest_of(StepCode.ACCEPT, StepCode.ACCEPT_SIMPLE)
    details = source.details() if source.step is not None else {}
    chosen = details.get(Need.PATH) or (accepted.details.get(Need.PATH) if accepted else None)
    path = _member(Path, chosen)
    values = {"受理日期": official_day(accepted.day) if accepted else ""}
    if path is not None:
        guidance = path.guidance
        values |= {
            "办理途径": guidance.title,
            "途径依据": path.basis.cite(),
            "办理程序": guidance.act,
            "有权机关": guidance.where,
            "途径期限": guidance.limit or "按照有关法律法规规定的期限办理",
        }
    due = _clock(session, source, Duty.CONCLUSION)
    if due is not None and path is Path.PETITION:
        last = official_day(due.base_due)
        values["办结期限"] = last
        values["期限说明"] = (
            f"自受理之日起60日内，即{last}前办结；情况复杂需要延长的，延长期限不超过30日，并书面告知延期理由"
            f"（{article(34).cite()}）。"
        )
    return values


def _refusal(session: Session, source: Source) -> Values:
    code = source.details().get(Need.GROUND)
    ground = next((each for each in GROUNDS if each.code == code), None)
    if ground is None:
        return {"不予受理情形": str(code or "")}
    text = sentence(ground.basis)
    return {
        "不予受理情形": ground.title,
        "不予受理依据": ground.basis.cite(),
        "规定原文": f"{ground.basis.cite()}规定：“{text}”" if text else "",
    }


def _extension(session: Session, source: Source) -> Values:
    if source.spec.kind is not Doc.EXTENSION_NOTICE or source.step is None:
        return {}
    limit = _clock(session, source, Duty.CONCLUSION)
    approvals = source.step.details.get("approvals") or ()
    values = {"批准人": str(approvals[-1]["name"]) if approvals else ""}
    days = _whole(source.details().get(Need.DAYS))
    if limit is not None and days:
        before = limit.due - timedelta(days=days) if limit.due > limit.base_due else limit.base_due
        values["原办结期限"] = official_day(before)
        values["新办结期限"] = official_day(before + timedelta(days=days))
    return values


def _opinion(session: Session, source: Source) -> Values:
    """The outcome, and the organ of review with its address: the office's own in the table of offices."""
    if source.spec.kind not in {Doc.OPINION, Doc.REPLY}:
        return {}
    draft = source.newest_of(StepCode.CORRECT, StepCode.DRAFT, StepCode.REPLY) or source.step
    outcome = _member(Outcome, draft.details.get(Need.OUTCOME) if draft else None)
    values = {"处理结论": outcome.title if outcome else ""}
    if source.spec.kind is Doc.REPLY:
        return {"采纳情况": _ADOPTED.get(outcome, "") if outcome else ""}
    organ = session.get(Office, source.office.review_office_id) if source.office.review_office_id else None
    if organ is not None and organ.postal_address and not _texts(source).get("复查告知"):
        values["复查告知"] = remedy_text(organ.name, organ.postal_address)
    return values


_ADOPTED = {
    Outcome.SUPPORTED: "采纳",
    Outcome.PARTLY: "部分采纳",
    Outcome.EXPLAINED: "说明有关情况",
    Outcome.NOT_SUPPORTED: "未采纳",
}


def _review(session: Session, source: Source) -> Values:
    kind = source.spec.kind
    before = {
        Doc.REVIEW_OPINION: Doc.OPINION,
        Doc.FINAL_OPINION: Doc.REVIEW_OPINION,
        Doc.NO_LONGER_ACCEPTED_NOTICE: Doc.FINAL_OPINION,
    }.get(kind)
    if before is None:
        return {}
    earlier = queries.newest(session, source.petition.id, before, None)
    asked = source.newest_of(StepCode.REQUEST_FINAL if kind is Doc.FINAL_OPINION else StepCode.REQUEST_REVIEW)
    outcome = _member(ReviewOutcome, source.details().get(Need.OUTCOME))
    values = {
        "复查结论": outcome.title if outcome else "",
        "申请日期": official_day(asked.day) if asked else "",
        "复查请求": str(asked.details.get(Need.TEXT) or "") if asked else "",
    }
    if earlier is not None and kind is Doc.NO_LONGER_ACCEPTED_NOTICE:
        values |= {"原复核意见文号": earlier.number, "原复核意见日期": official_day(earlier.made_on)}
    elif earlier is not None:
        values |= {
            "原意见文号": earlier.number,
            "原意见机关": queries.office_name(session, earlier.office_id),
        }
    return values


def _supervision(session: Session, source: Source) -> Values:
    if source.spec.kind is not Doc.SUPERVISION_LETTER:
        return {}
    letters = [
        f"{official_day(each.made_on)}{each.number}"
        for each in queries.of_matter(session, source.petition.id)
        if each.kind in {Doc.FORWARD_LETTER, Doc.ASSIGNMENT_LETTER, Doc.SUPERVISION_LETTER} and each.number
    ]
    late = session.scalars(
        select(Clock)
        .where(Clock.petition_id == source.petition.id, Clock.stopped_on.is_(None), Clock.due < source.day)
        .order_by(Clock.due)
    )
    overdue = [
        f"“{Duty(each.code).title}”期限{official_day(each.due)}届满，已超期{(source.day - each.due).days}天。"
        for each in late
        if pressing(each)
    ]
    reason = str(source.details().get("supervision_reason") or "")
    return {
        "此前文书": "、".join(letters),
        "逾期情况": "".join(overdue),
        "督办情形": SUPERVISION_REASONS.get(reason, "期限已经超期" if overdue else ""),
        "督办依据": article(40, 1).cite(),
    }


def _service(session: Session, source: Source) -> Values:
    proven = source.proven
    if proven is None:
        return {}
    values = {"送达文书": Doc(proven.kind).title, "送达文书字号": proven.number or "无"}
    service = service_of(session, proven)
    if service is not None:
        values |= {
            "送达方式": service.way.title,
            "送达日期": official_day(service.served_on),
            "送达凭证": service.proof,
            "拒收情况": "信访人拒收" if service.refused else "",
        }
    return values


def _clock(session: Session, source: Source, duty: Duty) -> Clock | None:
    return session.scalar(
        select(Clock)
        .where(Clock.petition_id == source.petition.id, Clock.code == duty.value)
        .order_by(Clock.id.desc())
        .limit(1)
    )


def _member(kinds: type[Kind], value: object) -> Kind | None:
    return kinds(str(value)) if value in set(kinds) else None


def _day(value: object) -> str:
    return official_day(date.fromisoformat(str(value))) if value else ""


def _whole(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() else 0
