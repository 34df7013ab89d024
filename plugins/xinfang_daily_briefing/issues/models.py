"""Tables of issues (要情期刊): the issue, its draft lines, its signed versions, their lines for search."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_daily_briefing.rules.freezing import is_untouched
from xinfang_daily_briefing.rules.words import IssueState
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned


def issue_name(year: int, number: int | None, day: date) -> str:
    """``〔2026〕第231期``, or the day of a draft (期号)."""
    return f"〔{year}〕第{number}期" if number else f"{day.isoformat()} 拟稿"


class Issue(OfficeOwned, Base):
    """The issue of a day (一期要情). Its number is given at the first signing, so that none is left out or reused.

    ``seen_until`` is the moment up to which items were taken in; ``edition`` the newest signed version, 0 for
    none. A voided issue keeps its number.
    """

    __tablename__ = "daily_briefing_issue"
    __table_args__ = (
        UniqueConstraint("office_id", "day"),
        UniqueConstraint("office_id", "year", "number"),
        Index("ix_daily_briefing_issue_signed", "office_id", "edition", "day"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    day: Mapped[date]
    year: Mapped[int]
    number: Mapped[int | None]
    total: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default=IssueState.DRAFT)
    silent: Mapped[bool] = mapped_column(default=False)
    edition: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(500), default="")
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    editor_name: Mapped[str] = mapped_column(String(40), default="")
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reviewer_name: Mapped[str] = mapped_column(String(40), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    seen_until: Mapped[datetime] = mapped_column(Instant)
    signed_at: Mapped[datetime | None] = mapped_column(Instant)
    batch: Mapped[str] = mapped_column(String(40), default="", index=True)

    lines: Mapped[list["Line"]] = relationship(
        lambda: Line, order_by=lambda: Line.position, cascade="all, delete-orphan"
    )
    editions: Mapped[list["Edition"]] = relationship(
        lambda: Edition, order_by=lambda: Edition.number, back_populates="issue"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def state_word(self) -> IssueState:
        """The state as a word."""
        return IssueState(self.state)

    @property
    def signed(self) -> bool:
        """Whether readers have it (已签发): a correction under way does not take it from them."""
        return self.edition > 0 and self.state != IssueState.VOID

    @property
    def name(self) -> str:
        """``〔2026〕第231期``, or the day of a draft."""
        return issue_name(self.year, self.number, self.day)


class Line(OfficeOwned, Base):
    """A line of the draft (拟稿条目); ``matter`` is the same for all lines about one matter, whatever the issue."""

    __tablename__ = "daily_briefing_line"
    __table_args__ = (UniqueConstraint("issue_id", "matter"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_issue.id"))
    position: Mapped[int]
    matter: Mapped[str] = mapped_column(String(60))
    column: Mapped[str] = mapped_column(String(10))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("daily_briefing_item.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("daily_briefing_task.id"))
    lead: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(40), default="")
    url: Mapped[str] = mapped_column(String(300), default="")
    unit_name: Mapped[str] = mapped_column(String(120), default="")
    audience: Mapped[str] = mapped_column(String(10))
    named: Mapped[list[int]] = mapped_column(JSON, default=list)
    included: Mapped[bool] = mapped_column(default=True)


class Edition(OfficeOwned, Base):
    """A signed version (签发版本): content and digest never change; a correction is a new version."""

    __tablename__ = "daily_briefing_edition"
    __table_args__ = (UniqueConstraint("issue_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_issue.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(500), default="")
    warning: Mapped[str] = mapped_column(String(200), default="")
    editor_name: Mapped[str] = mapped_column(String(40))
    reviewer_name: Mapped[str] = mapped_column(String(40))
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    signer_name: Mapped[str] = mapped_column(String(40))
    signed_at: Mapped[datetime] = mapped_column(Instant)

    issue: Mapped[Issue] = relationship(lambda: Issue, back_populates="editions")

    @property
    def untouched(self) -> bool:
        """Whether the content is still the one that was signed (未被改动)."""
        return is_untouched(self.content, self.digest)


class Printed(OfficeOwned, Base):
    """A line of a signed version, for search and threads (已刊条目); ``current`` until a correction replaces it."""

    __tablename__ = "daily_briefing_printed"
    __table_args__ = (
        Index("ix_daily_briefing_printed_list", "office_id", "current", "day"),
        Index("ix_daily_briefing_printed_thread", "thread_id", "day"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_edition.id"), index=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_issue.id"))
    current: Mapped[bool] = mapped_column(default=True)
    day: Mapped[date]
    position: Mapped[int]
    column: Mapped[str] = mapped_column(String(10))
    matter: Mapped[str] = mapped_column(String(60))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("daily_briefing_item.id"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("daily_briefing_item.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("daily_briefing_task.id"), index=True)
    lead: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    unit_name: Mapped[str] = mapped_column(String(120), default="")
    audience: Mapped[str] = mapped_column(String(10))
    named: Mapped[str] = mapped_column(String(500), default="")
