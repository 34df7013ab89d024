"""Which template an office uses (现行模板), and its earlier versions."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from xinfang_site.documents.models import DocumentTemplate
from xinfang_site.domain.documents import DocumentKind


def template_for(session: Session, office_id: int | None, kind: DocumentKind) -> DocumentTemplate:
    """The template that an office uses (现行模板): its own newest, or the newest national default.

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
    """The template that an office uses, for every kind of document."""
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
