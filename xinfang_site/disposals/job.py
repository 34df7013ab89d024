"""The background job of deletions (清除任务): the rows in one transaction, then what lies beside them."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor, system
from xinfang_site.database import writing
from xinfang_site.disposals import erasing, residue
from xinfang_site.disposals.models import APPROVED, Disposal
from xinfang_site.disposals.services import job_of
from xinfang_site.jobs import services as jobs
from xinfang_site.jobs.holding import Hold
from xinfang_site.jobs.models import Job


def run(session: Session, job: Job) -> dict[str, Any]:
    """Delete what was approved.

    Raises:
        Refused: a module could not delete its part; nothing was deleted, the morning's work tries again.
        Lost: another worker has the job by now.
    """
    hold, wish = Hold.of(job), session.get_one(Disposal, int(job.arguments["disposal"]))
    disposal_id, office_id = wish.id, wish.office_id
    actor = Actor(wish.decided_by, "", wish.decider, office_id, address="job")
    locations = erasing.erase(session, hold, disposal_id, actor)
    residue.clear(session, office_id, locations, lambda: jobs.progress(session, hold, 0, 0, "正在清理残留"))
    erasing.close(session, hold, disposal_id)
    return {"message": "已清除"}


def queue_again(session: Session, _day: date) -> str:
    """Queue approved wishes whose job failed (未完成的清除); for the morning's work."""
    with writing(session):
        waiting = session.scalars(select(Disposal).where(Disposal.state == APPROVED)).all()
        for each in waiting:
            jobs.enqueue(session, system("xinfang daily"), job_of(each))
    return f"重新安排未完成的清除 {len(waiting)} 件" if waiting else ""
