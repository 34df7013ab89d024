"""Keeping study years and plans (学习计划管理): one transaction a call; a closed year is read-only."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_legal_study.people.services import office_of
from xinfang_legal_study.rules.kinds import Audience, StudyKind
from xinfang_legal_study.rules.plan import MonthSpan
from xinfang_legal_study.rules.years import check_open, check_year
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.settings import study_settings
from xinfang_legal_study.years import queries
from xinfang_legal_study.years.models import PlanRow, StudyYear
from xinfang_site.plugin_api.changes import changed
from xinfang_site.plugin_api.data import (
    Act,
    Refused,
    StaleEditError,
    check_version,
    owned_one,
    record,
    twin,
    writing,
)
from xinfang_site.plugin_api.hooks import Actor


@dataclass(frozen=True, slots=True)
class YearDraft:
    """A year's heading and what it asks of each person (年度设置)."""

    title: str
    leader: str
    secretary: str
    hours: Decimal
    sessions: int


@dataclass(frozen=True, slots=True)
class RowDraft:
    """A row of the plan (计划行)."""

    span: MonthSpan
    kind: StudyKind
    topic: str
    laws: str = ""
    speaker: str = ""
    audience: Audience = Audience.ALL
    audience_note: str = ""
    hours: Decimal = Decimal(0)
    note: str = ""
    thematic: bool = False

    @property
    def values(self) -> dict[str, object]:
        """The row's columns."""
        plain = asdict(self)
        del plain["span"]
        return plain | {
            "first_month": self.span.first,
            "last_month": self.span.last,
            "kind": self.kind.value,
            "audience": self.audience.value,
        }


def year_row(session: Session, actor: Actor, year: int) -> StudyYear:
    """The year's row, made when it is first needed; inside ``writing()``.

    Raises:
        Refused: no such year, or it is closed.
    """
    check_year(year)
    found = queries.year_of(session, actor.office_id, year)
    if found is None:
        office_id = office_of(actor)
        usual = study_settings(session, office_id)
        found = StudyYear(
            office_id=office_id,
            year=year,
            title=queries.plan_title(year),
            hours=usual.hours,
            sessions=usual.sessions,
        )
        session.add(found)
        session.flush()
    check_open(year, [year] if found.closed_at is not None else [])
    return found


def set_year(session: Session, actor: Actor, year: int, draft: YearDraft, version: int) -> None:
    """Change a year's heading and requirements.

    Raises:
        Refused: the year is closed.
        StaleEditError: somebody else changed it.
    """
    with writing(session):
        before = queries.year_view(session, office_of(actor), year)
        if before.version != version:
            raise StaleEditError
        row = year_row(session, actor, year)
        old = {name: getattr(row, name) for name in asdict(draft)}
        for name, value in asdict(draft).items():
            setattr(row, name, value)
        record(
            session,
            actor,
            Act("legal_study.year", "legal_study_year", year, changes=_said(old, asdict(draft))),
        )


def add_row(session: Session, actor: Actor, year: int, draft: RowDraft) -> int:
    """Add a row to a year's plan; returns its id, the first one's if sent twice.

    Raises:
        Refused: the year is closed.
    """
    with writing(session):
        year_row(session, actor, year)
        there = twin(session, PlanRow, office_of(actor), {"year": year, **draft.values})
        if there is not None:
            return there.id
        row = PlanRow(office_id=office_of(actor), year=year, **draft.values)
        session.add(row)
        session.flush()
        record(
            session,
            actor,
            Act("legal_study.plan_add", "legal_study_plan", row.id, changes={"topic": [None, row.topic]}),
        )
        return row.id


def edit_row(session: Session, actor: Actor, row_id: int, draft: RowDraft, version: int) -> None:
    """Change a row.

    Raises:
        Missing: not in the office's plans.
        Refused: the year is closed.
        StaleEditError: somebody else changed it.
    """
    with writing(session):
        row = owned_one(session, PlanRow, actor.office_id, row_id)
        check_version(row, version)
        year_row(session, actor, row.year)
        old = {name: getattr(row, name) for name in draft.values}
        for name, value in draft.values.items():
            setattr(row, name, value)
        record(
            session,
            actor,
            Act("legal_study.plan_edit", "legal_study_plan", row.id, changes=_said(old, draft.values)),
        )


def remove_row(session: Session, actor: Actor, row_id: int, reason: str) -> int:
    """Take a row out of the plan; returns its year.

    Raises:
        Refused: the year is closed, or sessions carry the row out.
    """
    with writing(session):
        row = owned_one(session, PlanRow, actor.office_id, row_id)
        year_row(session, actor, row.year)
        carried = session.scalar(
            select(func.count()).select_from(StudySession).where(StudySession.row_id == row.id)
        )
        if carried:
            raise Refused(f"已有 {carried} 场学习执行这一行计划，不能删除；不再举办的，请取消该场学习")
        change: dict[str, object] = {"topic": [row.topic, None]}
        record(
            session, actor, Act("legal_study.plan_remove", "legal_study_plan", row.id, reason, changes=change)
        )
        session.delete(row)
        return row.year


def _said(old: dict[str, object], new: dict[str, object]) -> dict[str, object]:
    """Before and after for the audit; figures as text."""

    def plain(values: dict[str, object]) -> dict[str, object]:
        return {name: str(each) if isinstance(each, Decimal) else each for name, each in values.items()}

    return changed(plain(old), plain(new))
