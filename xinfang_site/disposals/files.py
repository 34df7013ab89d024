"""The files of a matter that is deleted (清除文件): off the list once no row of any table names them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from xinfang_site.extensions import Base
from xinfang_site.files.models import StoredFile
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.procedure_models import (
    Archive,
)


def files_of(session: Session, petition_id: int) -> set[str]:
    """Hashes of the matter's files, before their rows go."""
    found = [select(Attachment.sha256).where(Attachment.petition_id == petition_id)]
    found.append(select(Archive.sha256).where(Archive.petition_id == petition_id))
    return {each for query in found for each in session.scalars(query)}


def unname(session: Session, hashes: Iterable[str]) -> list[str]:
    """Delete the rows of files that no other row refers to; returns where the files lie."""
    session.flush()
    wanted = set(hashes)
    for column in _naming():
        wanted -= set(session.scalars(select(column).where(column.in_(wanted))))
    rows = session.scalars(select(StoredFile).where(StoredFile.sha256.in_(wanted))).all()
    locations = [each.location for each in rows]
    for each in rows:
        session.delete(each)
    return locations


def _naming() -> list[Any]:
    """Every column of any table, modules' too, that names a stored file."""
    kept: Any = StoredFile.__table__
    tables: Iterable[Table] = Base.metadata.tables.values()
    return [
        column
        for table in tables
        for column in table.columns
        if any(key.references(kept) for key in column.foreign_keys)
    ]
