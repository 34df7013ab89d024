"""Collective visits (集体访): representatives and the threshold."""

from dataclasses import dataclass

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.statutes import article

MOST_REPRESENTATIVES = 5
"""Most representatives of a joint matter (代表人数上限); source: 第二十条第三款."""

DEFAULT_THRESHOLD = 5
"""Visitors from which a visit counts as collective; a convention of statistics, not of the statute."""

_JOINT_VISIT = article(20, 3)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit (来访): how many came, how many of them speak for the others."""

    visitors: int
    representatives: int = 0


def is_collective(visitors: int, threshold: int) -> bool:
    """Whether a visit is collective (集体访): at least ``threshold`` visitors."""
    return visitors >= threshold


def check_visit(visit: Visit, threshold: int = DEFAULT_THRESHOLD) -> bool:
    """Whether the visit is collective (集体访认定), if its numbers are lawful.

    Args:
        visit: numbers of people.
        threshold: visitors from which a visit is collective, a setting.

    Raises:
        Refused: nobody came, more speak than came, or more than five represent a joint matter. That
            none were chosen is not refused: it would only keep a visit that took place out of the register.
    """
    if visit.visitors < 1:
        raise Refused("来访人数至少1人", article(22, 1), "visitors")
    if visit.representatives > MOST_REPRESENTATIVES:
        raise Refused(f"代表人数不得超过{MOST_REPRESENTATIVES}人", _JOINT_VISIT, "representatives")
    if visit.representatives > visit.visitors:
        raise Refused("代表人数不得多于来访人数", _JOINT_VISIT, "representatives")
    return is_collective(visit.visitors, threshold)
