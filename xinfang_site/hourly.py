"""The hour's work (每时任务), most of it the modules': safe to run twice, and by two workers at once."""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.imports.batches import cleanup
from xinfang_site.jobs.models import Job
from xinfang_site.modules import asking

log = logging.getLogger(__name__)
FAILED = "清除中断的导入出错，没有做完，请系统管理员查看日志"


def run(session: Session, _job: Job) -> dict[str, Any]:
    """See to what dead imports left, then ask every module of every office; a line for each thing done.

    The one that fails does not keep the other from being done.
    """
    lines = []
    try:
        cleanup.hand_over(session)
    except Exception:
        session.rollback()
        log.exception("what dead imports left was not handed over")
        lines.append(FAILED)
    lines += asking.hours(session, clock.now())
    return {"message": "；".join(lines)[:500] or "没有需要处理的事项"}


def is_due(session: Session) -> bool:
    """Whether the worker should do it now: once in each hour."""
    done = select(Job.id).where(Job.kind == "hourly", Job.title == title(clock.now()))
    return session.scalar(done.limit(1)) is None


def title(at: datetime) -> str:
    """The job's title, one for each hour."""
    return f"每时任务 {clock.china(at):%Y-%m-%d %H时}"
