"""Looking at documents (查阅文书): the list of a matter, one document, its file, the archive's entries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.documents import queries
from xinfang_site.documents.cataloguing import file_name
from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.models import MADE, SERVED, VOID, Document, DocumentTemplate
from xinfang_site.documents.services import SEPARATOR
from xinfang_site.documents.serving import BY_STEP, service_among, service_of
from xinfang_site.documents.source import offered_after, ours
from xinfang_site.domain import masking
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.opinions import Service
from xinfang_site.domain.states import State
from xinfang_site.files import store
from xinfang_site.files.models import StoredFile
from xinfang_site.missing import Missing
from xinfang_site.papers.paper import Paper
from xinfang_site.papers.storing import load
from xinfang_site.petitions.case.opening import Case
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.visibility import scope
from xinfang_site.printing import stamped

STATES = {MADE: ("已制作，待送达", "warning"), SERVED: ("已送达", "success"), VOID: ("已作废", "neutral")}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as lists show it (文书行)."""

    id: int
    title: str
    number: str
    organ: str
    made_on: str
    made_by: str
    state: str
    tone: str
    service: str
    own: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of a matter (事项文书): made ones, and the kinds that may be made now."""

    made: Sequence[Entry]
    waiting: Sequence[Doc]
    further: Sequence[Doc]


def shelf(actor: Actor, case: Case) -> Shelf:
    """The documents of a matter that the actor sees; the case page shows them, without a query of its own.

    ``waiting`` are kinds that a step of the office produced and that are not made since.
    """
    petition = case.petition
    organs = {each.round: each.organ_id for each in case.records.reviews}
    taken = ours(actor, [(each.code, each.office_id) for each in case.steps], organs)
    closed = petition.standing is State.ARCHIVED or not _makes(actor)
    may = [] if closed else offered_after(actor, petition, taken)
    own = {
        each.document.kind
        for each in case.documents
        if each.document.office_id == actor.office_id and each.document.state != VOID
    }
    waiting = [kind for kind in may if kind.value not in own and SPECS[kind].expected]
    made = [
        entry_of(actor, each.document, each.organ, service_among(each.document, case.steps))
        for each in case.documents
    ]
    return Shelf(made, waiting, [kind for kind in may if kind not in waiting])


def _makes(actor: Actor) -> bool:
    return bool(permissions_of(actor.roles) & {"petition.step", "petition.register"})


def entry_of(actor: Actor, document: Document, organ: str, service: Service | None) -> Entry:
    """One document in words."""
    kind = Doc(document.kind)
    word, tone = STATES[SERVED if service else document.state]
    if document.state == MADE and not SPECS[kind].served:
        word, tone = "已制作", "neutral"
    served = ""
    if service is not None:
        served = (
            f"{service.served_on.isoformat()} {service.way.title}送达{'（拒收）' if service.refused else ''}"
        )
    return Entry(
        document.id,
        kind.title + ("（更正）" if document.corrects_id else ""),
        document.number,
        organ,
        document.made_on.isoformat(),
        document.made_by,
        word,
        tone,
        served,
        document.office_id == actor.office_id,
    )


def listed(session: Session, actor: Actor, document: Document) -> Entry:
    """One document of the actor's office in words."""
    return entry_of(actor, document, "", service_of(session, document))


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
    """A document of a visible matter; the opening is audited, names are masked for who may not see them.

    Raises:
        Missing: no such document in a matter of the office's register.
    """
    with writing(session):
        document, petition = _get(session, actor, document_id)
        record(session, actor, _act("document.view", document))
        masked = bool(document.names) and not _sees_names(actor)
        service = service_of(session, document)
        organ = queries.office_name(session, document.office_id)
        pending = service is None and document.state == MADE and petition.standing is not State.ARCHIVED
        text = _masked(document) if masked else document.paper
        template = session.get_one(DocumentTemplate, document.template_id)
        opened = Opened(
            document=document,
            entry=entry_of(actor, document, organ, service),
            petition=petition,
            paper=load(text),
            template=template,
            template_title=_version_words(template),
            personal=bool(document.names),
            masked=masked,
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


def _masked(document: Document) -> str:
    text = document.paper
    for name in sorted(document.names.split(SEPARATOR), key=len, reverse=True):
        if name:
            text = text.replace(json.dumps(name, ensure_ascii=False)[1:-1], masking.mask_names(name))
    return text


def _sees_names(actor: Actor) -> bool:
    return "petition.unmask" in permissions_of(actor.roles)


@dataclass(frozen=True, slots=True)
class Download:
    """A file to send (下载)."""

    name: str
    content: bytes


def download(session: Session, actor: Actor, document_id: int) -> Download:
    """The docx; a copy that names who printed it and when where it holds personal data. Audited.

    Raises:
        Missing: no such document, its file is gone, or it holds names that the actor may not see.
    """
    with writing(session):
        document, _ = _get(session, actor, document_id)
        if document.names and not _sees_names(actor):
            raise Missing
        kept = session.get_one(StoredFile, document.sha256)
        path = store.path_of(kept.location)
        if not path.exists():
            raise Missing
        record(session, actor, _act("document.download", document))
        personal, name = bool(document.names), file_name(document)
    content = path.read_bytes()
    return Download(name, stamped(content, stamp_text(actor)) if personal else content)


def stamp_text(actor: Actor) -> str:
    """Who prints and when, for the footer of papers with personal data (打印信息)."""
    return f"打印：{actor.name}　{clock.china(clock.now()).strftime('%Y-%m-%d %H:%M')}"


def _act(action: str, document: Document) -> Act:
    label = f"{Doc(document.kind).title} {document.number}".strip()
    return Act(action, "petition", document.petition_id, changes={"document": [None, label]})


def _get(session: Session, actor: Actor, document_id: int) -> tuple[Document, Petition]:
    document = session.get(Document, document_id)
    if document is None:
        raise Missing
    return document, scope.get(session, actor, document.petition_id)
