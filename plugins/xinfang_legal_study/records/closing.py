"""Closing a year (年度结转), and opening it again: what everybody reached is kept, nothing changes any more."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from xinfang_legal_study.quizzes import queries as quizzes
from xinfang_legal_study.records import yearly
from xinfang_legal_study.records.models import Credit, YearResult
from xinfang_legal_study.rules.kinds import Decision, SessionState
from xinfang_legal_study.rules.years import Leftovers, check_close
from xinfang_legal_study.sessions.models import Attendance, StudySession
from xinfang_legal_study.years.queries import year_of
from xinfang_legal_study.years.services import year_row
from xinfang_site.plugin_api.data import Act, Missing, Refused, record, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor


def leftovers(session: Session, office_id: int | None, year: int) -> Leftovers:
    """What stands in the way of closing a year."""

    def count(model: type[StudySession] | type[Credit], *conditions: object) -> int:
        query = (
            select(func.count()).select_from(model).where(model.office_id == office_id, model.year == year)
        )
        return session.scalar(query.where(*conditions)) or 0  # type: ignore[arg-type]  # conditions of one table

    waiting = (
        select(func.count())
        .select_from(Attendance)
        .join(StudySession, StudySession.id == Attendance.session_id)
        .where(
            Attendance.office_id == office_id,
            StudySession.year == year,
            Attendance.made_up_state == Decision.WAITING.value,
        )
    )
    return Leftovers(
        count(StudySession, StudySession.state == SessionState.PLANNED.value),
        session.scalar(waiting) or 0,
        count(Credit, Credit.state == Decision.WAITING.value),
        quizzes.running(session, office_id, year),
    )


def close_year(session: Session, actor: Actor, year: int) -> int:
    """Close a year (年度结转): what everybody reached is kept, nothing in it changes any more.

    Returns:
        How many people were kept.

    Raises:
        Refused: not over, something is left undecided, closed already.
    """
    with writing(session):
        row = year_row(session, actor, year)
        check_close(year, today(), leftovers(session, actor.office_id, year))
        people = yearly.progress_of(session, row.office_id, year, today())
        session.add_all(_kept(row.office_id, year, each) for each in people)
        row.closed_at, row.closed_by = now(), actor.name
        record(
            session,
            actor,
            Act("legal_study.close_year", "legal_study_year", year, changes={"people": [None, len(people)]}),
        )
        return len(people)


def _kept(office_id: int, year: int, person: yearly.PersonProgress) -> YearResult:
    return YearResult(
        office_id=office_id,
        year=year,
        member_id=person.member_id,
        name=person.name,
        unit=person.unit,
        hours=person.hours,
        credited=person.credited,
        expected=person.tally.expected,
        present=person.tally.present,
        made_up=person.tally.made_up,
        first_score=person.scores.first,
        best_score=person.scores.best,
        passed=person.scores.passed,
        light=person.light.text,
    )


def reopen_year(session: Session, actor: Actor, year: int, reason: str) -> None:
    """Open a closed year again, with a reason; what was kept is made anew at the next closing.

    Raises:
        Missing: nothing was ever set for the year.
        Refused: it is not closed.
    """
    with writing(session):
        row = year_of(session, actor.office_id, year)
        if row is None:
            raise Missing
        if row.closed_at is None:
            raise Refused(f"{year} 年度没有结转")
        session.execute(
            delete(YearResult).where(YearResult.office_id == row.office_id, YearResult.year == year)
        )
        row.closed_at, row.closed_by = None, ""
        record(session, actor, Act("legal_study.reopen_year", "legal_study_year", year, reason))
