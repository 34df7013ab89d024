"""Tables of instructions (批示): the task and the replies to it."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_daily_briefing.rules import tasks
from xinfang_daily_briefing.rules.times import end_of
from xinfang_daily_briefing.rules.words import TaskState
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned


class Task(OfficeOwned, Base):
    """A leader's instruction on a line (批示): a task with unit and day, told again until it is closed."""

    __tablename__ = "daily_briefing_task"
    __table_args__ = (Index("ix_daily_briefing_task_open", "office_id", "state"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    issue_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_issue.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("daily_briefing_item.id"))
    lead: Mapped[str] = mapped_column(String(120))
    column: Mapped[str] = mapped_column(String(10))
    audience: Mapped[str] = mapped_column(String(10))
    named: Mapped[list[int]] = mapped_column(JSON, default=list)
    text: Mapped[str] = mapped_column(Text)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    leader_name: Mapped[str] = mapped_column(String(40))
    given_at: Mapped[datetime] = mapped_column(Instant)
    given_on: Mapped[date]
    unit_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    unit_name: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default=TaskState.OPEN)
    told_closed: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]
    closed_by: Mapped[str] = mapped_column(String(40), default="")
    submission: Mapped[str | None] = mapped_column(String(64), unique=True)

    replies: Mapped[list["Reply"]] = relationship(lambda: Reply, order_by=lambda: Reply.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def state_word(self) -> TaskState:
        """The state as a word."""
        return TaskState(self.state)

    def replies_by(self, day: date) -> list["Reply"]:
        """The replies that had come by the end of a day."""
        return [each for each in self.replies if each.at < end_of(day)]

    def state_on(self, day: date) -> TaskState:
        """The state at the end of a day."""
        answered = bool(self.replies_by(day))
        return tasks.state_on(day, self.state_word, closed_on=self.closed_on, answered=answered)


class Reply(OfficeOwned, Base):
    """A unit's reply to an instruction (批示回复); added, never changed."""

    __tablename__ = "daily_briefing_reply"
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("daily_briefing_task.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(40))
    unit_name: Mapped[str] = mapped_column(String(40))
