"""Reading accounts and sessions (账号查询)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import Account, Grant, SignInSession
from xinfang_site.domain.roles import ADMINISTRATORS, Role
from xinfang_site.extensions import settings
from xinfang_site.offices import queries as offices
from xinfang_site.offices.models import Office

STANDINGS = {"active": "在用", "locked": "已锁定", "disabled": "已停用"}


@dataclass(frozen=True, slots=True)
class PeopleWanted:
    """What the list of accounts is filtered by (账号筛选); empty means all."""

    words: str = ""
    office_id: int | None = None
    role: str = ""
    standing: str = ""


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


def people(session: Session, wanted: PeopleWanted, number: int, size: int) -> tuple[Sequence[Account], int]:
    """One page of accounts, by office and name, and how many there are in all."""
    conditions = _conditions(session, wanted)
    total = session.scalar(select(func.count()).select_from(Account).where(*conditions)) or 0
    rows = session.scalars(
        select(Account)
        .join(Office, Office.id == Account.office_id)
        .where(*conditions)
        .order_by(Office.code, Account.username)
        .limit(size)
        .offset((number - 1) * size)
    ).all()
    return rows, total


def _conditions(session: Session, wanted: PeopleWanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        lowered = wanted.words.lower()
        columns = ((Account.username, lowered), (Account.name, wanted.words), (Account.initials, lowered))
        found.append(or_(*(column.contains(text, autoescape=True) for column, text in columns)))
    if wanted.office_id:
        found.append(Account.office_id.in_(offices.subtree_ids(session, wanted.office_id)))
    if wanted.role:
        found.append(Account.id.in_(select(Grant.account_id).where(Grant.role == wanted.role)))
    locked = Account.locked_until > clock.now()
    if wanted.standing == "disabled":
        found.append(Account.disabled_at.is_not(None))
    elif wanted.standing == "locked":
        found.append(Account.disabled_at.is_(None) & locked)
    elif wanted.standing == "active":
        found.append(Account.disabled_at.is_(None) & or_(Account.locked_until.is_(None), ~locked))
    return found


def standing(account: Account) -> str:
    """``active``, ``locked`` or ``disabled`` (账号状态), now."""
    if account.disabled_at is not None:
        return "disabled"
    locked = account.locked_until is not None and account.locked_until > clock.now()
    return "locked" if locked else "active"


def sole_administrator_roles(session: Session, account: Account) -> frozenset[Role]:
    """Administrator roles (三员) that nobody but ``account`` holds in an account in use."""
    if account.disabled_at is not None:
        return frozenset()
    held = account.roles & ADMINISTRATORS
    others = session.scalars(
        select(Grant.role)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.role.in_(held), Account.id != account.id, Account.disabled_at.is_(None))
        .with_for_update()
    )
    return held - {Role(each) for each in others}
