"""What is missing (空岗、场次不足): seats without anyone, weeks with fewer sessions than promised."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.patterns import ONE_DAY, WEEK, monday_of
from xinfang_joint_reception.domain.weeks import Week, check_weeks
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.locking import absences_of
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_joint_reception.settings import GAP_DAYS
from xinfang_site.plugin_api.dates import today, work_calendar


@dataclass(frozen=True, slots=True)
class Gap:
    """A session that lacks someone (空岗): how many seats are empty, who is on leave."""

    sitting: Sitting
    empty: int
    away: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is missing, in words."""
        parts = []
        if self.empty:
            parts.append("尚未安排人员" if not self.sitting.duties else f"还缺{self.empty}人")
        return "；".join([*parts, *self.away])


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A week of a kind with fewer sessions than promised (场次不足), and days that could still be used."""

    kind: Kind
    week: Week


def gaps(session: Session, office_id: int, day: date, ahead: int = GAP_DAYS) -> list[Gap]:
    """Sessions of the next ``ahead`` days that lack someone, in the order of time."""
    rows = queries.sittings(session, office_id, (day, day + timedelta(days=ahead)))
    away: dict[int, list[str]] = {}
    for each in absences_of(session, rows):
        away.setdefault(each.booking.mark, []).append(f"{each.resource.title}请假")
    found = [Gap(each, each.open_seats, tuple(away.get(each.id, ()))) for each in rows]
    return [each for each in found if each.empty or each.away]


def shortfalls(session: Session, office_id: int, day: date, ahead: int = GAP_DAYS) -> list[Shortfall]:
    """Whole weeks from this one on that are short, with the days from ``day`` on that are free."""
    span = monday_of(day), monday_of(day + timedelta(days=ahead)) + WEEK - ONE_DAY
    found = []
    for kind in queries.kinds(session, office_id):
        if kind.promised:
            weeks = weeks_of(session, office_id, kind, span)
            found += [Shortfall(kind, _from(day, week)) for week in weeks if week.shortfall]
    return found


def _from(day: date, week: Week) -> Week:
    return replace(week, offers=tuple(each for each in week.offers if each >= day))


def weeks_of(
    session: Session, office_id: int | None, kind: Kind, span: tuple[date, date], *, held: bool = False
) -> list[Week]:
    """A kind's weeks against its promise: planned sessions; with ``held`` only those that took place."""
    rows: Sequence[Sitting] = queries.sittings(session, office_id, span, kind.id)
    sessions = [each.day for each in rows if each.held is True or not held]
    blocked = queries.blocked(session, office_id, kind.id)
    return check_weeks(sessions, kind.promised, span, work_calendar(session), blocked)


def held_span(session: Session, kind: Kind, span: tuple[date, date]) -> tuple[date, date] | None:
    """The part of a period whose weeks can be judged (可核对的期间); None when there is none.

    It begins with the month of the kind's first session, so that months before the rota are not called short,
    and ends with the last Sunday before today, since the present week is not over.
    """
    first = session.scalar(
        select(func.min(Sitting.day)).where(Sitting.kind_id == kind.id, Sitting.dropped.is_(False))
    )
    if first is None:
        return None
    begin, end = max(span[0], first.replace(day=1)), min(span[1], monday_of(today()) - ONE_DAY)
    return (begin, end) if begin <= end else None


def is_past(sitting: Sitting) -> bool:
    """Whether the session's day is over (已过)."""
    return sitting.day < today()
