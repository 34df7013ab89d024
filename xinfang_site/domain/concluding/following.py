"""Asking again after the end (回访): 30 and 90 days after a matter was concluded, whether it is settled.

The statute asks that matters be solved where they arise (第二十七条); the days are the site's own policy.
"""

from datetime import date, timedelta

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.statutes import article
from xinfang_site.domain.titles import Titled

ROUNDS = (30, 90)
"""Days after the conclusion on which somebody asks."""

BASIS = article(27)
SETTLED_RATE = "息诉息访率＝最近一次回访为息诉息访的件数÷已回访件数"


class FollowUp(Titled):
    """What the petitioner said (回访结果)."""

    SETTLED = "settled", "息诉息访"
    UNSETTLED = "unsettled", "仍有诉求"
    UNREACHED = "unreached", "未联系上"


def next_on(concluded_on: date, done: int) -> date | None:
    """The day from which the next follow-up is due (下次回访日), or None after the last.

    Args:
        concluded_on: day on which the matter was concluded.
        done: follow-ups made since.
    """
    return concluded_on + timedelta(days=ROUNDS[done]) if done < len(ROUNDS) else None


def check_follow_up(outcome: str) -> None:
    """Refuse a follow-up without a result (回访结果).

    Raises:
        Refused: none of the results was chosen.
    """
    if outcome not in set(FollowUp):
        raise Refused("请选择回访结果", BASIS, "outcome")
