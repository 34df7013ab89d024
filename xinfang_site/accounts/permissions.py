"""Permissions (权限): what each role may do. Everything not listed here is refused.

Source of the roles: the office's posts and the three separated administrators (三员分立),
GB/T 22239-2019 8.1.5; none of the three opens a petition by that role.
"""

from collections.abc import Iterable

from xinfang_site.domain.roles import Role

PERMISSIONS: dict[str, str] = {
    "petition.view": "查看信访事项",
    "petition.register": "登记信访事项",
    "petition.edit": "修改登记内容",
    "petition.step": "办理信访事项",
    "petition.bulk": "批量处理",
    "petition.unmask": "查看完整个人信息",
    "petition.export": "导出名册",
    "petition.export_personal": "导出含个人信息的名册",
    "petition.import": "导入台账",
    "petition.share_filter": "共享常用筛选",
    "petition.dispose": "审批清除信访事项内容",
    "document.template": "维护文书模板",
    "report.view": "查看统计",
    "rule.manage": "设置本地期限规则",
    "office.manage": "管理机构",
    "account.manage": "管理账号",
    "code.manage": "管理代码表",
    "calendar.manage": "管理工作日历",
    "law.manage": "管理法规库",
    "module.manage": "管理模块",
    "role.grant": "授予角色",
    "account.unlock": "解锁账号、结束会话",
    "audit.read": "查阅审计日志",
    "audit.read_scope": "查阅本机构范围的审计日志",
}

_READ = {"petition.view"}
_HANDLE = _READ | {"petition.step", "petition.export", "report.view"}
_KEEP = {"petition.register", "petition.edit", "petition.bulk", "petition.unmask", "petition.import"}
_OFFICE = _HANDLE | _KEEP

GRANTED: dict[Role, frozenset[str]] = {
    Role.CLERK: frozenset(
        _READ | {"petition.register", "petition.edit", "petition.unmask", "petition.import", "petition.step"}
    ),
    Role.HANDLER: frozenset(_OFFICE),
    Role.SECTION_HEAD: frozenset(
        _OFFICE | {"document.template", "petition.share_filter", "petition.dispose"}
    ),
    Role.LEADER: frozenset(
        _OFFICE
        | {"document.template", "petition.share_filter", "petition.dispose"}
        | {"petition.export_personal", "rule.manage"}
    ),
    Role.UNIT_HANDLER: frozenset(_HANDLE | {"petition.unmask", "petition.register", "petition.bulk"}),
    Role.UNIT_HEAD: frozenset(
        _HANDLE | {"document.template", "petition.share_filter", "petition.unmask", "petition.bulk"}
    ),
    Role.REVIEWER: frozenset(_HANDLE | {"petition.unmask"}),
    Role.RECEPTION_ADMIN: frozenset({"report.view"}),
    Role.DUTY_OFFICER: frozenset({"report.view"}),
    Role.BRIEFING_EDITOR: frozenset({"report.view"}),
    Role.BRIEFING_REVIEWER: frozenset({"report.view"}),
    Role.BRIEFING_SIGNER: frozenset({"report.view"}),
    Role.LAWYER: frozenset(),
    Role.SUPERVISOR: frozenset(_READ | {"report.view"}),
    Role.DISCIPLINE: frozenset({"audit.read_scope"}),
    Role.SYSTEM_ADMIN: frozenset(
        {"office.manage", "account.manage", "code.manage", "calendar.manage", "law.manage"}
    ),
    Role.SECURITY_ADMIN: frozenset({"role.grant", "account.unlock", "module.manage"}),
    Role.AUDIT_ADMIN: frozenset({"audit.read"}),
}


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """Everything the holder of ``roles`` may do."""
    return frozenset().union(*(GRANTED[role] for role in roles))
