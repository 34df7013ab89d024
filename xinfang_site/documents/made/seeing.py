"""Who sees a document (文书可见范围): everybody who sees its matter; the names in it only with the permission.

Letters to a petitioner show the name that every other page masks. Reading them is daily work and needs no reason, but
it is audited, and in an hour it is allowed for as many matters as unmasking is: a program that opens all letters
does not get everybody's name.
"""

import json
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.attempts import one_by_one
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.documents.models import SEPARATOR, Document
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.people.masking import mask_names
from xinfang_site.extensions import settings
from xinfang_site.missing import Missing
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.people.unmasking import HOUR, TooMany
from xinfang_site.petitions.visibility import scope

VIEWED, DOWNLOADED, PREPARED = "document.view_names", "document.download_names", "document.prepare_names"


def document_and_matter(session: Session, actor: Actor, document_id: int) -> tuple[Document, Petition]:
    """A document with its matter.

    Raises:
        Missing: there is none in a matter of the office's register.
    """
    document = session.get(Document, document_id)
    # asked for a missing one as well: the answer takes as long as for a foreign one, and tells nothing by it
    petition = scope.get(session, actor, document.petition_id if document else scope.NO_MATTER)
    if document is None:
        raise Missing
    return document, petition


def sees_names(actor: Actor) -> bool:
    """Whether the actor reads the names in a paper (查看姓名)."""
    return "petition.unmask" in permissions_of(actor.roles)


def within_limit(session: Session, actor: Actor, petition_id: int) -> bool:
    """Whether papers of this matter may show names now; each hour only so many matters may.

    A matter that was shown within the hour may be shown again. The audit's records are counted, so that opening a
    page stores nothing else. Inside ``writing()``.
    """
    one_by_one(session, "letters", str(actor.account_id))
    hour_ago = clock.now() - timedelta(seconds=HOUR)
    since = select(func.min(AuditEvent.id)).where(AuditEvent.at > hour_ago).scalar_subquery()
    read = session.scalars(
        select(AuditEvent.object_id)
        .where(
            AuditEvent.username == actor.username,
            AuditEvent.id >= since,
            AuditEvent.action.in_((VIEWED, DOWNLOADED, PREPARED)),
            AuditEvent.result == "ok",
        )
        .distinct()
    ).all()
    return str(petition_id) in read or len(read) < settings().unmask_per_hour


def show_names(session: Session, actor: Actor, act: Act) -> None:
    """Note ``act``, which shows the names in a paper of a matter.

    Raises:
        TooMany: names of as many matters as an hour allows were shown already; the try is audited too.
    """
    with writing(session):
        allowed = within_limit(session, actor, int(act.object_id))
        record(session, actor, act if allowed else replace(act, result="refused"))
    if not allowed:
        raise TooMany


def act_on(action: str, document: Document) -> Act:
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
