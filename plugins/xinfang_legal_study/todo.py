"""What waits (待办): for a person, and among the duties of an office."""

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from xinfang_legal_study.people.queries import own_member
from xinfang_legal_study.quizzes.queries import open_quizzes
from xinfang_legal_study.records import queries as records
from xinfang_legal_study.records.attended import attended as attended_by
from xinfang_legal_study.rules.attempts import result
from xinfang_legal_study.sessions import queries as sessions
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor, DueItem, Line


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


def to_approve(session: Session, actor: Actor) -> list[Line]:
    """What waits for a second person's decision (待审核): make-ups and training elsewhere."""
    count = records.waiting_count(session, actor.office_id)
    return [Line(f"待审核的补学、外出培训 {count} 项", url_for("legal_study.approvals"))] if count else []


def due_items(session: Session, office_id: int, start: date, end: date) -> list[DueItem]:
    """Sessions planned, sessions past whose result is missing, reflections due."""
    day = today()
    return [
        DueItem(
            each.day,
            f"{each.kind_title}：{each.topic}" + ("（未登记结果）" if each.day < day else ""),
            url_for("legal_study.session_page", session_id=each.id),
            each.day < day,
        )
        for each in sessions.upcoming(session, office_id, start, end)
    ]
