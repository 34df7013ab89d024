"""Making documents (制作文书): numbered, stored and audited in one transaction; never edited after."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.documents.making.numbering import next_serial
from xinfang_site.documents.making.paper import check_signed, paper_of
from xinfang_site.documents.making.permitted import Wanted
from xinfang_site.documents.making.prepared import Prepared
from xinfang_site.documents.making.preparing import prepare
from xinfang_site.documents.models import SEPARATOR, Document
from xinfang_site.domain.errors import Refused
from xinfang_site.files import store
from xinfang_site.papers.storing import dump
from xinfang_site.petitions.visibility import scope
from xinfang_site.printing import DOCX, to_docx


def make(
    session: Session,
    actor: Actor,
    petition_id: int,
    wanted: Wanted,
    filled: Mapping[str, str],
    submission: str,
) -> int:
    """Make a document: number, file, row and audit together; a form sent twice makes one.

    Args:
        session: the request's session.
        actor: who makes it.
        petition_id: of which matter.
        wanted: which kind, and what it proves or corrects.
        filled: what was typed, by the name of the merge field.
        submission: random word of the page; one page makes one document.

    Raises:
        Missing: no such matter in the office's register.
        NotFilled: a field that must be filled is empty; no number is used.
        Refused: by a rule; the try is audited.
    """
    try:
        with writing(session):
            scope.get(session, actor, petition_id, lock=True)
            sent = session.scalar(select(Document.id).where(Document.submission == submission))
            if sent is not None:
                return sent
            prepared = prepare(session, actor, petition_id, wanted, clock.today())
            check_signed(prepared)
            return _keep(session, actor, prepared, filled, submission).id
    except Refused as refused:
        with writing(session):
            reason = f"{wanted.kind.title}：{refused}"
            act = Act("document.make", "petition", petition_id, reason=reason, result="refused")
            record(session, actor, act)
        raise


def _keep(
    session: Session, actor: Actor, prepared: Prepared, filled: Mapping[str, str], submission: str
) -> Document:
    spec, day, office = prepared.spec, prepared.source.day, prepared.source.office
    paper_of(session, prepared, filled)  # refused before a number is taken
    serial = next_serial(session, office.id, spec.kind.value, day.year) if spec.numbered else None
    paper = paper_of(session, prepared, filled, serial)
    made = Document(
        petition_id=prepared.petition.id,
        office_id=office.id,
        kind=spec.kind.value,
        template_id=prepared.template_id,
        year=day.year,
        serial=serial,
        number=prepared.number(serial, day.year),
        to_office_id=prepared.to_office_id,
        corrects_id=prepared.corrects.id if prepared.corrects else None,
        submission=submission,
        paper=dump(paper),
        names=SEPARATOR.join(prepared.names),
        sha256=store.keep(session, to_docx(paper), DOCX),
        made_on=day,
        made_at=clock.now(),
        made_by=actor.name,
    )
    session.add(made)
    session.flush()
    changes = {"document": [None, f"{spec.kind.title} {made.number}".strip()], "sha256": [None, made.sha256]}
    record(session, actor, Act("document.make", "petition", prepared.petition.id, changes=changes))
    return made
