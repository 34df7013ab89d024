"""A person's own jobs (本人的任务), as their pages show them; those of others are not found."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.jobs.models import Job
from xinfang_site.missing import Missing

_WORDS = {"queued": "排队等待", "running": "正在办理"}


@dataclass(frozen=True, slots=True)
class JobProgress:
    """A job as its page shows it (任务进度); ``failed`` holds whatever ``done`` and ``total`` suggest."""

    title: str
    text: str
    done: int
    total: int
    finished: bool
    failed: bool = False


def job_of(session: Session, actor: Actor, job_id: int, kind: str) -> Job:
    """A job of the actor's own, queued for the same office.

    Raises:
        Missing: there is none, or it is another's.
    """
    job = session.get(Job, job_id)
    if job is None or (job.account_id, job.office_id, job.kind) != (actor.account_id, actor.office_id, kind):
        raise Missing
    return job


def progress_of(job: Job) -> JobProgress:
    """The job's progress, with a text for its state."""
    finished = job.state in {"done", "failed"}
    text = job.message if finished else _WORDS[job.state]
    return JobProgress(job.title, text, job.done, job.total, finished, failed=job.state == "failed")
