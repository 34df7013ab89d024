"""Receipts of readers (阅读回执)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned


class Reading(OfficeOwned, Base):
    """A reader's receipt of one version (阅读回执): when first opened, when confirmed; a correction asks again."""

    __tablename__ = "daily_briefing_reading"
    __table_args__ = (UniqueConstraint("edition_id", "account_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_edition.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    unit_name: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
