"""Who sees a document (文书可见范围): whoever sees its matter; names in it only with the right to them."""

import json

from sqlalchemy.orm import Session

from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act
from xinfang_site.documents.models import SEPARATOR, Document
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.people.masking import mask_names
from xinfang_site.missing import Missing
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.visibility import scope


def found(session: Session, actor: Actor, document_id: int) -> tuple[Document, Petition]:
    """A document with its matter.

    Raises:
        Missing: there is none in a matter of the office's register.
    """
    document = session.get(Document, document_id)
    if document is None:
        raise Missing
    return document, scope.get(session, actor, document.petition_id)


def sees_names(actor: Actor) -> bool:
    """Whether the actor reads the names in a paper (查看姓名)."""
    return "petition.unmask" in permissions_of(actor.roles)


def noted(action: str, document: Document) -> Act:
    """The audit's word for an act on a document."""
    label = f"{Doc(document.kind).title} {document.number}".strip()
    return Act(action, "petition", document.petition_id, changes={"document": label})


def masked_text(document: Document) -> str:
    """Its stored paper with every name in it masked (脱敏)."""
    text = document.paper
    for name in sorted(document.names.split(SEPARATOR), key=len, reverse=True):
        if name:
            text = text.replace(json.dumps(name, ensure_ascii=False)[1:-1], mask_names(name))
    return text
