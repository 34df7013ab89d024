"""Papers that ran out of time (超时试卷): the hour's work of the module; safe to run twice and by two workers."""

from datetime import datetime, timedelta

from sqlalchemy import exists
from sqlalchemy.orm import Session

from xinfang_legal_study.quizzes.models import Certificate, Quiz, QuizAttempt
from xinfang_legal_study.quizzes.sitting import certify
from xinfang_site.plugin_api.data import owned, writing
from xinfang_site.plugin_api.hooks import Actor, OfficeRef

WORKER = Actor(None, "xinfang legal_study", "系统", None)
LOOKED_BACK = timedelta(days=7)
"""A worker that stood still for longer leaves the certificate to whoever claims it."""


def certify_expired(session: Session, office: OfficeRef, at: datetime) -> list[str]:
    """Give their certificates to those who passed by what was saved when their time ran out."""
    expired = (
        owned(QuizAttempt, office.id)
        .join(Quiz, Quiz.id == QuizAttempt.quiz_id)
        .where(
            QuizAttempt.submitted_at.is_(None),
            QuizAttempt.due_at.between(at - LOOKED_BACK, at),
            QuizAttempt.score >= Quiz.pass_mark,
            ~exists().where(
                Certificate.quiz_id == QuizAttempt.quiz_id, Certificate.member_id == QuizAttempt.member_id
            ),
        )
        .order_by(QuizAttempt.id)
    )
    if session.scalars(expired.limit(1)).first() is None:
        return []
    with writing(session):
        serials = {certify(session, WORKER, each).serial for each in session.scalars(expired).all()}
    return [f"已为考试时间届满且合格的人员开具学法证明 {len(serials)} 份"] if serials else []
