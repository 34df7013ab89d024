"""The export as a job (导出任务): long lists are written by the worker, one at a time for each person."""

import secrets
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.jobs import services
from xinfang_site.jobs.files import folder, tidy
from xinfang_site.jobs.holding import Hold
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.people import actor_of
from xinfang_site.register.exporting.services import Export, write
from xinfang_site.register.filters.list_query import parse

KIND, RIGHT = "export", "petition.export"


def queue(session: Session, actor: Actor, query_string: str, day: date) -> tuple[int, str]:
    """Queue an export, or find the one that the person has waiting: the job's id, and what to say if it is another."""
    draft = services.JobDraft(
        KIND,
        "导出信访事项名册",
        {"query": query_string, "day": day.isoformat()},
        key=f"export:{actor.account_id}",
    )
    with writing(session):
        job = services.enqueue(session, actor, draft)
        return job.id, services.WAITING if job.arguments != draft.arguments else ""


def run(session: Session, job: Job) -> dict[str, Any]:
    """Write the file; called by the worker.

    Raises:
        Refused: the person may not any more, be it while the list is written.
        Lost: another worker has the job.
    """
    actor, hold, arguments = actor_of(session, job, RIGHT), Hold.of(job), job.arguments
    export = Export(parse(MultiDict(parse_qsl(arguments["query"]))), date.fromisoformat(arguments["day"]))
    tidy()
    name = f"{secrets.token_hex(16)}.xlsx"
    temporary = folder() / f"{name}.new"

    def tell(done: int, total: int) -> None:
        with Session(db.engine) as other:  # the export's own session keeps what it reads
            services.progress(other, hold, done, total, "正在写入")
            actor_of(other, other.get_one(Job, hold.job_id), RIGHT, "没有生成文件")

    try:
        count = write(session, actor, export, temporary, tell)
        temporary.replace(folder() / name)
    finally:
        temporary.unlink(missing_ok=True)
    session.rollback()
    return {"message": f"已导出 {count} 件", "file": name, "rows": count}
