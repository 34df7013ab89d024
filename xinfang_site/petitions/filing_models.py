"""Tables around a matter (附件、筛选、导入): files, saved filters and import batches."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant
from xinfang_site.extensions import Base

MARKS = 2
"""How the fingerprints of imported rows are made now, as batches note it."""


class StoredFile(Base):
    """A file kept by its content's hash (存储文件); ``location`` is random and below the instance."""

    __tablename__ = "stored_file"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str] = mapped_column(String(80), unique=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    stored_at: Mapped[datetime] = mapped_column(Instant)


class Attachment(Base):
    """A file of a matter (附件). The client's file name is text only, never a path."""

    __tablename__ = "petition_attachment"
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(20), default="")
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by: Mapped[str] = mapped_column(String(40))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    void_reason: Mapped[str] = mapped_column(String(200), default="")


class SavedFilter(Base):
    """A named query string of the register (筛选方案), own or shared with the office."""

    __tablename__ = "saved_filter"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(String(1000))
    shared: Mapped[bool] = mapped_column(default=False)


class ImportBatch(Base):
    """One ledger taken in (导入批次): what came of it, and whether it was taken back.

    ``marks`` is the way its rows' fingerprints were made; 1 is the older one, which asked for the format too.
    """

    __tablename__ = "import_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    imported: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(500), default="")
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    upload: Mapped[str] = mapped_column(String(80), default="")
    report: Mapped[str] = mapped_column(String(80), default="")
    marks: Mapped[int] = mapped_column(default=MARKS)


class ImportedRow(Base):
    """Fingerprint of an imported row (导入行指纹), so that the same row never makes a second matter."""

    __tablename__ = "imported_row"
    __table_args__ = (UniqueConstraint("office_id", "fingerprint"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), index=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)


class ImportMapping(Base):
    """A column mapping remembered for ledgers with the same header (列对应)."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("office_id", "kind", "header"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(30))
    header: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
