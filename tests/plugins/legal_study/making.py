"""What the tests of legal study make: the module switched on, sessions, a quiz."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from tests.people import Cast
from xinfang_legal_study.quizzes.services import QuestionDraft, QuizDraft, add_question, publish, save_quiz
from xinfang_legal_study.rules.kinds import Audience, StudyKind
from xinfang_legal_study.rules.questions import JUDGE_OPTIONS, PaperRule, QuestionKind
from xinfang_legal_study.sessions.services import SessionDraft, plan_session
from xinfang_site.actor import Actor
from xinfang_site.clock import CHINA
from xinfang_site.extensions import db
from xinfang_site.modules.services import Turn, switch
from xinfang_site.plugin_registry import plugins

CITATION = "《信访工作条例》第二十二条"


def switch_on(code: str, *, on: bool = True) -> None:
    cast = Cast()
    actor = cast.actor("root_security")
    switch(db.session(), actor, plugins(), Turn(cast.office(code).id, "legal_study", on, "测试"))


@dataclass
class Study:
    """What the tests do with the module: act as somebody, make a session, a quiz."""

    app: Flask

    @property
    def session(self) -> Session:
        return db.session()

    def fresh(self) -> None:
        """Look at the database anew, as the next request would."""
        self.session.rollback()

    def actor(self, username: str) -> Actor:
        return Cast().actor(username)

    def planned(self, day: date, **changes: Any) -> int:
        draft = SessionDraft(
            **{
                "kind": StudyKind.CENTRE_GROUP,
                "topic": "学习《信访工作条例》",
                "day": day,
                "starts": time(9),
                "ends": time(11),
                "laws": "《信访工作条例》第二十二条",
                "audience": Audience.ALL,
                "hours": Decimal(2),
                **changes,
            }
        )
        return plan_session(self.session, self.actor("section_head"), draft)

    def quiz(self, opens: datetime, closes: datetime, **changes: Any) -> int:
        head = self.actor("section_head")
        for number in range(1, 5):
            options = (f"秘密正确{number}", f"甲{number}", f"乙{number}")
            draft = QuestionDraft(QuestionKind.SINGLE, f"单选{number}", options, frozenset({0}), CITATION)
            add_question(self.session, head, draft)
        judge = QuestionDraft(QuestionKind.JUDGE, "判断", JUDGE_OPTIONS, frozenset({1}), CITATION)
        add_question(self.session, head, judge)
        rule = PaperRule(
            {QuestionKind.SINGLE: 4, QuestionKind.JUDGE: 1},
            {QuestionKind.SINGLE: 20, QuestionKind.JUDGE: 20},
            60,
        )
        terms = {"minutes": 30, "most_attempts": 2, **changes}
        quiz_id = save_quiz(
            self.session, head, QuizDraft("条例测验", "", rule, opens_at=opens, closes_at=closes, **terms)
        )
        publish(self.session, head, quiz_id)
        return quiz_id


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), CHINA)
