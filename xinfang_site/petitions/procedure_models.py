"""Tables of the procedure (办理记录): reviews, urgent reports, supervision, recusal, diversion, the end of a matter."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant
from xinfang_site.extensions import Base

REVIEW, FINAL = 1, 2
"""Rounds: 复查 and 复核."""


RECUSE, DIVERT, REPORTED = "recuse", "divert", "accused"
"""Codes of the timeline's entries for standing aside (回避), a walk through 诉访分离, noting who is reported (被反映对象)."""


class Review(Base):
    """One review (复查、复核): who was asked when, what was decided, when the petitioner got it."""

    __tablename__ = "petition_review"
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    round: Mapped[int]
    organ_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    organ: Mapped[str] = mapped_column(String(120))
    requested_on: Mapped[date]
    justified: Mapped[str] = mapped_column(String(500), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    decided_on: Mapped[date | None]
    served_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]


class UrgentReport(Base):
    """A report of an urgent matter (重大紧急信息): sent once, never edited; the next one is a 续报."""

    __tablename__ = "urgent_report"
    __table_args__ = (UniqueConstraint("petition_id", "serial"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    serial: Mapped[int]
    final: Mapped[bool] = mapped_column(default=False)
    known_at: Mapped[datetime] = mapped_column(Instant)
    reported_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    recipients: Mapped[list[str]] = mapped_column(JSON)
    content: Mapped[str] = mapped_column(Text)
    drafter: Mapped[str] = mapped_column(String(40))
    signer: Mapped[str] = mapped_column(String(40))


class Supervision(Base):
    """A supervision or one of the three kinds of advice (督办、三项建议) with its feedback; source: 第四十条.

    ``kind``: supervise, improve_work, improve_policy or accountability. ``reason`` is the code of a
    supervision's reason, ``overdue`` where a limit past due is the reason.
    """

    __tablename__ = "petition_supervision"
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    office_name: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(20), default="")
    content: Mapped[str] = mapped_column(Text)
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date | None]
    feedback: Mapped[str] = mapped_column(Text, default="")
    feedback_on: Mapped[date | None]
    feedback_by: Mapped[str] = mapped_column(String(40), default="")


class Recusal(Base):
    """Somebody who stands aside from a matter (回避); source: 第二十八条第三款."""

    __tablename__ = "petition_recusal"
    __table_args__ = (UniqueConstraint("petition_id", "account_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(500))
    declared_at: Mapped[datetime] = mapped_column(Instant)


class Diversion(Base):
    """A walk through the questions of 诉访分离 (甄别记录): the answers, where they led, who gave them."""

    __tablename__ = "petition_diversion"
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    answers: Mapped[list[str]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(12))
    path: Mapped[str] = mapped_column(String(10), default="")
    step: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(40))


class Evaluation(Base):
    """How satisfied the petitioner is (满意度评价), with the office and with the unit; once for a matter.

    ``way``: self 自评, behalf 代评.
    """

    __tablename__ = "petition_evaluation"
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    way: Mapped[str] = mapped_column(String(10))
    office_score: Mapped[str] = mapped_column(String(20))
    unit_score: Mapped[str] = mapped_column(String(20))
    comment: Mapped[str] = mapped_column(String(500), default="")
    proof: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(40), default="")


class Archive(Base):
    """A frozen file of a matter (归档案卷): its catalogue, the package and the package's hash."""

    __tablename__ = "petition_archive"
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    retention: Mapped[str] = mapped_column(String(12))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    catalogue: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    archived_on: Mapped[date]
    archived_by: Mapped[str] = mapped_column(String(40))


class ClockChange(Base):
    """A due day that a new calendar moved (期限变动), one row a clock and run; the log of recomputing."""

    __tablename__ = "clock_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("petition_clock.id"), index=True)
    before: Mapped[date]
    after: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(40))


class Reminder(Base):
    """One person's list of a morning (晨间提醒): made once a day, whatever runs twice.

    It holds ids and reasons only; what may be seen of them is decided when the list is shown.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("account_id", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    day: Mapped[date] = mapped_column(index=True)
    items: Mapped[list[list[Any]]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
