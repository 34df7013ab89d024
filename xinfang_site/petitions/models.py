"""Tables of a matter (信访事项): the matter, its text, its people, its steps and its clocks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_site.column_types import Instant, Sealed
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.domain.procedure.states import State
from xinfang_site.extensions import Base
from xinfang_site.offices.models import Office
from xinfang_site.petitions.register_models import VIEWS, EntryColumns

SORT_KEY_BASE = 10**7
_RETURNED = text("returns > 0 AND closed_on IS NULL")
_LED = text("lead <> ''")
_LINKED: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("account_id IS NOT NULL"))


def sort_key(received_on: date, petition_id: int) -> int:
    """Unique number in order of receipt (排序键): ``yyyymmdd`` and the id.

    It is the default order, the cursor of a page and the key of the full-text index.
    """
    day = received_on.year * 10000 + received_on.month * 100 + received_on.day
    return day * SORT_KEY_BASE + petition_id


class Petition(Base):
    """One matter (信访事项). Its long text is in :class:`PetitionText`, so that lists read narrow rows.

    Five different dates exist in real ledgers: ``petitioned_on`` 信访日期, ``received_on`` 收到日期 (the
    statute counts from it), ``registered_at`` 登记时间, ``postmarked_on`` 邮戳日期, ``first_on`` 初次信访日期.
    ``due_on`` repeats the nearest running clock for lists; the clocks are the truth.
    """

    __tablename__ = "petition"
    __table_args__ = (
        UniqueConstraint("submission", name="uq_petition_submission"),
        Index("ix_petition_returned", "id", sqlite_where=_RETURNED, postgresql_where=_RETURNED),
        Index("ix_petition_lead", "lead", sqlite_where=_LED, postgresql_where=_LED),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    sort_key: Mapped[int] = mapped_column(BigInteger, unique=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    external_number: Mapped[str] = mapped_column(String(60), default="", index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    state: Mapped[str] = mapped_column(String(30))
    channel_id: Mapped[int] = mapped_column(ForeignKey("code.id"))
    purpose_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"))
    procedure: Mapped[str] = mapped_column(String(20), default="ordinary")
    path: Mapped[str] = mapped_column(String(10), default="")
    kind: Mapped[str] = mapped_column(String(12), default="")
    returns: Mapped[int] = mapped_column(default=0)
    summary: Mapped[str] = mapped_column(String(200))
    main_name: Mapped[str] = mapped_column(String(60))
    anonymous: Mapped[bool] = mapped_column(default=False)
    people: Mapped[int] = mapped_column(default=1)
    visitors: Mapped[int | None]
    collective: Mapped[bool] = mapped_column(default=False)
    collective_reason: Mapped[str] = mapped_column(String(200), default="")
    joint_letter: Mapped[bool] = mapped_column(default=False)
    accusation: Mapped[bool] = mapped_column(default=False)
    urgent: Mapped[bool] = mapped_column(default=False)
    litigation: Mapped[bool] = mapped_column(default=False)
    public: Mapped[bool] = mapped_column(default=False)
    repeat: Mapped[bool] = mapped_column(default=False)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"))
    place: Mapped[str] = mapped_column(String(200), default="")
    addressed_to: Mapped[str] = mapped_column(String(120), default="")
    petitioned_on: Mapped[date | None]
    postmarked_on: Mapped[date | None]
    first_on: Mapped[date | None]
    received_on: Mapped[date]
    received_known: Mapped[bool] = mapped_column(default=True)
    registered_at: Mapped[datetime] = mapped_column(Instant)
    registered_by: Mapped[str] = mapped_column(String(40))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lead: Mapped[str] = mapped_column(String(50), default="", server_default="")
    due_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    submission: Mapped[str | None] = mapped_column(String(40))
    query_digest: Mapped[str | None] = mapped_column(String(64), unique=True)

    text: Mapped["PetitionText"] = relationship(cascade="all, delete-orphan")
    petitioners: Mapped[list["Petitioner"]] = relationship(
        order_by="Petitioner.position", cascade="all, delete-orphan"
    )
    office: Mapped[Office] = relationship(foreign_keys=office_id)
    unit: Mapped[Office | None] = relationship(foreign_keys=unit_id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> State:
        """The state (状态) as the statute's table knows it."""
        return State(self.state)


class PetitionText(Base):
    """The words of a matter (诉求与答复)."""

    __tablename__ = "petition_text"
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[str] = mapped_column(Text, default="")

    @property
    def request(self) -> str:
        """What is asked for, as an opinion begins with it: numbers of people masked (诉求)."""
        return mask_personal(self.content)


class Petitioner(Base):
    """A person of one matter (信访人): copied per matter, linked to no dossier.

    ``role``: main 主访人, companion 随访人, representative 代表, agent 代理人.
    """

    __tablename__ = "petitioner"
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[str] = mapped_column(String(20), default="main")
    name: Mapped[str] = mapped_column(Sealed)
    phones: Mapped[str | None] = mapped_column(Sealed)
    id_number: Mapped[str | None] = mapped_column(Sealed)
    address: Mapped[str | None] = mapped_column(Sealed)
    authorisation: Mapped[str] = mapped_column(String(200), default="")


class Lookup(Base):
    """Keyed hash of a masked value (检索摘要): finds a name, phone or id number without storing it clear."""

    __tablename__ = "petition_lookup"
    __table_args__ = (Index("ix_petition_lookup_hash", "hash", "sort_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    sort_key: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(12))
    hash: Mapped[int] = mapped_column(BigInteger)


class RegisterEntry(EntryColumns, Base):
    """A matter as it stands in one office's register (名册行): who may see it, and by what it is filtered.

    No row, no matter: lists, search, counts, exports and the case page all start here. An accused
    unit and its subordinates never get a row (《信访工作条例》第三十条第三款). It is a view: what is written is
    :class:`~xinfang_site.petitions.register_models.RegisterRow`, and a ledger that is still being entered is left out.
    """

    metadata = VIEWS
    __tablename__ = "register"


class SearchPending(Base):
    """A matter not yet in the full-text index (待建索引): searched by its text until the worker has indexed it."""

    __tablename__ = "search_pending"
    sort_key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)


class RegisterTally(Base):
    """How many matters of a month an office's register holds (名册月计), by one dimension at a time.

    ``dimension``: all, state, channel, category, topic, unit; ``value`` as text. Kept in the saving
    transaction; gives exact counts and finds a deep page without walking to it.
    """

    __tablename__ = "register_tally"
    __table_args__ = ({"sqlite_with_rowid": False},)
    office_id: Mapped[int] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(30), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    total: Mapped[int]


class Step(Base):
    """One step of a matter (办理过程); never changed, shown as the timeline."""

    __tablename__ = "petition_step"
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    day: Mapped[date]
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor: Mapped[str] = mapped_column(String(40))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    office_name: Mapped[str] = mapped_column(String(120), default="")
    from_state: Mapped[str] = mapped_column(String(30), default="")
    to_state: Mapped[str] = mapped_column(String(30))
    to_office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    to_office_name: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    article: Mapped[str] = mapped_column(String(200), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Accused(Base):
    """A unit or person reported in an accusation (被反映对象); restricted, source: 第三十条第三款.

    ``account_id`` is the reported person's own account, once somebody has said so on purpose: to it the
    matter is missing from then on. A same name alone bars nobody from reading.
    """

    __tablename__ = "petition_accused"
    __table_args__ = (Index("ix_petition_accused_account", "account_id", "petition_id", **_LINKED),)
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str | None] = mapped_column(Sealed)
    post: Mapped[str | None] = mapped_column(Sealed)


class Link(Base):
    """A typed link between two matters (关联); kept once, shown from both sides."""

    __tablename__ = "petition_link"
    __table_args__ = (UniqueConstraint("petition_id", "other_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200), default="")


class Clock(Base):
    """A limit of a matter (期限), with the rule set it started by, which no later rule rewrites.

    ``length`` is in the rule's unit; ``extensions`` and ``suspensions`` are kept in the order granted.
    ``reason`` is why the duty is not owed; ``late_reason`` and ``late_unit`` are asked at the first late act.
    """

    __tablename__ = "petition_clock"
    __table_args__ = (Index("ix_petition_clock_due", "code", "due", "stopped_on", "petition_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    code: Mapped[str] = mapped_column(String(10))
    rule_set: Mapped[str] = mapped_column(String(40))
    basis: Mapped[str] = mapped_column(String(120))
    started_on: Mapped[date]
    base_due: Mapped[date]
    due: Mapped[date]
    stopped_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(20), default="running")
    provisional: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(300), default="")
    length: Mapped[int | None]
    extensions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    suspensions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    missing_years: Mapped[list[int]] = mapped_column(JSON, default=list)
    late_reason: Mapped[str] = mapped_column(String(500), default="")
    late_unit: Mapped[str] = mapped_column(String(120), default="")
