"""Reading accounts and sessions (账号查询)."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import SignInSession
from xinfang_site.extensions import settings


def open_sessions(session: Session, account_id: int) -> Sequence[SignInSession]:
    """Sessions of an account that have neither ended nor timed out, newest first."""
    now = clock.now()
    return session.scalars(
        select(SignInSession)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.seen_at > now - timedelta(minutes=settings().session_idle_minutes),
            SignInSession.started_at > now - timedelta(hours=settings().session_absolute_hours),
        )
        .order_by(SignInSession.id.desc())
    ).all()
