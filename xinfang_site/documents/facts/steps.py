"""What the steps of a matter say for a document (办理过程取值): dates, reasons, outcomes, earlier documents."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.documents.facts.boxes import Values, day_text, member, texts, whole_number
from xinfang_site.documents.facts.opinions import opinion, review, service
from xinfang_site.documents.facts.records import record_facts
from xinfang_site.documents.facts.source import Source
from xinfang_site.documents.facts.supervision import supervision
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.receiving.grounds import GROUNDS
from xinfang_site.domain.receiving.paths import Path
from xinfang_site.domain.statutes import article, sentence
from xinfang_site.offices.models import Office
from xinfang_site.papers.paper import official_day
from xinfang_site.petitions.models import Clock


def step_facts(session: Session, source: Source) -> Values:
    """Values from the step that produces the document, and from what came before it."""
    values = texts(source)
    for add in (
        _sending,
        _acceptance,
        _refusal,
        _extension,
        opinion,
        review,
        supervision,
        service,
        record_facts,
    ):
        values |= add(session, source)
    return values


def _sending(session: Session, source: Source) -> Values:
    unit = session.get(Office, source.to_office_id) if source.to_office_id else None
    values = {"去向单位": unit.name if unit else ""}
    if source.step is not None:
        values["转送日期"] = official_day(source.step.day)
        values["转送方式"] = "交由" if source.step.code == StepCode.ASSIGN.value else "转送"
    if unit is not None and unit.contact:
        values["去向单位联系方式"] = f"该单位联系方式：{unit.contact}。"
    due = day_text(source.details().get(Need.DUE_DAY))
    return {**values, "办理期限": due, "反馈期限": due}


def _acceptance(session: Session, source: Source) -> Values:
    accepted = source.newest_of(StepCode.ACCEPT, StepCode.ACCEPT_SIMPLE)
    details = source.details() if source.step is not None else {}
    chosen = details.get(Need.PATH) or (accepted.details.get(Need.PATH) if accepted else None)
    path = member(Path, chosen)
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
    due = _conclusion_limit(session, source)
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
    limit = _conclusion_limit(session, source)
    approvals = source.step.details.get("approvals") or ()
    values = {"批准人": str(approvals[-1]["name"]) if approvals else ""}
    days = whole_number(source.details().get(Need.DAYS))
    if limit is not None and days:
        before = limit.due - timedelta(days=days) if limit.due > limit.base_due else limit.base_due
        values["原办结期限"] = official_day(before)
        values["新办结期限"] = official_day(before + timedelta(days=days))
    return values


def _conclusion_limit(session: Session, source: Source) -> Clock | None:
    return session.scalar(
        select(Clock)
        .where(Clock.petition_id == source.petition.id, Clock.code == Duty.CONCLUSION.value)
        .order_by(Clock.id.desc())
        .limit(1)
    )
