"""Approval to take a module's records out (清除批准)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant
from xinfang_site.extensions import Base


class ModulePurge(Base):
    """A security administrator's consent to take a plugin's tables out (清除批准); used once, within a week.

    The other of the two people is the operator of the machine, who runs the command.
    """

    __tablename__ = "module_purge"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(500))
    used_at: Mapped[datetime | None] = mapped_column(Instant)
