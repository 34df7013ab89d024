"""How a document was served (送达情况): registered on its own page, or by the step that serves an opinion."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.documents.models import SERVED, Document
from xinfang_site.domain.concluding.opinions import Service, ServiceWay
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.petitions.models import Step

BY_STEP: dict[str, StepCode] = {
    Doc.OPINION.value: StepCode.SERVE,
    Doc.REVIEW_OPINION.value: StepCode.SERVE_REVIEW,
    Doc.FINAL_OPINION.value: StepCode.SERVE_FINAL,
}
"""Opinions whose service starts a limit: the step registers it, once, for the limit and the document."""


def service_of(session: Session, document: Document) -> Service | None:
    """Its service, or None while it is not served."""
    code = BY_STEP.get(document.kind)
    if document.state == SERVED or code is None:
        return service_among(document, ())
    steps = session.scalars(
        select(Step).where(Step.petition_id == document.petition_id, Step.code == code.value)
    )
    return service_among(document, steps.all())


def service_among(document: Document, steps: Iterable[Step]) -> Service | None:
    """The same, with the matter's steps at hand."""
    if document.state == SERVED and document.served_on is not None:
        way, proof = ServiceWay(document.service_way), document.service_proof
        return Service(way, document.served_on, proof, refused=document.service_refused)
    code = BY_STEP.get(document.kind)
    after = [
        each
        for each in steps
        if code is not None
        and each.code == code.value
        and each.office_id == document.office_id
        and each.at >= document.made_at
    ]
    return _by_step(min(after, key=lambda each: each.id)) if after else None


def _by_step(step: Step) -> Service:
    """The first service by the step after the document was made."""
    way = step.details.get(Need.SERVICE)
    return Service(
        ServiceWay(way) if way in set(ServiceWay) else ServiceWay.OTHER,
        date.fromisoformat(str(step.details.get("served_on") or step.day)),
        str(step.details.get(Need.PROOF) or ""),
        refused=bool(step.details.get("refused")),
    )
