"""The rule sets (规则集): 2005, 2022 and the simple procedure, as data."""

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import ClockRule, Interruption, Mark, Roll, RuleSet, Unit
from xinfang_site.domain.roles import Role
from xinfang_site.domain.statutes import (
    REGULATIONS_2005,
    REGULATIONS_2022,
    SIMPLE_PROCEDURE,
    Article,
    article,
    old_article,
    statute_on,
)

_DAYS, _WORKING = Unit.CALENDAR, Unit.WORKING
_HEARING = frozenset({Interruption.HEARING})

_RULES_2022 = (
    ClockRule(Duty.DISPATCH, 15, _DAYS, "收到", "转送、交办、报送或者告知", article(22, 1)),
    ClockRule(Duty.DIRECT_NOTICE, 15, _DAYS, "收到", "书面告知", article(23, 2)),
    ClockRule(Duty.NOTICE, 15, _DAYS, "收到", "书面告知", article(23, 3)),
    ClockRule(Duty.OBJECTION, 5, _WORKING, "收到", "提出异议", article(23, 3)),
    ClockRule(
        Duty.OBJECTION_RULING, 2, _WORKING, "收到异议", "核实", article(23, 3), policy=True
    ),
    ClockRule(Duty.FEEDBACK, None, _DAYS, "交办", "提交办结报告", article(22, 1, 3)),
    ClockRule(
        Duty.CONCLUSION, 60, _DAYS, "受理", "出具信访处理意见书", article(34),
        extension_max=30, extension_count=1, approver=Role.UNIT_HEAD,
    ),
    ClockRule(
        Duty.REVIEW_REQUEST, 30, _DAYS, "收到书面答复", "请求复查", article(35),
        roll=Roll.FORWARD, policy=True,
    ),
    ClockRule(Duty.REVIEW, 30, _DAYS, "收到复查请求", "提出复查意见", article(35)),
    ClockRule(
        Duty.FINAL_REQUEST, 30, _DAYS, "收到复查意见", "请求复核", article(36, 1),
        roll=Roll.FORWARD, policy=True,
    ),
    ClockRule(
        Duty.FINAL_REVIEW, 30, _DAYS, "收到复核请求", "提出复核意见", article(36, 1),
        suspended_by=_HEARING,
    ),
    ClockRule(Duty.URGENT_REPORT, 0, _DAYS, "得知", "报告、通报", article(25, 1), policy=True),
    ClockRule(Duty.SUGGESTION, None, _DAYS, "收到", "答复", article(29, 1)),
    ClockRule(Duty.DISCIPLINE_TRANSFER, 15, _DAYS, "收到", "转送纪检监察机关", article(22, 2)),
    ClockRule(Duty.STATUTORY_ROUTE, None, _DAYS, "导入", "取得法定途径结果", article(31)),
    ClockRule(Duty.ADVICE_FEEDBACK, None, _DAYS, "收到建议", "书面反馈", article(40, 4)),
    ClockRule(Duty.ANNUAL_REPORT, None, _DAYS, "年度终了", "报告", article(41, 1)),
)  # fmt: skip

RULES_2022 = RuleSet(
    "xfgztl2022",
    "《信访工作条例》（2022年）规则",
    REGULATIONS_2022,
    REGULATIONS_2022.valid_from,
    None,
    MappingProxyType({rule.duty: rule for rule in _RULES_2022}),
)

_RULES_2005 = (
    ClockRule(Duty.DISPATCH, 15, _DAYS, "收到", "转送、交办或者告知", old_article(21, 1)),
    ClockRule(Duty.DIRECT_NOTICE, 15, _DAYS, "收到", "书面答复是否受理", old_article(22, 2)),
    ClockRule(Duty.NOTICE, 15, _DAYS, "收到", "决定是否受理并书面告知", old_article(21, 2)),
    ClockRule(Duty.FEEDBACK, None, _DAYS, "交办", "提交办结报告", old_article(21, 1, 4)),
    ClockRule(
        Duty.CONCLUSION, 60, _DAYS, "受理", "书面答复", old_article(33),
        extension_max=30, extension_count=1, approver=Role.UNIT_HEAD,
    ),
    ClockRule(
        Duty.REVIEW_REQUEST, 30, _DAYS, "收到书面答复", "请求复查", old_article(34),
        roll=Roll.FORWARD, policy=True,
    ),
    ClockRule(Duty.REVIEW, 30, _DAYS, "收到复查请求", "提出复查意见", old_article(34)),
    ClockRule(
        Duty.FINAL_REQUEST, 30, _DAYS, "收到复查意见", "请求复核", old_article(35, 1),
        roll=Roll.FORWARD, policy=True,
    ),
    ClockRule(
        Duty.FINAL_REVIEW, 30, _DAYS, "收到复核请求", "提出复核意见", old_article(35, 1),
        suspended_by=_HEARING,
    ),
    ClockRule(Duty.URGENT_REPORT, 0, _DAYS, "得知", "报告", old_article(26, 1), policy=True),
    ClockRule(Duty.SUGGESTION, None, _DAYS, "收到", "答复", old_article(29)),
    ClockRule(Duty.STATUTORY_ROUTE, None, _DAYS, "告知", "取得法定途径结果", old_article(21, 1, 1)),
    ClockRule(Duty.ADVICE_FEEDBACK, 30, _DAYS, "收到改进建议", "书面反馈", old_article(36, 2)),
    ClockRule(Duty.ANNUAL_REPORT, None, _DAYS, "年度终了", "提交分析报告", old_article(39)),
)  # fmt: skip

RULES_2005 = RuleSet(
    "xftl2005",
    "《信访条例》（2005年）规则",
    REGULATIONS_2005,
    REGULATIONS_2005.valid_from,
    REGULATIONS_2005.valid_to,
    MappingProxyType({rule.duty: rule for rule in _RULES_2005}),
    concludes_all=True,
)

_SIMPLE = (
    ClockRule(
        Duty.SIMPLE_DECISION, 3, _WORKING, "收到", "决定是否受理", Article(SIMPLE_PROCEDURE), mark=Mark.MEMORY,
    ),
    ClockRule(
        Duty.SIMPLE_ANSWER, 10, _WORKING, "受理", "答复", Article(SIMPLE_PROCEDURE), mark=Mark.SECONDARY,
    ),
)  # fmt: skip

RULES_SIMPLE = RuleSet(
    "jybl2016",
    "简易办理规则",
    SIMPLE_PROCEDURE,
    REGULATIONS_2022.valid_from,
    None,
    MappingProxyType({rule.duty: rule for rule in _RULES_2022 + _SIMPLE}),
)

RULE_SETS = (RULES_2005, RULES_2022, RULES_SIMPLE)
"""The sets that come with the site (内置规则集); local overrides are built on them."""


def rule_set_on(received_on: date, *, simple: bool = False) -> RuleSet:
    """The set that governs a matter received on a day (适用规则集).

    The simple procedure exists beside the rules of 2022; an older matter always goes by 2005.
    """
    if statute_on(received_on) is REGULATIONS_2005:
        return RULES_2005
    return RULES_SIMPLE if simple else RULES_2022


def rule_set_called(key: str, local: Iterable[RuleSet] = ()) -> RuleSet:
    """The set with a key (按标识查规则集), among the site's own and an office's ``local`` ones.

    Raises:
        Refused: no such set is known.
    """
    for rules in (*RULE_SETS, *local):
        if rules.key == key:
            return rules
    raise Refused(f"没有标识为“{key}”的规则集", field="rule_set")
