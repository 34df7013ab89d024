"""Reading sessions (学习场次查询)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, selectinload

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.rules.attendance import Presence
from xinfang_legal_study.rules.kinds import Decision, SessionState
from xinfang_legal_study.sessions.models import Attendance, StudyFile, StudySession
from xinfang_site.plugin_api.data import Missing, owned
from xinfang_site.plugin_api.hooks import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of sessions is filtered by (场次筛选); empty means all."""

    year: int
    state: str = ""
    kind: str = ""
    words: str = ""
    thematic: bool = False


def sessions_of(session: Session, office_id: int | None, wanted: Wanted) -> Sequence[StudySession]:
    """The sessions of a year with their rolls, by day."""
    query = (
        owned(StudySession, office_id)
        .where(StudySession.year == wanted.year)
        .options(selectinload(StudySession.roll))
        .order_by(StudySession.day, StudySession.id)
    )
    if wanted.state:
        query = query.where(StudySession.state == wanted.state)
    if wanted.kind:
        query = query.where(StudySession.kind == wanted.kind)
    if wanted.words:
        query = query.where(StudySession.topic.contains(wanted.words, autoescape=True))
    found = session.scalars(query).all()
    return [each for each in found if each.counts_thematic] if wanted.thematic else found


def year_sessions(session: Session, office_id: int | None, year: int) -> Sequence[StudySession]:
    """Every session of a year."""
    return sessions_of(session, office_id, Wanted(year))


def session_of(session: Session, office_id: int | None, session_id: int) -> StudySession:
    """A session with its roll.

    Raises:
        Missing: none of the office's.
    """
    query = owned(StudySession, office_id).options(selectinload(StudySession.roll))
    found: StudySession | None = session.scalar(query.where(StudySession.id == session_id))
    if found is None:
        raise Missing
    return found


def successor(session: Session, moved: StudySession) -> StudySession | None:
    """The session that took a moved one's place."""
    return session.scalar(owned(StudySession, moved.office_id).where(StudySession.moved_from_id == moved.id))


def entry_of(session: Session, actor: Actor, session_id: int) -> Attendance | None:
    """The actor's own attendance of a session."""
    return session.scalar(
        owned(Attendance, actor.office_id)
        .join(Member, Member.id == Attendance.member_id)
        .where(Attendance.session_id == session_id, Member.account_id == actor.account_id)
    )


def files_of(session: Session, office_id: int | None, session_id: int) -> Sequence[StudyFile]:
    """The files of a session, void ones too."""
    query = owned(StudyFile, office_id).where(StudyFile.session_id == session_id).order_by(StudyFile.id)
    return session.scalars(query).all()


def waiting_make_ups(session: Session, office_id: int | None) -> Sequence[Attendance]:
    """Make-ups that wait for a decision, oldest first."""
    query = owned(Attendance, office_id).where(Attendance.made_up_state == Decision.WAITING.value)
    return session.scalars(query.order_by(Attendance.made_up_on, Attendance.id)).all()


def upcoming(session: Session, office_id: int | None, first: date, last: date) -> Sequence[StudySession]:
    """Sessions planned for a span of days."""
    query = owned(StudySession, office_id).where(
        StudySession.state == SessionState.PLANNED.value, StudySession.day.between(first, last)
    )
    return session.scalars(query.order_by(StudySession.day, StudySession.id)).all()


def to_sign(session: Session, actor: Actor, instant: datetime) -> list[tuple[int, str]]:
    """Ids and topics of the sessions that the actor can still sign in to at an instant."""
    own = {"account": actor.account_id, "office": actor.office_id, "instant": instant}
    return [(row.id, row.topic) for row in session.execute(_TO_SIGN, own)]


_SIGNED = (
    select(Attendance.session_id)
    .join(Member, Member.id == Attendance.member_id)
    .where(Member.account_id == bindparam("account"), Attendance.signed_at.is_not(None))
)
_TO_SIGN = select(StudySession.id, StudySession.topic).where(
    StudySession.office_id == bindparam("office"),
    StudySession.id.not_in(_SIGNED),
    StudySession.sign_opens_at <= bindparam("instant"),
    StudySession.sign_closes_at > bindparam("instant"),
    StudySession.state.in_([SessionState.PLANNED.value, SessionState.HELD.value]),
)
"""Built once: every home page asks."""


_MISSED = (Presence.ABSENT.value, Presence.LEAVE.value, Presence.MADE_UP.value)


def missed_by(session: Session, office_id: int | None, member_id: int) -> Sequence[Attendance]:
    """The sessions that a person was not at, made up or not, the newest first."""
    query = (
        select(Attendance)
        .join(StudySession, StudySession.id == Attendance.session_id)
        .where(
            Attendance.office_id == office_id,
            Attendance.member_id == member_id,
            Attendance.presence.in_(_MISSED),
            StudySession.state == SessionState.HELD.value,
        )
        .order_by(StudySession.day.desc(), Attendance.id)
    )
    return session.scalars(query).all()
