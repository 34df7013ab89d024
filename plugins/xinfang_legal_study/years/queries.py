"""Reading study years and plans (学习年度查询)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_legal_study.rules.progress import Target
from xinfang_legal_study.settings import settings_in, study_settings
from xinfang_legal_study.years.models import PlanRow, StudyYear
from xinfang_site.plugin_api.data import owned


@dataclass(frozen=True, slots=True)
class YearView:
    """A year as pages show it (学习年度): whether or not a row exists for it yet."""

    year: int
    title: str
    leader: str
    secretary: str
    target: Target
    closed: bool
    version: int


def year_of(session: Session, office_id: int | None, year: int) -> StudyYear | None:
    """The year's row; None when nobody has set anything for it yet."""
    return session.scalar(owned(StudyYear, office_id).where(StudyYear.year == year))


def year_view(session: Session, office_id: int, year: int) -> YearView:
    """A year with its defaults filled in."""
    found = year_of(session, office_id, year)
    if found is None:
        usual = study_settings(session, office_id)
        return YearView(year, plan_title(year), "", "", Target(usual.hours, usual.sessions), False, 0)
    target = Target(Decimal(found.hours), found.sessions)
    closed = found.closed_at is not None
    return YearView(year, found.title, found.leader, found.secretary, target, closed, found.version)


def targets_in(session: Session, office_ids: Collection[int], year: int) -> dict[int, Target]:
    """What a year asks of each person, by office; offices that have closed the year are left out."""
    usual = settings_in(session, office_ids)
    found = {office_id: Target(each.hours, each.sessions) for office_id, each in usual.items()}
    for row in session.scalars(
        select(StudyYear).where(StudyYear.office_id.in_(office_ids), StudyYear.year == year)
    ):
        if row.closed_at is None:
            found[row.office_id] = Target(Decimal(row.hours), row.sessions)
        else:
            del found[row.office_id]
    return found


def plan_title(year: int) -> str:
    """What a year's plan is called unless the office says otherwise."""
    return f"{year}年党组理论中心组学习计划表"


def closed_years(session: Session, office_id: int | None) -> frozenset[int]:
    """Years that are closed."""
    query = select(StudyYear.year).where(StudyYear.office_id == office_id, StudyYear.closed_at.is_not(None))
    return frozenset(session.scalars(query))


def known_years(session: Session, office_id: int | None, this_year: int) -> list[int]:
    """Years with a plan or a row, this and the next one always, newest first."""
    rows = session.scalars(select(StudyYear.year).where(StudyYear.office_id == office_id))
    return sorted({*rows, this_year, this_year + 1}, reverse=True)


def plan_rows(session: Session, office_id: int | None, year: int) -> Sequence[PlanRow]:
    """The rows of a year's plan in order of their months."""
    query = owned(PlanRow, office_id).where(PlanRow.year == year)
    return session.scalars(query.order_by(PlanRow.first_month, PlanRow.last_month, PlanRow.id)).all()
