"""Issuing (编审签发): who may edit, review and sign; numbers without gaps; silence that is signed."""

from collections.abc import Iterable
from dataclasses import dataclass

from xinfang_daily_briefing.rules.words import IssueState
from xinfang_site.domain.errors import Refused

FEW = 3
"""With fewer people than this in an office's chain, two are enough, with a warning (人手不足)."""
NEXT = {
    IssueState.DRAFT: frozenset({IssueState.IN_REVIEW}),
    IssueState.IN_REVIEW: frozenset({IssueState.REVIEWED, IssueState.DRAFT}),
    IssueState.REVIEWED: frozenset({IssueState.SIGNED, IssueState.DRAFT}),
    IssueState.SIGNED: frozenset({IssueState.DRAFT, IssueState.VOID}),
    IssueState.VOID: frozenset(),
}
"""Where an issue may go from each state (状态流转); from signed back to draft is a correction."""


def move(state: IssueState, wanted: IssueState) -> IssueState:
    """The wanted state (流转).

    Raises:
        Refused: it cannot be reached from ``state``.
    """
    if wanted not in NEXT[state]:
        raise Refused(f"本期要情现为“{state.title}”，不能改为“{wanted.title}”")
    return wanted


@dataclass(frozen=True, slots=True)
class Hands:
    """Whose hands an issue went through (经手人): account ids; None where nobody has acted yet."""

    editor: int | None
    reviewer: int | None = None
    signer: int | None = None


def check_hands(hands: Hands, chain: int) -> str:
    """Refuse an issue that one person would push through alone (编辑、审核、签发分离).

    Args:
        hands: who edited, reviewed and signs; a step not yet taken is None.
        chain: how many people of the office hold a role of the chain.

    Returns:
        A warning to be shown and kept, empty where all three differ.

    Raises:
        Refused: two steps by one person in an office with enough people; or signer and editor the same.
    """
    if hands.signer is not None and hands.signer == hands.editor:
        raise Refused("编辑人不能签发自己编的要情")
    same = _same(hands)
    if not same:
        return ""
    if chain >= FEW:
        raise Refused(f"{same}应为不同的人")
    return f"本单位要情岗位不足 {FEW} 人，{same}为同一人"


def _same(hands: Hands) -> str:
    if hands.reviewer is None:
        return ""
    if hands.reviewer == hands.editor:
        return "编辑和审核"
    return "审核和签发" if hands.reviewer == hands.signer else ""


def check_silence(*, silent: bool, lines: int) -> None:
    """Refuse an empty issue that is not a zero report, and a zero report with content (零报告).

    Raises:
        Refused: the two contradict each other.
    """
    if silent and lines:
        raise Refused(f"本期有 {lines} 条内容，不能作零报告", field="silent")
    if not silent and not lines:
        raise Refused("本期没有内容：确无情况的，请勾选“零报告”后再提交", field="silent")


def next_number(used: Iterable[int]) -> int:
    """The number of the next issue of a year (期号): one more than the highest, voided ones included."""
    return max(used, default=0) + 1


def gaps(numbers: Iterable[int]) -> list[int]:
    """Numbers of a series that nobody has (断号), from 1 to the highest."""
    present = set(numbers)
    return [each for each in range(1, max(present, default=0) + 1) if each not in present]
