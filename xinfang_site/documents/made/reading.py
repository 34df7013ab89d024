"""Looking at a document (查阅文书): its page; the opening is audited."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import record
from xinfang_site.database import writing
from xinfang_site.documents import queries
from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.made.seeing import (
    VIEWED,
    act_on,
    document_and_matter,
    masked_text,
    sees_names,
    within_limit,
)
from xinfang_site.documents.made.shelf import Entry, entry_of
from xinfang_site.documents.models import MADE, Document, DocumentTemplate
from xinfang_site.documents.serving import BY_STEP, service_of
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.procedure.states import State
from xinfang_site.papers.paper import Paper
from xinfang_site.papers.storing import load
from xinfang_site.petitions.models import Petition


@dataclass(frozen=True, slots=True)
class Opened:
    """A document on its page (文书页面)."""

    document: Document
    entry: Entry
    petition: Petition
    paper: Paper
    template: DocumentTemplate
    template_title: str
    personal: bool
    masked: bool
    over_limit: bool
    corrects: Document | None
    corrected_by: Document | None
    proof: str
    to_serve: bool
    may_void: bool

    @property
    def serving_step(self) -> str:
        """The step that registers its service, where one does (送达步骤); else empty."""
        step = BY_STEP.get(self.document.kind)
        return step.value if step else ""


def open_document(session: Session, actor: Actor, document_id: int) -> Opened:
    """A document of a visible matter; the opening is audited, names are masked without the right or above the hourly limit.

    Raises:
        Missing: no such document in a matter of the office's register.
    """
    with writing(session):
        document, petition = document_and_matter(session, actor, document_id)
        personal = bool(document.names)
        over_limit = personal and sees_names(actor) and not within_limit(session, actor, petition.id)
        masked = personal and (over_limit or not sees_names(actor))
        record(session, actor, act_on(VIEWED if personal and not masked else "document.view", document))
        service = service_of(session, document)
        organ = queries.office_name(session, document.office_id)
        pending = service is None and document.state == MADE and petition.standing is not State.ARCHIVED
        text = masked_text(document) if masked else document.paper
        template = session.get_one(DocumentTemplate, document.template_id)
        opened = Opened(
            document=document,
            entry=entry_of(actor, document, organ, service),
            petition=petition,
            paper=load(text),
            template=template,
            template_title=_version_words(template),
            personal=personal,
            masked=masked,
            over_limit=over_limit,
            corrects=session.get(Document, document.corrects_id) if document.corrects_id else None,
            corrected_by=_corrected_by(session, document),
            proof=service.proof if service else "",
            to_serve=pending and SPECS[Doc(document.kind)].served,
            may_void=pending,
        )
        session.flush()
        session.expunge_all()
        return opened


def _version_words(template: DocumentTemplate) -> str:
    whose = "全国默认模板" if template.office_id is None else "本单位模板"
    return f"{whose}第 {template.version} 版"


def _corrected_by(session: Session, document: Document) -> Document | None:
    later = [
        each for each in queries.of_matter(session, document.petition_id) if each.corrects_id == document.id
    ]
    return later[-1] if later else None
