"""The quiz of the demo year (演示考试): questions, a paper, and every second person sitting it."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from xinfang_legal_study.demo.questions import drafts
from xinfang_legal_study.quizzes.services import QuizDraft, add_question, publish, save_quiz
from xinfang_legal_study.quizzes.sitting import own_attempt, save, start
from xinfang_legal_study.rules.questions import PaperRule, QuestionKind
from xinfang_site.plugin_api.dates import instant
from xinfang_site.plugin_api.hooks import Actor


def hold_quiz(session: Session, coordinator: Actor, people: Sequence[Actor], day: date) -> int:
    """Publish it and let people sit it; how many handed in."""
    for question in drafts():
        add_question(session, coordinator, question)
    rule = PaperRule(
        {QuestionKind.SINGLE: 6, QuestionKind.MULTIPLE: 2, QuestionKind.JUDGE: 4},
        {QuestionKind.SINGLE: 8, QuestionKind.MULTIPLE: 10, QuestionKind.JUDGE: 8},
        60,
    )
    opens = instant(day - timedelta(days=3), time(8))
    draft = QuizDraft(
        "《信访工作条例》学法测验", "信访工作条例", rule, 30, 3, opens, opens + timedelta(days=21)
    )
    quiz_id = save_quiz(session, coordinator, draft)
    publish(session, coordinator, quiz_id)
    takers = people[::2]
    for place, person in enumerate(takers):
        attempt_id = start(session, person, quiz_id)
        paper = own_attempt(session, person, attempt_id).printed
        wrong = place % 5 + 1
        answers = {at: each.key for at, each in enumerate(paper) if at % 6 >= wrong}
        save(session, person, attempt_id, answers, hand_in=True)
    return len(takers)
