"""Keeping the bank and the quizzes (题库与考试管理)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_legal_study.quizzes.models import BankQuestion, Certificate, Quiz, QuizAttempt
from xinfang_legal_study.quizzes.queries import bank_counts
from xinfang_legal_study.rules.attempts import Terms
from xinfang_legal_study.rules.questions import (
    PaperRule,
    Question,
    QuestionKind,
    check_question,
    check_rule,
)
from xinfang_legal_study.years.services import year_row
from xinfang_site.plugin_api.changes import changed
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned_one, record, twin, writing
from xinfang_site.plugin_api.dates import china, now, today
from xinfang_site.plugin_api.hooks import Actor


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as it is entered (试题)."""

    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    key: frozenset[int]
    citation: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class QuizDraft:
    """A quiz as it is prepared (考试安排)."""

    title: str
    law: str
    rule: PaperRule
    minutes: int
    most_attempts: int
    opens_at: datetime
    closes_at: datetime


def add_question(session: Session, actor: Actor, draft: QuestionDraft) -> int:
    """Add a question to the bank; returns its id, that of the very same one where there is one.

    Raises:
        Refused: it cannot be answered.
    """
    with writing(session):
        return put_question(session, actor, draft)


def put_question(session: Session, actor: Actor, draft: QuestionDraft) -> int:
    """As :func:`add_question`, inside an open transaction."""
    row = BankQuestion(office_id=actor.office_id)
    _fill(row, draft)
    values = {name: getattr(row, name) for name in ("kind", "stem", "options", "key")}
    there = twin(session, BankQuestion, actor.office_id, values, BankQuestion.active)
    if there is not None:
        return there.id
    session.add(row)
    session.flush()
    record(session, actor, Act("legal_study.question_add", "legal_study_question", row.id))
    return row.id


def edit_question(
    session: Session, actor: Actor, question_id: int, draft: QuestionDraft, version: int
) -> None:
    """Change a question, or confirm it against the law as it is now; papers already drawn keep theirs.

    Raises:
        Missing: not in the office's bank.
        Refused: it cannot be answered.
        StaleEditError: somebody else changed it.
    """
    with writing(session):
        row = owned_one(session, BankQuestion, actor.office_id, question_id)
        check_version(row, version)
        old = {"stem": row.stem, "citation": row.citation, "checked_on": row.checked_on}
        _fill(row, draft)
        new = {"stem": row.stem, "citation": row.citation, "checked_on": row.checked_on}
        act = Act("legal_study.question_edit", "legal_study_question", row.id, changes=changed(old, new))
        record(session, actor, act)


def _fill(row: BankQuestion, draft: QuestionDraft) -> None:
    check_question(Question(0, draft.kind, draft.stem, draft.options, draft.key, draft.citation))
    row.kind, row.stem, row.options = draft.kind.value, draft.stem, list(draft.options)
    row.key, row.citation, row.explanation = sorted(draft.key), draft.citation, draft.explanation
    row.checked_on = today()


def retire_question(session: Session, actor: Actor, question_id: int, *, active: bool) -> None:
    """Take a question out of use, or into use again; it is never deleted."""
    with writing(session):
        row = owned_one(session, BankQuestion, actor.office_id, question_id)
        row.active = active
        act = "legal_study.question_use" if active else "legal_study.question_retire"
        record(session, actor, Act(act, "legal_study_question", row.id))


def save_quiz(
    session: Session, actor: Actor, draft: QuizDraft, quiz_id: int | None = None, version: int = 0
) -> int:
    """Prepare a quiz, or change one that nobody has begun; returns its id.

    Raises:
        Missing: none of the office's.
        Refused: a rule that makes no paper, times that do not fit, somebody has begun, a closed year.
        StaleEditError: somebody else changed it.
    """
    with writing(session):
        year = china(draft.opens_at).year
        year_row(session, actor, year)
        Terms(draft.opens_at, draft.closes_at, draft.minutes, draft.most_attempts, draft.rule.pass_mark)
        check_rule(draft.rule, bank_counts(session, actor.office_id, draft.law))
        if quiz_id is None:
            quiz = Quiz(office_id=actor.office_id)
            session.add(quiz)
        else:
            quiz = owned_one(session, Quiz, actor.office_id, quiz_id)
            check_version(quiz, version)
            _check_unbegun(session, quiz)
        quiz.year, quiz.title, quiz.law = year, draft.title, draft.law
        quiz.counts = {kind.value: count for kind, count in draft.rule.counts.items()}
        quiz.points = {kind.value: points for kind, points in draft.rule.points.items()}
        quiz.pass_mark, quiz.minutes = draft.rule.pass_mark, draft.minutes
        quiz.most_attempts, quiz.opens_at, quiz.closes_at = (
            draft.most_attempts,
            draft.opens_at,
            draft.closes_at,
        )
        session.flush()
        record(
            session,
            actor,
            Act("legal_study.quiz_save", "legal_study_quiz", quiz.id, changes={"title": [None, quiz.title]}),
        )
        return quiz.id


def _check_unbegun(session: Session, quiz: Quiz) -> None:
    begun = session.scalar(
        select(func.count()).select_from(QuizAttempt).where(QuizAttempt.quiz_id == quiz.id)
    )
    if begun:
        raise Refused(f"已有 {begun} 份试卷，考试安排不能再修改；需要调整的，请另建一场考试")


def publish(session: Session, actor: Actor, quiz_id: int) -> None:
    """Publish a quiz: everybody sees it, and it can be taken while it is open.

    Raises:
        Missing: none of the office's.
        Refused: published already, over, or the bank no longer holds enough.
    """
    with writing(session):
        quiz = owned_one(session, Quiz, actor.office_id, quiz_id)
        year_row(session, actor, quiz.year)
        if quiz.published:
            raise Refused("考试已经发布")
        if quiz.closes_at <= now():
            raise Refused("截止时间已过，请先修改考试时间")
        check_rule(quiz.rule, bank_counts(session, actor.office_id, quiz.law))
        quiz.published = True
        record(session, actor, Act("legal_study.quiz_publish", "legal_study_quiz", quiz.id))


def void_certificate(session: Session, actor: Actor, certificate_id: int, reason: str) -> None:
    """Declare a certificate void; its number is not used again and the check page says so.

    Raises:
        Missing: none of the office's.
        Refused: it is void already.
    """
    with writing(session):
        found = owned_one(session, Certificate, actor.office_id, certificate_id)
        if found.voided_at is not None:
            raise Refused("这份证明已经作废")
        found.voided_at, found.void_reason = now(), reason
        record(
            session, actor, Act("legal_study.certificate_void", "legal_study_certificate", found.id, reason)
        )
