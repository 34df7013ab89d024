"""Recognising a visitor (识别用户): the open session of a token with its person, read afresh at every request.

Disabling an account, taking a role or moving someone therefore acts on the next request.
"""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import Account, Grant, SignInSession
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.accounts.rehearsing.services import Pose, pose_of
from xinfang_site.accounts.signing_in.visitors import Visitor
from xinfang_site.database import DatabaseBusy, writing
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import settings, vault
from xinfang_site.modules.models import OfficeModule
from xinfang_site.offices.models import Office
from xinfang_site.petitions.visibility import scope
from xinfang_site.plugin_registry import plugins
from xinfang_site.plugin_values import OfficeRef
from xinfang_site.sessions import KEPT_PLAN

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
    """Move the idle limit on, at most a few times per limit; neither a full disk nor a long save stops reading.

    While somebody else writes it is left to the person's next page.
    """
    step = min(60.0, settings().session_idle_minutes * 15.0)
    if (now - seen_at).total_seconds() < step:
        return
    try:
        with writing(session, at_once=True):
            session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=now))
    except (DatabaseBusy, SQLAlchemyError, OSError):
        session.rollback()
