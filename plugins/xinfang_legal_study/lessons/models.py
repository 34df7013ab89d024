"""Table of teaching sheets (以案释法案例)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_legal_study.rules.kinds import Shown
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned


class SheetState(StrEnum):
    """How a teaching sheet stands (案例状态)."""

    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"

    @property
    def shown(self) -> Shown:
        """The word and its tone."""
        return {
            "draft": Shown("起草中", "info"),
            "waiting": Shown("待审核", "warning"),
            "approved": Shown("已发布", "success"),
        }[self.value]


class TeachingSheet(OfficeOwned, Base):
    """A closed case retold for teaching (以案释法案例); the case itself is read from the register, never copied."""

    __tablename__ = "legal_study_sheet"
    __table_args__ = (Index("ix_legal_study_sheet_state", "office_id", "state"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    title: Mapped[str] = mapped_column(String(120))
    laws: Mapped[str] = mapped_column(String(500), default="")
    facts: Mapped[str] = mapped_column(Text)
    handling: Mapped[str] = mapped_column(Text, default="")
    lesson: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default=SheetState.DRAFT.value)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(40), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision_note: Mapped[str] = mapped_column(String(300), default="")

    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> SheetState:
        """How it stands."""
        return SheetState(self.state)
