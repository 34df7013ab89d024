"""Whom users can ask (找谁): the three administrators, by name and office."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts.models import Account, Grant
from xinfang_site.domain.roles import Role

_FOR = {
    Role.SYSTEM_ADMIN: "忘记口令、新增人员、调动、机构和代码、放假安排",
    Role.SECURITY_ADMIN: "账号锁定、缺少或者需要变更角色、模块启用",
    Role.AUDIT_ADMIN: "查询谁看过、改过、导出过什么",
}


@dataclass(frozen=True, slots=True)
class Helper:
    """An administrator (管理员): for what, and who they are."""

    role: Role
    matters: str
    people: Sequence[str]


def helpers(session: Session) -> Sequence[Helper]:
    """The administrators whose accounts are in use."""
    accounts = session.scalars(
        select(Account)
        .join(Grant)
        .where(Account.disabled_at.is_(None), Grant.role.in_([each.value for each in _FOR]))
        .order_by(Account.office_id, Account.id)
    ).all()
    return [
        Helper(
            role,
            matters,
            [f"{each.name}（{each.office.short_name}）" for each in accounts if role in each.roles],
        )
        for role, matters in _FOR.items()
    ]
