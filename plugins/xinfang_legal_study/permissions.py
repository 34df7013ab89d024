"""Who may do what in legal study (学法权限): the three administrators take no part in it."""

from xinfang_site.domain.roles import ADMINISTRATORS, Role
from xinfang_site.plugin_api.hooks import Permission

TAKE, MANAGE, APPROVE, OVERVIEW = (
    "legal_study.take",
    "legal_study.manage",
    "legal_study.approve",
    "legal_study.overview",
)

_EVERYONE = frozenset(Role) - ADMINISTRATORS
_COORDINATORS = frozenset({Role.CLERK, Role.SECTION_HEAD, Role.UNIT_HANDLER, Role.UNIT_HEAD})
_HEADS = frozenset({Role.SECTION_HEAD, Role.LEADER, Role.UNIT_HEAD})

PERMISSIONS = (
    Permission(TAKE, "参加学习、签到和考试", _EVERYONE),
    Permission(MANAGE, "管理学习计划、场次、考勤和题库（学习管理员）", _COORDINATORS),
    Permission(APPROVE, "审核补学、外出培训和案例，结转年度", _HEADS),
    Permission(OVERVIEW, "查看全体人员学习进度", _COORDINATORS | _HEADS),
)
"""A study coordinator (学习管理员) is whoever the office lets register matters or head a section."""
