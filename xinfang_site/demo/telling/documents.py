"""Documents (演示文书): after a step its documents are made, and notices are served."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.demo.telling.one_document import make_document
from xinfang_site.documents.kinds import SPECS
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.petitions.models import Step as Taken

ONE_IN = 4
"""Every fourth matter has its documents: enough to see, and the district stays quick to make."""
_NOT_MADE = frozenset({DocumentKind.REGISTRATION_SHEET, DocumentKind.SERVICE_PROOF})


def after(session: Session, people: Iterable[Actor], petition_id: int, step: Step) -> None:
    """Make the documents of a step, each by the first of ``people`` who may; one that cannot be made is left out."""
    kinds = [
        each
        for each in TABLE[step].documents
        if each in SPECS and SPECS[each].stored and each not in _NOT_MADE
    ]
    if petition_id % ONE_IN or not kinds:
        return
    serving = petition_id % (2 * ONE_IN) == 0
    makers = _makers(session, people, petition_id, step)
    for kind in kinds:
        for actor in makers:
            if make_document(session, actor, petition_id, kind, step, serving=serving):
                break


def _makers(session: Session, people: Iterable[Actor], petition_id: int, step: Step) -> list[Actor]:
    """The people of the office that has just taken the step; nobody while the step waits for approval."""
    newest = select(Taken.code, Taken.office_id).where(Taken.petition_id == petition_id)
    code, office_id = session.execute(newest.order_by(Taken.id.desc()).limit(1)).one()
    if code != step.value:
        return []
    return [
        each
        for each in people
        if each.office_id == office_id and "petition.step" in permissions_of(each.roles)
    ]
