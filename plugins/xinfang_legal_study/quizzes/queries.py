"""Reading quizzes (考试查询)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.quizzes.models import BankQuestion, Certificate, Quiz, QuizAttempt
from xinfang_legal_study.rules.attempts import Attempt, Result, Terms, result
from xinfang_legal_study.rules.questions import QuestionKind
from xinfang_site.plugin_api.data import owned
from xinfang_site.plugin_api.dates import now
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.laws import PassageChange, changes_of, passages_of


@dataclass(frozen=True, slots=True)
class Scores:
    """A person's scores in a year (年度成绩): of the quiz taken first, the best of all, quizzes passed."""

    first: int | None = None
    best: int | None = None
    passed: int = 0


@dataclass(frozen=True, slots=True)
class WantedQuestions:
    """What the bank's list is filtered by (题库筛选)."""

    words: str = ""
    kind: str = ""
    retired: bool = False


def questions(session: Session, office_id: int | None, wanted: WantedQuestions) -> Sequence[BankQuestion]:
    """Questions of the bank, newest first."""
    query = owned(BankQuestion, office_id).where(BankQuestion.active.is_(not wanted.retired))
    if wanted.kind:
        query = query.where(BankQuestion.kind == wanted.kind)
    if wanted.words:
        columns = (BankQuestion.stem, BankQuestion.citation)
        query = query.where(or_(*(each.contains(wanted.words, autoescape=True) for each in columns)))
    return session.scalars(query.order_by(BankQuestion.id.desc())).all()


def drawable(session: Session, office_id: int | None, law: str) -> Sequence[BankQuestion]:
    """Questions that papers may be drawn from: in use and, with ``law``, citing it."""
    query = owned(BankQuestion, office_id).where(BankQuestion.active)
    if law:
        query = query.where(BankQuestion.citation.contains(law, autoescape=True))
    return session.scalars(query.order_by(BankQuestion.id)).all()


def bank_counts(session: Session, office_id: int | None, law: str) -> dict[QuestionKind, int]:
    """How many questions of each kind there are to draw from."""
    found = drawable(session, office_id, law)
    return {kind: sum(each.kind == kind.value for each in found) for kind in QuestionKind}


def outdated(session: Session, rows: Sequence[BankQuestion], day: date) -> Mapping[int, PassageChange]:
    """Questions whose law was amended or repealed since they were last looked at (待核对试题)."""
    cited = passages_of(session, [row.citation for row in rows])
    changes = changes_of(session, {each for passages in cited.values() for each in passages}, day)
    found = {}
    for row in rows:
        stale = [
            changes[each]
            for each in cited[row.citation]
            if each in changes and (changes[each].dropped or changes[each].since > row.checked_on)
        ]
        if stale:
            found[row.id] = stale[0]
    return found


def quizzes(session: Session, office_id: int | None, year: int, *, drafts: bool) -> Sequence[Quiz]:
    """The quizzes of a year, newest first; drafts only for who prepares them."""
    query = owned(Quiz, office_id).where(Quiz.year == year).order_by(Quiz.opens_at.desc(), Quiz.id.desc())
    return session.scalars(query if drafts else query.where(Quiz.published)).all()


@dataclass(frozen=True, slots=True)
class OpenQuiz:
    """A quiz that can be taken, and one person's sittings of it (待考)."""

    id: int
    title: str
    terms: Terms
    attempts: list[Attempt]


def open_quizzes(session: Session, actor: Actor, instant: datetime) -> list[OpenQuiz]:
    """Quizzes that can be taken at an instant with the actor's sittings, without papers; one query."""
    own = {"account": actor.account_id, "office": actor.office_id, "instant": instant}
    rows = session.execute(_OPEN, own)
    found: dict[int, OpenQuiz] = {}
    for quiz_id, title, opens, closes, minutes, most, mark, number, *taken in rows:
        each = found.setdefault(
            quiz_id, OpenQuiz(quiz_id, title, Terms(opens, closes, minutes, most, mark), [])
        )
        if number is not None:
            each.attempts.append(Attempt(number, *taken))
    return list(found.values())


_MINE = select(Member.id).where(Member.account_id == bindparam("account"))
_TERMS = (Quiz.opens_at, Quiz.closes_at, Quiz.minutes, Quiz.most_attempts, Quiz.pass_mark)
_SITTING = (
    *(QuizAttempt.number, QuizAttempt.started_at, QuizAttempt.due_at),
    *(QuizAttempt.submitted_at, QuizAttempt.score),
)
_OPEN = (
    select(Quiz.id, Quiz.title, *_TERMS, *_SITTING)
    .outerjoin(QuizAttempt, and_(QuizAttempt.quiz_id == Quiz.id, QuizAttempt.member_id.in_(_MINE)))
    .where(Quiz.office_id == bindparam("office"), Quiz.published)
    .where(Quiz.opens_at <= bindparam("instant"), Quiz.closes_at > bindparam("instant"))
    .order_by(Quiz.closes_at, Quiz.id, QuizAttempt.number)
)
"""Built once: every home page asks."""


def attempts_of(
    session: Session, office_id: int | None, quiz_id: int, member_id: int | None
) -> Sequence[QuizAttempt]:
    """One person's sittings of a quiz, first one first."""
    if member_id is None:
        return ()
    query = owned(QuizAttempt, office_id).where(
        QuizAttempt.quiz_id == quiz_id, QuizAttempt.member_id == member_id
    )
    return session.scalars(query.order_by(QuizAttempt.number)).all()


def results_of(session: Session, quiz: Quiz) -> dict[int, Result]:
    """First and best score of everybody who took a quiz, by person."""
    rows = session.scalars(owned(QuizAttempt, quiz.office_id).where(QuizAttempt.quiz_id == quiz.id))
    groups: dict[int, list[QuizAttempt]] = {}
    for row in rows:
        groups.setdefault(row.member_id, []).append(row)
    instant = now()
    return {
        member_id: result(quiz.terms, [each.sitting for each in group], instant)
        for member_id, group in groups.items()
    }


def scores_in(session: Session, office_ids: Collection[int], year: int) -> dict[int, Scores]:
    """Everybody's scores in a year: the first of the first quiz, the best of all, in percent of full marks."""
    taken = _sittings_in(session, office_ids, year)
    asked = select(Quiz).where(Quiz.id.in_(taken)).order_by(Quiz.opens_at, Quiz.id)
    found: dict[int, Scores] = {}
    instant = now()
    for quiz in session.scalars(asked) if taken else ():
        total = quiz.rule.total or 1
        for member_id, attempts in taken[quiz.id].items():
            each = result(quiz.terms, attempts, instant)
            if each.first is None or each.best is None:
                continue
            first, best = each.first * 100 // total, each.best * 100 // total
            known = found.get(member_id, Scores())
            found[member_id] = Scores(
                first if known.first is None else known.first,
                max(best, known.best or 0),
                known.passed + each.passed,
            )
    return found


def _sittings_in(
    session: Session, office_ids: Collection[int], year: int
) -> dict[int, dict[int, list[Attempt]]]:
    """The sittings of a year's published quizzes by quiz and person, without their papers."""
    row = QuizAttempt
    rows = session.execute(
        select(
            row.quiz_id, row.member_id, row.number, row.started_at, row.due_at, row.submitted_at, row.score
        )
        .join(Quiz, Quiz.id == row.quiz_id)
        .where(Quiz.office_id.in_(office_ids), Quiz.year == year, Quiz.published)
    )
    found: dict[int, dict[int, list[Attempt]]] = {}
    for quiz_id, member_id, number, started, due, submitted, score in rows:
        sitting = Attempt(number, started, due, submitted, score)
        found.setdefault(quiz_id, {}).setdefault(member_id, []).append(sitting)
    return found


def running(session: Session, office_id: int | None, year: int) -> int:
    """How many papers of a year are being answered now."""
    query = (
        select(QuizAttempt)
        .join(Quiz, Quiz.id == QuizAttempt.quiz_id)
        .options(joinedload(QuizAttempt.quiz))
        .where(QuizAttempt.office_id == office_id, Quiz.year == year, QuizAttempt.submitted_at.is_(None))
    )
    instant = now()
    return sum(not each.sitting.over(instant) for each in session.scalars(query))


def missed_citations(
    session: Session, office_id: int | None, first: datetime, last: datetime
) -> dict[str, int]:
    """How often questions on each article were missed in papers started in a span (常错条款)."""
    rows = session.scalars(
        owned(QuizAttempt, office_id).where(QuizAttempt.started_at >= first, QuizAttempt.started_at < last)
    )
    instant = now()
    counts: dict[str, int] = {}
    for row in rows:
        if row.sitting.over(instant):
            wrong = set(row.missed)
            for printed in row.printed:
                if printed.question_id in wrong and printed.citation:
                    counts[printed.citation] = counts.get(printed.citation, 0) + 1
    return counts


def certificate_for(
    session: Session, office_id: int | None, quiz_id: int, member_id: int
) -> Certificate | None:
    """The certificate of a person for a quiz."""
    return session.scalar(
        owned(Certificate, office_id).where(
            Certificate.quiz_id == quiz_id, Certificate.member_id == member_id
        )
    )


def certificates_of(session: Session, office_id: int | None, member_id: int) -> Sequence[Certificate]:
    """One person's certificates, newest first."""
    query = owned(Certificate, office_id).where(Certificate.member_id == member_id)
    return session.scalars(query.order_by(Certificate.id.desc())).all()


def certificate_by_serial(session: Session, year: int, number: int, serial: str) -> Sequence[Certificate]:
    """Certificates with a serial, of whichever office: a check page is asked about papers of others."""
    query = select(Certificate).where(
        Certificate.year == year, Certificate.number == number, Certificate.serial == serial
    )
    return session.scalars(query).all()
