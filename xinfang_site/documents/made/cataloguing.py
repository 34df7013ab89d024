"""What the archive lists of a matter's documents (归档目录): every one with its hash, void ones with their reason."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.documents import queries
from xinfang_site.documents.models import Document
from xinfang_site.documents.serving import service_of
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.files.models import StoredFile


def file_name(document: Document) -> str:
    """``受理告知书 沙信访受〔2026〕5号.docx``; no personal data in it."""
    return f"{DocumentKind(document.kind).title} {document.number}".strip() + ".docx"


def catalogue(session: Session, petition_id: int) -> Iterator[dict[str, Any]]:
    """The documents in the order they were made; names of persons are not among it."""
    sizes = select(StoredFile.sha256, StoredFile.size).join(Document, Document.sha256 == StoredFile.sha256)
    found = {
        row.sha256: row.size for row in session.execute(sizes.where(Document.petition_id == petition_id))
    }
    for each in queries.of_matter(session, petition_id):
        served = service_of(session, each)
        yield {
            "title": file_name(each),
            "kind": "document",
            "size": found[each.sha256],
            "added": each.made_on.isoformat(),
            "void": mask_personal(each.void_reason),
            "served_on": served.served_on.isoformat() if served else "",
            "sha256": each.sha256,
        }
