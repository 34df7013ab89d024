"""The imported ledgers (导入批次): the file's digest, so that one file is taken in once."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned


class LedgerBatch(OfficeOwned, Base):
    """One import (导入批次); ``taken_back_at`` says that its sessions were taken out again."""

    __tablename__ = "joint_reception_batch"
    __table_args__ = (UniqueConstraint("office_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    ledger: Mapped[str] = mapped_column(String(30))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    sessions: Mapped[int]
    faults: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(Instant)
