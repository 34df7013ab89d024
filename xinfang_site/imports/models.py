"""Tables of imports (台账导入): batches, the fingerprints of their rows, remembered columns."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant
from xinfang_site.domain.titles import Title
from xinfang_site.extensions import Base

CHECK, IMPORT, REMOVE = "check", "import", "remove"
"""What the job of a batch does, as its arguments say."""
TITLES = {CHECK: "试算台账", IMPORT: "导入台账", REMOVE: "清除撤回的内容"}
MARKS = 2
"""How the fingerprints of imported rows are made now, as batches note it."""


class BatchState(StrEnum):
    """The state of a batch (批次状态); the value is what the table stores."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    TAKEN_BACK = "taken_back"

    @property
    def title(self) -> Title:
        """The state's Chinese name (批次状态名称)."""
        return Title(_TITLES[self][0])

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return _TITLES[self][1]


_TITLES = {
    BatchState.UPLOADED: ("待核对列", "warning"),
    BatchState.CHECKING: ("正在试算", "info"),
    BatchState.CHECKED: ("待确认", "warning"),
    BatchState.RUNNING: ("正在导入", "info"),
    BatchState.DONE: ("已导入", "success"),
    BatchState.FAILED: ("失败", "danger"),
    BatchState.TAKEN_BACK: ("已撤回", "neutral"),
}


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
