"""One's own second factor (本人动态口令): set up, confirm, remove."""

from sqlalchemy.orm import Session

from xinfang_site.accounts import passwords
from xinfang_site.accounts.models import Account
from xinfang_site.accounts.signing_in import totp
from xinfang_site.accounts.signing_in.services import own_account, refuse_own_password
from xinfang_site.actor import Actor
from xinfang_site.audit.changes import changed
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import settings

ON, OFF = "已启用", "未启用"


def is_required(actor: Actor) -> bool:
    """Whether one of the actor's roles requires a second factor (等保 8.1.4.1 d)."""
    return any(role.value in settings().totp_required_roles for role in actor.roles)


def enrol(session: Session, actor: Actor, secret: str, code: str) -> None:
    """Take a second factor into use once its first code is right.

    Raises:
        Refused: the code is wrong, or a second factor is in use already.
    """
    with writing(session):
        account = session.get_one(Account, actor.account_id)
        if account.totp_secret is not None:
            raise Refused("动态口令已经启用，如需更换请先停用")
        step = totp.accepted_step(secret, code, account.totp_last)
        if not step:
            raise Refused("动态口令不正确，请核对手机时间后输入最新的 6 位数字", field="code")
        account.totp_secret, account.totp_last = secret, step
        _record(session, actor, "totp.enrol", OFF, ON)


def remove(session: Session, actor: Actor, password: str) -> None:
    """Stop using the second factor; asks for the password.

    Raises:
        Refused: wrong password, or the post requires a second factor.
    """
    with writing(session):
        account = own_account(session, actor)
        if is_required(actor):
            raise Refused("您的岗位须使用动态口令，不能停用。更换手机的，请联系安全管理员解除后重新设置")
        if account.totp_secret is None:
            raise Refused("动态口令没有启用")
        right = passwords.matches(account.password_hash, password)
        if right:
            account.totp_secret, account.failures = None, 0
            _record(session, actor, "totp.remove", ON, OFF)
        else:
            refuse_own_password(session, actor, "totp.remove")
    if not right:
        raise Refused("口令不正确", field="password")


def _record(session: Session, actor: Actor, action: str, before: str, after: str) -> None:
    changes = changed({"second_factor": before}, {"second_factor": after})
    record(session, actor, Act(action, "account", actor.username, changes=changes))
