"""Queueing modules' jobs (模块任务排队): one of a kind for each person at a time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.services import JobDraft, enqueue
from xinfang_site.missing import Missing
from xinfang_site.modules.queries import on_in
from xinfang_site.plugin_registry import plugins


def queue(session: Session, actor: Actor, kind: str, arguments: Mapping[str, Any]) -> tuple[int, bool]:
    """Queue a job of a module, or find the person's waiting one: its id, and whether it does something else than asked.

    Raises:
        Refused: the module is off in the person's office, or knows no such kind.
    """
    found = plugins().job_kind(kind, on_in(session, actor.office_id or 0))
    if found is None:
        raise Refused("模块未启用，不能办理这项任务")
    draft = JobDraft(kind, found.title, dict(arguments), key=f"{kind}:{actor.account_id}")
    with writing(session):
        job = enqueue(session, actor, draft)
        record(session, actor, Act("job.queue", "job", job.id, found.title))
        return job.id, job.arguments != draft.arguments


def own_job(session: Session, actor: Actor, job_id: int, held: frozenset[str]) -> Job:
    """A module's job of the actor's own; ``held`` are the permissions that the person has now.

    Raises:
        Missing: there is none, it is another's, the module is off, or the right is gone.
    """
    job = session.get(Job, job_id)
    if job is None or (job.account_id, job.office_id) != (actor.account_id, actor.office_id):
        raise Missing
    kind = plugins().job_kind(job.kind, on_in(session, actor.office_id or 0))
    if kind is None or kind.permission not in held:
        raise Missing
    return job


def note_fetched(session: Session, actor: Actor, job: Job) -> None:
    """Keep in the audit that the file of a job was taken."""
    with writing(session):
        record(session, actor, Act("job.fetch", "job", job.id, job.title))
