"""Study years (学习年度): calendar years; a closed one is read-only, history is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xinfang_site.domain.errors import Refused

FIRST_YEAR, LAST_YEAR = 2000, 2100


def check_year(year: int) -> None:
    """Refuse a year that cannot be meant (核对年度).

    Raises:
        Refused: outside 2000 to 2100.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"年度应当在 {FIRST_YEAR} 至 {LAST_YEAR} 之间", field="year")


def check_open(year: int, closed_years: Iterable[int]) -> None:
    """Refuse any change in a closed year (年度已结转).

    Raises:
        Refused: the year is closed.
    """
    if year in set(closed_years):
        raise Refused(f"{year} 年度已经结转，只能查看。需要更正的，请先由负责人撤销结转并说明理由")


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What stands in the way of closing a year (未了事项)."""

    planned_sessions: int = 0
    waiting_make_ups: int = 0
    waiting_credits: int = 0
    running_attempts: int = 0


def check_close(year: int, today: date, left: Leftovers) -> None:
    """Refuse to close a year (年度结转) that is not over or has things undecided.

    Raises:
        Refused: before 1 January of the next year, or something is left.
    """
    if today < date(year + 1, 1, 1):
        raise Refused(f"{year} 年度还没有结束，{year + 1} 年 1 月 1 日起可以结转")
    parts = [
        f"{count} {what}"
        for count, what in (
            (left.planned_sessions, "场学习还没有登记结果"),
            (left.waiting_make_ups, "项补学待审核"),
            (left.waiting_credits, "项外出培训待审核"),
            (left.running_attempts, "份试卷正在作答"),
        )
        if count
    ]
    if parts:
        raise Refused(f"{year} 年度还不能结转：{'，'.join(parts)}。请先在“概览”“审核”中办完")
