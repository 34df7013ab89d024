"""Tables of sessions and those who sit in them (场次、值守)."""

from datetime import date, datetime, time

from sqlalchemy import JSON, ForeignKey, Index, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_joint_reception.domain.bookings import Hours, clock_words
from xinfang_joint_reception.domain.swaps import SwapState
from xinfang_joint_reception.rota.models import Kind, Member
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned


def hours_words(starts: time, ends: time) -> str:
    """``9:00—11:30`` (时间)."""
    return f"{clock_words(starts)}—{clock_words(ends)}"


def place_words(place: str, room: str) -> str:
    """Place and room in one line (地点)."""
    return " ".join(each for each in (place, room) if each)


class RotaLock(OfficeOwned, Base):
    """One row for each office (排班锁): locked by the planner who changes the rota, so that others wait.

    On SQLite a writing transaction is alone anyway; on PostgreSQL this row is what makes it so.
    """

    __tablename__ = "joint_reception_lock"
    __table_args__ = (UniqueConstraint("office_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    changes: Mapped[int] = mapped_column(default=0)


class Sitting(OfficeOwned, Base):
    """One session (场次): a row of its own, that can be moved, dropped and put back.

    ``nominal`` is the day that the rule names; a rule makes each nominal day once. ``held`` is None while the
    session lies ahead. ``batches`` and ``visitors`` come from a ledger on paper and stand for the day's records.
    """

    __tablename__ = "joint_reception_session"
    __table_args__ = (
        UniqueConstraint("rule_id", "nominal"),
        Index("ix_joint_reception_session_office_id_day", "office_id", "day"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    kind_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_kind.id"), index=True)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("joint_reception_rule.id"))
    nominal: Mapped[date | None]
    day: Mapped[date]
    starts_at: Mapped[time] = mapped_column(Time)
    ends_at: Mapped[time] = mapped_column(Time)
    place: Mapped[str] = mapped_column(String(80), default="")
    room: Mapped[str] = mapped_column(String(40), default="")
    topic: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    by_head: Mapped[bool] = mapped_column(default=False)
    dropped: Mapped[bool] = mapped_column(default=False)
    held: Mapped[bool | None]
    batches: Mapped[int | None]
    visitors: Mapped[int | None]
    faults: Mapped[int] = mapped_column(default=0)
    batch: Mapped[str] = mapped_column(String(40), default="", index=True)

    kind: Mapped[Kind] = relationship(lazy="joined")
    duties: Mapped[list["Duty"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Duty.position, Duty.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def hours(self) -> Hours:
        """When it is (时段)."""
        return Hours(self.day, self.starts_at, self.ends_at)

    @property
    def hours_words(self) -> str:
        """``9:00—11:30`` (时间)."""
        return hours_words(self.starts_at, self.ends_at)

    @property
    def where(self) -> str:
        """Place and room in one line (地点)."""
        return place_words(self.place, self.room)

    @property
    def people(self) -> tuple[str, ...]:
        """Those who sit, as printed (接访人)."""
        return tuple(each.shown for each in self.duties)

    @property
    def open_seats(self) -> int:
        """Places that nobody fills (空缺)."""
        return max(self.kind.seats - len(self.duties), 0)


class Duty(OfficeOwned, Base):
    """One member in one session (值守): with a window, a stand-in, and whether he came.

    A stand-in sits in the original's place; the original's name stays and is printed beside it.
    """

    __tablename__ = "joint_reception_duty"
    __table_args__ = (UniqueConstraint("session_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_session.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_member.id"), index=True)
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("joint_reception_member.id"), index=True)
    window: Mapped[str] = mapped_column(String(20), default="")
    position: Mapped[int] = mapped_column(default=10)
    arrived_at: Mapped[datetime | None] = mapped_column(Instant)
    left_at: Mapped[datetime | None] = mapped_column(Instant)
    absent: Mapped[bool] = mapped_column(default=False)
    absence: Mapped[str] = mapped_column(String(120), default="")

    member: Mapped[Member] = relationship(lazy="joined", foreign_keys=[member_id])
    stand_in: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=[stand_in_id])
    sitting: Mapped[Sitting] = relationship(back_populates="duties")

    @property
    def sitter(self) -> Member:
        """Who actually sits (实际值守人)."""
        return self.stand_in or self.member

    @property
    def shown(self) -> str:
        """As notices print it (显示): ``李四（副区长，代张三）``."""
        if self.stand_in is None:
            return self.member.shown
        behind = self.stand_in.unit_name if self.stand_in.kind.form == "lawyers" else self.stand_in.post
        return f"{self.stand_in.name}（{f'{behind}，' if behind else ''}代{self.member.name}）"


class Edition(OfficeOwned, Base):
    """A published version of a kind's month (公示版本): its lines never change."""

    __tablename__ = "joint_reception_edition"
    __table_args__ = (UniqueConstraint("office_id", "kind_id", "first", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_kind.id"))
    first: Mapped[date]
    last: Mapped[date]
    number: Mapped[int]
    lines: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    changes: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(40))

    kind: Mapped[Kind] = relationship(lazy="joined")


class Told(OfficeOwned, Base):
    """A change that someone is told of (变动告知), until it is marked as read."""

    __tablename__ = "joint_reception_told"
    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_edition.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_member.id"), index=True)
    text: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)

    member: Mapped[Member] = relationship(lazy="joined")


class Swap(OfficeOwned, Base):
    """A request to swap or to be stood in for (换班、代班申请); nothing changes before it is approved.

    ``other_duty_id`` is the session given in return; None asks ``other_member_id`` to stand in.
    """

    __tablename__ = "joint_reception_swap"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    duty_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_duty.id"), index=True)
    other_duty_id: Mapped[int | None] = mapped_column(ForeignKey("joint_reception_duty.id"))
    other_member_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_member.id"), index=True)
    words: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(20), default="asked", index=True)
    expires_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by: Mapped[str] = mapped_column(String(40))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(40), default="")
    answer: Mapped[str] = mapped_column(String(300), default="")

    duty: Mapped[Duty] = relationship(lazy="joined", foreign_keys=[duty_id])
    other_duty: Mapped[Duty | None] = relationship(lazy="joined", foreign_keys=[other_duty_id])
    other_member: Mapped[Member] = relationship(lazy="joined", foreign_keys=[other_member_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> SwapState:
        """Where it stands (状态)."""
        return SwapState(self.state)


class Feed(OfficeOwned, Base):
    """A calendar address of a person or an office (日历订阅); the table holds only the token's digest."""

    __tablename__ = "joint_reception_feed"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(40))
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
