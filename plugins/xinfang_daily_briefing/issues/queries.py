"""Reading issues (要情期刊查询): a month's days with what became of them, one issue with its lines."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import String, and_, bindparam, case, cast, func, select
from sqlalchemy.orm import Session

from xinfang_daily_briefing import settings
from xinfang_daily_briefing.issues.models import Edition, Issue, Line
from xinfang_daily_briefing.rules import days
from xinfang_daily_briefing.rules.days import DayStanding, Year
from xinfang_daily_briefing.rules.words import IssueState
from xinfang_site.plugin_api.dates import today, work_calendar


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day of the list (日期): issued, silent or missing, and its issue."""

    day: date
    standing: DayStanding
    issue: Issue | None
    late: bool = False


def month(session: Session, desk_id: int, first: date) -> list[DayRow]:
    """Days of a month, up to today, with an issue or with one due; the newest first."""
    last = min(today(), (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    rows = session.scalars(
        select(Issue).where(Issue.office_id == desk_id, Issue.day >= first, Issue.day <= last)
    )
    made = {each.day: each for each in rows}
    begun = begins_on(session, desk_id)
    calendar = work_calendar(session)
    signed = [each for each in made.values() if each.signed]
    year = Year(
        issued={each.day for each in signed if not each.silent},
        silent={each.day for each in signed if each.silent},
    )
    found = []
    for number in range((last - first).days, -1, -1):
        day = first + timedelta(days=number)
        issue = made.get(day)
        standing = year.standing(calendar, day, today())
        before_start = begun is None or day < begun
        if issue is None and (standing is DayStanding.REST or before_start):
            continue
        late = bool(issue and issue.signed_at and issue.batch == "" and issue.signed_at.date() > day)
        found.append(DayRow(day, standing, issue, late))
    return found


def begins_on(session: Session, desk_id: int) -> date | None:
    """The first day on which an issue is due: as set, else that of the first issue; None when there is neither."""
    chosen = settings.of(session, desk_id).begins_on
    if chosen is not None:
        return chosen
    return session.scalar(select(func.min(Issue.day)).where(Issue.office_id == desk_id))


def missing(session: Session, desk_id: int, day: date) -> list[date]:
    """Working days before ``day`` without a signed issue (缺刊日), the oldest first."""
    earliest, signed = session.execute(_SIGNED, {"desk": desk_id}).one()
    first: date | None = settings.of(session, desk_id).begins_on or earliest
    if first is None:
        return []
    present = [date.fromisoformat(each) for each in (signed or "").split(",") if each]
    return days.missing_days(work_calendar(session), present, first, day)


_SIGNED = select(
    func.min(Issue.day),
    func.aggregate_strings(
        case((and_(Issue.edition > 0, Issue.state != IssueState.VOID), cast(Issue.day, String))), ","
    ),
).where(Issue.office_id == bindparam("desk"))
"""The first day of an issue, and the days of all signed ones joined in one text instead of thousands of rows."""


def years(session: Session, desk_id: int) -> tuple[int, int]:
    """First and last year with an issue; this year where there is none."""
    row = session.execute(
        select(func.min(Issue.year), func.max(Issue.year)).where(Issue.office_id == desk_id)
    ).one()
    return row[0] or today().year, max(row[1] or 0, today().year)


def of_day(session: Session, desk_id: int, day: date) -> Issue | None:
    """The issue of a day, whatever its state."""
    return session.scalar(select(Issue).where(Issue.office_id == desk_id, Issue.day == day))


def newest_edition(session: Session, issue: Issue) -> Edition | None:
    """The newest signed version of an issue."""
    return session.scalar(
        select(Edition).where(Edition.issue_id == issue.id, Edition.number == issue.edition)
    )


def place_of(issue: Issue, line: Line) -> int:
    """A line's place in its column, counted from 1."""
    return 1 + sum(each.column == line.column and each.position < line.position for each in issue.lines)
