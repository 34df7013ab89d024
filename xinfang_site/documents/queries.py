"""Reading documents and templates (文书查询)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.documents.models import VOID, Document, DocumentTemplate
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import RegisterEntry
from xinfang_site.petitions.visibility import scope


def template_for(session: Session, office_id: int | None, kind: DocumentKind) -> DocumentTemplate:
    """The template an office writes by (现行模板): its own newest, or the newest national default.

    An own version marked ``reset`` says that the office went back to the default.
    """
    own = session.scalar(_versions(office_id, kind).limit(1)) if office_id is not None else None
    return national(session, kind) if own is None or own.reset else own


def national(session: Session, kind: DocumentKind) -> DocumentTemplate:
    """The newest national default (全国默认模板)."""
    return session.scalars(_versions(None, kind).limit(1)).one()


def versions(session: Session, office_id: int, kind: DocumentKind) -> Sequence[DocumentTemplate]:
    """An office's versions of a template, newest first, then the defaults."""
    return [
        *session.scalars(_versions(office_id, kind)),
        *session.scalars(_versions(None, kind)),
    ]


def newest_version(session: Session, office_id: int, kind: DocumentKind) -> int:
    """Number of an office's newest version; 0 where it has none."""
    found = session.scalar(
        select(func.max(DocumentTemplate.version)).where(
            DocumentTemplate.office_id == office_id, DocumentTemplate.kind == kind.value
        )
    )
    return found or 0


def _versions(office_id: int | None, kind: DocumentKind) -> Select[DocumentTemplate]:
    whose = DocumentTemplate.office_id
    return (
        select(DocumentTemplate)
        .where(whose.is_(None) if office_id is None else whose == office_id)
        .where(DocumentTemplate.kind == kind.value)
        .order_by(DocumentTemplate.version.desc())
    )


def current_templates(session: Session, office_id: int | None) -> dict[str, DocumentTemplate]:
    """The template of every kind that an office writes by."""
    rows = session.scalars(
        select(DocumentTemplate)
        .where(or_(DocumentTemplate.office_id.is_(None), DocumentTemplate.office_id == office_id))
        .order_by(DocumentTemplate.office_id.is_not(None), DocumentTemplate.version)
    )
    found: dict[str, DocumentTemplate] = {}
    default: dict[str, DocumentTemplate] = {}
    for each in rows:
        if each.office_id is None:
            default[each.kind] = each
        found[each.kind] = default[each.kind] if each.reset else each
    return found


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
