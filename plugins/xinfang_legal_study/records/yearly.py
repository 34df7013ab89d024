"""What people reached in a year (年度学习情况): of one office or of many, always in the same number of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.people.queries import unit_title
from xinfang_legal_study.quizzes.queries import Scores, scores_in
from xinfang_legal_study.records.attended import COUNTED
from xinfang_legal_study.records.models import Credit, YearResult
from xinfang_legal_study.rules import progress
from xinfang_legal_study.rules.attendance import Presence, Tally, tally
from xinfang_legal_study.rules.kinds import Decision, SessionState
from xinfang_legal_study.rules.progress import Done, Light, light, unit_light
from xinfang_legal_study.sessions.models import Attendance, StudySession
from xinfang_legal_study.years.queries import targets_in

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


G = TypeVar("G")


@dataclass(frozen=True, slots=True)
class GroupProgress(Generic[G]):
    """A section or an office in one year (科室、单位学习情况)."""

    group: G
    people: int
    behind: int
    tally: Tally
    hours: Decimal
    passed: int
    light: Light


def progress_of(session: Session, office_id: int, year: int, day: date) -> list[PersonProgress]:
    """Every person of the roll in a year, by unit; of a closed year as it was closed."""
    return progress_in(session, {office_id}, year, day)[office_id]


def progress_in(
    session: Session, office_ids: Collection[int], year: int, day: date
) -> dict[int, list[PersonProgress]]:
    """The same of several offices, by office."""
    found: dict[int, list[PersonProgress]] = {each: [] for each in office_ids}
    targets = targets_in(session, office_ids, year)
    _add_closed(session, found, found.keys() - targets.keys(), year)
    if not targets:
        return found
    presences, hours = _presences(session, targets, year), _hours(session, targets, year)
    credits, scores = _credits(session, targets, year), scores_in(session, targets, year)
    roll = select(Member).where(Member.office_id.in_(targets)).order_by(Member.unit, Member.id)
    for member in session.scalars(roll):
        if not member.active and member.id not in presences:
            continue
        heads = tally(presences.get(member.id, ()))
        own, credited = hours.get(member.id, Decimal(0)), credits.get(member.id, Decimal(0))
        done = Done(own + credited, heads.present + heads.made_up)
        found[member.office_id].append(
            PersonProgress(
                member.id,
                member.name,
                unit_title(member),
                heads,
                own,
                credited,
                scores.get(member.id, Scores()),
                light(targets[member.office_id], done, year, day),
            )
        )
    return found


def _add_closed(
    session: Session, found: Mapping[int, list[PersonProgress]], office_ids: Collection[int], year: int
) -> None:
    """The results kept of offices that have closed the year."""
    if not office_ids:
        return
    kept = select(YearResult).where(YearResult.office_id.in_(office_ids), YearResult.year == year)
    for row in session.scalars(kept.order_by(YearResult.id)):
        found[row.office_id].append(
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
        )


def _presences(session: Session, office_ids: Collection[int], year: int) -> Mapping[int, list[Presence]]:
    """Attendance of held sessions by person; who came without being expected is counted as present."""
    rows = session.execute(
        select(Attendance.member_id, Attendance.presence)
        .join(StudySession, StudySession.id == Attendance.session_id)
        .where(
            Attendance.office_id.in_(office_ids),
            StudySession.year == year,
            StudySession.state == SessionState.HELD.value,
        )
    )
    found: dict[int, list[Presence]] = {}
    for member_id, presence in rows:
        found.setdefault(member_id, []).append(Presence(presence))
    return found


def _hours(session: Session, office_ids: Collection[int], year: int) -> Mapping[int, Decimal]:
    rows = session.execute(
        select(Attendance.member_id, func.sum(StudySession.hours))
        .join(StudySession, StudySession.id == Attendance.session_id)
        .where(
            Attendance.office_id.in_(office_ids),
            Attendance.presence.in_(COUNTED),
            StudySession.year == year,
            StudySession.state == SessionState.HELD.value,
        )
        .group_by(Attendance.member_id)
    )
    return {member_id: Decimal(str(hours)).quantize(progress.TENTH) for member_id, hours in rows}


def _credits(session: Session, office_ids: Collection[int], year: int) -> Mapping[int, Decimal]:
    rows = session.execute(
        select(Credit.member_id, func.sum(Credit.hours))
        .where(Credit.office_id.in_(office_ids), Credit.year == year, Credit.state == Decision.APPROVED.value)
        .group_by(Credit.member_id)
    )
    return {member_id: Decimal(str(hours)).quantize(progress.TENTH) for member_id, hours in rows}


def units_of(people: Iterable[PersonProgress]) -> list[GroupProgress[str]]:
    """The same added up by section."""
    groups: dict[str, list[PersonProgress]] = {}
    for each in people:
        groups.setdefault(each.unit, []).append(each)
    return [added_up(unit, group) for unit, group in sorted(groups.items())]


def added_up(group: G, people: Sequence[PersonProgress]) -> GroupProgress[G]:
    """The year of all people of a section or an office together."""
    return GroupProgress(
        group,
        len(people),
        sum(progress.is_behind(each.light) for each in people),
        sum((each.tally for each in people), Tally(0, 0)),
        sum((each.all_hours for each in people), Decimal(0)),
        sum(each.scores.passed for each in people),
        unit_light(each.light for each in people),
    )
