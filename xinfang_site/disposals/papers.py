"""Documents and archives without their content (文书、案卷清除): number, kind and days stay in the books."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.documents.models import Document
from xinfang_site.files import store
from xinfang_site.papers.blocks import Paragraph
from xinfang_site.papers.paper import Paper
from xinfang_site.papers.storing import dump
from xinfang_site.petitions.erased import ERASED
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.procedure_models import Archive
from xinfang_site.printing import DOCX, to_docx

_PAPER = Paper("已清除", (Paragraph(ERASED),))


def blank_documents(session: Session, petition: Petition) -> set[str]:
    """Put one empty paper in the place of every document and the archive's catalogue; returns the old hashes."""
    old = set()
    documents = session.scalars(select(Document).where(Document.petition_id == petition.id)).all()
    if documents:
        empty = store.keep(session, to_docx(_PAPER), DOCX)
        for each in documents:
            old.add(each.sha256)
            each.paper, each.names, each.sha256 = dump(_PAPER), "", empty
            each.service_proof = each.void_reason = ""
    archive = session.get(Archive, petition.id)
    if archive is not None:
        old.add(archive.sha256)
        head = {"number": archive.number, "matter": petition.number, "entries": [], "note": ERASED}
        content = json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True).encode()
        archive.catalogue, archive.sha256 = [], store.keep(session, content, "application/json")
    session.flush()
    return old
