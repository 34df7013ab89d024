"""Permissions (权限): who plans, publishes, runs the hall, and reads what lawyers wrote."""

from xinfang_site.domain.roles import Role
from xinfang_site.plugin_api.hooks import Permission

VIEW = "joint_reception.view"
PLAN = "joint_reception.plan"
APPROVE = "joint_reception.approve"
DESK = "joint_reception.desk"
RECORD = "joint_reception.record"
CONSULT = "joint_reception.consult"
HEAD = "joint_reception.head"
FIGURES = "joint_reception.figures"

_OFFICE = {Role.CLERK, Role.HANDLER, Role.SECTION_HEAD, Role.LEADER, Role.RECEPTION_ADMIN}
_UNITS = {Role.UNIT_HANDLER, Role.UNIT_HEAD}


def permissions() -> tuple[Permission, ...]:
    """The module's permissions and the roles that hold them."""
    return (
        Permission(VIEW, "查看接访安排", frozenset(_OFFICE | _UNITS | {Role.LAWYER, Role.SUPERVISOR})),
        Permission(PLAN, "接访排班和公示", frozenset({Role.RECEPTION_ADMIN})),
        Permission(APPROVE, "批准换班、代班", frozenset({Role.RECEPTION_ADMIN, Role.LEADER})),
        Permission(DESK, "接待现场：预约、取号、叫号、签到", frozenset({Role.RECEPTION_ADMIN, Role.CLERK})),
        Permission(RECORD, "登记接访记录和承诺", frozenset(_OFFICE)),
        Permission(CONSULT, "登记本人的律师咨询记录", frozenset({Role.LAWYER})),
        Permission(HEAD, "查阅律师咨询记录", frozenset({Role.RECEPTION_ADMIN})),
        Permission(FIGURES, "接访统计", frozenset(_OFFICE - {Role.CLERK} | {Role.SUPERVISOR})),
    )
