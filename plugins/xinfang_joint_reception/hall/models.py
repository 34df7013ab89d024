"""Tables of the hall (预约、取号): names and numbers of visitors are sealed; the screen shows numbers only."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_joint_reception.domain.queueing import TicketState, label
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned, Sealed

BOOKED, CANCELLED, ARRIVED, NO_SHOW = "booked", "cancelled", "arrived", "no_show"
APPOINTMENT_STATES = {BOOKED: "已预约", CANCELLED: "已取消", ARRIVED: "已到场", NO_SHOW: "未到"}
APPOINTMENT_TONES = {BOOKED: "info", CANCELLED: "neutral", ARRIVED: "success", NO_SHOW: "warning"}


class Appointment(OfficeOwned, Base):
    """An appointment for a session (预约): one matter, one visitor who answers for it.

    ``person_key`` and ``matter_key`` are keyed hashes, so that the rules can count without reading names.
    ``number`` is that of the petition it is about, where there is one already; ``note`` what became of that
    petition meanwhile.
    """

    __tablename__ = "joint_reception_appointment"
    __table_args__ = (
        Index("ix_joint_reception_appointment_office_id_person_key", "office_id", "person_key"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    session_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_session.id"), index=True)
    name: Mapped[str] = mapped_column(Sealed)
    phone: Mapped[str] = mapped_column(Sealed)
    masked: Mapped[str] = mapped_column(String(60))
    person_key: Mapped[str] = mapped_column(String(64))
    matter: Mapped[str] = mapped_column(String(200))
    matter_key: Mapped[str] = mapped_column(String(64))
    representatives: Mapped[int] = mapped_column(default=1)
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("petition.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(String(20), default=BOOKED)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(40))

    sitting: Mapped[Sitting] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """The state in words (状态)."""
        return APPOINTMENT_STATES[self.state]

    @property
    def tone(self) -> str:
        """The state's tone."""
        return APPOINTMENT_TONES[self.state]


class Ticket(OfficeOwned, Base):
    """A number of the day (号码): numbers begin anew each day, the rows stay."""

    __tablename__ = "joint_reception_ticket"
    __table_args__ = (UniqueConstraint("office_id", "day", "letter", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    day: Mapped[date]
    letter: Mapped[str] = mapped_column(String(1))
    number: Mapped[int]
    kind_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_kind.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("joint_reception_session.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("joint_reception_appointment.id"))
    people: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    window: Mapped[str] = mapped_column(String(20), default="")
    taken_at: Mapped[datetime] = mapped_column(Instant)
    since: Mapped[datetime] = mapped_column(Instant)
    called_at: Mapped[datetime | None] = mapped_column(Instant)
    last_called_at: Mapped[datetime | None] = mapped_column(Instant)
    calls: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Instant)

    kind: Mapped[Kind] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        """The number as the screen shows it (号码): ``A003``."""
        return label(self.letter, self.number)

    @property
    def standing(self) -> TicketState:
        """Where it stands (状态)."""
        return TicketState(self.state)


class TicketEvent(OfficeOwned, Base):
    """What was done with a number (叫号记录), never changed.

    ``submission``: the form that asked for the number or called it; sent again it does nothing new.
    """

    __tablename__ = "joint_reception_ticket_event"
    __table_args__ = (
        Index("uq_joint_reception_ticket_event_office_id_submission", "office_id", "submission", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_ticket.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    window: Mapped[str] = mapped_column(String(20), default="")
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(40))
    submission: Mapped[str | None] = mapped_column(String(40))
