"""Dispatch, objection and the return meter (转送交办、异议、退回)."""

from dataclasses import dataclass
from datetime import date

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clocks import Clock
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import RuleSet
from xinfang_site.domain.statutes import article

OBJECTION = article(23, 3)
DISPUTE = article(24, 1)
ASSIGNMENT = article(22, 1, 3)
RETURNS_BEFORE_MEETING = 1
"""Returns of one matter that the sender may agree to alone; the next goes to the joint meeting."""


def check_assignment(reason: str, due: date | None, day: date) -> None:
    """Refuse an assignment without reason or date (交办).

    Raises:
        Refused: the reason or the 指定办理期限 is missing, or the day has passed.
    """
    if not reason.strip():
        raise Refused("交办应当写明需要反馈结果的重要情况", ASSIGNMENT, "reason")
    if due is None:
        raise Refused("交办应当指定办理期限", ASSIGNMENT, "due")
    if due < day:
        raise Refused("指定办理期限不得早于交办日", ASSIGNMENT, "due")


def check_objection(rules: RuleSet, clock: Clock | None, reason: str, day: date) -> None:
    """Refuse an objection too late or without reasons (提出异议).

    Args:
        rules: the set that governs the matter.
        clock: the clock D4 of this dispatch, or None if the set knows no objection.
        reason: the reasons.
        day: day of the objection.

    Raises:
        Refused: the statute knows no objection, the time is over, or the reasons are too short.
    """
    check_objection_open(rules, clock, day)
    basis = rules.rule(Duty.OBJECTION).basis
    if len("".join(reason.split())) < rules.objection_reason_length:
        raise Refused(f"提出异议应当详细说明理由，不少于{rules.objection_reason_length}字", basis, "reason")


def check_objection_open(rules: RuleSet, clock: Clock | None, day: date) -> None:
    """Refuse an objection when there is none, or no more (异议期限).

    Raises:
        Refused: the statute knows no objection, it was ruled on already, or the time is over.
    """
    if Duty.OBJECTION not in rules.rules:
        raise Refused(f"{rules.title}没有提出异议退回的规定", OBJECTION)
    if clock is None or not clock.running:
        raise Refused("异议已经核实或者经联席会议决定，不再提出异议", OBJECTION)
    if day > clock.due:
        raise Refused(f"提出异议的期限已于{clock.due}届满", clock.rule.basis, "day")


@dataclass(frozen=True, slots=True)
class MeetingDecision:
    """A decision of the joint meeting (联席会议决定): who decided, when, which unit handles it."""

    decided_by: str
    decided_on: date
    unit: int
    minutes: str


def meeting_needed(returns: int) -> bool:
    """Whether the next return needs the joint meeting (是否须经联席会议).

    Args:
        returns: returns of this matter agreed to so far.
    """
    return returns >= RETURNS_BEFORE_MEETING


def check_return(ground: str, returns: int) -> None:
    """Refuse a return that bounces (退回); the second one is the joint meeting's.

    Args:
        ground: the article or duty list that shows who is competent.
        returns: returns agreed to so far.

    Raises:
        Refused: the ground is missing, or it would be the second return.
    """
    check_meeting(returns)
    if not ground.strip():
        raise Refused("同意退回应当写明职权依据", OBJECTION, "ground")


def check_meeting(returns: int, decision: MeetingDecision | None = None) -> None:
    """Refuse a second return that no joint meeting decided (第二次退回).

    Raises:
        Refused: it is not the first return, and no decision names who decided.
    """
    if meeting_needed(returns) and (decision is None or not decision.decided_by.strip()):
        raise Refused("同一事项第二次退回，应当提请联席会议协调并记录决定人", DISPUTE, "decider")


def check_supervision(reason: str, *, overdue: bool) -> None:
    """Refuse supervision without one of the reasons of article 40 (督办).

    Args:
        reason: code of the reason, see :data:`SUPERVISION_REASONS`.
        overdue: a clock of the matter is past due, which is a reason by itself.

    Raises:
        Refused: there is no reason.
    """
    if not overdue and reason not in SUPERVISION_REASONS:
        raise Refused("督办应当选择督办情形，或者事项已经超期", article(40, 1), "reason")


SUPERVISION_REASONS = {
    "irregular": "违反信访工作规定受理、办理信访事项",
    "shifting": "推诿",
    "perfunctory": "敷衍",
    "delaying": "拖延",
    "fraud": "弄虚作假",
    "not_executing": "拒不执行信访处理意见",
}
"""Reasons of supervision (督办情形) by code; source: 第四十条第一款."""

ADVICE_KINDS = {
    "improve_work": ("改进工作的建议", article(40, 1)),
    "improve_policy": ("完善政策的建议", article(40, 2)),
    "accountability": ("追究责任的建议", article(40, 3)),
}
"""The three kinds of advice (三项建议) by code, with their article."""
