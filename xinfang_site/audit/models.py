"""Tables of the audit (审计日志): the events and the head of their chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant
from xinfang_site.extensions import Base


class AuditEvent(Base):
    """One act (审计记录). Triggers of the database refuse to change or delete it.

    ``office_path`` is the path of the actor's office at that time, for readers limited to a subtree;
    ``changes`` maps a field to ``[before, after]``, masked where the field is.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        # each ends in the id: a page of any one filter is one walk of one index, newest first
        Index("ix_audit_event_at", "at", "id"),
        Index("ix_audit_event_object", "object_type", "object_id", "id"),
        Index("ix_audit_event_username", "username", "id"),
        Index("ix_audit_event_action", "action", "id"),
        Index("ix_audit_event_office", "office_path", "id"),
        Index(
            "ix_audit_event_refused",
            "id",
            sqlite_where=text("result <> 'ok'"),
            postgresql_where=text("result <> 'ok'"),
        ),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None]
    username: Mapped[str] = mapped_column(String(80))
    office_id: Mapped[int | None]
    office_path: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(1000))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class AuditRedaction(Base):
    """A row whose values were taken out by law (审计内容清除), with the keyed note that keeps the chain whole."""

    __tablename__ = "audit_redaction"
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    digest: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The chain's head (链首): last number and digest, sealed with a key, so that a cut tail is found."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    last_id: Mapped[int]
    last_digest: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))
