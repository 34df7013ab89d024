"""A ledger taken in at once (即时导入): for the command and the demo, which do not wait for the worker."""

import logging
from contextlib import suppress

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.database import DatabaseBusy, writing
from xinfang_site.domain.errors import Refused
from xinfang_site.imports.batches import cleanup
from xinfang_site.imports.held import Echo, Ticker, silent
from xinfang_site.imports.models import ImportBatch
from xinfang_site.imports.orders import Order, desk_of
from xinfang_site.imports.planning.summaries import Summary
from xinfang_site.imports.running import bookkeeping, queueing, runs
from xinfang_site.imports.running.runs import Source
from xinfang_site.imports.storage import digest_of
from xinfang_site.imports.uploading import services
from xinfang_site.jobs import services as jobs
from xinfang_site.jobs.holding import Hold, Lost
from xinfang_site.offices.models import Office

log = logging.getLogger(__name__)


def take_in(
    session: Session, actor: Actor, source: Source, order: Order, tell: Echo = silent
) -> tuple[Summary, ImportBatch]:
    """Import a ledger for the actor's office, with a job that others see it by; the summary and the batch.

    Raises:
        LedgerError: the file cannot be read.
        Refused: as for :func:`xinfang_site.imports.running.runs.run_import`, or this process stood still for so long
            that another took its job for dead.
    """
    cleanup.sweep(session)
    with writing(session):
        batch_id = services.new_batch(session, actor, source.file_name, digest_of(source.path), order).id
    hold = queueing.open_job(session, actor, batch_id)
    desk = desk_of(session, session.get_one(Office, actor.office_id))
    try:
        run = Ticker(session, hold, echo=tell)
        summary = runs.run_import(session, actor, desk, batch_id, source, run)
    except Lost as error:
        session.rollback()
        raise Refused("这次导入停顿太久，已当作中断清理，没有保存任何内容，请重新导入") from error
    except Exception:
        known = _known(session, hold, batch_id)
        if known is None:
            raise
        log.exception("a fault after the ledger was taken in", extra={"batch": batch_id})
        summary = known
    except BaseException:
        _known(session, hold, batch_id)
        raise
    else:
        _say(session, hold, "done", summary.words)
    return summary, session.get_one(ImportBatch, batch_id)


def _known(session: Session, hold: Hold, batch_id: int) -> Summary | None:
    """What came of the batch if it is in although something broke off; its job says what is true."""
    session.rollback()
    known = bookkeeping.taken_in(session, batch_id)
    if known is None:
        _say(session, hold, "failed", "导入没有完成，没有保存任何内容")
    else:
        _say(session, hold, "done", known.words)
    return known


def _say(session: Session, hold: Hold, state: str, words: str) -> None:
    """The job's end; where it cannot be written now, a worker takes the job over and finds the batch as it is."""
    with suppress(Lost, DatabaseBusy, OSError):
        jobs.finish(session, hold, state, words)
