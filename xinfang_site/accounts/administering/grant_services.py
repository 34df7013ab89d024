"""What the security administrator does (授权管理): roles, unlocking, ending sessions; never for oneself."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from xinfang_site import clock
from xinfang_site.accounts.administering.services import Reasoned, snapshot
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.accounts.queries import open_sessions, sole_administrator_roles, standing
from xinfang_site.accounts.signing_in.services import end_sessions_of
from xinfang_site.actor import Actor
from xinfang_site.audit.changes import changed
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import Role, exclusive
from xinfang_site.versions import check_version


@dataclass(frozen=True, slots=True)
class RolesDraft:
    """The roles an account is to hold (授权), with the reason."""

    roles: frozenset[Role]
    reason: str
    version: int


def set_roles(session: Session, actor: Actor, account_id: int, draft: RolesDraft) -> list[str]:
    """Grant and take roles; acts on the person's next request.

    Returns:
        Warnings: clashes that a tiny office may accept.

    Raises:
        Refused: exclusive roles, the last administrator of a kind, one's own account. The try is noted.
    """
    try:
        with writing(session):
            return _set_roles(session, actor, session.get_one(Account, account_id), draft)
    except Refused as refused:
        with writing(session):
            username = session.get_one(Account, account_id).username
            record(session, actor, Act("role.set", "account", username, str(refused), result="refused"))
        raise


def _set_roles(session: Session, actor: Actor, account: Account, draft: RolesDraft) -> list[str]:
    check_version(account, draft.version)
    _not_oneself(actor, account)
    clashes = exclusive(draft.roles)
    for clash in clashes:
        if clash.strict:
            raise Refused(clash.message, field="roles")
    taken = sole_administrator_roles(session, account) - draft.roles
    if taken:
        titles = "、".join(sorted(role.title for role in taken))
        raise Refused(f"这是最后一名在用的“{titles}”，不能收回该角色", field="roles")
    before = snapshot(account)
    _replace(account, actor, draft.roles)
    changes = changed(before, snapshot(account))
    if changes:
        record(session, actor, Act("role.set", "account", account.username, draft.reason, changes=changes))
    return [clash.message for clash in clashes]


def _replace(account: Account, actor: Actor, roles: frozenset[Role]) -> None:
    kept = [each for each in account.grants if each.role in roles]
    held = {each.role for each in kept}
    now = clock.now()
    added = [
        Grant(role=role.value, granted_by=actor.username, granted_at=now)
        for role in roles
        if role not in held
    ]
    if added or len(kept) != len(account.grants):
        account.grants = [*kept, *sorted(added, key=lambda each: each.role)]
        flag_modified(account, "post")  # the roles are part of what the account's version guards


def unlock(session: Session, actor: Actor, account_id: int, draft: Reasoned) -> None:
    """Lift the lock after too many failed sign-ins (解锁).

    Raises:
        Refused: it is one's own account, or not locked.
    """
    with writing(session):
        account = session.get_one(Account, account_id)
        _not_oneself(actor, account)
        if standing(account) != "locked":
            raise Refused("账号没有锁定，或者锁定已自动解除")
        before = snapshot(account)
        account.failures, account.locked_until = 0, None
        changes = changed(before, snapshot(account))
        record(
            session, actor, Act("account.unlock", "account", account.username, draft.reason, changes=changes)
        )


def end_sessions(session: Session, actor: Actor, account_id: int, draft: Reasoned) -> None:
    """End every open session of a person (结束会话)."""
    with writing(session):
        account = session.get_one(Account, account_id)
        _not_oneself(actor, account)
        number = len(open_sessions(session, account.id))
        end_sessions_of(session, account.id)
        changes = changed({"open_sessions": number}, {"open_sessions": 0})
        record(
            session, actor, Act("session.end-all", "account", account.username, draft.reason, changes=changes)
        )


def remove_second_factor(session: Session, actor: Actor, account_id: int, draft: Reasoned) -> None:
    """Take the second factor off an account whose authenticator is lost (解除动态口令).

    Raises:
        Refused: it is one's own account, or has no second factor.
    """
    with writing(session):
        account = session.get_one(Account, account_id)
        _not_oneself(actor, account)
        if account.totp_secret is None:
            raise Refused("该账号没有启用动态口令")
        account.totp_secret = None
        end_sessions_of(session, account.id)
        changes = changed({"second_factor": "已启用"}, {"second_factor": "未启用"})
        record(session, actor, Act("totp.lift", "account", account.username, draft.reason, changes=changes))


def _not_oneself(actor: Actor, account: Account) -> None:
    if account.id == actor.account_id:
        raise Refused("不能对自己的账号进行这一操作，请由另一名安全管理员办理")
