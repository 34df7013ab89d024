"""What lies in a matter's file (卷内材料): attachments and documents, read together for the case page."""

from dataclasses import dataclass

from sqlalchemy import BindParameter, bindparam, select, union
from sqlalchemy.orm import Session, defer

from xinfang_site.documents.models import Document
from xinfang_site.files.models import StoredFile
from xinfang_site.offices.models import Office
from xinfang_site.petitions.attachments.kinds import KINDS
from xinfang_site.petitions.attachments.models import Attachment


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


_OF_MATTER: BindParameter[int] = bindparam("petition_id")
_ATTACHED = (
    Attachment.id, Attachment.name, StoredFile.size, StoredFile.media_type, Attachment.added_by,
    Attachment.note, Attachment.void_reason, Attachment.kind,
)  # fmt: skip
_LYING_IN = (
    select(*_ATTACHED, Document, Office.name.label("organ"))
    .outerjoin(Attachment, (Attachment.sha256 == StoredFile.sha256) & (Attachment.petition_id == _OF_MATTER))
    .outerjoin(Document, (Document.sha256 == StoredFile.sha256) & (Document.petition_id == _OF_MATTER))
    .outerjoin(Office, Office.id == Document.office_id)
    .where(
        StoredFile.sha256.in_(
            union(
                select(Attachment.sha256).where(Attachment.petition_id == _OF_MATTER),
                select(Document.sha256).where(Document.petition_id == _OF_MATTER),
            )
        )
    )
    .options(defer(Document.paper), defer(Document.names))
)


def of(session: Session, petition_id: int) -> tuple[list[File], list[Filed]]:
    """Attachments and documents in one query, each by its order; papers stay sealed."""
    rows = session.execute(_LYING_IN, {"petition_id": petition_id}).all()
    files = {
        key: File(key, name, size, media_type, by, _noted(kind, note), void_reason)
        for key, name, size, media_type, by, note, void_reason, kind, *_ in rows
        if key is not None
    }
    documents = {each.id: Filed(each, organ or "") for *_, each, organ in rows if each is not None}
    return [files[key] for key in sorted(files)], [documents[key] for key in sorted(documents)]


def _noted(kind: str, note: str) -> str:
    """What a file is, and what was said of it."""
    return "，".join(each for each in (KINDS.get(kind, "") if kind else "", note) if each)
