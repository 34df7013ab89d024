"""Starting a bulk action (批量办理): always a job with its own page of results.

A short one is done at once, a long one by the worker. A form that is sent twice leads to the job that it started, so
nothing is done twice; the worker finishes what broke off.
"""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.jobs import owners, services
from xinfang_site.jobs.holding import LEASE, Hold, Lost
from xinfang_site.jobs.models import Job
from xinfang_site.register.bulk.actions import ACTIONS, MOST, BulkDraft
from xinfang_site.register.bulk.chosen import check_visible
from xinfang_site.register.bulk.run import run

AT_ONCE = 500
KIND = "bulk"


def start(session: Session, actor: Actor, draft: BulkDraft) -> int:
    """Do it, or queue it when it is long; returns the job whose page shows the results.

    Raises:
        Missing: a matter is not in the office's register.
        Refused: too many at once.
    """
    if not draft.undoes:  # what has left the register since is told with its result
        check_visible(session, actor, list(draft.ids))
    if len(draft.ids) > MOST:
        raise Refused(f"一次最多办理 {MOST} 件，请分批办理")
    change = draft.change
    arguments = {
        "ids": list(draft.ids),
        "action": change.action,
        "value": change.value,
        "reason": change.reason,
        "day": change.day.isoformat(),
        "retention": draft.retention,
        "undoes": draft.undoes,
        "before": dict(draft.before),
    }
    title = f"{'撤销' if draft.undoes else ''}批量办理：{ACTIONS[change.action]}（{len(draft.ids)} 件）"
    key = f"undo:{draft.undoes}" if draft.undoes else None
    wanted = services.JobDraft(KIND, title, arguments, key, draft.submission)
    try:
        job_id, at_once = _begun(session, actor, wanted, len(draft.ids))
    except IntegrityError:
        known = sent_before(session, actor, draft.submission)
        if known is None:
            raise
        return known  # the same form, sent at the same moment, was faster
    if at_once:
        _do(session, job_id)
    return job_id


def _do(session: Session, job_id: int) -> None:
    job = session.get_one(Job, job_id)
    hold = Hold.of(job)
    try:
        result = run(session, job)
        services.finish(session, hold, "done", str(result.pop("message")), result)
    except Refused as refused:  # the right was taken away at this moment: the job's page says how far it came
        services.finish(session, hold, "failed", refused.message)
    except Lost:  # this process stood still, and the worker goes on with it
        session.rollback()


def _begun(session: Session, actor: Actor, wanted: services.JobDraft, number: int) -> tuple[int, bool]:
    """The job, and whether it is done at once here: not what waits for the worker, nor what somebody began before."""
    with writing(session):
        job = services.enqueue(session, actor, wanted)
        if job.started_at is not None:
            return job.id, False
        job.total = number
        at_once = number <= AT_ONCE
        if at_once:
            # the worker leaves it alone while the lease holds, and finishes it if this process dies
            job.state, job.started_at, job.lease_until = "running", clock.now(), clock.now() + LEASE
            job.result = owners.taken({})
        return job.id, at_once


def sent_before(session: Session, actor: Actor, submission: str | None) -> int | None:
    """The job that this very form of the actor's started already; None for none."""
    if submission is None:
        return None
    own = (Job.account_id == actor.account_id, Job.kind == KIND, Job.submission == submission)
    return session.scalar(select(Job.id).where(*own))
