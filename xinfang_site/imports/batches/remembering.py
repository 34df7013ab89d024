"""Column mappings remembered by the heading (记住的列对应), one for each office and kind of heading."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.imports.models import ImportMapping
from xinfang_site.imports.orders import Fields

KIND = "petitions"


def remembered(session: Session, office_id: int, kind: str = KIND) -> dict[str, Fields]:
    """The fields of each column by the heading's fingerprint."""
    rows = session.execute(
        select(ImportMapping.header, ImportMapping.mapping).where(
            ImportMapping.office_id == office_id, ImportMapping.kind == kind
        )
    )
    return {row.header: tuple(row.mapping["fields"]) for row in rows}


def remember(session: Session, office_id: int, columns: Mapping[str, Fields], kind: str = KIND) -> None:
    """Remember the mappings of an import that succeeded; inside ``writing()``."""
    for header, fields in columns.items():
        found = session.scalar(
            select(ImportMapping).where(
                ImportMapping.office_id == office_id,
                ImportMapping.kind == kind,
                ImportMapping.header == header,
            )
        )
        if found is None:
            found = ImportMapping(office_id=office_id, kind=kind, header=header)
            session.add(found)
        found.mapping = {"fields": list(fields)}
