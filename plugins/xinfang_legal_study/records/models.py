"""Tables of a person's record (学习记录): outside training, reflections, reading again, closed years."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.rules.kinds import Decision
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned


class Credit(OfficeOwned, Base):
    """Training elsewhere, credited once approved (外出培训学时); the proof is a file."""

    __tablename__ = "legal_study_credit"
    __table_args__ = (Index("ix_legal_study_credit_year", "office_id", "year", "state"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    year: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("legal_study_member.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    organiser: Mapped[str] = mapped_column(String(120))
    first_on: Mapped[date]
    last_on: Mapped[date]
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 1))
    state: Mapped[str] = mapped_column(String(12), default=Decision.WAITING.value)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(40), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision_note: Mapped[str] = mapped_column(String(300), default="")

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> Decision:
        """How it stands."""
        return Decision(self.state)


class Reflection(OfficeOwned, Base):
    """What somebody learned, in their own words (心得体会); one for a session and person."""

    __tablename__ = "legal_study_reflection"
    __table_args__ = (UniqueConstraint("session_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    year: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("legal_study_member.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("legal_study_session.id"))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    written_on: Mapped[date]

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}


class Rereading(OfficeOwned, Base):
    """A passage read again after it was amended (重读记录); ``edition`` is the day its present words came into force."""

    __tablename__ = "legal_study_rereading"
    __table_args__ = (UniqueConstraint("member_id", "code", "place", "edition"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("legal_study_member.id"))
    code: Mapped[str] = mapped_column(String(30))
    place: Mapped[str] = mapped_column(String(12), default="")
    edition: Mapped[date]
    read_at: Mapped[datetime] = mapped_column(Instant)


class YearResult(OfficeOwned, Base):
    """What one person had reached when the year was closed (年度结转结果); never changed afterwards."""

    __tablename__ = "legal_study_year_result"
    __table_args__ = (UniqueConstraint("office_id", "year", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("legal_study_member.id"))
    name: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(60), default="")
    hours: Mapped[Decimal] = mapped_column(Numeric(6, 1))
    credited: Mapped[Decimal] = mapped_column(Numeric(6, 1))
    expected: Mapped[int]
    present: Mapped[int]
    made_up: Mapped[int]
    first_score: Mapped[int | None]
    best_score: Mapped[int | None]
    passed: Mapped[int] = mapped_column(default=0)
    light: Mapped[str] = mapped_column(String(20))
