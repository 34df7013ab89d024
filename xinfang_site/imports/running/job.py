"""The background job of imports (导入任务): trial, import, and removal of what was taken back."""

import logging
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.imports import storage
from xinfang_site.imports.batches import cleanup, queries
from xinfang_site.imports.held import Ticker
from xinfang_site.imports.models import CHECK, IMPORT, BatchState, ImportBatch
from xinfang_site.imports.orders import desk_of
from xinfang_site.imports.running import bookkeeping, runs
from xinfang_site.jobs.holding import Hold, Lost
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.people import actor_of
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.offices.models import Office

log = logging.getLogger(__name__)
RIGHT = "petition.import"
_BROKEN = "任务出错，没有保存任何内容。请联系系统管理员。"


class _Ordered(Ticker):
    """The run of a person's job (受托办理): what was begun for somebody is not shown once that person may not any more."""

    def hand_over(self, session: Session) -> None:
        """Ask for the right again; as for :class:`Ticker`."""
        self.keep(session)
        actor_of(session, session.get_one(Job, self.hold.job_id), RIGHT, "没有保存任何内容")


def run(session: Session, job: Job) -> dict[str, Any]:
    """Do an import job.

    Raises:
        Refused: the file cannot be read, the person may not import any more, or it broke off.
        Lost: another worker has the job.
    """
    hold, act = Hold.of(job), job.arguments["act"]
    batch_id = int(job.arguments["batch"])
    if act not in (CHECK, IMPORT):
        return _remove(session, batch_id, hold)
    try:
        actor = actor_of(session, job, RIGHT)
        return (_check if act == CHECK else _import)(session, actor, batch_id, hold)
    except Lost:
        raise
    except LedgerError as error:
        _give_back(session, batch_id, hold, str(error))
        raise Refused(str(error)) from error
    except Refused as error:
        _give_back(session, batch_id, hold, str(error))
        raise
    except Exception as error:
        session.rollback()
        log.exception("an import job failed", extra={"batch": batch_id})
        known = bookkeeping.taken_in(session, batch_id) if act == IMPORT else None
        if known is not None:  # a fault after the last transaction: the ledger is in
            return bookkeeping.result_of(known)
        _give_back(session, batch_id, hold, _BROKEN)
        raise Refused(_BROKEN) from error


def _begin(session: Session, actor: Actor, batch_id: int) -> tuple[ImportBatch, runs.Source]:
    batch = session.get(ImportBatch, batch_id)
    if batch is None or batch.office_id != actor.office_id:
        raise Refused("批次已不存在，或者您已调离该机构，任务没有执行")
    path = storage.path_of(batch.upload)
    if not batch.upload or not path.exists():
        raise Refused("上传的文件已清除，请重新上传")
    return batch, runs.Source(path, batch.file_name)


def _check(session: Session, actor: Actor, batch_id: int, hold: Hold) -> dict[str, Any]:
    batch, source = _begin(session, actor, batch_id)
    order, desk = queries.order_of(batch), desk_of(session, session.get_one(Office, batch.office_id))
    summary, report = runs.dry_run(session, desk, source, order, Ticker(session, hold))
    try:
        with writing(session):
            hold.keep(session)
            batch = session.get_one(ImportBatch, batch_id)
            old, batch.report, batch.state = batch.report, report, BatchState.CHECKED
            batch.mapping = {**batch.mapping, "summary": summary.to_json()}
    except BaseException:
        storage.remove(report)
        raise
    storage.remove(old)
    return {"message": summary.words}


def _import(session: Session, actor: Actor, batch_id: int, hold: Hold) -> dict[str, Any]:
    batch, source = _begin(session, actor, batch_id)
    tried, old = queries.summary_of(batch), batch.report
    desk = desk_of(session, session.get_one(Office, batch.office_id))
    run = _Ordered(session, hold, tried.rows if tried else 0)
    summary = runs.run_import(session, actor, desk, batch_id, source, run)
    if session.get_one(ImportBatch, batch_id).report != old:
        storage.remove(old)
    return bookkeeping.result_of(summary)


def _remove(session: Session, batch_id: int, hold: Hold) -> dict[str, Any]:
    """Rows of a batch taken back; or, after the command line died, of one never finished."""
    batch = session.get(ImportBatch, batch_id)
    if batch is None or batch.state == BatchState.DONE:
        return {"message": "没有需要清除的内容"}
    state, seen, total = batch.state, batch.state == BatchState.TAKEN_BACK, batch.imported
    removed = cleanup.remove_rows(session, batch_id, Ticker(session, hold, total), indexed=seen)
    if state == BatchState.RUNNING:
        with writing(session):
            hold.keep(session)
            batch = session.get_one(ImportBatch, batch_id)
            batch.state, batch.message = BatchState.FAILED, cleanup.INTERRUPTED
            batch.finished_at = clock.now()
    return {"message": f"已清除 {removed} 件"}


def _give_back(session: Session, batch_id: int, hold: Hold, message: str) -> None:
    """A batch whose job failed says so; a trial can be tried again.

    Raises:
        Lost: another worker has the job.
    """
    session.rollback()
    with writing(session):
        hold.keep(session)
        batch = session.get(ImportBatch, batch_id)
        if batch is not None and batch.state != BatchState.DONE:
            checking = batch.state == BatchState.CHECKING
            batch.state = BatchState.UPLOADED if checking else BatchState.FAILED
            batch.message, batch.finished_at = message[:500], clock.now()
