"""Attendance of a session (考勤): signing in by code, entering from the sheet, absence, making up."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.people.services import member_of
from xinfang_legal_study.rules.attendance import (
    Presence,
    Reason,
    Way,
    check_make_up,
    check_second_person,
)
from xinfang_legal_study.rules.kinds import Decision, SessionState
from xinfang_legal_study.rules.sign_in import Window, check_sign_in, new_code, window_around
from xinfang_legal_study.sessions.models import Attendance, StudySession
from xinfang_legal_study.sessions.queries import entry_of
from xinfang_legal_study.sessions.services import in_open_year
from xinfang_legal_study.settings import study_settings
from xinfang_legal_study.years.services import year_row
from xinfang_site.plugin_api.data import Act, Missing, Refused, check_version, owned_one, record, writing
from xinfang_site.plugin_api.dates import china, now, today
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.limits import note_try, tries

WRONG_CODE, MOST_WRONG, BRAKE_SECONDS = "study-code", 5, 600
"""Against guessing the six digits: after five wrong codes, ten minutes' rest."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the sheet says of one person (签到表一行): ``entry_id`` and ``version`` of their place on the roll."""

    entry_id: int
    version: int
    presence: Presence
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MakeUpDraft:
    """A make-up as somebody reports it (补学)."""

    day: date
    how: str


def shown_moment(instant: datetime) -> str:
    """An instant as refusals write it, in China time."""
    return china(instant).strftime("%m月%d日 %H:%M")


def usual_window(session: Session, study: StudySession) -> Window | None:
    """The window to propose: from some minutes before the start to the end; None without hours of the day."""
    if study.starts_at is None:
        return None
    early = timedelta(minutes=study_settings(session, study.office_id).early_minutes)
    return window_around(study.starts_at, study.ends_at or study.starts_at + timedelta(hours=2), early)


def open_desk(session: Session, actor: Actor, session_id: int, window: Window) -> str:
    """Open signing in with a new code; an earlier code no longer counts. Returns the code.

    Raises:
        Refused: the session does not take place, the window lies on another day, a closed year.
    """
    with writing(session):
        study = in_open_year(session, actor, session_id)
        if study.standing not in {SessionState.PLANNED, SessionState.HELD}:
            raise Refused(f"本次学习{study.standing.title}，不能开放签到")
        if china(window.opens).date() != study.day:
            raise Refused(f"签到时段应当在学习当天（{study.day.isoformat()}）", field="opens_at")
        study.sign_opens_at, study.sign_closes_at = window.opens, window.closes
        study.sign_code = new_code(secrets.randbelow)
        record(session, actor, Act("legal_study.open_desk", "legal_study_session", study.id))
        return study.sign_code


def sign_in(session: Session, actor: Actor, session_id: int, code: str) -> None:
    """Sign the actor in by the server's clock, once however often; a person not expected is entered as 列席.

    Raises:
        Missing: none of the office's sessions.
        Refused: outside the window, wrong code, too many wrong ones, the session does not take place.
    """
    subject = f"{session_id}:{actor.account_id}"
    with writing(session):  # noted before it is judged: codes sent all at once are counted as well
        if tries(session, WRONG_CODE, subject, BRAKE_SECONDS) >= MOST_WRONG:
            raise Refused("签到码多次填错，请十分钟后再试，或者请学习管理员登记", field="code")
        note_try(session, WRONG_CODE, subject)
    with writing(session):
        study = in_open_year(session, actor, session_id)
        instant = now()
        check_sign_in(study.desk, code, instant, shown_moment)
        entry = entry_of(session, actor, session_id)
        if entry is None:
            member = member_of(session, actor)
            entry = Attendance(
                office_id=study.office_id, session_id=study.id, member_id=member.id, extra=True
            )
            session.add(entry)
        if entry.presence == Presence.PRESENT.value:
            return
        entry.presence, entry.way, entry.signed_at = Presence.PRESENT.value, Way.CODE.value, instant
        entry.reason = entry.note = ""
        session.flush()
        record(session, actor, Act("legal_study.sign_in", "legal_study_session", study.id))


def mark(session: Session, actor: Actor, session_id: int, marks: Sequence[Mark], way: Way) -> int:
    """Enter attendance for several people at once, from the sheet or by hand; returns how many changed.

    Raises:
        Missing: somebody is not on this session's roll.
        Refused: the session lies in the future, was cancelled or moved, or its year is closed.
        StaleEditError: a person to be changed was changed in the meantime, such as by signing in.
    """
    with writing(session):
        study = in_open_year(session, actor, session_id)
        if study.standing not in {SessionState.PLANNED, SessionState.HELD}:
            raise Refused(f"本次学习{study.standing.title}，不能登记考勤")
        if study.day > today():
            raise Refused("学习还没有到日期，不能登记考勤")
        roll = {each.id: each for each in study.roll}
        count = sum(_mark(roll, each, way) for each in marks)
        if count:
            record(
                session,
                actor,
                Act("legal_study.mark", "legal_study_session", study.id, changes={"people": [None, count]}),
            )
        return count


def _mark(roll: dict[int, Attendance], said: Mark, way: Way) -> bool:
    entry = roll.get(said.entry_id)
    if entry is None:
        raise Missing
    if entry.standing is Presence.MADE_UP:
        return False  # an approved make-up is not undone by a sheet
    reason = said.reason if said.presence in {Presence.LEAVE, Presence.ABSENT} else ""
    after = (said.presence.value, reason, said.note)
    if (entry.presence, entry.reason, entry.note) == after:
        return False
    check_version(entry, said.version)
    if entry.presence != said.presence.value:
        entry.way = way.value
        entry.signed_at = None
    entry.presence, entry.reason, entry.note = after
    return True


def add_to_roll(session: Session, actor: Actor, session_id: int, member_id: int, *, extra: bool) -> None:
    """Put somebody on the roll of a session; ``extra`` came without being expected.

    Raises:
        Missing: no such session or person of the office.
        Refused: the person is on the roll.
    """
    with writing(session):
        study = in_open_year(session, actor, session_id)
        member = owned_one(session, Member, actor.office_id, member_id)
        if any(each.member_id == member.id for each in study.roll):
            raise Refused(f"{member.name}已在名单中", field="member_id")
        study.roll.append(
            Attendance(office_id=study.office_id, member_id=member.id, member=member, extra=extra)
        )
        session.flush()
        record(session, actor, Act("legal_study.roll_entry", "legal_study_session", study.id))


def explain_absence(session: Session, actor: Actor, session_id: int, reason: Reason, note: str) -> None:
    """Give the actor's own reason for not coming (请假), before or after the session.

    Raises:
        Missing: the actor is not on the roll.
        Refused: already present, or the session does not take place.
    """
    with writing(session):
        study, entry = _own(session, actor, session_id)
        if study.standing not in {SessionState.PLANNED, SessionState.HELD}:
            raise Refused(f"本次学习{study.standing.title}，不需要请假")
        if entry.standing in {Presence.PRESENT, Presence.MADE_UP}:
            raise Refused(f"考勤已经登记为“{entry.standing.title}”，不能请假")
        entry.presence, entry.reason, entry.note = Presence.LEAVE.value, reason.value, note
        record(session, actor, Act("legal_study.leave", "legal_study_session", study.id, note))


def ask_make_up(session: Session, actor: Actor, session_id: int, draft: MakeUpDraft) -> None:
    """Report a make-up of a session the actor missed; it counts once approved.

    Raises:
        Missing: the actor is not on the roll.
        Refused: the session was attended or not held yet, the day does not fit, one is waiting already.
    """
    with writing(session):
        study, entry = _own(session, actor, session_id)
        if study.standing is not SessionState.HELD:
            raise Refused("本次学习还没有举办，不需要补学")
        if entry.make_up is Decision.WAITING:
            raise Refused("补学已经提交，正在审核")
        check_make_up(entry.standing, study.day, draft.day, today())
        entry.made_up_on, entry.made_up_how = draft.day, draft.how
        entry.made_up_state, entry.asked_by_id = Decision.WAITING.value, actor.account_id
        record(session, actor, Act("legal_study.make_up_ask", "legal_study_session", study.id))


def decide_make_up(session: Session, actor: Actor, entry_id: int, *, approve: bool, note: str) -> None:
    """Approve or refuse a make-up; approved it shows as 已补学, never as 实到.

    Raises:
        Missing: none of the office's.
        Refused: nothing waits, the actor asked for it, or the year is closed.
    """
    with writing(session):
        entry = owned_one(session, Attendance, actor.office_id, entry_id)
        year_row(session, actor, entry.session.year)
        if entry.make_up is not Decision.WAITING:
            raise Refused("这项补学没有待审核的申请")
        check_second_person(str(entry.asked_by_id), str(actor.account_id), "补学")
        entry.made_up_state = (Decision.APPROVED if approve else Decision.REFUSED).value
        entry.decided_by, entry.decided_at, entry.decision_note = actor.name, now(), note
        if approve:
            entry.presence = Presence.MADE_UP.value
        act = "legal_study.make_up_approve" if approve else "legal_study.make_up_refuse"
        record(session, actor, Act(act, "legal_study_session", entry.session_id, note))


def _own(session: Session, actor: Actor, session_id: int) -> tuple[StudySession, Attendance]:
    study = in_open_year(session, actor, session_id)
    entry = entry_of(session, actor, session_id)
    if entry is None:
        raise Missing
    return study, entry
