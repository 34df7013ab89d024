"""Verifying a long audit in the background (后台校验): the verdict is itself a record of the audit."""

from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.audit import services
from xinfang_site.jobs.holding import Hold
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.people import actor_of
from xinfang_site.jobs.services import JobDraft, progress

KEY = "audit-verify"
_STEP = 20_000


def draft() -> JobDraft:
    """The job; one at a time."""
    return JobDraft(kind=KEY, title="校验审计日志", key=KEY)


def run(session: Session, job: Job) -> dict[str, Any]:
    """Verify the chain and record the verdict in the name of the person who asked; renews the job's lease meanwhile."""
    hold, actor = Hold.of(job), actor_of(session, job, "audit.read")

    def watch(done: int, total: int) -> None:
        if done % _STEP == 0:
            progress(session, hold, done, total)

    verdict = services.verify(session, watch)
    services.note_verdict(session, actor, verdict)
    return {"message": verdict.words}
