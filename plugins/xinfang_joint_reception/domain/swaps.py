"""Swaps and stand-ins (换班、代班): asked, accepted, approved; nothing changes before the approval."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.titles import Titled


class SwapState(Titled):
    """Where a request stands (换班状态)."""

    ASKED = "asked", "待对方同意"
    ACCEPTED = "accepted", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"
    EXPIRED = "expired", "已过期"

    @property
    def tone(self) -> str:
        """The tag's tone."""
        return {"asked": "warning", "accepted": "progress", "approved": "success"}.get(self.value, "neutral")

    @property
    def open(self) -> bool:
        """Whether someone still has to act (未结)."""
        return self in (SwapState.ASKED, SwapState.ACCEPTED)


class SwapAct(StrEnum):
    """What can be done with a request (换班操作)."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    APPROVE = "approve"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


TABLE: dict[tuple[SwapState, SwapAct], SwapState] = {
    (SwapState.ASKED, SwapAct.ACCEPT): SwapState.ACCEPTED,
    (SwapState.ASKED, SwapAct.REFUSE): SwapState.REFUSED,
    (SwapState.ASKED, SwapAct.WITHDRAW): SwapState.WITHDRAWN,
    (SwapState.ASKED, SwapAct.EXPIRE): SwapState.EXPIRED,
    (SwapState.ACCEPTED, SwapAct.APPROVE): SwapState.APPROVED,
    (SwapState.ACCEPTED, SwapAct.REFUSE): SwapState.REFUSED,
    (SwapState.ACCEPTED, SwapAct.WITHDRAW): SwapState.WITHDRAWN,
    (SwapState.ACCEPTED, SwapAct.EXPIRE): SwapState.EXPIRED,
}


def move(state: SwapState, act: SwapAct) -> SwapState:
    """The state after an act (状态变化).

    Raises:
        Refused: the request does not stand so that the act is possible.
    """
    after = TABLE.get((state, act))
    if after is None:
        raise Refused(f"该申请{state.title}，不能再这样处理")
    return after


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a swap (换班一方): who, of which firm or unit, on which day; ``day`` None for a stand-in."""

    person: str
    firm: str
    day: date | None


@dataclass(frozen=True, slots=True)
class SwapRules:
    """The rules of a kind of reception (换班规则): days of notice, and whether inside one firm only."""

    notice_days: int = 0
    same_firm: bool = False


def check_swap(mine: Side, other: Side, rules: SwapRules, today: date) -> date:
    """Whether a swap may be asked (换班条件); returns the last day on which it can still be approved.

    Args:
        mine: the side that asks; its day is the session to be given away.
        other: who takes it, with the day given in return, or None for a stand-in.
        rules: the kind's rules.
        today: the day of asking.

    Raises:
        Refused: too late, not the same firm, or with oneself.
    """
    if mine.day is None:
        raise Refused("请选择要换出的场次")
    if mine.person == other.person:
        raise Refused("不能与本人换班", field="other")
    if rules.same_firm and mine.firm != other.firm:
        raise Refused(f"只能与同一律师事务所的律师换班（{mine.firm or '未填写事务所'}）", field="other")
    nearest = min(day for day in (mine.day, other.day) if day is not None)
    if (nearest - today).days < max(rules.notice_days, 0) or nearest < today:
        raise Refused(
            f"应当提前{rules.notice_days}日提出，{nearest.isoformat()}的场次已来不及", field="other"
        )
    return nearest
