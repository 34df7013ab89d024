"""Roles (角色): what a person may be in an office, and which roles exclude one another."""

from dataclasses import dataclass
from itertools import combinations

from xinfang_site.domain.titles import Titled


class Role(Titled):
    """A role in an office (角色); the value is what accounts store."""

    CLERK = "clerk", "登记员"
    HANDLER = "handler", "承办人"
    SECTION_HEAD = "section_head", "科室负责人"
    LEADER = "leader", "分管/主要负责人"
    UNIT_HANDLER = "unit_handler", "责任单位承办人"
    UNIT_HEAD = "unit_head", "责任单位负责人"
    REVIEWER = "reviewer", "复查复核人员"
    RECEPTION_ADMIN = "reception_admin", "接访管理员"
    DUTY_OFFICER = "duty_officer", "值班员"
    BRIEFING_EDITOR = "briefing_editor", "要情编辑"
    BRIEFING_REVIEWER = "briefing_reviewer", "要情审核"
    BRIEFING_SIGNER = "briefing_signer", "要情签发"
    LAWYER = "lawyer", "驻点律师"
    SUPERVISOR = "supervisor", "督导组成员"
    DISCIPLINE = "discipline", "纪检监督"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""The three separated administrators (三员): accounts, grants, logs; none of them works on cases."""

OFFICE_ROLES = frozenset({Role.CLERK, Role.HANDLER, Role.SECTION_HEAD, Role.LEADER})
"""Roles of a petition office (信访部门) in the procedure."""

OFFICE_HEADS = frozenset({Role.SECTION_HEAD, Role.LEADER})
"""Heads of a petition office (信访部门负责人): they answer for what a clerk may not undo alone."""

UNIT_ROLES = frozenset({Role.UNIT_HANDLER, Role.UNIT_HEAD})
"""Roles of a responsible unit (责任单位) in the procedure."""

_BRIEFING_CHAIN = frozenset({Role.BRIEFING_EDITOR, Role.BRIEFING_REVIEWER, Role.BRIEFING_SIGNER})


@dataclass(frozen=True, slots=True)
class RoleClash:
    """Two roles that one account may not hold together (角色互斥).

    ``strict`` is False for a clash that a tiny office may accept with a warning.
    """

    first: Role
    second: Role
    message: str
    strict: bool = True


def exclusive(roles: frozenset[Role] | set[Role]) -> list[RoleClash]:
    """Clashes among the roles of one account (互斥角色), in a stable order.

    The three administrators exclude one another and every other role (三员分立). The persons of
    the briefing chain should differ; where an office is tiny that is a warning only.
    """
    clashes = []
    for first, second in combinations(sorted(roles, key=list(Role).index), 2):
        if second in ADMINISTRATORS:
            reason = "三员分立，不得兼任" if first in ADMINISTRATORS else "管理员不得兼任业务岗位"
            clashes.append(RoleClash(first, second, f"“{first.title}”与“{second.title}”互斥：{reason}"))
        elif {first, second} <= _BRIEFING_CHAIN:
            clashes.append(
                RoleClash(first, second, f"“{first.title}”与“{second.title}”一般不由同一人担任", strict=False)
            )
    return clashes
