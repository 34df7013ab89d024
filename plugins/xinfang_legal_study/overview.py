"""The year at a glance (学法概览): what the first page, the home card and the digest are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from xinfang_legal_study.people.queries import own_member
from xinfang_legal_study.permissions import APPROVE, MANAGE, OVERVIEW
from xinfang_legal_study.quizzes.queries import open_quizzes
from xinfang_legal_study.records import queries as records
from xinfang_legal_study.records.attended import attended as attended_by
from xinfang_legal_study.records.yearly import progress_of
from xinfang_legal_study.rules.attempts import result
from xinfang_legal_study.rules.attendance import Tally
from xinfang_legal_study.rules.kinds import SessionState
from xinfang_legal_study.rules.plan import Quarter, Share, by_quarter, plan_share
from xinfang_legal_study.rules.progress import is_behind
from xinfang_legal_study.sessions import queries as sessions
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.years import queries as years
from xinfang_legal_study.years.models import PlanRow
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor, DueItem, Line
from xinfang_site.plugin_api.pages import may

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The year's figures (年度数字), each with what it is made of."""

    held: int
    planned: int
    cancelled: int
    moved: int
    thematic: int
    plan: Share
    heads: Tally


def figures(found: Sequence[StudySession], waiting_rows: int = 0) -> YearFigures:
    """Sessions counted: planned is not held, a title makes nothing thematic."""
    held = [each for each in found if each.standing is SessionState.HELD]
    states = [each.standing for each in found]
    return YearFigures(
        held=len(held),
        planned=states.count(SessionState.PLANNED),
        cancelled=states.count(SessionState.CANCELLED),
        moved=states.count(SessionState.MOVED),
        thematic=sum(each.counts_thematic for each in held),
        plan=plan_share([each.fact for each in found], waiting_rows),
        heads=sum((each.tally for each in held), Tally(0, 0)),
    )


def quarters(rows: Sequence[PlanRow], found: Sequence[StudySession], year: int, day: date) -> list[Quarter]:
    """Plan against held by quarter."""
    return by_quarter([each.item for each in rows], [each.fact for each in found], year, day)


def held_by_row(found: Sequence[StudySession]) -> Mapping[int, list[StudySession]]:
    """The sessions that carry each row of the plan out."""
    groups: dict[int, list[StudySession]] = {}
    for each in found:
        if each.row_id is not None and not each.superseded:
            groups.setdefault(each.row_id, []).append(each)
    return groups


def waiting_rows(rows: Sequence[PlanRow], found: Sequence[StudySession]) -> int:
    """Rows that no session carries out yet."""
    carried = {each.row_id for each in found}
    return sum(row.id not in carried for row in rows)


def page_values(session: Session, actor: Actor, year: int) -> dict[str, object]:
    """Everything the first page shows."""
    office_id, day = actor.office_id or 0, today()
    rows = years.plan_rows(session, office_id, year)
    found = sessions.year_sessions(session, office_id, year)
    member = own_member(session, actor)
    people = progress_of(session, office_id, year, day)
    own = next((each for each in people if member is not None and each.member_id == member.id), None)
    return {
        "view": years.year_view(session, office_id, year),
        "years": years.known_years(session, office_id, day.year),
        "figures": figures(found, waiting_rows(rows, found)),
        "quarters": quarters(rows, found, year, day),
        "upcoming": [each for each in found if each.standing is SessionState.PLANNED and each.day >= day][:8],
        "overdue": [each for each in found if each.standing is SessionState.PLANNED and each.day < day],
        "mine": own,
        "todo": todo(session, actor),
        "behind": [each for each in people if is_behind(each.light)] if may(OVERVIEW) else [],
        "people": len(people),
        "approvals": _approvals(session, office_id) if may(APPROVE) else 0,
        "day": day,
        "may_manage": may(MANAGE),
        "may_overview": may(OVERVIEW),
    }


def _approvals(session: Session, office_id: int) -> int:
    return len(sessions.waiting_make_ups(session, office_id)) + len(
        records.waiting_credits(session, office_id)
    )


def todo(session: Session, actor: Actor) -> list[Line]:
    """What waits for a person: signing in, quizzes, reflections, reading again."""
    lines = [
        Line(f"签到：{topic}", url_for("legal_study.sign_in", session_id=session_id), "签到已开放")
        for session_id, topic in sessions.to_sign(session, actor, now())
    ]
    for quiz in open_quizzes(session, actor, now()):
        reached = result(quiz.terms, quiz.attempts, now())
        if not reached.passed and reached.taken < quiz.terms.most_attempts:
            lines.append(
                Line(f"考试：{quiz.title}", url_for("legal_study.quiz", quiz_id=quiz.id), "尚未通过")
            )
    day, attended = today(), attended_by(session, actor)
    for study in attended:
        if not study.owes:
            continue
        due = study.reflection_due_on
        late = due is not None and due < day
        url = url_for("legal_study.reflection", session_id=study.id)
        lines.append(
            Line(f"学习心得：{study.topic}", url, f"{due} 前提交" + ("，已逾期" if late else ""), late)
        )
    member = own_member(session, actor) if records.studied_laws(session, attended) else None
    asked = records.rereadings_of(session, member, day) if member is not None else ()
    if asked:
        lines.append(
            Line(
                f"重读已修改的法规 {len(asked)} 处", url_for("legal_study.rereadings"), "学过以后修改或者废止"
            )
        )
    return lines


def due_items(session: Session, office_id: int, start: date, end: date, day: date) -> list[DueItem]:
    """Sessions planned, sessions past whose result is missing, reflections due."""
    return [
        DueItem(
            each.day,
            f"{each.kind_title}：{each.topic}" + ("（未登记结果）" if each.day < day else ""),
            url_for("legal_study.session_page", session_id=each.id),
            each.day < day,
        )
        for each in sessions.upcoming(session, office_id, start, end)
    ]
