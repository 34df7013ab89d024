"""The table of local rules (本地规则)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant
from xinfang_site.extensions import Base


class LocalRuleSet(Base):
    """One version of an office's overrides of a rule set (本地规则版本); never changed, only followed by another.

    Limits that start on or after ``valid_from`` are counted by it; each keeps its key for good.
    """

    __tablename__ = "local_rule_set"
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    base: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(40))

    @property
    def version(self) -> int:
        """The number that its rule set's key carries; the sets that come with the site are version 1."""
        return self.id + 1
