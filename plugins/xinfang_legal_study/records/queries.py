"""Reading records and progress (学习记录查询): what each person reached in a year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.people.queries import members, unit_title
from xinfang_legal_study.quizzes.queries import Scores, scores_of
from xinfang_legal_study.records.attended import COUNTED, Attended, attended
from xinfang_legal_study.records.models import Credit, Reflection, Rereading, YearResult
from xinfang_legal_study.rules import progress
from xinfang_legal_study.rules.attendance import Presence, Tally, tally
from xinfang_legal_study.rules.kinds import Decision, SessionState
from xinfang_legal_study.rules.progress import Done, Light, light, unit_light
from xinfang_legal_study.rules.rereading import Passage, Studied, to_reread
from xinfang_legal_study.sessions.models import Attendance, StudySession
from xinfang_legal_study.years.queries import year_of, year_view
from xinfang_site.plugin_api import laws
from xinfang_site.plugin_api.data import owned

_LIGHTS = {
    each.text: each
    for each in (
        progress.MET,
        progress.UNMET,
        progress.BEHIND,
        progress.NEARLY,
        progress.ON_COURSE,
        progress.NO_TARGET,
    )
}


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """One person in one year (个人学习情况): hours of sessions and credits, attendance, scores, the light."""

    member_id: int
    name: str
    unit: str
    tally: Tally
    hours: Decimal
    credited: Decimal
    scores: Scores
    light: Light

    @property
    def all_hours(self) -> Decimal:
        """Hours of sessions and approved training elsewhere."""
        return self.hours + self.credited


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """A section in one year (科室学习情况)."""

    unit: str
    people: int
    behind: int
    tally: Tally
    hours: Decimal
    passed: int
    light: Light


def progress_of(session: Session, office_id: int, year: int, day: date) -> list[PersonProgress]:
    """Every person of the roll in a year, by unit; of a closed year as it was closed."""
    row = year_of(session, office_id, year)
    if row is not None and row.closed_at is not None:
        return _closed(session, office_id, year)
    target = year_view(session, office_id, year).target
    presences = _presences(session, office_id, year)
    hours = _hours(session, office_id, year)
    credits = _credits(session, office_id, year)
    scores = scores_of(session, office_id, year)
    found = []
    for member in members(session, office_id, active=False):
        if not member.active and member.id not in presences:
            continue
        heads = tally(presences.get(member.id, ()))
        own, credited = hours.get(member.id, Decimal(0)), credits.get(member.id, Decimal(0))
        done = Done(own + credited, heads.present + heads.made_up)
        found.append(
            PersonProgress(
                member.id,
                member.name,
                unit_title(member),
                heads,
                own,
                credited,
                scores.get(member.id, Scores()),
                light(target, done, year, day),
            )
        )
    return found


def _closed(session: Session, office_id: int, year: int) -> list[PersonProgress]:
    rows = session.scalars(
        owned(YearResult, office_id).where(YearResult.year == year).order_by(YearResult.id)
    )
    return [
        PersonProgress(
            row.member_id,
            row.name,
            row.unit,
            Tally(row.expected, row.present, row.made_up),
            Decimal(row.hours),
            Decimal(row.credited),
            Scores(row.first_score, row.best_score, row.passed),
            _LIGHTS.get(row.light, progress.UNMET),
        )
        for row in rows
    ]


def _presences(session: Session, office_id: int, year: int) -> Mapping[int, list[Presence]]:
    """Attendance of held sessions by person; who came without being expected is counted as present."""
    rows = session.execute(
        select(Attendance.member_id, Attendance.presence)
        .join(StudySession, StudySession.id == Attendance.session_id)
        .where(
            Attendance.office_id == office_id,
            StudySession.year == year,
            StudySession.state == SessionState.HELD.value,
        )
    )
    found: dict[int, list[Presence]] = {}
    for member_id, presence in rows:
        found.setdefault(member_id, []).append(Presence(presence))
    return found


def _hours(session: Session, office_id: int, year: int) -> Mapping[int, Decimal]:
    rows = session.execute(
        select(Attendance.member_id, func.sum(StudySession.hours))
        .join(StudySession, StudySession.id == Attendance.session_id)
        .where(
            Attendance.office_id == office_id,
            Attendance.presence.in_(COUNTED),
            StudySession.year == year,
            StudySession.state == SessionState.HELD.value,
        )
        .group_by(Attendance.member_id)
    )
    return {member_id: Decimal(str(hours)).quantize(progress.TENTH) for member_id, hours in rows}


def _credits(session: Session, office_id: int, year: int) -> Mapping[int, Decimal]:
    rows = session.execute(
        select(Credit.member_id, func.sum(Credit.hours))
        .where(Credit.office_id == office_id, Credit.year == year, Credit.state == Decision.APPROVED.value)
        .group_by(Credit.member_id)
    )
    return {member_id: Decimal(str(hours)).quantize(progress.TENTH) for member_id, hours in rows}


def units_of(people: Iterable[PersonProgress]) -> list[UnitProgress]:
    """The same added up by section."""
    groups: dict[str, list[PersonProgress]] = {}
    for each in people:
        groups.setdefault(each.unit, []).append(each)
    return [
        UnitProgress(
            unit,
            len(group),
            sum(progress.is_behind(each.light) for each in group),
            sum((each.tally for each in group), Tally(0, 0)),
            sum((each.all_hours for each in group), Decimal(0)),
            sum(each.scores.passed for each in group),
            unit_light(each.light for each in group),
        )
        for unit, group in sorted(groups.items())
    ]


def waiting_credits(session: Session, office_id: int | None) -> Sequence[Credit]:
    """Training elsewhere that waits for approval, oldest first."""
    query = owned(Credit, office_id).where(Credit.state == Decision.WAITING.value)
    return session.scalars(query.order_by(Credit.asked_at, Credit.id)).all()


def credits_of(session: Session, office_id: int | None, member_id: int) -> Sequence[Credit]:
    """One person's training elsewhere, newest first."""
    query = owned(Credit, office_id).where(Credit.member_id == member_id)
    return session.scalars(query.order_by(Credit.first_on.desc(), Credit.id.desc())).all()


def reflections_of(session: Session, office_id: int | None, session_id: int) -> Sequence[Reflection]:
    """What people wrote about a session."""
    query = owned(Reflection, office_id).where(Reflection.session_id == session_id)
    return session.scalars(query.order_by(Reflection.written_on, Reflection.id)).all()


@dataclass(frozen=True, slots=True)
class ToReread:
    """A passage to be read again (需要重读): as it is now, and when it was studied."""

    passage: laws.Passage
    title: str
    studied_on: date
    since: date
    edition: date
    dropped: bool
    successor: str


def rereadings_of(session: Session, member: Member, day: date) -> list[ToReread]:
    """Passages that this person studied and that were amended or repealed since."""
    studied = studied_laws(session, attended(session, member))
    if not studied:
        return []
    changes = laws.changes_of(session, {laws.Passage(*each) for each in studied}, day)
    changed = {Passage(each.code, each.place): change.since for each, change in changes.items()}
    read = _read(session, member)
    asked = to_reread([Studied(Passage(*key), on) for key, on in studied.items()], changed, read)
    found = []
    for each in asked:
        key = laws.Passage(each.passage.code, each.passage.place)
        change = changes[key]
        found.append(
            ToReread(
                key, change.title, each.day, change.since, change.edition, change.dropped, change.successor
            )
        )
    return found


def studied_laws(session: Session, sessions: Iterable[Attended]) -> dict[tuple[str, str], date]:
    """Passages studied, of laws that have changed since they could have been, each with the last day.

    Nearly always there are none, so that a home page reads nothing more of the library.
    """
    days: dict[str, date] = {}
    for each in sessions:
        if each.counted and each.laws:
            days[each.laws] = max(each.day, days.get(each.laws, each.day))
    found: dict[tuple[str, str], date] = {}
    first = min(days.values(), default=None)
    for text, passages in laws.passages_of(session, days, first).items():
        day = days[text]
        for passage in passages:
            key = (passage.code, passage.place)
            found[key] = max(day, found.get(key, day))
    return found


def _read(session: Session, member: Member) -> dict[Passage, date]:
    """The day from which each passage counts as read again: that of the edition confirmed."""
    rows = session.scalars(owned(Rereading, member.office_id).where(Rereading.member_id == member.id))
    found: dict[Passage, date] = {}
    for row in rows:
        key = Passage(row.code, row.place)
        found[key] = max(row.edition, found.get(key, row.edition))
    return found
