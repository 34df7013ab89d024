"""Tables of quizzes (题库、考试、作答、证明)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.rules.attempts import Attempt, Terms
from xinfang_legal_study.rules.questions import PaperRule, Printed, Question, QuestionKind, from_json
from xinfang_site.plugin_api.data import Base, Instant, OfficeOwned, Sealed


class BankQuestion(OfficeOwned, Base):
    """One question of the bank (试题); ``checked_on`` is the day its citation was last looked at."""

    __tablename__ = "legal_study_question"
    __table_args__ = (Index("ix_legal_study_question_kind", "office_id", "active", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(10))
    stem: Mapped[str] = mapped_column(Text)
    options: Mapped[list[str]] = mapped_column(JSON)
    key: Mapped[list[int]] = mapped_column(JSON)
    citation: Mapped[str] = mapped_column(String(300), default="")
    explanation: Mapped[str] = mapped_column(String(500), default="")
    active: Mapped[bool] = mapped_column(default=True)
    checked_on: Mapped[date]

    __mapper_args__ = {"version_id_col": version}

    @property
    def question(self) -> Question:
        """The question as the rules see it."""
        return Question(
            self.id,
            QuestionKind(self.kind),
            self.stem,
            tuple(self.options),
            frozenset(self.key),
            self.citation,
        )


class Quiz(OfficeOwned, Base):
    """A quiz (学法考试): how papers are made, when it is open and what passes it.

    ``counts`` and ``points`` are by kind of question; ``law`` limits the bank to questions citing it.
    """

    __tablename__ = "legal_study_quiz"
    __table_args__ = (Index("ix_legal_study_quiz_year", "office_id", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    law: Mapped[str] = mapped_column(String(120), default="")
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    points: Mapped[dict[str, int]] = mapped_column(JSON)
    pass_mark: Mapped[int]
    minutes: Mapped[int]
    most_attempts: Mapped[int]
    opens_at: Mapped[datetime] = mapped_column(Instant)
    closes_at: Mapped[datetime] = mapped_column(Instant)
    published: Mapped[bool] = mapped_column(default=False)

    __mapper_args__ = {"version_id_col": version}

    @property
    def rule(self) -> PaperRule:
        """How a paper is made."""
        return PaperRule(
            {QuestionKind(name): count for name, count in self.counts.items()},
            {QuestionKind(name): points for name, points in self.points.items()},
            self.pass_mark,
        )

    @property
    def terms(self) -> Terms:
        """When and how often."""
        return Terms(self.opens_at, self.closes_at, self.minutes, self.most_attempts, self.pass_mark)


class QuizAttempt(OfficeOwned, Base):
    """One sitting (作答): the paper with its key stays here; pages get :attr:`printed` without it.

    ``score`` and ``missed`` are those of the answers saved last; they are final once it is over.
    """

    __tablename__ = "legal_study_attempt"
    __table_args__ = (UniqueConstraint("quiz_id", "member_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("legal_study_quiz.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("legal_study_member.id"), index=True)
    number: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    paper: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    answers: Mapped[dict[str, list[int]]] = mapped_column(JSON, default=dict)
    score: Mapped[int] = mapped_column(default=0)
    missed: Mapped[list[int]] = mapped_column(JSON, default=list)

    quiz: Mapped[Quiz] = relationship()
    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def sitting(self) -> Attempt:
        """The sitting as the rules see it."""
        return Attempt(self.number, self.started_at, self.due_at, self.submitted_at, self.score)

    @property
    def printed(self) -> tuple[Printed, ...]:
        """The paper, key included: for scoring, never for a page before the paper is over."""
        return from_json(self.paper)

    @property
    def chosen(self) -> dict[int, frozenset[int]]:
        """The answers saved last, by place on the paper."""
        return {int(place): frozenset(chosen) for place, chosen in self.answers.items()}


class Certificate(OfficeOwned, Base):
    """A certificate (学法证明): numbered by office and year; ``name`` and ``title`` as it was printed."""

    __tablename__ = "legal_study_certificate"
    __table_args__ = (
        UniqueConstraint("office_id", "year", "number"),
        UniqueConstraint("quiz_id", "member_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    serial: Mapped[str] = mapped_column(String(60))
    check_code: Mapped[str] = mapped_column(Sealed)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("legal_study_quiz.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("legal_study_member.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(160))
    score: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(Instant)
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    void_reason: Mapped[str] = mapped_column(String(200), default="")
