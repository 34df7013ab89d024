"""Tables of items and what happens to them (要情信息): the text, its links, verifications, reports, receipts.

``office_id`` of an item is the unit that reports; ``desk_id`` the petition office whose issue it goes into.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_daily_briefing.rules.prose import Parts, paragraph
from xinfang_daily_briefing.rules.words import Audience, Column, Result, Source, Stage, Urgency
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned


class Item(OfficeOwned, Base):
    """One item (要情信息): about a matter or an event; once sent its text is never touched again.

    ``thread_id`` is the first report's id (its own for a first report that was sent); ``position`` its place
    in the thread. ``corrects_id`` is the item that it replaces. ``carry`` says whether coming issues tell of
    it again until it is finished. ``settled_at`` repeats the verification that settled it, for the board.
    """

    __tablename__ = "daily_briefing_item"
    __table_args__ = (
        UniqueConstraint("corrects_id"),
        UniqueConstraint("thread_id", "position"),
        UniqueConstraint("submission"),
        Index("ix_daily_briefing_item_desk_sent", "desk_id", "sent_at"),
        Index("ix_daily_briefing_item_open", "desk_id", "column", "settled_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    submission: Mapped[str | None] = mapped_column(String(64))
    desk_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("daily_briefing_item.id"))
    position: Mapped[int | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("daily_briefing_item.id"))
    stage: Mapped[str] = mapped_column(String(10))
    report_name: Mapped[str] = mapped_column(String(20), default="")
    column: Mapped[str] = mapped_column(String(10))
    urgency: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(60))
    known_at: Mapped[datetime] = mapped_column(Instant)
    place: Mapped[str] = mapped_column(String(100), default="")
    content: Mapped[str] = mapped_column(Text)
    people: Mapped[int | None]
    demand: Mapped[str] = mapped_column(Text, default="")
    measures: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    unit_name: Mapped[str] = mapped_column(String(120), default="")
    audience: Mapped[str] = mapped_column(String(10), default=Audience.EVERYONE)
    carry: Mapped[bool] = mapped_column(default=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str] = mapped_column(String(40))
    office_name: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    digest: Mapped[str] = mapped_column(String(64), default="")
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    batch: Mapped[str] = mapped_column(String(40), default="", index=True)

    matters: Mapped[list["ItemMatter"]] = relationship(
        lambda: ItemMatter, order_by=lambda: ItemMatter.id, cascade="all, delete-orphan"
    )
    readers: Mapped[list["ItemReader"]] = relationship(lambda: ItemReader, cascade="all, delete-orphan")
    verifications: Mapped[list["Verification"]] = relationship(
        lambda: Verification, order_by=lambda: Verification.id
    )
    reports: Mapped[list["Told"]] = relationship(lambda: Told, order_by=lambda: Told.id)
    receipts: Mapped[list["Receipt"]] = relationship(lambda: Receipt, order_by=lambda: Receipt.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def sent(self) -> bool:
        """Whether it was sent (已报送)."""
        return self.sent_at is not None

    @property
    def column_word(self) -> Column:
        """Its column as a word."""
        return Column(self.column)

    @property
    def urgency_word(self) -> Urgency:
        """Its urgency as a word."""
        return Urgency(self.urgency)

    @property
    def stage_word(self) -> Stage:
        """Its stage as a word."""
        return Stage(self.stage)

    @property
    def source_word(self) -> Source:
        """Its source as a word."""
        return Source(self.source)

    @property
    def audience_word(self) -> Audience:
        """Its audience as a word."""
        return Audience(self.audience)

    @property
    def paragraph(self) -> str:
        """The item as one paragraph of the paper (行文)."""
        return paragraph(
            Parts(
                self.known_at,
                self.place,
                self.content,
                self.people,
                self.demand,
                self.measures,
                self.next_step,
                self.unit_name,
            )
        )


class ItemMatter(OfficeOwned, Base):
    """A petition that an item is about (关联信访事项); the number is what the paper prints."""

    __tablename__ = "daily_briefing_item_matter"
    __table_args__ = (UniqueConstraint("item_id", "petition_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_item.id"))
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))


class ItemReader(OfficeOwned, Base):
    """A leader that an item is meant for (指定读者), where its audience names them."""

    __tablename__ = "daily_briefing_item_reader"
    __table_args__ = (UniqueConstraint("item_id", "account_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_item.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)


class Verification(OfficeOwned, Base):
    """One verification of a warning (核查): who, when, with what result; never changed, only followed by another."""

    __tablename__ = "daily_briefing_verification"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_item.id"), index=True)
    result: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(40))

    @property
    def result_word(self) -> Result:
        """The result as a word."""
        return Result(self.result)


class Told(OfficeOwned, Base):
    """A notification of an organ about an urgent item (报送、通报): which, when, how; source: 第二十五条."""

    __tablename__ = "daily_briefing_told"
    __table_args__ = (UniqueConstraint("item_id", "recipient"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_item.id"))
    recipient: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(Instant)
    way: Mapped[str] = mapped_column(String(100))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(40))
    noted_at: Mapped[datetime] = mapped_column(Instant)


class Receipt(OfficeOwned, Base):
    """A leader's receipt of what was reported at once (即时报送回执): sent, opened, confirmed."""

    __tablename__ = "daily_briefing_receipt"
    __table_args__ = (UniqueConstraint("item_id", "account_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_item.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(60), default="")
    sent_at: Mapped[datetime] = mapped_column(Instant)
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)


class News(OfficeOwned, Base):
    """A step of a petition that a thread of items is about (事项新进展): a candidate for its next report."""

    __tablename__ = "daily_briefing_news"
    __table_args__ = (UniqueConstraint("thread_id", "petition_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_item.id"))
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    number: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
