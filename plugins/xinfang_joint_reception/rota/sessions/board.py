"""The rota as a month and as a week (月历、周表), ready for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.expansion import Period, why_blocked
from xinfang_joint_reception.domain.patterns import ONE_DAY, WEEK, monday_of
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.months import Month
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.plugin_api.dates import today, work_calendar


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the board (一格).

    Attributes:
        day: the day.
        inside: whether it belongs to the month.
        today: whether it is today.
        working: whether it is worked.
        mark: 休 or 班 where it differs from its weekday, else nothing.
        name: the holiday, or why nobody is received.
        sittings: its sessions, in the order of time.
    """

    day: date
    inside: bool
    today: bool
    working: bool
    mark: str
    name: str
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class Looks:
    """What the board is drawn with (绘制依据)."""

    calendar: WorkCalendar
    blocked: Sequence[Period]
    today: date


def looks(session: Session, office_id: int | None) -> Looks:
    """The office's calendar and blocked days, seen from today."""
    return Looks(work_calendar(session), queries.blocked(session, office_id), today())


def month_grid(month: Month, sittings: Sequence[Sitting], looks: Looks) -> list[list[Cell]]:
    """The month in weeks from Monday to Sunday (月历)."""
    weeks = []
    day = monday_of(month.first)
    while day <= month.last:
        weeks.append([_cell(day + timedelta(days=n), month, sittings, looks) for n in range(7)])
        day += WEEK
    return weeks


def week_days(monday: date, sittings: Sequence[Sitting], looks: Looks) -> list[Cell]:
    """The seven days of a week (周表表头)."""
    return [_cell(monday + timedelta(days=n), None, sittings, looks) for n in range(7)]


def week_rows(kinds: Sequence[Kind], cells: Sequence[Cell]) -> list[tuple[Kind, list[list[Sitting]]]]:
    """For each kind its sessions of the seven days (周表)."""
    return [
        (kind, [[each for each in cell.sittings if each.kind_id == kind.id] for cell in cells])
        for kind in kinds
    ]


def _cell(day: date, month: Month | None, sittings: Sequence[Sitting], looks: Looks) -> Cell:
    calendar = looks.calendar
    special = day in calendar.exceptions
    working = calendar.is_working(day)
    closed = why_blocked(day, looks.blocked)
    mark = ("班" if working else "休") if special else ""
    return Cell(
        day,
        month is None or (day.year, day.month) == (month.year, month.month),
        day == looks.today,
        working and not closed,
        mark,
        closed or (calendar.name_of(day) if special else ""),
        tuple(each for each in sittings if each.day == day),
    )


def last_shown(month: Month) -> tuple[date, date]:
    """The days that the month's board shows, with those of the neighbours (显示范围)."""
    first = monday_of(month.first)
    last = monday_of(month.last) + WEEK - ONE_DAY
    return first, last
