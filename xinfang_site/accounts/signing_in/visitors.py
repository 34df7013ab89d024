"""Who is visiting (当前用户): the signed-in person as a value, read afresh at every request.

Disabling an account, taking a role or moving someone therefore acts on the next request.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from flask import request
from flask_login import AnonymousUserMixin, UserMixin
from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import Account, Grant, SignInSession
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.accounts.rehearsing.services import Pose, pose_of
from xinfang_site.actor import Actor
from xinfang_site.database import DatabaseBusy, writing
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import settings, vault
from xinfang_site.modules.models import OfficeModule
from xinfang_site.offices.models import Office
from xinfang_site.petitions.visibility import scope
from xinfang_site.plugin_registry import plugins
from xinfang_site.plugin_values import OfficeRef
from xinfang_site.sessions import KEPT_PLAN


@dataclass(frozen=True, slots=True, eq=False)
class Visitor(UserMixin):  # type: ignore[misc]  # flask_login has no types
    """The signed-in person of this request (当前用户)."""

    token: str
    session_id: int
    account_id: int
    username: str
    name: str
    office: OfficeRef
    roles: frozenset[Role]
    permissions: frozenset[str]
    modules: frozenset[str]
    must_change: bool
    must_enrol: bool
    barred: frozenset[int]
    rehearsing: str = ""

    def get_id(self) -> str:
        """What the cookie holds: the session's random token, never an account's number."""
        return self.token

    @property
    def office_id(self) -> int:
        """The office's id."""
        return self.office.id

    @property
    def office_name(self) -> str:
        """The office's short name."""
        return self.office.short_name

    @property
    def role_titles(self) -> list[str]:
        """The roles in words."""
        return sorted(role.title for role in self.roles)

    def may(self, permission: str) -> bool:
        """Whether a role of theirs grants ``permission``."""
        return permission in self.permissions

    @property
    def actor(self) -> Actor:
        """The same person as services and the audit know them."""
        return Actor(
            self.account_id,
            self.username,
            self.name,
            self.office.id,
            self.office.path,
            request.remote_addr or "",
            self.roles,
            barred=self.barred,
            rehearsing=bool(self.rehearsing),
        )


class Stranger(AnonymousUserMixin):  # type: ignore[misc]  # flask_login has no types
    """Whoever is not signed in (未登录者): asked what a visitor is asked, and allowed nothing."""

    permissions: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    rehearsing = ""

    def may(self, _permission: str) -> bool:
        """Nothing."""
        return False


_SESSION, _ACCOUNT, _OFFICE = (cast(Table, each.__table__) for each in (SignInSession, Account, Office))
_GRANT, _MODULE = cast(Table, Grant.__table__), cast(Table, OfficeModule.__table__)
_MODULES = (
    select(func.aggregate_strings(_MODULE.c.name, ","))
    .where(_MODULE.c.office_id == _OFFICE.c.id)
    .correlate(_OFFICE)
    .scalar_subquery()
)
"""The modules of the visitor's office, in the same query: no page pays another one for them."""
_OPEN_SESSION = (
    select(
        _SESSION.c.id,
        _SESSION.c.started_at,
        _SESSION.c.seen_at,
        _SESSION.c.rehearsal,
        _ACCOUNT.c.id.label("account_id"),
        _ACCOUNT.c.username,
        _ACCOUNT.c.name,
        _ACCOUNT.c.must_change,
        _ACCOUNT.c.password_set_at,
        _ACCOUNT.c.totp_secret.is_not(None).label("has_totp"),
        _OFFICE.c.id.label("office_id"),
        _OFFICE.c.code,
        _OFFICE.c.name.label("office_name"),
        _OFFICE.c.short_name,
        _OFFICE.c.kind,
        _OFFICE.c.path,
        _GRANT.c.role,
        _MODULES.label("modules"),
        scope.barred_text(_ACCOUNT.c.id).label("barred"),
    )
    .join_from(_SESSION, _ACCOUNT, _ACCOUNT.c.id == _SESSION.c.account_id)
    .join(_OFFICE, _OFFICE.c.id == _ACCOUNT.c.office_id)
    .outerjoin(_GRANT, _GRANT.c.account_id == _ACCOUNT.c.id)
    .where(
        _SESSION.c.token_digest == bindparam("digest"),
        _SESSION.c.ended_at.is_(None),
        _ACCOUNT.c.disabled_at.is_(None),
    )
    .execution_options(**KEPT_PLAN)
)
"""The open session of a token with its person and office; a row for each role. Made once and for columns: every page asks it."""


def visitor_by_token(session: Session, token: str) -> Visitor | None:
    """The person whose open session has ``token``; None when it ended, timed out or never was."""
    rows = session.execute(_OPEN_SESSION, {"digest": vault().digest("session", token)}).all()
    now = clock.now()
    row = rows[0] if rows else None
    if row is None or _timed_out(row.started_at, row.seen_at, now):
        return None
    roles = frozenset(Role(each.role) for each in rows if each.role)
    _note_seen(session, row.id, row.seen_at, now)
    office = OfficeRef(row.office_id, row.code, row.office_name, row.short_name, row.kind, row.path)
    own = Pose(office, roles, frozenset((row.modules or "").split(",")))
    pose = pose_of(session, row.rehearsal, now) or own
    modules = plugins().working(pose.modules)
    expired = now - row.password_set_at > timedelta(days=settings().password_max_age_days)
    return Visitor(
        token=token,
        session_id=row.id,
        account_id=row.account_id,
        username=row.username,
        name=row.name,
        office=pose.office,
        roles=pose.roles,
        permissions=permissions_of(pose.roles) | plugins().permissions_of(pose.roles, modules),
        modules=modules,
        must_change=row.must_change or expired,
        must_enrol=not row.has_totp and any(role.value in settings().totp_required_roles for role in roles),
        barred=scope.barred_of(row.barred),
        rehearsing="" if pose is own else pose.words,
    )


def _timed_out(started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    idle = timedelta(minutes=settings().session_idle_minutes)
    absolute = timedelta(hours=settings().session_absolute_hours)
    # a clock set back must not keep a session alive for ever: both directions count
    return abs(now - seen_at) > idle or abs(now - started_at) > absolute


def _note_seen(session: Session, session_id: int, seen_at: datetime, now: datetime) -> None:
    """Move the idle limit on, at most a few times per limit; a full disk must not stop reading."""
    step = min(60.0, settings().session_idle_minutes * 15.0)
    if (now - seen_at).total_seconds() < step:
        return
    try:
        with writing(session):
            session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=now))
    except (DatabaseBusy, SQLAlchemyError, OSError):
        session.rollback()
