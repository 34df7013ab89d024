"""The job table (后台任务)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant
from xinfang_site.extensions import Base


class Job(Base):
    """One piece of background work (任务).

    ``key`` is unique per scheduled occurrence or per person and kind, so that a job is queued once;
    it is cleared when the job ends. ``submission`` stays: the form that asked for the job, which asks for it
    once. ``lease_until`` lets another worker take over after a crash.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state", "state", "id"),
        Index("uq_job_submission", "submission", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    submission: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="queued")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    title: Mapped[str] = mapped_column(String(120))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(500), default="")
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    queued_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
