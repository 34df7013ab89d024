"""Tables of what came of receptions (接访记录、承诺、咨询记录); what visitors say of themselves is sealed."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_joint_reception.rota.models import Member
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned, Sealed

DOUBLE_CLICK = timedelta(minutes=1)
"""Within which a form that says the very same is one that was sent twice: two visitors are hardly ever alike."""
BECAME, JOINED = "became", "joined"
RELATIONS = {BECAME: "转为信访事项", JOINED: "并入信访事项"}
FOLLOWED = {"": "未反馈", "yes": "已采纳", "partly": "部分采纳", "no": "未采纳"}


class ReceptionRecord(OfficeOwned, Base):
    """One group received (接访记录): its matter, the leader's words, the unit, and the petition it became or joined."""

    __tablename__ = "joint_reception_record"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    session_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_session.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("joint_reception_ticket.id"), index=True)
    name: Mapped[str] = mapped_column(Sealed)
    masked: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(Sealed)
    address: Mapped[str] = mapped_column(Sealed)
    people: Mapped[int] = mapped_column(default=1)
    summary: Mapped[str] = mapped_column(String(200))
    demand: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("petition.id"), index=True)
    relation: Mapped[str] = mapped_column(String(10), default="")
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(40))

    sitting: Mapped[Sitting] = relationship(lazy="joined")
    promises: Mapped[list["Promise"]] = relationship(lazy="selectin", order_by="Promise.due_on")

    __mapper_args__ = {"version_id_col": version}

    @property
    def relation_words(self) -> str:
        """The record's relation to its petition, in words (与信访事项的关系)."""
        return RELATIONS.get(self.relation, "")


class Promise(OfficeOwned, Base):
    """What was promised on a reception day (接访承诺): by whom, what, until when; N11."""

    __tablename__ = "joint_reception_promise"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    record_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_record.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_member.id"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    due_on: Mapped[date] = mapped_column(index=True)
    kept_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(String(500), default="")

    record: Mapped[ReceptionRecord] = relationship(lazy="joined", back_populates="promises")
    member: Mapped[Member] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class Consultation(OfficeOwned, Base):
    """A lawyer's consultation (律师咨询记录): read by the lawyer and the reception head only; 律师法第三十八条.

    Head count, kind of work and whether the advice was followed stand in clear: the ledger counts them.
    """

    __tablename__ = "joint_reception_consultation"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    session_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_session.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_member.id"), index=True)
    work: Mapped[str] = mapped_column(String(20), default="reception")
    people: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(Sealed)
    question: Mapped[str] = mapped_column(Sealed)
    advice: Mapped[str] = mapped_column(Sealed)
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("petition.id"), index=True)
    followed: Mapped[str] = mapped_column(String(10), default="")
    at: Mapped[datetime] = mapped_column(Instant)

    sitting: Mapped[Sitting] = relationship(lazy="joined")
    member: Mapped[Member] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}
