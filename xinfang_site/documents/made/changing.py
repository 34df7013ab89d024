"""What may still happen to a made document (送达、作废): it is served once, or made void; its text never changes."""

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.documents.models import SERVED, VOID, Document
from xinfang_site.documents.queries import own_document
from xinfang_site.documents.serving import BY_STEP, service_of
from xinfang_site.domain.concluding.opinions import Service, check_edit, check_service
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.petitions.people import persons
from xinfang_site.petitions.visibility import scope
from xinfang_site.versions import check_version


def serve(session: Session, actor: Actor, document_id: int, service: Service, version: int) -> None:
    """Register the service of a document (登记送达): way, day, proof; once.

    Raises:
        Missing: not a document of the office.
        Refused: it is served or void, the proof is missing, or the day cannot be.
        StaleEditError: somebody else changed it in the meantime.
    """
    with writing(session):
        document = _open_one(session, actor, document_id, version)
        if document.kind in BY_STEP:
            title = TABLE[BY_STEP[document.kind]].title
            raise Refused(f"意见书的送达关系到申请复查、复核的期限，请在事项中办理“{title}”", field="proof")
        check_service(service, document.made_on, clock.today())
        _note(session, actor, document, service)


def _note(session: Session, actor: Actor, document: Document, service: Service) -> None:
    document.state, document.service_way, document.served_on = SERVED, service.way.value, service.served_on
    document.service_proof, document.service_refused = service.proof.strip(), service.refused
    document.served_by = actor.name
    changes = {"document": [document.number, f"{service.way.title}送达 {service.served_on.isoformat()}"]}
    record(session, actor, Act("document.serve", "petition", document.petition_id, changes=changes))


def void(session: Session, actor: Actor, document_id: int, reason: str, version: int) -> None:
    """Void a document that was not served (作废); its number stays used and recorded.

    Raises:
        Missing: not a document of the office.
        Refused: it is served: only a new version puts it right (更正).
        StaleEditError: somebody else changed it in the meantime.
    """
    with writing(session):
        document = _open_one(session, actor, document_id, version)
        document.state, document.void_reason, document.voided_by = VOID, reason, actor.name
        changes = {"document": [document.number, None]}
        told = persons.masked_reason(session, document.petition_id, reason)
        record(
            session,
            actor,
            Act("document.void", "petition", document.petition_id, reason=told, changes=changes),
        )


def _open_one(session: Session, actor: Actor, document_id: int, version: int) -> Document:
    document = own_document(session, actor, document_id)
    petition = scope.get(session, actor, document.petition_id, lock=True)
    session.refresh(document)
    check_version(document, version)
    check_edit(served=service_of(session, document) is not None)
    if document.state == VOID:
        raise Refused("文书已经作废")
    if petition.standing is State.ARCHIVED:
        raise Refused("事项已经归档，文书不能再变动")
    return document
