"""Queueing, claiming and finishing jobs (任务排队与领取), one transaction a call.

A small table of our own rather than a queue library: jobs must be queued in the transaction that
asks for them, be seen by every worker, survive a crash and be shown with their progress.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.jobs import owners
from xinfang_site.jobs.holding import LEASE, Hold, Lost
from xinfang_site.jobs.models import Job

MAX_TRIES = 3
_ENDED = timedelta(seconds=1)
WAITING = "您的上一个任务还没有结束，下面是它的进度；这一次的没有开始，请等它结束后再办理一次。"
"""Shown to a person who asks for a second job of a kind while the first one is running."""


@dataclass(frozen=True, slots=True)
class JobDraft:
    """A job to be queued (任务).

    Attributes:
        kind: which handler does it.
        title: what the person sees.
        arguments: JSON values for the handler.
        key: while a job with this key is queued or runs, no second one is made.
        submission: the form that asks; sent again, now or after the job's end, it asks for nothing new.
    """

    kind: str
    title: str
    arguments: dict[str, Any] = field(default_factory=dict)
    key: str | None = None
    submission: str | None = None


def enqueue(session: Session, actor: Actor, draft: JobDraft) -> Job:
    """Queue a job, or return the existing one with the same key or from the same form.

    Call it inside ``writing()``. Of two identical forms at the same moment the second raises ``IntegrityError``.
    """
    there = [getattr(Job, name) == value for name, value in _once(draft).items() if value is not None]
    known = session.scalar(select(Job).where(or_(*there)).limit(1)) if there else None
    if known is not None:
        return known
    job = Job(
        kind=draft.kind,
        **_once(draft),
        title=draft.title,
        arguments=draft.arguments,
        account_id=actor.account_id,
        office_id=actor.office_id,
        queued_at=clock.now(),
    )
    session.add(job)
    session.flush()
    return job


def _once(draft: JobDraft) -> dict[str, str | None]:
    return {"key": draft.key, "submission": draft.submission}


def claim(session: Session) -> Job | None:
    """Take the oldest job that is queued or whose worker died; None when there is none.

    The death of a worker on this machine is noticed at once, of any other when its lease ends.
    """
    _end_leases_of_the_dead(session)
    now = clock.now()
    waiting = (
        select(Job.id)
        .where(or_(Job.state == "queued", (Job.state == "running") & (Job.lease_until < now)))
        .order_by(Job.id)
        .limit(1)
    )
    if session.scalar(waiting) is None:
        session.rollback()
        return None
    with writing(session):
        job_id = session.scalar(waiting.with_for_update(skip_locked=True))
        if job_id is None:
            return None
        job = session.get_one(Job, job_id)
        job.tries += 1
        if job.tries > MAX_TRIES:
            end(job, "failed", "任务多次中断，已停止。请联系系统管理员。")
            return None
        job.state, job.started_at, job.lease_until = "running", now, now + LEASE
        job.result = owners.taken(job.result)
    return job


def is_alive(job: Job) -> bool:
    """Whether a job is queued, or a worker runs it as far as can be known."""
    if job.state != "running" or owners.is_dead(job.result):
        return job.state == "queued"
    return job.lease_until is not None and job.lease_until >= clock.now()


def _end_leases_of_the_dead(session: Session) -> None:
    now = clock.now()
    running = select(Job).where(Job.state == "running", Job.lease_until >= now)
    if not any(owners.is_dead(each.result) for each in session.scalars(running)):
        return
    with writing(session):  # asked again: another worker may have taken one over
        for job in session.scalars(running.with_for_update(skip_locked=True)):
            if owners.is_dead(job.result):
                job.lease_until = now - _ENDED  # by today's clock: the one of its start may have gone ahead


def requeue(session: Session, hold: Hold) -> None:
    """Take a job from a run that seems dead and leave it to the next worker (重新排队); whoever ran it saves no more.

    Raises:
        Lost: somebody took it over meanwhile, or it lives after all.
    """
    with writing(session):
        wanted = select(Job).where(Job.id == hold.job_id, Job.tries == hold.turn, Job.state == "running")
        job = session.scalar(wanted.with_for_update(skip_locked=True))
        if job is None or is_alive(job):
            raise Lost(f"job {hold.job_id}, try {hold.turn}")
        job.state, job.lease_until, job.result = "queued", None, owners.released(job.result)


def progress(
    session: Session, hold: Hold, done: int, total: int, message: str = "", lease: timedelta = LEASE
) -> None:
    """Store a job's progress and renew its lease, in a transaction of its own so that the page sees it at once.

    Raises:
        Lost: another worker has the job.
    """
    with writing(session):
        hold.keep(session, lease, done=done, total=total, message=message[:500])


def finish(
    session: Session, hold: Hold, state: str, message: str, result: dict[str, Any] | None = None
) -> None:
    """Mark a job ``done`` or ``failed``; without ``result`` the one stored so far stays.

    Raises:
        Lost: another worker has the job, and will end it.
    """
    with writing(session):
        hold.keep(session)
        job = session.get_one(Job, hold.job_id)
        end(job, state, message)
        job.result = owners.released(job.result) if result is None else result


def end(job: Job, state: str, message: str) -> None:
    """The job's last words (任务结束); inside ``writing()``."""
    job.state, job.message, job.key = state, message[:500], None
    job.finished_at, job.lease_until = clock.now(), None
