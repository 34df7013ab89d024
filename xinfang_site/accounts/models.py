"""Tables of people and their sessions (账号、角色、会话)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from xinfang_site.actor import Actor
from xinfang_site.column_types import Instant, Sealed
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import Base
from xinfang_site.offices.models import Office
from xinfang_site.pinyin import initials


class Account(Base):
    """One person's account (账号); never shared, never deleted, only disabled.

    ``must_change`` marks a one-time password. ``totp_secret`` is set once a second factor is in use;
    ``totp_last`` is the last time step accepted, so that a code works once.
    """

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    initials: Mapped[str] = mapped_column(String(40), default="")
    post: Mapped[str] = mapped_column(String(60), default="")
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_set_at: Mapped[datetime] = mapped_column(Instant)
    must_change: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    totp_secret: Mapped[str | None] = mapped_column(Sealed)
    totp_last: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)

    office: Mapped[Office] = relationship(lazy="joined")
    grants: Mapped[list["Grant"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}

    @validates("name")
    def _keep_initials(self, _attribute: str, value: str) -> str:
        """Keep the pinyin initials, by which lists are searched, in step with the name."""
        self.initials = initials(value, 40)
        return value

    @property
    def roles(self) -> frozenset[Role]:
        """Roles held."""
        return frozenset(Role(each.role) for each in self.grants)

    def acting(self, address: str, barred: frozenset[int]) -> Actor:
        """This person as an actor (操作人) for the office they belong to now.

        Args:
            address: from where.
            barred: the matters that report the person: asked for here so that nobody forgets them.
        """
        office = self.office
        return Actor(
            *(self.id, self.username, self.name, office.id, office.path, address, self.roles), barred=barred
        )


class Grant(Base):
    """A role held by an account (角色授予), and who granted it."""

    __tablename__ = "account_role"
    __table_args__ = (UniqueConstraint("account_id", "role"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(30))
    granted_by: Mapped[str] = mapped_column(String(40))
    granted_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def title(self) -> str:
        """The role's Chinese name."""
        return Role(self.role).title


class SignInSession(Base):
    """One signed-in browser (会话); the cookie holds a random token, this table only its digest.

    ``rehearsal`` is the post that a security administrator looks at the site as (岗位预演): office, roles, until when.
    """

    __tablename__ = "account_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    address: Mapped[str] = mapped_column(String(64))
    browser: Mapped[str] = mapped_column(String(200))
    rehearsal: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Attempt(Base):
    """A counted try (尝试计数): sign-in by address, public look-up, unmasking; shared by all workers."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind_subject_at", "kind", "subject", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class OldPassword(Base):
    """A password used before (历史口令), so that forced change is a change."""

    __tablename__ = "account_old_password"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
