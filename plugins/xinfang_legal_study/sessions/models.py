"""Tables of study sessions (学习场次、考勤、材料)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.rules.attendance import Presence, Reason, Tally, Way, tally
from xinfang_legal_study.rules.kinds import (
    Audience,
    Decision,
    SessionState,
    StudyKind,
    counts_as_thematic,
)
from xinfang_legal_study.rules.plan import SessionFact
from xinfang_legal_study.rules.sign_in import Desk, Window
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned


class StudySession(OfficeOwned, Base):
    """One study session (学习场次); ``hours`` are clock hours.

    ``day`` is the day it was held, else the day it is planned for. The ``stated_`` heads come from a
    ledger that names nobody; where the session has a roll, the roll counts.
    """

    __tablename__ = "legal_study_session"
    __table_args__ = (
        Index("ix_legal_study_session_year", "office_id", "year", "day"),
        UniqueConstraint("office_id", "source_key"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    year: Mapped[int]
    row_id: Mapped[int | None] = mapped_column(ForeignKey("legal_study_plan_row.id"))
    kind: Mapped[str] = mapped_column(String(20))
    thematic: Mapped[bool] = mapped_column(default=False)
    in_plan: Mapped[bool] = mapped_column(default=True)
    topic: Mapped[str] = mapped_column(String(300))
    laws: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(12), default=SessionState.PLANNED.value)
    day: Mapped[date]
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    place: Mapped[str] = mapped_column(String(120), default="")
    host: Mapped[str] = mapped_column(String(40), default="")
    recorder: Mapped[str] = mapped_column(String(40), default="")
    speaker: Mapped[str] = mapped_column(String(80), default="")
    audience: Mapped[str] = mapped_column(String(20), default=Audience.ALL.value)
    audience_note: Mapped[str] = mapped_column(String(120), default="")
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 1), default=Decimal(0))
    minutes: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("legal_study_session.id"))
    superseded: Mapped[bool] = mapped_column(default=False)
    sign_opens_at: Mapped[datetime | None] = mapped_column(Instant)
    sign_closes_at: Mapped[datetime | None] = mapped_column(Instant)
    sign_code: Mapped[str] = mapped_column(String(12), default="")
    reflection_due_on: Mapped[date | None]
    stated_expected: Mapped[int | None]
    stated_present: Mapped[int | None]
    stated_made_up: Mapped[int | None]
    batch: Mapped[str | None] = mapped_column(String(40), index=True)
    source_key: Mapped[str | None] = mapped_column(String(64))

    roll: Mapped[list["Attendance"]] = relationship(
        back_populates="session", cascade="all, delete-orphan", order_by="Attendance.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> SessionState:
        """What became of it."""
        return SessionState(self.state)

    @property
    def kind_title(self) -> str:
        """The kind's Chinese name."""
        return StudyKind(self.kind).title

    @property
    def audience_title(self) -> str:
        """Who must attend, in words."""
        return self.audience_note or Audience(self.audience).title

    @property
    def counts_thematic(self) -> bool:
        """Whether it is a thematic session: by kind or mark, never by its title."""
        return counts_as_thematic(StudyKind(self.kind), self.thematic)

    @property
    def tally(self) -> Tally:
        """Heads: of its roll, else as the ledger states them."""
        expected = [Presence(each.presence) for each in self.roll if not each.extra]
        if expected or self.stated_expected is None:
            return tally(expected)
        return Tally(self.stated_expected, self.stated_present or 0, self.stated_made_up or 0)

    @property
    def fact(self) -> SessionFact:
        """The session as the rules see it."""
        return SessionFact(
            StudyKind(self.kind), self.standing, self.day, self.row_id, self.in_plan, self.superseded
        )

    @property
    def desk(self) -> Desk:
        """What signing in looks at."""
        window = None
        if self.sign_opens_at is not None and self.sign_closes_at is not None:
            window = Window(self.sign_opens_at, self.sign_closes_at)
        return Desk(self.standing, window, self.sign_code)


class Attendance(OfficeOwned, Base):
    """One person and one session (考勤); ``extra`` came without being expected (列席).

    A make-up stays a make-up: ``reason`` and ``note`` of the absence are kept beside it.
    """

    __tablename__ = "legal_study_attendance"
    __table_args__ = (
        UniqueConstraint("session_id", "member_id"),
        Index("ix_legal_study_attendance_waiting", "office_id", "made_up_state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    session_id: Mapped[int] = mapped_column(ForeignKey("legal_study_session.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("legal_study_member.id"), index=True)
    extra: Mapped[bool] = mapped_column(default=False)
    presence: Mapped[str] = mapped_column(String(12), default=Presence.EXPECTED.value)
    way: Mapped[str] = mapped_column(String(10), default=Way.HAND.value)
    signed_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(12), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    made_up_on: Mapped[date | None]
    made_up_how: Mapped[str] = mapped_column(String(200), default="")
    made_up_state: Mapped[str] = mapped_column(String(12), default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_by: Mapped[str] = mapped_column(String(40), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision_note: Mapped[str] = mapped_column(String(300), default="")

    session: Mapped[StudySession] = relationship(back_populates="roll")
    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> Presence:
        """How the person stands with the session."""
        return Presence(self.presence)

    @property
    def reason_title(self) -> str:
        """The reason of the absence, in words."""
        return Reason(self.reason).title if self.reason else ""

    @property
    def way_title(self) -> str:
        """How it came into the record."""
        return Way(self.way).title

    @property
    def make_up(self) -> Decision | None:
        """How the make-up stands; None when none was asked for."""
        return Decision(self.made_up_state) if self.made_up_state else None


class StudyFile(OfficeOwned, Base):
    """A file of a session, a credit or a reflection (材料、纪要、照片、证明、附件)."""

    __tablename__ = "legal_study_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("legal_study_session.id"), index=True)
    credit_id: Mapped[int | None] = mapped_column(ForeignKey("legal_study_credit.id"), index=True)
    reflection_id: Mapped[int | None] = mapped_column(ForeignKey("legal_study_reflection.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by: Mapped[str] = mapped_column(String(40))
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    void_reason: Mapped[str] = mapped_column(String(200), default="")

    @property
    def kind_title(self) -> str:
        """The kind's Chinese name."""
        return FILE_KINDS[self.kind]


FILE_KINDS = {
    "material": "学习材料",
    "minutes": "会议纪要",
    "photo": "照片",
    "proof": "证明",
    "reflection": "心得附件",
}
