"""Tables of the study year (学习年度、计划)."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_legal_study.rules.kinds import Audience, StudyKind
from xinfang_legal_study.rules.plan import MonthSpan, PlanItem
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned


class StudyYear(OfficeOwned, Base):
    """One calendar year of an office (学习年度); ``hours`` and ``sessions`` are what it asks of each person."""

    __tablename__ = "legal_study_year"
    __table_args__ = (UniqueConstraint("office_id", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    leader: Mapped[str] = mapped_column(String(40), default="")
    secretary: Mapped[str] = mapped_column(String(40), default="")
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 1), default=Decimal(0))
    sessions: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[str] = mapped_column(String(40), default="")

    __mapper_args__ = {"version_id_col": version}


class PlanRow(OfficeOwned, Base):
    """One row of a year's plan (计划行): a month or a span of months, what is studied and who must attend."""

    __tablename__ = "legal_study_plan_row"
    __table_args__ = (Index("ix_legal_study_plan_row_year", "office_id", "year", "first_month"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    year: Mapped[int]
    first_month: Mapped[int]
    last_month: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    thematic: Mapped[bool] = mapped_column(default=False)
    topic: Mapped[str] = mapped_column(String(300))
    laws: Mapped[str] = mapped_column(String(500), default="")
    speaker: Mapped[str] = mapped_column(String(80), default="")
    audience: Mapped[str] = mapped_column(String(20), default=Audience.ALL.value)
    audience_note: Mapped[str] = mapped_column(String(120), default="")
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 1), default=Decimal(0))
    note: Mapped[str] = mapped_column(String(300), default="")
    batch: Mapped[str | None] = mapped_column(String(40))

    __mapper_args__ = {"version_id_col": version}

    @property
    def span(self) -> MonthSpan:
        """Its months."""
        return MonthSpan(self.first_month, self.last_month)

    @property
    def kind_title(self) -> str:
        """The kind's Chinese name."""
        return StudyKind(self.kind).title

    @property
    def audience_title(self) -> str:
        """Who must attend, in words."""
        return self.audience_note or Audience(self.audience).title

    @property
    def item(self) -> PlanItem:
        """The row as the rules see it."""
        return PlanItem(self.id, self.span, StudyKind(self.kind))
