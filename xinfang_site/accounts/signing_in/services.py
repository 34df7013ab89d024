"""Signing in and out (登录、退出), own password and own sessions: one transaction a call."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts import attempts, passwords
from xinfang_site.accounts.models import Account, OldPassword, SignInSession
from xinfang_site.accounts.signing_in import totp
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.extensions import settings, vault

REMEMBERED_PASSWORDS = 5


@dataclass(frozen=True, slots=True)
class Credentials:
    """What someone typed on the sign-in page (登录信息), and from where."""

    username: str
    password: str
    code: str
    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """Outcome of a try to sign in: a token for the cookie, or a reason (登录结果)."""

    token: str = ""
    fault: str = ""
    needs_code: bool = False

    @property
    def throttled(self) -> bool:
        """Whether it was not even looked at: too many tries from one address."""
        return self.fault == TOO_MANY


WRONG = "用户名或口令不正确，或者账号已锁定。连续输错会锁定账号，请核对后再试。"
TOO_MANY = "登录尝试过于频繁，请稍后再试。"
UNKNOWN = "（未知用户名）"
"""Stands in the audit for what was typed and is no user name."""


def sign_in(session: Session, given: Credentials) -> SignIn:
    """Check the credentials and open a session; every outcome is audited.

    A wrong password, an unknown, a locked and a disabled account look the same and take as long.
    """
    named = Account.username == given.username
    known = session.scalar(select(Account.password_hash).where(named)) or ""
    right = passwords.matches(known, given.password)
    with writing(session):
        # guesses at once are counted one by one
        account = session.scalar(select(Account).where(named).with_for_update(of=Account))
        limit = settings().address_failures_per_minute
        if attempts.count(session, "sign-in", given.address, 60) >= limit:
            return _refuse(session, given, account, "尝试过于频繁", TOO_MANY)
        if account is None or (closed := _why_closed(account)):
            return _refuse(session, given, account, closed if account else "没有这个用户名", WRONG)
        # or it was reset meanwhile: the sessions of the old password have ended, and this one would not
        if not right or account.password_hash != known:
            _count_failure(account)
            return _refuse(session, given, account, "口令错误", WRONG)
        if account.totp_secret:
            if not given.code:
                return SignIn(fault="请输入动态口令", needs_code=True)
            if not totp.accept(account, given.code):
                _count_failure(account)
                return _refuse(session, given, account, "动态口令错误", WRONG)
        return SignIn(token=_open(session, account, given))


def _why_closed(account: Account) -> str:
    """Why this account is closed whatever the password; empty if the password decides."""
    if account.disabled_at is not None:
        return "账号已停用"
    locked = account.locked_until is not None and account.locked_until > clock.now()
    return "账号已锁定" if locked else ""


def _count_failure(account: Account) -> bool:
    """Count a failed sign-in; returns whether it locks the account."""
    account.failures += 1
    locks = account.failures >= settings().lockout_failures
    if locks:
        account.locked_until = clock.now() + timedelta(minutes=settings().lockout_minutes)
        account.failures = 0
    return locks


def refuse_own_password(session: Session, actor: Actor, action: str) -> None:
    """Count and audit a wrong password typed where the actor's own was asked for. Inside ``writing()``.

    It counts like a failed sign-in, so that a stranger at an open session has no more guesses than on the sign-in
    page; the one that locks the account also ends all sessions.
    """
    account = own_account(session, actor)
    if _count_failure(account):
        end_sessions_of(session, account.id)
    record(session, actor, Act(action, "account", actor.username, reason="口令错误", result="refused"))


def own_account(session: Session, actor: Actor) -> Account:
    """The actor's account, locked against other writers. Inside ``writing()``."""
    return session.get_one(Account, actor.account_id, with_for_update={"of": Account})


def _refuse(session: Session, given: Credentials, account: Account | None, why: str, message: str) -> SignIn:
    attempts.note(session, "sign-in", given.address)
    name, mark = _as_recorded(given, account)
    actor = Actor(None, name, "", None, address=given.address)
    record(session, actor, Act("sign-in", "account", mark, reason=why, result="refused"))
    return SignIn(fault=message)


def _as_recorded(given: Credentials, account: Account | None) -> tuple[str, str]:
    """The user name for the audit, and the object's mark; an unknown name is not kept in clear (未知用户名不留原文).

    People type their password into the wrong field: what is no user name is kept as a short keyed mark, by which the
    same text is known again, and by nothing else.
    """
    if account is not None:
        return account.username, account.username
    return UNKNOWN, vault().digest("unknown-username", given.username)[:8]


def _open(session: Session, account: Account, given: Credentials) -> str:
    account.failures, account.locked_until = 0, None
    if passwords.needs_rehash(account.password_hash):
        account.password_hash = passwords.hash_password(given.password)
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignInSession(
            token_digest=vault().digest("session", token),
            account_id=account.id,
            started_at=now,
            seen_at=now,
            address=given.address[:64],
            browser=given.browser[:200],
        )
    )
    path = account.office.path
    actor = Actor(account.id, account.username, account.name, account.office_id, path, given.address)
    record(session, actor, Act("sign-in", "account", account.username))
    return token


def sign_out(session: Session, actor: Actor, session_id: int) -> None:
    """End one's current session (退出)."""
    with writing(session):
        _end(session, SignInSession.id == session_id)
        record(session, actor, Act("sign-out", "account", actor.username))


def end_session(session: Session, actor: Actor, session_id: int) -> bool:
    """End one of one's own sessions (结束会话); False when it is not one's own or has ended."""
    with writing(session):
        own = SignInSession.account_id == actor.account_id
        ended = _end(session, SignInSession.id == session_id, own)
        if ended:
            record(session, actor, Act("session.end", "session", session_id))
        return ended


def change_password(session: Session, actor: Actor, old: str, new: str, session_id: int) -> list[str]:
    """Set one's own password (修改口令); ends one's other sessions.

    Hashing takes long on purpose, so that all of it is done before the transaction begins.

    Returns:
        What is wrong, in Chinese; empty when it was changed.
    """
    known = session.get_one(Account, actor.account_id).password_hash
    right = passwords.matches(known, old)
    found = (
        passwords.faults(new, actor.username, _used_passwords(session, actor), settings()) if right else []
    )
    hashed = passwords.hash_password(new) if right and not found else ""
    with writing(session):
        account = own_account(session, actor)
        # or it was changed meanwhile: what was typed is the old one no more
        if not right or account.password_hash != known:
            refuse_own_password(session, actor, "password.change")
            return ["原口令不正确"]
        if found:
            return found
        account.failures = 0
        session.add(OldPassword(account_id=account.id, password_hash=known))
        account.password_hash = hashed
        account.password_set_at, account.must_change = clock.now(), False
        _end(session, SignInSession.account_id == account.id, SignInSession.id != session_id)
        record(session, actor, Act("password.change", "account", account.username))
        return []


def _used_passwords(session: Session, actor: Actor) -> list[str]:
    account = session.get_one(Account, actor.account_id)
    older = session.scalars(
        select(OldPassword.password_hash)
        .where(OldPassword.account_id == account.id)
        .order_by(OldPassword.id.desc())
        .limit(REMEMBERED_PASSWORDS - 1)
    )
    return [account.password_hash, *older]


def end_sessions_of(session: Session, account_id: int) -> None:
    """End every session of an account. Inside ``writing()``."""
    _end(session, SignInSession.account_id == account_id)


def _end(session: Session, *conditions: object) -> bool:
    result = session.execute(
        update(SignInSession)
        .where(SignInSession.ended_at.is_(None), *conditions)  # type: ignore[arg-type]
        .values(ended_at=clock.now())
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]
