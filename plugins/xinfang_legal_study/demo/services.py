"""A fictional year of legal study for the demo district (演示数据): plan, sessions, signatures, a quiz."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from xinfang_legal_study.demo.people import enrol
from xinfang_legal_study.demo.quiz import hold_quiz
from xinfang_legal_study.rules.attendance import Presence, Reason, Way
from xinfang_legal_study.rules.kinds import Audience, StudyKind
from xinfang_legal_study.rules.plan import MonthSpan
from xinfang_legal_study.sessions import attending, services
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.sessions.queries import session_of
from xinfang_legal_study.years.queries import plan_rows
from xinfang_legal_study.years.services import RowDraft, YearDraft, add_row, set_year
from xinfang_site.domain.roles import ADMINISTRATORS, Role
from xinfang_site.plugin_api.dates import work_calendar
from xinfang_site.plugin_api.hooks import Actor, OfficeRef
from xinfang_site.plugin_api.people import acting, people_of

_C, _T, _L, _B, _P, _R, _S = (
    StudyKind.CENTRE_GROUP,
    StudyKind.THEMATIC,
    StudyKind.LEADERS,
    StudyKind.BEFORE_MEETING,
    StudyKind.PARTY_LIFE,
    StudyKind.TRAINING,
    StudyKind.LECTURE,
)
_PLAN = (
    (
        1,
        1,
        _C,
        "《中华人民共和国宪法》导读",
        "《中华人民共和国宪法》",
        "主要负责人",
        Audience.CENTRE_GROUP,
        "2",
    ),
    (2, 2, _B, "《信访工作条例》第一章总则", "《信访工作条例》第三条", "综合科", Audience.LEADERS, "0.5"),
    (3, 3, _T, "习近平法治思想专题学习（一）", "《信访工作条例》", "分管负责人", Audience.ALL, "2"),
    (
        4,
        5,
        _L,
        "信访事项的受理和告知",
        "《信访工作条例》第二十二条、《信访工作条例》第二十三条",
        "接访科",
        Audience.LEADERS,
        "1",
    ),
    (6, 6, _T, "习近平法治思想专题学习（二）", "《信访工作条例》第三十一条", "分管负责人", Audience.ALL, "2"),
    (6, 7, _P, "党内法规学习", "《中国共产党廉洁自律准则》", "支部书记", Audience.PARTY, "1.5"),
    (8, 8, _S, "习近平法治思想宣讲解读", "", "区委党校", Audience.ALL, "2"),
    (9, 9, _T, "习近平法治思想专题学习（三）", "《信访工作条例》第三十四条", "分管负责人", Audience.ALL, "2"),
    (10, 10, _R, "初次信访事项办理实务", "《信访工作条例》第三十二条", "督查科", Audience.ALL, "4"),
    (11, 11, _C, "信访工作法治化", "《信访工作条例》第五条", "主要负责人", Audience.CENTRE_GROUP, "2"),
    (11, 12, _B, "根据新出台法律法规组织一次", "", "综合科", Audience.LEADERS, "0.5"),
    (12, 12, _L, "宪法宣传周集体学法", "《中华人民共和国宪法》", "主要负责人", Audience.LEADERS, "1"),
)
_CANCELLED, _MOVED = 5, 6
"""Places in the plan of a session cancelled and of one moved."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does what in the demo (演示人员)."""

    coordinator: Actor
    people: tuple[Actor, ...]


def fill(session: Session, office: OfficeRef, day: date) -> Sequence[str]:
    """Make an office's year; an office without a coordinator gets nothing."""
    crew = _crew(session, office)
    if crew is None:
        return ()
    year = day.year
    enrol(session, crew.coordinator)
    title = f"{year}年党组理论中心组学习计划表"
    set_year(session, crew.coordinator, year, YearDraft(title, "主要负责人", "综合科", Decimal(12), 6), 0)
    for first, last, kind, topic, laws, speaker, audience, hours in _PLAN:
        draft = RowDraft(MonthSpan(first, last), kind, topic, laws, speaker, audience, hours=Decimal(hours))
        add_row(session, crew.coordinator, year, draft)
    held = _sessions(session, crew, day)
    taken = hold_quiz(session, crew.coordinator, crew.people, day)
    return (f"学习计划 {len(_PLAN)} 行、学习 {held} 场", f"学法考试 1 场、作答 {taken} 份")


def _crew(session: Session, office: OfficeRef) -> Crew | None:
    found = [
        each for each in people_of(session, [office.id]) if not each.roles & ADMINISTRATORS and each.roles
    ]
    heads = [each for each in found if Role.SECTION_HEAD in each.roles]
    if not heads:
        return None
    return Crew(acting(session, heads[0].id), tuple(acting(session, each.id) for each in found))


def _sessions(session: Session, crew: Crew, day: date) -> int:
    count, calendar = 0, work_calendar(session)
    for place, row in enumerate(plan_rows(session, crew.coordinator.office_id, day.year)):
        planned = calendar.next_working_day(date(day.year, row.last_month, 10 + place % 3 * 5))
        if planned > day + timedelta(days=30):
            continue
        draft = services.SessionDraft(
            kind=StudyKind(row.kind),
            topic=row.topic,
            day=planned,
            starts=time(9),
            ends=time(11),
            laws=row.laws,
            place="三楼会议室",
            host="主要负责人",
            recorder="综合科",
            speaker=row.speaker,
            audience=Audience(row.audience),
            hours=Decimal(row.hours),
            row_id=row.id,
            reflection_due_on=planned + timedelta(days=14) if row.kind == _T.value else None,
        )
        study_id = services.plan_session(session, crew.coordinator, draft)
        count += 1
        if planned >= day:
            continue
        _finish(session, crew, study_id, place, day)
    return count


def _finish(session: Session, crew: Crew, study_id: int, place: int, day: date) -> None:
    """What became of a session whose day has passed."""
    if place == _CANCELLED:
        services.cancel(session, crew.coordinator, study_id, "与区委重要会议冲突")
        return
    if place == _MOVED:
        study = session_of(session, crew.coordinator.office_id, study_id)
        later = min(study.day + timedelta(days=7), day - timedelta(days=1))
        if later != study.day:
            study_id = services.move(session, crew.coordinator, study_id, later, "主讲人临时有公务")
    study = session_of(session, crew.coordinator.office_id, study_id)
    attending.mark(session, crew.coordinator, study_id, _marks(study, place), Way.SHEET)
    study = session_of(session, crew.coordinator.office_id, study_id)
    draft = services.HeldDraft(
        study.day,
        Decimal(study.hours),
        study.place,
        study.host,
        study.recorder,
        study.speaker,
        f"{study.speaker}领学“{study.topic}”，结合本季度办理的信访事项交流发言。",
    )
    services.hold(session, crew.coordinator, study_id, draft, study.version)


def _marks(study: StudySession, place: int) -> list[attending.Mark]:
    """Nearly everybody came; now and then somebody was on duty at the window."""
    found = []
    for at, entry in enumerate(study.roll):
        away = (at + place) % 7 == 0 and len(study.roll) > 2
        presence = Presence.LEAVE if away else Presence.PRESENT
        reason = Reason.DUTY.value if away else ""
        found.append(attending.Mark(entry.id, entry.version, presence, reason))
    return found
