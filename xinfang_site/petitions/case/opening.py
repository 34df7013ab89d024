"""The case page's content (事项页面内容): everything about one matter, masked, in a dozen queries.

Opening it is audited in the same call: who looked at what cannot be switched off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, union
from sqlalchemy.orm import Session, defer

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.documents.models import Document
from xinfang_site.domain.steps import Transition
from xinfang_site.files.models import StoredFile
from xinfang_site.known_tables import known
from xinfang_site.offices.models import Office
from xinfang_site.petitions import links
from xinfang_site.petitions.approving.queries import Pending, pending
from xinfang_site.petitions.attachments.kinds import KINDS
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.case import proceedings, reported
from xinfang_site.petitions.clocks.reading import ClockLine, lines_of
from xinfang_site.petitions.erased import is_erased
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition, PetitionText, Step
from xinfang_site.petitions.people import cautions, persons
from xinfang_site.petitions.stepping import opinion_words
from xinfang_site.petitions.stepping import services as stepping
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.entries import ABOVE, REGISTRAR
from xinfang_site.petitions.wording import Due, due_of
from xinfang_site.sessions import KEPT_PLAN


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as the case page shows it (附件)."""

    id: int
    name: str
    size: int
    media_type: str
    added_by: str
    note: str
    void_reason: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A document of the matter and its organ's name (卷内文书)."""

    document: Document
    organ: str


@dataclass(frozen=True, slots=True)
class Case:
    """One matter, ready for its page (事项)."""

    petition: Petition
    text: PetitionText
    people: Sequence[persons.Person]
    accused: Sequence[reported.ReportedLine]
    files: Sequence[File]
    documents: Sequence[Filed]
    steps: Sequence[Step]
    clocks: Sequence[ClockLine]
    related: Sequence[links.Related]
    proposals: Sequence[Pending]
    actions: Sequence[Transition]
    records: proceedings.Proceedings
    titles: Mapping[int | None, str]
    category: str
    due: Due
    own: bool
    erased: bool
    caution: str
    opinion: Sequence[tuple[str, str]]


def open_case(
    session: Session, actor: Actor, petition_id: int, day: date, act: str = "petition.view"
) -> Case:
    """Everything about a matter that the actor's office may see; noted as ``act`` in the audit.

    Raises:
        Missing: not in the office's register.
    """
    session.rollback()  # what is shown is read afresh, and by readers' rules: nobody's save waits for it
    session.connection(execution_options=KEPT_PLAN)
    case = _read(session, actor, scope.see(session, actor, petition_id), day)
    with writing(session, one_matter=True):
        record(session, actor, Act(act, "petition", petition_id))
    return case


def _read(session: Session, actor: Actor, seen: scope.Seen, day: date) -> Case:
    """The page's content, loose from the session: the transaction that notes the opening must not read it again."""
    petition = seen.petition
    named = known(session)
    titles, category = named.code_titles, named.category_path(petition.category_id)
    now = Situation(session, actor, petition, day)
    files, documents = _filed(session, petition.id)
    people = persons.petitioners(session, petition.id)
    proposals = pending(now, seen)
    waiting = {each.step for each in proposals}
    case = Case(
        petition=petition,
        text=petition.text,
        people=[persons.masked(each) for each in people],
        accused=reported.lines(session, petition.id) if now.may_report else (),
        files=files,
        documents=documents,
        steps=now.steps[::-1],
        clocks=lines_of(now.rows, day),
        related=links.related(session, actor, petition.id),
        proposals=proposals,
        actions=[each for each in stepping.offered(now, seen) if each.step not in waiting],
        records=proceedings.read(now),
        titles=titles,
        category=category,
        due=due_of(petition.due_on, petition.closed_on, day),
        own=seen.role in {REGISTRAR, ABOVE},
        erased=is_erased(petition),
        caution=cautions.caution(
            actor.name, [(cautions.PETITIONER, each.name) for each in people if each.name]
        ),
        opinion=opinion_words.shown(now),
    )
    session.expunge_all()
    return case


def _filed(session: Session, petition_id: int) -> tuple[list[File], list[Filed]]:
    """What is in the file: attachments and documents in one query, each by its order; papers stay sealed."""
    hashes = union(
        select(Attachment.sha256).where(Attachment.petition_id == petition_id),
        select(Document.sha256).where(Document.petition_id == petition_id),
    )
    rows = session.execute(
        select(StoredFile.size, StoredFile.media_type, Attachment, Document, Office.name)
        .outerjoin(
            Attachment,
            (Attachment.sha256 == StoredFile.sha256) & (Attachment.petition_id == petition_id),
        )
        .outerjoin(Document, (Document.sha256 == StoredFile.sha256) & (Document.petition_id == petition_id))
        .outerjoin(Office, Office.id == Document.office_id)
        .where(StoredFile.sha256.in_(hashes))
        .options(defer(Document.paper), defer(Document.names))
    ).all()
    files = {
        row.id: File(row.id, row.name, size, media_type, row.added_by, _noted(row), row.void_reason)
        for size, media_type, row, _, _ in rows
        if row is not None
    }
    documents = {each.id: Filed(each, organ or "") for *_, each, organ in rows if each is not None}
    return [files[key] for key in sorted(files)], [documents[key] for key in sorted(documents)]


def _noted(row: Attachment) -> str:
    """What a file is, and what was said of it."""
    return "，".join(each for each in (KINDS.get(row.kind, "") if row.kind else "", row.note) if each)
