"""Promises by the week (每周次数核对): how many sessions a week has against how many were promised.

Weeks run from Monday to Sunday; makeup Saturdays and Sundays are working days like any other.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from xinfang_joint_reception.domain.expansion import Period
from xinfang_joint_reception.domain.patterns import ONE_DAY, WEEK, days, monday_of
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.titles import Titled


class Standing(Titled):
    """Whether a week meets its promise (是否达标)."""

    MET = "met", "达标"
    SHORT = "short", "不足"
    NOT_APPLICABLE = "not_applicable", "不适用"

    @property
    def tone(self) -> str:
        """The tag's tone."""
        return {"met": "success", "short": "danger", "not_applicable": "neutral"}[self.value]


@dataclass(frozen=True, slots=True)
class Week:
    """One week against its promise (一周核对).

    Attributes:
        monday: the week's Monday.
        working: its working days inside the period asked for.
        sessions: sessions in it, by day.
        promised: sessions promised a week.
        offers: working days of the week that are still free, to make up a shortfall.
    """

    monday: date
    working: tuple[date, ...]
    sessions: int
    promised: int
    offers: tuple[date, ...] = ()

    @property
    def sunday(self) -> date:
        """The week's last day (周日)."""
        return self.monday + WEEK - ONE_DAY

    @property
    def standing(self) -> Standing:
        """Met, short, or not applicable because too few days were worked (是否达标)."""
        if self.sessions >= self.promised > 0:
            return Standing.MET
        return Standing.SHORT if len(self.working) >= self.promised > 0 else Standing.NOT_APPLICABLE

    @property
    def shortfall(self) -> int:
        """Sessions that are missing (缺少场次), 0 when the promise is kept or does not apply."""
        return self.promised - self.sessions if self.standing is Standing.SHORT else 0


@dataclass(frozen=True, slots=True)
class WeekTotals:
    """Weeks of a period counted (周次合计)."""

    weeks: int
    met: int
    short: int
    not_applicable: int
    sessions: int


def judged_weeks(
    sessions: Iterable[date],
    promised: int,
    period: tuple[date, date],
    calendar: WorkCalendar,
    blocked: Sequence[Period] = (),
) -> list[Week]:
    """Every week that the period touches, against the promise (逐周核对).

    Only days inside the period count: the year's first and last weeks are judged by their days of that year.

    Args:
        sessions: the day of each session, a day as often as it has sessions.
        promised: sessions promised a week.
        period: first and last day.
        calendar: the working calendar.
        blocked: periods without reception; their days do not count as working days.
    """
    first, last = period
    counted = Counter(day for day in sessions if first <= day <= last)
    found = []
    monday = monday_of(first)
    while monday <= last:
        inside = list(days(max(monday, first), min(monday + WEEK - ONE_DAY, last)))
        working = tuple(
            day for day in inside if calendar.is_working(day) and not any(each.holds(day) for each in blocked)
        )
        held = sum(counted[day] for day in inside)
        offers = tuple(day for day in working if not counted[day])
        found.append(Week(monday, working, held, promised, offers))
        monday += WEEK
    return found


def totals(weeks: Iterable[Week]) -> WeekTotals:
    """Weeks counted by how they stand (周次合计)."""
    rows = list(weeks)
    standing = Counter(each.standing for each in rows)
    return WeekTotals(
        len(rows),
        standing[Standing.MET],
        standing[Standing.SHORT],
        standing[Standing.NOT_APPLICABLE],
        sum(each.sessions for each in rows),
    )
