"""What cites a law that was amended or repealed (法规变动核对): questions, plan rows, planned sessions, sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from xinfang_legal_study.lessons.models import SheetState
from xinfang_legal_study.lessons.queries import sheets
from xinfang_legal_study.quizzes.queries import WantedQuestions, questions
from xinfang_legal_study.rules.kinds import SessionState
from xinfang_legal_study.sessions.queries import year_sessions
from xinfang_legal_study.years.queries import plan_rows
from xinfang_site.plugin_api.dates import china
from xinfang_site.plugin_api.laws import PassageChange, changes_of, passages_of


@dataclass(frozen=True, slots=True)
class Citing:
    """A record that cites laws (引用处): what it is, where it stands, the day its words are of."""

    kind: str
    text: str
    url: str
    laws: str
    day: date


@dataclass(frozen=True, slots=True)
class Outdated:
    """A record whose law changed after its day (待核对): the passage and how it changed."""

    citing: Citing
    change: PassageChange


def outdated(session: Session, office_id: int, day: date) -> list[Outdated]:
    """Everything of the office still to be used that cites a passage amended since, or repealed."""
    every = list(_citing(session, office_id, day))
    named = passages_of(session, [each.laws for each in every])
    cited = [named[each.laws] for each in every]
    changes = changes_of(session, {passage for passages in cited for passage in passages}, day)
    return [
        Outdated(each, changes[passage])
        for each, passages in zip(every, cited, strict=True)
        for passage in passages
        if passage in changes and (changes[passage].dropped or changes[passage].since > each.day)
    ]


def _citing(session: Session, office_id: int, day: date) -> Iterator[Citing]:
    for row in questions(session, office_id, WantedQuestions()):
        url = url_for("legal_study.question_edit", question_id=row.id)
        yield Citing("试题", row.stem, url, row.citation, row.checked_on)
    for year in (day.year, day.year + 1):
        first = date(year, 1, 1)
        carried = year_sessions(session, office_id, year)
        done = {each.row_id for each in carried if each.standing is SessionState.HELD}
        for plan in plan_rows(session, office_id, year):
            if plan.id not in done:
                yield Citing("计划", plan.topic, url_for("legal_study.plan", year=year), plan.laws, first)
        for study in carried:
            if study.standing is SessionState.PLANNED:
                url = url_for("legal_study.session_page", session_id=study.id)
                yield Citing("学习安排", study.topic, url, study.laws, first)
    yield from _sheets(session, office_id)


def _sheets(session: Session, office_id: int) -> Sequence[Citing]:
    return [
        Citing(
            "案例",
            each.title,
            url_for("legal_study.lesson", sheet_id=each.id),
            each.laws,
            china(each.decided_at or each.made_at).date(),
        )
        for each in sheets(session, office_id, all_states=True)
        if each.standing is SheetState.APPROVED
    ]
