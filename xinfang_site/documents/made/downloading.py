"""A document's file to take along (下载文书): the docx as it was stored, stamped where it holds personal data."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import record
from xinfang_site.database import writing
from xinfang_site.documents.made.cataloguing import file_name
from xinfang_site.documents.made.seeing import DOWNLOADED, act_on, document_and_matter, sees_names, show_names
from xinfang_site.files import store
from xinfang_site.files.models import StoredFile
from xinfang_site.missing import Missing
from xinfang_site.printing import stamped


@dataclass(frozen=True, slots=True)
class Download:
    """A file to send (下载)."""

    name: str
    content: bytes


def download(session: Session, actor: Actor, document_id: int) -> Download:
    """The docx; a copy that names who printed it and when where it holds personal data. Audited.

    Raises:
        Missing: no such document, its file is gone, or it holds names that the actor may not see.
        TooMany: it holds names, and those of as many matters as are allowed in an hour were shown already.
    """
    document, _ = document_and_matter(session, actor, document_id)
    personal, name = bool(document.names), file_name(document)
    if personal and not sees_names(actor):
        raise Missing
    path = store.path_of(session.get_one(StoredFile, document.sha256).location)
    if not path.exists():
        raise Missing
    if personal:
        show_names(session, actor, act_on(DOWNLOADED, document))
    else:
        with writing(session):
            record(session, actor, act_on("document.download", document))
    content = path.read_bytes()
    return Download(name, stamped(content, stamp_text(actor)) if personal else content)


def stamp_text(actor: Actor) -> str:
    """Who prints and when, for the footer of papers with personal data (打印信息)."""
    return f"打印：{actor.name}　{clock.china(clock.now()).strftime('%Y-%m-%d %H:%M')}"
