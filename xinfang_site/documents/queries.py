"""Reading documents and templates (文书查询)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.documents.models import VOID, Document
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.missing import Missing
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import RegisterEntry
from xinfang_site.petitions.visibility import scope


def of_matter(session: Session, petition_id: int) -> Sequence[Document]:
    """A matter's documents in the order they were made; the caller has checked that it may be seen."""
    return session.scalars(
        select(Document).where(Document.petition_id == petition_id).order_by(Document.id)
    ).all()


def newest(session: Session, petition_id: int, kind: DocumentKind, office_id: int | None) -> Document | None:
    """The newest document of a kind in a matter that is not void; of one office, or of any."""
    query = select(Document).where(
        Document.petition_id == petition_id, Document.kind == kind.value, Document.state != VOID
    )
    if office_id is not None:
        query = query.where(Document.office_id == office_id)
    return session.scalar(query.order_by(Document.id.desc()).limit(1))


def own_document(session: Session, actor: Actor, document_id: int) -> Document:
    """A document that the actor's office made, of a matter that it still sees.

    Raises:
        Missing: there is none.
    """
    found = session.get(Document, document_id)
    if (
        found is None
        or found.office_id != actor.office_id
        or not scope.visible(session, actor, found.petition_id)
    ):
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row of the book of numbers (发文登记簿); the matter is named only where it may be seen."""

    document: Document
    petition_id: int | None


def book(session: Session, actor: Actor, kind: DocumentKind, year: int) -> Sequence[Numbered]:
    """Every number an office gave out in a series, void ones too, newest first."""
    rows = session.execute(
        select(Document, RegisterEntry.petition_id)
        .outerjoin(
            RegisterEntry,
            and_(RegisterEntry.petition_id == Document.petition_id, *scope.own_register(actor)),
        )
        .where(Document.office_id == actor.office_id, Document.kind == kind.value, Document.year == year)
        .order_by(Document.serial.desc(), Document.id.desc())
    )
    return [Numbered(document, seen) for document, seen in rows]


def newest_kind(session: Session, office_id: int | None, kinds: Iterable[DocumentKind]) -> str:
    """The kind of the last number that an office gave out; empty when it gave out none."""
    named = [each.value for each in kinds]
    newest = select(Document.kind).where(Document.office_id == office_id, Document.kind.in_(named))
    return session.scalar(newest.order_by(Document.id.desc()).limit(1)) or ""


def years(session: Session, office_id: int | None) -> Sequence[int]:
    """Years in which an office gave out numbers, newest first."""
    return session.scalars(
        select(Document.year)
        .where(Document.office_id == office_id)
        .group_by(Document.year)
        .order_by(Document.year.desc())
    ).all()


def office_name(session: Session, office_id: int | None) -> str:
    """An office's full name; empty for none."""
    office = session.get(Office, office_id) if office_id is not None else None
    return office.name if office else ""
