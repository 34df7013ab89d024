"""Keeping sessions (学习场次管理): plan, change, hold, cancel, move; one transaction a call."""

from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from xinfang_legal_study.rules.attendance import Presence, Tally, check_tally
from xinfang_legal_study.rules.kinds import Audience, SessionState, StudyKind
from xinfang_legal_study.sessions import rolls
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.years.models import PlanRow
from xinfang_legal_study.years.services import year_row
from xinfang_site.plugin_api.changes import changed
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned_one, record, twin, writing
from xinfang_site.plugin_api.dates import instant, today
from xinfang_site.plugin_api.hooks import Actor

MOVABLE = frozenset({SessionState.PLANNED})
RESTORABLE = frozenset({SessionState.HELD, SessionState.CANCELLED})


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """A session as it is planned (学习安排)."""

    kind: StudyKind
    topic: str
    day: date
    starts: time | None = None
    ends: time | None = None
    laws: str = ""
    place: str = ""
    host: str = ""
    recorder: str = ""
    speaker: str = ""
    audience: Audience = Audience.ALL
    audience_note: str = ""
    hours: Decimal = Decimal(0)
    thematic: bool = False
    in_plan: bool = True
    row_id: int | None = None
    reflection_due_on: date | None = None

    @property
    def values(self) -> dict[str, object]:
        """The session's columns."""
        plain = asdict(self)
        for name in ("starts", "ends"):
            del plain[name]
        return plain | {
            "year": self.day.year,
            "kind": self.kind.value,
            "audience": self.audience.value,
            "starts_at": instant(self.day, self.starts) if self.starts else None,
            "ends_at": instant(self.day, self.ends) if self.ends else None,
        }


@dataclass(frozen=True, slots=True)
class HeldDraft:
    """What a session came to (举办结果); ``heads`` where nobody is on the roll."""

    day: date
    hours: Decimal
    place: str = ""
    host: str = ""
    recorder: str = ""
    speaker: str = ""
    minutes: str = ""
    heads: Tally | None = None


def plan_session(session: Session, actor: Actor, draft: SessionDraft) -> int:
    """Set a session down; its roll is made from those it expects. Returns its id, the first one's if sent twice.

    Raises:
        Refused: the year is closed, hours of the day do not fit, the plan's row is another year's.
    """
    with writing(session):
        still_planned = StudySession.state == SessionState.PLANNED.value  # one called off may be planned anew
        there = twin(session, StudySession, actor.office_id, draft.values, still_planned)
        return there.id if there is not None else put_session(session, actor, draft).id


def put_session(session: Session, actor: Actor, draft: SessionDraft) -> StudySession:
    """As :func:`plan_session`, inside an open transaction."""
    _check(session, actor, draft)
    study = StudySession(office_id=actor.office_id, **draft.values)
    session.add(study)
    session.flush()
    rolls.make(session, study)
    record(
        session,
        actor,
        Act(
            "legal_study.plan_session",
            "legal_study_session",
            study.id,
            changes={"topic": [None, study.topic]},
        ),
    )
    return study


def _check(session: Session, actor: Actor, draft: SessionDraft) -> None:
    year_row(session, actor, draft.day.year)
    if draft.starts and draft.ends and draft.ends <= draft.starts:
        raise Refused("结束时间应当晚于开始时间", field="ends")
    if draft.row_id is not None:
        row = owned_one(session, PlanRow, actor.office_id, draft.row_id)
        if row.year != draft.day.year:
            raise Refused("所选计划行不属于该年度", field="row_id")


def edit_session(session: Session, actor: Actor, session_id: int, draft: SessionDraft, version: int) -> None:
    """Change a session; those no longer expected leave the roll unless something is recorded of them.

    Raises:
        Missing: none of the office's.
        Refused: a year concerned is closed; a held session would come to lie in the future.
        StaleEditError: somebody else changed it.
    """
    with writing(session):
        study = in_open_year(session, actor, session_id)
        check_version(study, version)
        _check(session, actor, draft)
        if study.standing is SessionState.HELD and draft.day > today():
            raise Refused("已举办的学习，日期不能晚于今天", field="day")
        old = {name: getattr(study, name) for name in draft.values}
        for name, value in draft.values.items():
            setattr(study, name, value)
        if old["audience"] != study.audience and study.standing is SessionState.PLANNED:
            rolls.renew(session, study)
        change = changed(_plain(old), _plain(draft.values))
        record(
            session, actor, Act("legal_study.edit_session", "legal_study_session", study.id, changes=change)
        )


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {
        name: each if isinstance(each, str | bool | int | None) else str(each)
        for name, each in values.items()
    }


def renew_roll(session: Session, actor: Actor, session_id: int) -> int:
    """Make the roll of a planned session anew from the people there are now; returns its length.

    Raises:
        Missing: no such session of the office.
        Refused: it is not planned any more.
    """
    with writing(session):
        study = in_open_year(session, actor, session_id)
        if study.standing is not SessionState.PLANNED:
            raise Refused(f"本次学习{study.standing.title}，应到名单不再更新")
        rolls.renew(session, study)
        record(session, actor, Act("legal_study.renew_roll", "legal_study_session", study.id))
        return len(study.roll)


def hold(session: Session, actor: Actor, session_id: int, draft: HeldDraft, version: int) -> None:
    """Record that a session was held (登记举办); people without an entry count as absent.

    Raises:
        Refused: cancelled or moved, in the future, heads that cannot be, a closed year.
        StaleEditError: somebody else changed it.
    """
    with writing(session):
        study = in_open_year(session, actor, session_id)
        check_version(study, version)
        if study.standing not in {SessionState.PLANNED, SessionState.HELD}:
            raise Refused(f"本次学习{study.standing.title}，不能登记举办结果")
        if draft.day > today():
            raise Refused("学习日期晚于今天，还不能登记为已举办", field="day")
        year_row(session, actor, draft.day.year)
        before = {"state": study.state, "day": study.day}
        study.state, study.day, study.year = SessionState.HELD.value, draft.day, draft.day.year
        study.hours, study.minutes = draft.hours, draft.minutes
        study.place, study.host = draft.place, draft.host
        study.recorder, study.speaker = draft.recorder, draft.speaker
        _count_heads(study, draft.heads)
        after = {"state": study.state, "day": study.day}
        record(
            session,
            actor,
            Act("legal_study.hold", "legal_study_session", study.id, changes=changed(before, after)),
        )


def _count_heads(study: StudySession, heads: Tally | None) -> None:
    if any(not each.extra for each in study.roll):
        for entry in study.roll:
            if entry.standing is Presence.EXPECTED:
                entry.presence = Presence.ABSENT.value
        return
    if heads is not None:
        check_tally(heads)
        study.stated_expected, study.stated_present = heads.expected, heads.present
        study.stated_made_up = heads.made_up


def cancel(session: Session, actor: Actor, session_id: int, reason: str) -> None:
    """Cancel a planned session (取消).

    Raises:
        Refused: it is not planned, or its year is closed.
    """
    with writing(session):
        study = _planned(session, actor, session_id, "取消")
        study.state, study.reason = SessionState.CANCELLED.value, reason
        _close_desk(study)
        record(session, actor, Act("legal_study.cancel", "legal_study_session", study.id, reason))


def move(session: Session, actor: Actor, session_id: int, day: date, reason: str) -> int:
    """Move a planned session to another day (改期): it stays as moved, a new one takes its place.

    Returns:
        The new session's id.

    Raises:
        Refused: it is not planned, the day is the same, or a year concerned is closed.
    """
    with writing(session):
        study = _planned(session, actor, session_id, "改期")
        if day == study.day:
            raise Refused("改期后的日期与原日期相同", field="day")
        year_row(session, actor, day.year)
        moved_by = day - study.day
        study.state, study.reason, study.superseded = SessionState.MOVED.value, reason, True
        _close_desk(study)
        new = _copy(study, day, moved_by)
        session.add(new)
        session.flush()
        rolls.make(session, new)
        change = changed({"day": study.day}, {"day": day})
        record(
            session, actor, Act("legal_study.move", "legal_study_session", study.id, reason, changes=change)
        )
        return new.id


_COPIED = (
    *("office_id", "kind", "thematic", "in_plan", "topic", "laws", "place", "host", "recorder", "speaker"),
    *("audience", "audience_note", "hours"),
)


def _copy(study: StudySession, day: date, moved_by: timedelta) -> StudySession:
    new = StudySession(**{name: getattr(study, name) for name in _COPIED})
    new.day, new.year, new.moved_from_id = day, day.year, study.id
    new.row_id = study.row_id if day.year == study.year else None
    new.starts_at = study.starts_at + moved_by if study.starts_at else None
    new.ends_at = study.ends_at + moved_by if study.ends_at else None
    return new


def restore(session: Session, actor: Actor, session_id: int, reason: str) -> None:
    """Take back that a session was held or cancelled (撤销登记): it is planned again.

    Raises:
        Refused: it is planned or moved, or its year is closed.
    """
    with writing(session):
        study = in_open_year(session, actor, session_id)
        if study.standing not in RESTORABLE:
            raise Refused(f"本次学习{study.standing.title}，没有可以撤销的登记")
        change = changed({"state": study.state}, {"state": SessionState.PLANNED.value})
        study.state, study.reason = SessionState.PLANNED.value, ""
        for entry in study.roll:
            if entry.standing is Presence.ABSENT and not entry.reason:
                entry.presence = Presence.EXPECTED.value
        record(
            session,
            actor,
            Act("legal_study.restore", "legal_study_session", study.id, reason, changes=change),
        )


def in_open_year(session: Session, actor: Actor, session_id: int) -> StudySession:
    """A session of the actor's office in an open year (本机构学习场次); Missing or Refused else."""
    study = owned_one(session, StudySession, actor.office_id, session_id)
    year_row(session, actor, study.year)
    return study


def _planned(session: Session, actor: Actor, session_id: int, act: str) -> StudySession:
    study = in_open_year(session, actor, session_id)
    if study.standing not in MOVABLE:
        raise Refused(f"本次学习{study.standing.title}，不能{act}")
    return study


def _close_desk(study: StudySession) -> None:
    study.sign_code, study.sign_opens_at, study.sign_closes_at = "", None, None
