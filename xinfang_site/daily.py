"""The morning's work (每日任务): safe to run twice, and by two workers at once.

Removes what has served its time, keeps the audit's head where a cut tail is found, and says
what somebody has to look after; the tasks are in ``morning``.
"""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import system
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.jobs.models import Job
from xinfang_site.modules import asking
from xinfang_site.morning import TASKS

FIRST_HOUR = 5


def run_day(session: Session, day: date) -> list[str]:
    """Do the day's work; returns what was done and what needs somebody, a line each."""
    lines = [line for task in TASKS if (line := task(session, day))]
    lines += asking.mornings(session, day)
    lines += asking.hours(session, clock.now())
    with writing(session):
        record(session, system("xinfang daily"), Act("daily", "instance", day.isoformat()))
    return lines


def run(session: Session, job: Job) -> dict[str, Any]:
    """The same as a background job."""
    lines = run_day(session, clock.today())
    return {"message": "；".join(lines)[:500] or "没有需要处理的事项"}


def is_due(session: Session) -> bool:
    """Whether the worker should do it now: after five in the morning, once a day."""
    if clock.china(clock.now()).hour < FIRST_HOUR:
        return False
    done = session.scalar(
        select(Job.id).where(Job.kind == "daily", Job.title == title(clock.today())).limit(1)
    )
    return done is None


def title(day: date) -> str:
    """The job's title, one for each day."""
    return f"每日任务 {day.isoformat()}"
