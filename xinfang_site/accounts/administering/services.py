"""What the system administrator does with accounts (账号管理): no roles here, and never a chosen password."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts import passwords
from xinfang_site.accounts.models import Account, OldPassword
from xinfang_site.accounts.queries import sole_administrator_roles, standing
from xinfang_site.accounts.signing_in.services import end_sessions_of
from xinfang_site.actor import Actor
from xinfang_site.audit.changes import changed
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import ADMINISTRATORS, Role
from xinfang_site.offices.models import Office
from xinfang_site.versions import check_version


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """A new person (新账号)."""

    username: str
    name: str
    office_id: int
    post: str = ""


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """What may change of a person in place (人员信息)."""

    name: str
    post: str
    version: int


@dataclass(frozen=True, slots=True)
class MoveDraft:
    """A person goes to another office (调动)."""

    office_id: int
    post: str
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class Reasoned:
    """An act on an account with its reason (事由)."""

    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class Secret:
    """A one-time password (一次性口令), shown once and stored only hashed."""

    account_id: int
    username: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class FreshPassword:
    """A one-time password and its hash (新口令)."""

    password: str
    hashed: str


def fresh_password() -> FreshPassword:
    """A one-time password; slow by design, so made before a transaction begins."""
    password = passwords.one_time()
    return FreshPassword(password, passwords.hash_password(password))


def create(session: Session, actor: Actor, draft: AccountDraft) -> Secret:
    """Set up an account without roles."""
    fresh = fresh_password()
    with writing(session):
        return add(session, actor, draft, fresh)


def add(session: Session, actor: Actor, draft: AccountDraft, fresh: FreshPassword) -> Secret:
    """Set up an account inside an open transaction (imports).

    Raises:
        Refused: the name is taken, or the office cannot have people.
    """
    if session.scalar(select(Account.id).where(Account.username == draft.username)) is not None:
        raise Refused(f"用户名“{draft.username}”已被使用", field="username")
    _usable_office(session, draft.office_id)
    now = clock.now()
    account = Account(
        username=draft.username,
        name=draft.name,
        post=draft.post,
        office_id=draft.office_id,
        password_hash=fresh.hashed,
        password_set_at=now,
        must_change=True,
        created_at=now,
    )
    session.add(account)
    session.flush()
    record(
        session,
        actor,
        Act("account.create", "account", account.username, changes=changed({}, snapshot(account))),
    )
    return Secret(account.id, account.username, account.name, fresh.password)


def edit(session: Session, actor: Actor, account_id: int, draft: PersonDraft) -> None:
    """Change a person's name or post."""
    with writing(session):
        account = _account(session, account_id, draft.version)
        before = snapshot(account)
        account.name, account.post = draft.name, draft.post
        _record(session, actor, "account.edit", account, before)


def move(session: Session, actor: Actor, account_id: int, draft: MoveDraft) -> None:
    """Bring a person to another office; the roles of the old office end there.

    A role is granted in an office by the security administrator: moving someone must not open the
    new office's matters to them without a new grant.

    Raises:
        Refused: the person is there already, or the office cannot have people.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        account = _account(session, account_id, draft.version)
        if draft.office_id == account.office_id:
            raise Refused("该人员已在这个机构", field="office_id")
        _usable_office(session, draft.office_id)
        before = snapshot(account)
        account.office_id, account.post = draft.office_id, draft.post
        account.grants = [each for each in account.grants if each.role in ADMINISTRATORS]
        session.flush()
        session.refresh(account)
        _record(session, actor, "account.move", account, before, draft.reason)


def disable(session: Session, actor: Actor, account_id: int, draft: Reasoned) -> None:
    """Disable an account (停用); acts on its next request, in every browser.

    Raises:
        Refused: it is one's own, disabled already, or the last of an administrator's role.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        account = _account(session, account_id, draft.version)
        if account.id == actor.account_id:
            raise Refused("不能停用自己的账号")
        if account.disabled_at is not None:
            raise Refused("账号已经停用")
        sole = sole_administrator_roles(session, account)
        if sole:
            raise Refused(f"这是最后一名在用的{_titles(sole)}，不能停用")
        before = snapshot(account)
        account.disabled_at = clock.now()
        end_sessions_of(session, account.id)
        _record(session, actor, "account.disable", account, before, draft.reason)


def enable(session: Session, actor: Actor, account_id: int, draft: Reasoned) -> None:
    """Take an account into use again (启用).

    Raises:
        Refused: it is not disabled.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        account = _account(session, account_id, draft.version)
        if account.disabled_at is None:
            raise Refused("账号没有停用")
        before = snapshot(account)
        account.disabled_at = None
        _record(session, actor, "account.enable", account, before, draft.reason)


def may_reset(account: Account) -> bool:
    """Whether a system administrator may give the account a password: not one that grants roles or reads the audit.

    Whoever knows a password is that person. With another administrator's the system administrator would grant
    roles, or read who noticed (三员分立, GB/T 22239-2019 8.1.5.1-3).
    """
    return not account.roles & (ADMINISTRATORS - {Role.SYSTEM_ADMIN})


def reset_password(session: Session, actor: Actor, account_id: int, draft: Reasoned) -> Secret:
    """Give a one-time password (重置口令) and end the person's sessions.

    Raises:
        Refused: it is the own one, or the security or audit administrator's.
        StaleEditError: somebody else changed the account.
    """
    fresh = fresh_password()
    with writing(session):
        account = _account(session, account_id, draft.version)
        if account.id == actor.account_id:
            raise Refused("自己的口令请在“修改口令”中修改")
        if not may_reset(account):
            raise Refused(
                f"三员分立：{_titles(account.roles & ADMINISTRATORS)}的口令不由系统管理员重置，"
                f"请到服务器上运行 xinfang reset-password {account.username}"
            )
        return _give(session, actor, account, fresh, draft.reason)


def reset_at_server(session: Session, actor: Actor, username: str) -> Secret:
    """The same by whoever works at the server itself, for any account.

    Raises:
        Refused: there is no such account.
    """
    fresh = fresh_password()
    with writing(session):
        account = session.scalar(select(Account).where(Account.username == username))
        if account is None:
            raise Refused(f"没有用户名为“{username}”的账号")
        return _give(session, actor, account, fresh, "在服务器上重置")


def _give(session: Session, actor: Actor, account: Account, fresh: FreshPassword, reason: str) -> Secret:
    session.add(OldPassword(account_id=account.id, password_hash=account.password_hash))
    account.password_hash = fresh.hashed
    account.password_set_at, account.must_change = clock.now(), True
    end_sessions_of(session, account.id)
    record(session, actor, Act("account.reset", "account", account.username, reason))
    return Secret(account.id, account.username, account.name, fresh.password)


def snapshot(account: Account) -> dict[str, object]:
    """The account as the audit tells it."""
    return {
        "username": account.username,
        "name": account.name,
        "post": account.post,
        "office": account.office.short_name,
        "roles": "、".join(sorted(role.title for role in account.roles)),
        "standing": standing(account),
    }


def _record(
    session: Session, actor: Actor, action: str, account: Account, before: dict[str, object], reason: str = ""
) -> None:
    changes = changed(before, snapshot(account))
    if changes:
        record(session, actor, Act(action, "account", account.username, reason, changes=changes))


def _account(session: Session, account_id: int, version: int) -> Account:
    account = session.get_one(Account, account_id)
    check_version(account, version)
    return account


def _usable_office(session: Session, office_id: int) -> None:
    office = session.get(Office, office_id)
    if office is None or not office.valid_on(clock.today()):
        raise Refused("机构不存在或者已撤销", field="office_id")


def _titles(roles: frozenset[object]) -> str:
    return "、".join(sorted(f"“{getattr(each, 'title', each)}”" for each in roles))
