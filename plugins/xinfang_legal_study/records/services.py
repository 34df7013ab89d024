"""Keeping records (学习记录): outside training, reflections, reading again; closing a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from xinfang_legal_study.people.services import member_of
from xinfang_legal_study.quizzes import queries as quizzes
from xinfang_legal_study.records import queries, yearly
from xinfang_legal_study.records.models import Credit, Reflection, Rereading, YearResult
from xinfang_legal_study.rules.attendance import check_second_person
from xinfang_legal_study.rules.kinds import Decision, SessionState
from xinfang_legal_study.rules.years import Leftovers, check_close
from xinfang_legal_study.sessions.files import Belongs, put_files
from xinfang_legal_study.sessions.models import Attendance, StudySession
from xinfang_legal_study.sessions.queries import entry_of
from xinfang_legal_study.years.queries import year_of
from xinfang_legal_study.years.services import year_row
from xinfang_site.plugin_api.data import Act, Missing, Refused, owned, owned_one, record, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.files import Uploaded
from xinfang_site.plugin_api.hooks import Actor


@dataclass(frozen=True, slots=True)
class CreditDraft:
    """Training elsewhere as somebody reports it (外出培训)."""

    title: str
    organiser: str
    first_on: date
    last_on: date
    hours: Decimal


@dataclass(frozen=True, slots=True)
class ReflectionDraft:
    """A reflection (心得体会)."""

    title: str
    text: str


def ask_credit(session: Session, actor: Actor, draft: CreditDraft, proof: Sequence[Uploaded]) -> int:
    """Report training elsewhere with its proof; it counts once approved. Returns its id.

    Raises:
        Refused: no proof, days that do not fit, a closed year.
    """
    if not proof:
        raise Refused("请上传培训证明（结业证书、通知或者签到记录）", field="proof")
    if draft.last_on < draft.first_on:
        raise Refused("结束日期不能早于开始日期", field="last_on")
    if draft.last_on > today():
        raise Refused("培训还没有结束，结束后再申请", field="last_on")
    with writing(session):
        year_row(session, actor, draft.last_on.year)
        member = member_of(session, actor)
        credit = Credit(
            office_id=member.office_id,
            year=draft.last_on.year,
            member_id=member.id,
            title=draft.title,
            organiser=draft.organiser,
            first_on=draft.first_on,
            last_on=draft.last_on,
            hours=draft.hours,
            asked_by_id=actor.account_id,
            asked_at=now(),
        )
        session.add(credit)
        session.flush()
        put_files(session, actor, Belongs(credit_id=credit.id), "proof", proof)
        record(session, actor, Act("legal_study.credit_ask", "legal_study_credit", credit.id))
        return credit.id


def decide_credit(session: Session, actor: Actor, credit_id: int, *, approve: bool, note: str) -> None:
    """Approve or refuse training elsewhere.

    Raises:
        Missing: none of the office's.
        Refused: decided already, the actor's own, a closed year.
    """
    with writing(session):
        credit = owned_one(session, Credit, actor.office_id, credit_id)
        year_row(session, actor, credit.year)
        if credit.standing is not Decision.WAITING:
            raise Refused(f"这项申请{credit.standing.title}")
        check_second_person(str(credit.asked_by_id), str(actor.account_id), "外出培训")
        if credit.member.account_id is not None:
            check_second_person(str(credit.member.account_id), str(actor.account_id), "外出培训")
        credit.state = (Decision.APPROVED if approve else Decision.REFUSED).value
        credit.decided_by, credit.decided_at, credit.decision_note = actor.name, now(), note
        act = "legal_study.credit_approve" if approve else "legal_study.credit_refuse"
        record(session, actor, Act(act, "legal_study_credit", credit.id, note))


def write_reflection(
    session: Session, actor: Actor, session_id: int, draft: ReflectionDraft, files: Sequence[Uploaded]
) -> None:
    """Write, or write anew, the actor's reflection on a session.

    Raises:
        Missing: none of the office's sessions, or the actor was not expected at it.
        Refused: it was not held yet, or its year is closed.
    """
    with writing(session):
        study = owned_one(session, StudySession, actor.office_id, session_id)
        year_row(session, actor, study.year)
        if study.standing is not SessionState.HELD:
            raise Refused("学习举办以后再写心得")
        entry = entry_of(session, actor, session_id)
        if entry is None:
            raise Missing
        found = session.scalar(
            owned(Reflection, actor.office_id).where(
                Reflection.session_id == study.id, Reflection.member_id == entry.member_id
            )
        )
        if found is None:
            found = Reflection(
                office_id=study.office_id, year=study.year, member_id=entry.member_id, session_id=study.id
            )
            session.add(found)
        found.title, found.text, found.written_on = draft.title, draft.text, today()
        session.flush()
        put_files(session, actor, Belongs(reflection_id=found.id), "reflection", files)
        record(session, actor, Act("legal_study.reflection", "legal_study_session", study.id))


def confirm_reading(session: Session, actor: Actor, code: str, place: str) -> None:
    """Confirm that the actor has read an amended passage again.

    Raises:
        Missing: nothing asks the actor to read it.
    """
    with writing(session):
        member = member_of(session, actor)
        asked = queries.rereadings_of(session, member, today())
        found = next(
            (each for each in asked if (each.passage.code, each.passage.place) == (code, place)), None
        )
        if found is None:
            raise Missing
        session.add(
            Rereading(
                office_id=member.office_id,
                member_id=member.id,
                code=code,
                place=place,
                edition=found.since,
                read_at=now(),
            )
        )
        record(session, actor, Act("legal_study.reread", "law", code))


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
