"""Permissions of the briefing (要情权限) and the roles that hold them."""

from xinfang_site.plugin_api.hooks import Permission
from xinfang_site.plugin_api.people import Role

REPORT = "daily_briefing.report"
VERIFY = "daily_briefing.verify"
EDIT = "daily_briefing.edit"
REVIEW = "daily_briefing.review"
SIGN = "daily_briefing.sign"
READ = "daily_briefing.read"
INSTRUCT = "daily_briefing.instruct"
ANSWER = "daily_briefing.answer"
FIGURES = "daily_briefing.figures"

DESK = frozenset({Role.DUTY_OFFICER, Role.BRIEFING_EDITOR, Role.BRIEFING_REVIEWER, Role.BRIEFING_SIGNER})
"""Who makes the issue (要情编辑部): they see every item that was sent to their office."""
CHAIN = frozenset({Role.BRIEFING_EDITOR, Role.BRIEFING_REVIEWER, Role.BRIEFING_SIGNER})
_UNITS = frozenset({Role.UNIT_HANDLER, Role.UNIT_HEAD})
_OFFICE = frozenset({Role.HANDLER, Role.SECTION_HEAD, Role.CLERK})

PERMISSIONS = (
    Permission(
        REPORT, "报送要情信息", frozenset({Role.DUTY_OFFICER, Role.BRIEFING_EDITOR}) | _UNITS | _OFFICE
    ),
    Permission(
        VERIFY,
        "核查预警、登记报送情况",
        frozenset({Role.DUTY_OFFICER, Role.BRIEFING_EDITOR, Role.SECTION_HEAD}) | _UNITS,
    ),
    Permission(EDIT, "编辑要情", frozenset({Role.BRIEFING_EDITOR})),
    Permission(REVIEW, "审核要情", frozenset({Role.BRIEFING_REVIEWER})),
    Permission(SIGN, "签发要情", frozenset({Role.BRIEFING_SIGNER})),
    Permission(READ, "阅览要情", frozenset({Role.LEADER, Role.UNIT_HEAD, Role.SECTION_HEAD}) | DESK),
    Permission(INSTRUCT, "批示", frozenset({Role.LEADER})),
    Permission(ANSWER, "回复批示", frozenset({Role.SECTION_HEAD}) | _UNITS),
    Permission(FIGURES, "查看要情统计", frozenset({Role.LEADER, Role.SECTION_HEAD}) | DESK),
)
