"""The morning's work (每日任务): safe to run twice, and by two workers at once.

Removes what has served its time, keeps the audit's head where a cut tail is found, and says
what somebody has to look after; the tasks are in ``morning``.
"""

import logging
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import system
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.jobs.holding import SILENT, Hold
from xinfang_site.jobs.models import Job
from xinfang_site.modules import asking
from xinfang_site.morning import TASKS

log = logging.getLogger(__name__)
FIRST_HOUR = 5


def run_day(session: Session, day: date) -> list[str]:
    """Do the day's work; returns what was done and what needs somebody, a line each.

    A task that fails keeps none of the others from being done.
    """
    lines, broken = [], 0
    for task in TASKS:
        try:
            lines.append(task(session, day))
        except Exception:
            session.rollback()
            log.exception("a task of the morning failed", extra={"task": task.__name__})
            broken += 1
    lines = [each for each in lines if each]
    if broken:
        lines.append(f"{broken} 项每日任务出错，没有做完，请系统管理员查看日志")
    lines += asking.mornings(session, day)
    lines += asking.hours(session, clock.now())
    with writing(session):
        record(session, system("xinfang daily"), Act("daily", "instance", day.isoformat()))
    return lines


def run(session: Session, job: Job) -> dict[str, Any]:
    """The same as a background job; a backup alone may take many minutes."""
    with writing(session):
        Hold.of(job).keep(session, SILENT)
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
