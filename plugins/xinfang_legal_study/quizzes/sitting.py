"""Taking a quiz (作答): start, save, hand in, the certificate; the key stays on the server until it is over."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_legal_study.people.services import member_of
from xinfang_legal_study.quizzes.models import Certificate, Quiz, QuizAttempt
from xinfang_legal_study.quizzes.queries import attempts_of, certificate_for, drawable
from xinfang_legal_study.rules.attempts import check_answering, check_start, may_see_key, result
from xinfang_legal_study.rules.certificates import Serial, new_check_code
from xinfang_legal_study.rules.questions import (
    Answers,
    Printed,
    QuestionKind,
    clean_answers,
    draw,
    missed,
    score,
    to_json,
)
from xinfang_legal_study.years.services import year_row
from xinfang_site.plugin_api.data import (
    Act,
    Missing,
    Refused,
    next_number,
    owned_one,
    record,
    writing,
)
from xinfang_site.plugin_api.dates import now
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.people import office

CERTIFICATES = "study_certificate"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the paper's page shows it (卷面题): without its key."""

    place: int
    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    points: int
    chosen: frozenset[int]


@dataclass(frozen=True, slots=True)
class Marked:
    """A question of a paper that is over (批阅).

    ``right`` and ``key`` are None while another paper can be begun: of a judge question, wrong is the answer.
    """

    place: int
    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    points: int
    chosen: frozenset[int]
    right: bool | None
    key: frozenset[int] | None
    citation: str


def start(session: Session, actor: Actor, quiz_id: int) -> int:
    """Draw a paper for the actor; returns the attempt's id.

    Raises:
        Missing: none of the office's, or not published.
        Refused: not open, none left, one is running.
    """
    with writing(session):
        quiz = owned_one(session, Quiz, actor.office_id, quiz_id)
        if not quiz.published:
            raise Missing
        year_row(session, actor, quiz.year)
        member = member_of(session, actor)
        instant = now()
        earlier = attempts_of(session, actor.office_id, quiz.id, member.id)
        check_start(quiz.terms, [each.sitting for each in earlier], instant)
        bank = [each.question for each in drawable(session, actor.office_id, quiz.law)]
        paper = draw(bank, quiz.rule, secrets.SystemRandom().shuffle)
        attempt = QuizAttempt(
            office_id=quiz.office_id,
            quiz_id=quiz.id,
            member_id=member.id,
            number=len(earlier) + 1,
            started_at=instant,
            due_at=quiz.terms.due(instant),
            paper=to_json(paper),
            missed=list(missed(paper, {})),
        )
        session.add(attempt)
        session.flush()
        record(session, actor, Act("legal_study.quiz_start", "legal_study_quiz", quiz.id))
        return attempt.id


def own_attempt(session: Session, actor: Actor, attempt_id: int) -> QuizAttempt:
    """The actor's own attempt; another person's is missing.

    Raises:
        Missing: there is none.
    """
    attempt = owned_one(session, QuizAttempt, actor.office_id, attempt_id)
    if attempt.member.account_id is None or attempt.member.account_id != actor.account_id:
        raise Missing
    return attempt


def save(session: Session, actor: Actor, attempt_id: int, answers: Answers, *, hand_in: bool) -> None:
    """Keep the actor's answers; with ``hand_in`` the paper is over and a passed one brings a certificate.

    Raises:
        Missing: not the actor's paper.
        Refused: it is in already, or its time is up; what was saved before counts.
    """
    with writing(session):
        attempt = own_attempt(session, actor, attempt_id)
        instant = now()
        check_answering(attempt.sitting, instant)
        paper = attempt.printed
        kept = clean_answers(paper, answers)
        attempt.answers = {str(place): sorted(chosen) for place, chosen in kept.items()}
        attempt.score, attempt.missed = score(paper, kept), list(missed(paper, kept))
        if not hand_in:
            return
        attempt.submitted_at = instant
        session.flush()
        record(session, actor, Act("legal_study.quiz_hand_in", "legal_study_quiz", attempt.quiz_id))
        if attempt.score >= attempt.quiz.pass_mark:
            certify(session, actor, attempt)


def claim_certificate(session: Session, actor: Actor, quiz_id: int) -> Certificate:
    """The actor's certificate for a quiz passed, issued now where a paper ran out of time.

    Raises:
        Missing: none of the office's quizzes.
        Refused: not passed.
    """
    with writing(session):
        quiz = owned_one(session, Quiz, actor.office_id, quiz_id)
        member = member_of(session, actor)
        attempts = attempts_of(session, actor.office_id, quiz.id, member.id)
        reached = result(quiz.terms, [each.sitting for each in attempts], now())
        if not reached.passed:
            raise Refused("还没有通过考试，不能开具证明")
        best = max(attempts, key=lambda each: each.score)
        return certify(session, actor, best)


def certify(session: Session, actor: Actor, attempt: QuizAttempt) -> Certificate:
    """One certificate for a person and quiz, whichever paper passed it first."""
    known = certificate_for(session, attempt.office_id, attempt.quiz_id, attempt.member_id)
    if known is not None:
        return known
    quiz = attempt.quiz
    letters = office(session, attempt.office_id).short_name[:12]
    number = next_number(session, attempt.office_id, CERTIFICATES, quiz.year)
    found = Certificate(
        office_id=attempt.office_id,
        year=quiz.year,
        number=number,
        serial=Serial(letters, quiz.year, number).text,
        check_code=new_check_code(secrets.randbelow),
        quiz_id=quiz.id,
        member_id=attempt.member_id,
        name=attempt.member.name,
        title=quiz.title,
        score=attempt.score,
        issued_at=now(),
    )
    session.add(found)
    session.flush()
    record(session, actor, Act("legal_study.certificate", "legal_study_certificate", found.id))
    return found


def asked(attempt: QuizAttempt) -> list[Asked]:
    """The paper for its page: nothing of the key, nor of the law that would tell it."""
    chosen = attempt.chosen
    return [
        Asked(place, each.kind, each.stem, each.options, each.points, chosen.get(place, frozenset()))
        for place, each in enumerate(attempt.printed)
    ]


def marked(attempt: QuizAttempt, others: Sequence[QuizAttempt]) -> list[Marked]:
    """A paper that is over, question by question.

    Raises:
        Missing: it is not over.
    """
    instant = now()
    if not attempt.sitting.over(instant):
        raise Missing
    open_key = may_see_key(attempt.quiz.terms, [each.sitting for each in others], instant)
    chosen = attempt.chosen
    return [
        _marked(place, each, chosen.get(place, frozenset()), open_key)
        for place, each in enumerate(attempt.printed)
    ]


def _marked(place: int, printed: Printed, chosen: frozenset[int], open_key: bool) -> Marked:
    return Marked(
        place,
        printed.kind,
        printed.stem,
        printed.options,
        printed.points,
        chosen,
        (chosen == printed.key) if open_key else None,
        printed.key if open_key else None,
        printed.citation,
    )


def to_review(attempt: QuizAttempt) -> list[str]:
    """The laws behind the questions missed on a paper that is over (需要复习的法条), each once."""
    wrong = set(attempt.missed)
    found = (each.citation for each in attempt.printed if each.question_id in wrong)
    return list(dict.fromkeys(each for each in found if each))
