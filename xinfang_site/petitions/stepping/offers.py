"""Choices and default values of a step's form (表单选项和预填): grounds, organs, people, elements of an opinion."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.domain.concluding.opinions import remedy_text
from xinfang_site.domain.procedure.steps import Need, Step, Transition
from xinfang_site.domain.receiving.grounds import grounds_on
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.papers.paper import official_day
from xinfang_site.petitions import links
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.effects import faults
from xinfang_site.petitions.guards import reviews
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition, PetitionText
from xinfang_site.petitions.procedure_models import FINAL, REVIEW, Diversion, UrgentReport
from xinfang_site.petitions.registering import duplicates

Pairs = list[tuple[str, str]]
USUAL_ASSIGNMENT = timedelta(days=60)


def choices(now: Situation, row: Transition) -> dict[str, Pairs]:
    """Choices that depend on the matter."""
    found: dict[str, Pairs] = {}
    if Need.GROUND in row.needs and row.step is not Step.AGREE_TO_OBJECTION:
        known = grounds_on(now.petition.received_on)
        found["ground"] = [
            ("", "请选择"),
            *((each.code, f"{each.title}（{each.basis.cite()}）") for each in known),
        ]
    if row.step in (Step.REQUEST_REVIEW, Step.REQUEST_FINAL):
        round_ = REVIEW if row.step is Step.REQUEST_REVIEW else FINAL
        found["organ"] = [(str(each.id), each.name) for each in reviews.organs(now, round_)]
    if row.step is Step.REASSIGN:
        people = editing.handlers(now.session, now.actor)
        found["handler"] = [("", "不指定"), *((str(each.id), each.name) for each in people)]
    return found


def proposed(now: Situation, row: Transition) -> dict[str, Any]:
    """Default values of a freshly opened form, for the person to correct."""
    values: dict[str, Any] = {}
    if row.step is Step.DRAFT:
        values |= _opinion(now)
    if row.step is Step.SCREEN:
        values |= _screening(now)
    if row.step is Step.REFUSE_REPEATED:
        values["other_matter"] = _original(now)
    if row.step is Step.ASSIGN:
        values["due_day"] = now.day + USUAL_ASSIGNMENT
    if row.step in (Step.REPORT, Step.REPORT_ON):
        values |= _report(now)
    if row.step in (Step.ACCEPT, Step.ACCEPT_SIMPLE, Step.ROUTE, Step.GUIDE):
        values |= _judgement(now)
    unit_at_fault = faults.at_fault(now, row)
    if unit_at_fault is not None:
        values["late_unit"] = unit_at_fault
    return values


def compared(now: Situation, row: Transition) -> Sequence[duplicates.Match] | None:
    """The matters that a screening has to be compared with (查重); None for other steps."""
    if row.step is not Step.SCREEN:
        return None
    return duplicates.of_matter(now.session, now.actor, now.petition)


def _screening(now: Situation) -> dict[str, Any]:
    """Whether the matter is a first or a repeated one, as found at registration."""
    if not now.petition.repeat:
        return {"duplicate_decision": "first"}
    return {"duplicate_decision": "repeat", "original": _original(now)}


def _original(now: Situation) -> str:
    """Number of the matter that this one repeats (初件编号); empty if it repeats none that the actor sees."""
    linked = links.related(now.session, now.actor, now.petition.id)
    words = links.KINDS["repeat"][0]
    return next((each.number for each in linked if each.relation == words), "")


def _opinion(now: Situation) -> dict[str, Any]:
    petition, unit = now.petition, now.petition.unit or now.petition.office
    organ = next(iter(reviews.organs(now, REVIEW)), None)
    accepted = now.taken(Step.ACCEPT, Step.ACCEPT_SIMPLE)
    found = {
        "acceptance": f"{unit.name}于{official_day(petition.received_on)}收到信访事项"
        + (f"，于{official_day(accepted.day)}受理。" if accepted else "。"),
        "request": now.session.get_one(PetitionText, petition.id).request,
        "review_organ": organ.name if organ else "",
        "review_address": organ.postal_address if organ else "",
    }
    if organ is not None:
        found["remedy"] = remedy_text(organ.name, organ.postal_address or "　　")
    earlier = now.taken(Step.DRAFT)
    if earlier is not None:
        kept = (
            "acceptance",
            "request",
            "facts",
            "legal_basis",
            "review_organ",
            "review_address",
            "remedy",
            "text",
            "outcome",
        )
        found |= {name: earlier.details[name] for name in kept if earlier.details.get(name)}
    return found


def _report(now: Situation) -> dict[str, Any]:
    sent = now.session.scalars(
        select(UrgentReport).where(UrgentReport.petition_id == now.petition.id).order_by(UrgentReport.serial)
    ).first()
    known = sent.known_at if sent is not None else now.petition.registered_at
    return {
        "recipients": [each.value for each in Recipient],
        "known_at": clock.china(known).replace(second=0, microsecond=0),
        "reported_at": clock.china(clock.now()).replace(second=0, microsecond=0),
    }


def _judgement(now: Situation) -> dict[str, Any]:
    """The kind as registered, and the result of the questions of 诉访分离."""
    found: dict[str, Any] = {"kind": now.kind.value if now.kind else ""}
    walked = latest_diversion(now.session, now.petition)
    if walked is not None and walked.path:
        found["path"] = walked.path
        found["kind"] = walked.kind or Kind.APPEAL.value
    return found


def latest_diversion(session: Session, petition: Petition) -> Diversion | None:
    """The newest stored answers to the questions of 诉访分离."""
    return session.scalar(
        select(Diversion).where(Diversion.petition_id == petition.id).order_by(Diversion.id.desc()).limit(1)
    )
