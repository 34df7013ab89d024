"""The jobs of imports (导入任务登记): one at a time for each person, and the command line's own."""

from typing import Any

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.imports.models import IMPORT, REMOVE, TITLES, BatchState, ImportBatch
from xinfang_site.jobs import owners
from xinfang_site.jobs.holding import LEASE, Hold
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.services import JobDraft, enqueue


def open_job(session: Session, actor: Actor, batch_id: int) -> Hold:
    """A job of the command line's own, so that a worker cleans up if the command dies."""
    now = clock.now()
    with writing(session):
        batch = session.get_one(ImportBatch, batch_id)
        job = Job(
            kind="import",
            state="running",
            office_id=actor.office_id,
            title=TITLES[IMPORT],
            arguments={"batch": batch_id, "act": REMOVE},
            queued_at=now,
            started_at=now,
            lease_until=now + LEASE,
            tries=1,
            result=owners.taken({}),
        )
        session.add(job)
        session.flush()
        batch.state, batch.mapping = BatchState.RUNNING, {**batch.mapping, "job": job.id}
        return Hold.of(job)


def queue(session: Session, actor: Actor, batch: ImportBatch, act: str) -> None:
    """Queue a trial or an import of the batch; inside ``writing()``.

    Raises:
        Refused: another import of the person is under way.
    """
    arguments: dict[str, Any] = {"batch": batch.id, "act": act}
    draft = JobDraft(
        "import", f"{TITLES[act]}：{batch.file_name}"[:120], arguments, f"import:{actor.account_id}"
    )
    job = enqueue(session, actor, draft)
    if job.arguments != arguments:
        until = job.lease_until
        taken_over = f"；如果它已经中断，系统最迟在 {clock.china(until):%H:%M:%S} 接着办" if until else ""
        raise Refused(f"您还有一个导入任务没有结束，请等它结束后再试{taken_over}")
    batch.mapping = {**batch.mapping, "job": job.id}
