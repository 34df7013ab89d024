"""Figures of legal study for the core's statistics (学法统计): every number leads to its list."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from xinfang_legal_study.figures import YearFigures, figures
from xinfang_legal_study.people.queries import members
from xinfang_legal_study.quizzes.queries import quizzes, results_of
from xinfang_legal_study.rules.kinds import SessionState, StudyKind
from xinfang_legal_study.rules.plan import quarter_of
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.sessions.queries import year_sessions
from xinfang_site.plugin_api.dates import china, today
from xinfang_site.plugin_api.hooks import OfficeRef
from xinfang_site.plugin_api.statistics import Chart, Figure, Period, Row, Table, count, rate

_PLAN = "计划完成率＝已举办÷列入计划（已举办、未举办、取消、改期未办的场次；改期后另办的只算一次）"
_HEADS = "到课率＝实到÷应到，只计已举办的场次，补学不计入实到"
_COLUMNS = (
    "已举办",
    "其中专题学习",
    "计划未举办",
    "已取消",
    "应到人次",
    "实到人次",
    "补学人次",
    "到课率",
    "计划完成率",
)


def tables(session: Session, office: OfficeRef, period: Period) -> Sequence[Table]:
    """Sessions by kind and by quarter, and quizzes, of a period."""
    found = [
        each
        for year in range(period.first.year, period.last.year + 1)
        for each in year_sessions(session, office.id, year)
        if period.first <= each.day <= period.last
    ]
    return (_by_kind(found, period), _by_quarter(found), _quizzes(session, office, period))


def _by_kind(found: Sequence[StudySession], period: Period) -> Table:
    year = period.first.year
    rows = []
    for kind in StudyKind:
        own = [each for each in found if each.kind == kind.value]
        if own:
            url = url_for("legal_study.sessions", year=year, kind=kind.value)
            rows.append(Row(kind.title, _figures(figures(own), year, kind), url))
    total = Row(
        "合计", _figures(figures(found), year), url_for("legal_study.sessions", year=year), total=True
    )
    return Table(
        "sessions",
        "学法场次和考勤",
        "学习形式",
        _COLUMNS,
        (*rows, total),
        unit="场",
        chart=Chart("bar", (0,)) if rows else None,
        as_of=today(),
    )


def _figures(found: YearFigures, year: int, kind: StudyKind | None = None) -> tuple[Figure, ...]:
    def listed(state: SessionState, thematic: str | None = None) -> str:
        wanted = kind.value if kind is not None else None
        return url_for("legal_study.sessions", year=year, state=state.value, kind=wanted, thematic=thematic)

    heads = found.heads
    return (
        count(found.held, listed(SessionState.HELD)),
        count(found.thematic, listed(SessionState.HELD, "y")),
        count(found.planned, listed(SessionState.PLANNED)),
        count(found.cancelled, listed(SessionState.CANCELLED)),
        count(heads.expected),
        count(heads.present),
        count(heads.made_up),
        rate(heads.present, heads.expected, _HEADS, as_of=today()),
        rate(found.plan.part, found.plan.whole, _PLAN, as_of=today()),
    )


def _by_quarter(found: Sequence[StudySession]) -> Table:
    quarters = sorted({(each.day.year, quarter_of(each.day.month)) for each in found})
    rows = []
    for year, number in quarters:
        own = [each for each in found if (each.day.year, quarter_of(each.day.month)) == (year, number)]
        seen = figures(own)
        numbers = (count(seen.held), count(seen.planned), count(seen.cancelled))
        rows.append(Row(f"{year}年第{number}季度", numbers))
    return Table(
        "quarters",
        "各季度学法",
        "季度",
        ("已举办", "计划未举办", "已取消"),
        tuple(rows),
        unit="场",
        chart=Chart("stacked", (0, 1, 2)) if rows else None,
        as_of=today(),
    )


def _quizzes(session: Session, office: OfficeRef, period: Period) -> Table:
    people = len(members(session, office.id))
    rows = []
    for year in range(period.first.year, period.last.year + 1):
        for quiz in quizzes(session, office.id, year, drafts=False):
            if not period.first <= china(quiz.opens_at).date() <= period.last:
                continue
            taken = [each for each in results_of(session, quiz).values() if each.taken]
            passed = sum(each.passed for each in taken)
            url = url_for("legal_study.quiz_results", quiz_id=quiz.id)
            numbers = (
                count(len(taken), url),
                count(passed, url),
                rate(len(taken), max(people, len(taken)), "参考率＝参加考试人数÷在册人数", as_of=today()),
                rate(passed, len(taken), "通过率＝通过人数÷参加考试人数", as_of=today()),
            )
            rows.append(Row(quiz.title, numbers, url))
    return Table(
        "quizzes",
        "学法考试",
        "考试",
        ("参考人数", "通过人数", "参考率", "通过率"),
        tuple(rows),
        unit="人",
        as_of=today(),
    )
