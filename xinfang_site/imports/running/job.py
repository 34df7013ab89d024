"""The background job of imports (导入任务): trial, import, and removal of what was taken back."""

import time
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.imports import storage
from xinfang_site.imports.batches import cleanup, queries
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.imports.orders import desk_of
from xinfang_site.imports.running import runs
from xinfang_site.imports.running.queueing import CHECK, IMPORT
from xinfang_site.jobs import services as jobs
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.people import actor_of
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.offices.models import Office

EVERY_SECONDS = 1.0
RIGHT = "petition.import"


class Ticker:
    """Tells the job table how far the work has come (进度), once a second at most; that keeps the lease."""

    def __init__(self, session: Session, job_id: int, total: int) -> None:
        self._session, self._job_id, self._total = session, job_id, total
        self._told = time.monotonic()

    def __call__(self, done: int, words: str) -> None:
        """Progress of ``done`` rows."""
        if time.monotonic() - self._told >= EVERY_SECONDS:
            self._told = time.monotonic()
            jobs.progress(
                self._session, self._job_id, done, max(self._total, done) if self._total else 0, words
            )


def run(session: Session, job: Job) -> dict[str, Any]:
    """Do an import job.

    Raises:
        Refused: the file cannot be read, or the person may not import any more.
    """
    job_id, act = job.id, job.arguments["act"]
    batch_id = int(job.arguments["batch"])
    try:
        if act == CHECK:
            return _check(session, actor_of(session, job, RIGHT), batch_id, job_id)
        if act == IMPORT:
            return _import(session, actor_of(session, job, RIGHT), batch_id, job_id)
    except LedgerError as error:
        _give_back(session, batch_id, str(error))
        raise Refused(str(error)) from error
    except Refused as error:
        _give_back(session, batch_id, str(error))
        raise
    except Exception:
        _give_back(session, batch_id, "任务出错，没有保存任何内容，请联系系统管理员")
        raise
    return _remove(session, batch_id, job_id)


def _begin(session: Session, actor: Actor, batch_id: int) -> tuple[ImportBatch, runs.Source]:
    batch = session.get(ImportBatch, batch_id)
    if batch is None or batch.office_id != actor.office_id:
        raise Refused("批次已不存在，或者您已调离该机构，任务没有执行")
    path = storage.path_of(batch.upload)
    if not batch.upload or not path.exists():
        raise Refused("上传的文件已清除，请重新上传")
    return batch, runs.Source(path, batch.file_name)


def _check(session: Session, actor: Actor, batch_id: int, job_id: int) -> dict[str, Any]:
    batch, source = _begin(session, actor, batch_id)
    order, desk = queries.order_of(batch), desk_of(session, session.get_one(Office, batch.office_id))
    summary, report = runs.dry_run(session, desk, source, order, Ticker(session, job_id, 0))
    with writing(session):
        batch = session.get_one(ImportBatch, batch_id)
        old, batch.report, batch.state = batch.report, report, BatchState.CHECKED
        batch.mapping = {**batch.mapping, "summary": summary.to_json()}
    storage.remove(old)
    return {"message": summary.words}


def _import(session: Session, actor: Actor, batch_id: int, job_id: int) -> dict[str, Any]:
    batch, source = _begin(session, actor, batch_id)
    tried, old = queries.summary_of(batch), batch.report
    desk = desk_of(session, session.get_one(Office, batch.office_id))
    ticker = Ticker(session, job_id, tried.rows if tried else 0)
    summary = runs.run_import(session, actor, desk, batch_id, source, ticker)
    if session.get_one(ImportBatch, batch_id).report != old:
        storage.remove(old)
    return {
        "message": summary.words,
        "imported": summary.imported,
        "skipped": summary.skipped,
        "warnings": summary.warnings,
    }


def _remove(session: Session, batch_id: int, job_id: int) -> dict[str, Any]:
    """Rows of a batch taken back; or, after the command line died, of one never finished."""
    batch = session.get(ImportBatch, batch_id)
    if batch is None or batch.state == BatchState.DONE:
        return {"message": "没有需要清除的内容"}
    seen, total = batch.state == BatchState.TAKEN_BACK, batch.imported
    ticker = Ticker(session, job_id, total)
    removed = cleanup.remove_rows(session, batch_id, indexed=seen, tell=lambda done: ticker(done, "正在清除"))
    if not seen:
        with writing(session):
            batch = session.get_one(ImportBatch, batch_id)
            batch.state, batch.message = BatchState.FAILED, "导入中断，没有保存任何内容"
            batch.finished_at = clock.now()
    return {"message": f"已清除 {removed} 件"}


def _give_back(session: Session, batch_id: int, message: str) -> None:
    """A batch whose job failed says so; a trial can be tried again."""
    session.rollback()
    with writing(session):
        batch = session.get(ImportBatch, batch_id)
        if batch is not None and batch.state != BatchState.DONE:
            checking = batch.state == BatchState.CHECKING
            batch.state = BatchState.UPLOADED if checking else BatchState.FAILED
            batch.message, batch.finished_at = message[:500], clock.now()
