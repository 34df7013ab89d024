"""What is missing (空岗、场次不足): seats without anyone, weeks with fewer sessions than promised."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from xinfang_joint_reception.domain.patterns import ONE_DAY, WEEK, monday_of
from xinfang_joint_reception.domain.weeks import Week, judged_weeks
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import Kind, LeaveTaken, Member, key_column
from xinfang_joint_reception.rota.session_models import Duty, Sitting
from xinfang_joint_reception.settings import GAP_DAYS
from xinfang_site.plugin_api.dates import today, work_calendar


@dataclass(frozen=True, slots=True)
class Gap:
    """A session that lacks someone (空岗): how many seats are empty and taken, who is on leave."""

    sitting_id: int
    day: date
    kind: str
    empty: int
    taken: int
    away: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is missing, in words."""
        parts = []
        if self.empty:
            parts.append(f"还缺{self.empty}人" if self.taken else "尚未安排人员")
        return "；".join([*parts, *(f"{each}请假" for each in self.away)])


@dataclass(frozen=True, slots=True)
class Promise:
    """A kind of which so many sessions a week are promised (承诺场次)."""

    id: int
    title: str
    promised: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A week of a kind with fewer sessions than promised (场次不足), and days that could still be used."""

    kind: Promise
    week: Week


def gaps(session: Session, office_id: int, day: date) -> list[Gap]:
    """Sessions of the next ``GAP_DAYS`` days that lack someone, in the order of time."""
    asked = {"office": office_id, "first": day, "last": day + timedelta(days=GAP_DAYS)}
    return [
        Gap(
            row.id,
            row.day,
            row.title,
            max(row.empty, 0),
            row.taken,
            _names(row.away),
        )
        for row in session.execute(_LACKING, asked)
    ]


def _names(away: str | None) -> tuple[str, ...]:
    """The names of an aggregated text, each once: the database joins them in any order, once for every leave."""
    return tuple(sorted(set((away or "").split("\n")) - {""}))


def _lacking() -> Select[Any]:
    """Sessions with an empty seat or somebody on leave; built once, since every planner's home page runs it."""
    sitter, absent = aliased(Member), aliased(Member)
    sits, missed = aliased(Kind), aliased(Kind)
    taken = select(func.count(Duty.id)).where(Duty.session_id == Sitting.id).scalar_subquery()
    away = (
        select(func.aggregate_strings(sitter.name, "\n"))
        .select_from(Duty)
        .join(sitter, sitter.id == func.coalesce(Duty.stand_in_id, Duty.member_id))
        .join(sits, sits.id == sitter.kind_id)
        .join(LeaveTaken, and_(LeaveTaken.first <= Sitting.day, LeaveTaken.last >= Sitting.day))
        .join(absent, absent.id == LeaveTaken.member_id)
        .join(missed, missed.id == absent.kind_id)
        .where(Duty.session_id == Sitting.id, LeaveTaken.office_id == bindparam("office"))
        .where(key_column(sitter, sits) == key_column(absent, missed))
        .correlate(Sitting)
        .scalar_subquery()
    )
    columns = (Sitting.id, Sitting.day, Sitting.starts_at, Sitting.kind_id, Kind.title)
    rows = (
        select(*columns, (Kind.seats - taken).label("empty"), taken.label("taken"), away.label("away"))
        .join(Kind, Kind.id == Sitting.kind_id)
        .where(Sitting.office_id == bindparam("office"), Sitting.dropped.is_(False))
        .where(Sitting.day >= bindparam("first"), Sitting.day <= bindparam("last"))
        .subquery()
    )
    found = rows.c
    return (
        select(found.id, found.day, found.title, found.empty, found.taken, found.away)
        .where(or_(found.empty > 0, found.away.is_not(None)))
        .order_by(found.day, found.starts_at, found.kind_id, found.id)
    )


_LACKING = _lacking()


def shortfalls(session: Session, office_id: int, day: date, ahead: int = GAP_DAYS) -> list[Shortfall]:
    """Weeks from this one on with too few sessions, each with the days from ``day`` on that are still free."""
    span = monday_of(day), monday_of(day + timedelta(days=ahead)) + WEEK - ONE_DAY
    planned: dict[Promise, list[date]] = {}
    for kind_id, title, promised, held in session.execute(
        _PROMISED, {"office": office_id, "first": span[0], "last": span[1]}
    ):
        planned.setdefault(Promise(kind_id, title, promised), []).extend([held] if held else [])
    found = []
    for kind, days in planned.items():
        if _may_be_short(days, kind.promised, span):
            blocked = queries.blocked(session, office_id, kind.id)
            weeks = judged_weeks(days, kind.promised, span, work_calendar(session), blocked)
            found += [Shortfall(kind, _from(day, week)) for week in weeks if week.shortfall]
    return found


_PROMISED = (
    select(Kind.id, Kind.title, Kind.promised, Sitting.day)
    .outerjoin(
        Sitting,
        and_(
            Sitting.kind_id == Kind.id,
            Sitting.office_id == Kind.office_id,
            Sitting.dropped.is_(False),
            Sitting.day >= bindparam("first"),
            Sitting.day <= bindparam("last"),
        ),
    )
    .where(Kind.office_id == bindparam("office"), Kind.active, Kind.promised > 0)
    .order_by(Kind.position, Kind.id)
)
"""The kinds with a promise, each with the days of its sessions in a span; built once as well."""


def _may_be_short(days: Sequence[date], promised: int, span: tuple[date, date]) -> bool:
    """Whether any week has too few sessions, so that its working days must be checked."""
    weeks = Counter(monday_of(each) for each in days)
    return any(
        weeks[span[0] + WEEK * number] < promised for number in range((span[1] - span[0]).days // 7 + 1)
    )


def _from(day: date, week: Week) -> Week:
    return replace(week, offers=tuple(each for each in week.offers if each >= day))


def weeks_of(session: Session, office_id: int | None, kind: Kind, span: tuple[date, date]) -> list[Week]:
    """A kind's weeks against its promise (承诺场次): the sessions that took place."""
    rows: Sequence[Sitting] = queries.sittings(session, office_id, span, kind.id)
    sessions = [each.day for each in rows if each.held is True]
    blocked = queries.blocked(session, office_id, kind.id)
    return judged_weeks(sessions, kind.promised, span, work_calendar(session), blocked)


def held_span(session: Session, kind: Kind, span: tuple[date, date]) -> tuple[date, date] | None:
    """The part of a period whose weeks can be judged (可核对的期间); None when there is none.

    It begins with the month of the kind's first session: earlier months had no rota and were not short of anything.
    It ends with the last Sunday before today: the present week is not over.
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
