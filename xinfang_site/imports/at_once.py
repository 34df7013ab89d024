"""A ledger taken in at once (即时导入): for the command and the demo, which do not wait for the worker."""

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.imports.batches import cleanup
from xinfang_site.imports.models import ImportBatch
from xinfang_site.imports.orders import Order, desk_of
from xinfang_site.imports.planning.summaries import Summary
from xinfang_site.imports.running import queueing, runs
from xinfang_site.imports.running.job import Ticker
from xinfang_site.imports.running.runs import Source, Tell
from xinfang_site.imports.storage import digest_of
from xinfang_site.imports.uploading import services
from xinfang_site.jobs import services as jobs
from xinfang_site.offices.models import Office


def take_in(
    session: Session, actor: Actor, source: Source, order: Order, tell: Tell = runs.silent
) -> tuple[Summary, ImportBatch]:
    """Import a ledger for the actor's office, with a job that others see it by; the summary and the batch.

    Raises:
        LedgerError: the file cannot be read.
        Refused: as for :func:`xinfang_site.imports.running.runs.run_import`.
    """
    cleanup.sweep(session)
    with writing(session):
        batch_id = services.new_batch(session, actor, source.file_name, digest_of(source.path), order).id
    job_id = queueing.open_job(session, actor, batch_id)
    ticker = Ticker(session, job_id, 0)

    def both(done: int, words: str) -> None:
        ticker(done, words)
        tell(done, words)

    desk = desk_of(session, session.get_one(Office, actor.office_id))
    try:
        summary = runs.run_import(session, actor, desk, batch_id, source, both)
    except BaseException:
        jobs.finish(session, job_id, "failed", "导入没有完成，没有保存任何内容")
        raise
    jobs.finish(session, job_id, "done", summary.words)
    return summary, session.get_one(ImportBatch, batch_id)
