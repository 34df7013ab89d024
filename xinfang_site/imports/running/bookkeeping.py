"""What a run writes down of itself (导入记录): begun, finished or given up, in the batch's row and the audit."""

from typing import Any

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.imports.batches import cleanup, queries
from xinfang_site.imports.held import Run
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.imports.orders import Order
from xinfang_site.imports.planning.summaries import HeldBackError, Summary


def begin(session: Session, batch_id: int, run: Run) -> tuple[Order, str]:
    """The batch is under way: how it was ordered, and its code."""
    with writing(session):
        run.keep(session)
        batch = session.get_one(ImportBatch, batch_id)
        batch.state, batch.message = BatchState.RUNNING, ""
        return Order.from_json(batch.mapping["order"]), batch.code


def taken_in(session: Session, batch_id: int) -> Summary | None:
    """What came of a batch that is in already (已导入): a job begins again if its worker died before it could say so."""
    if not cleanup.is_in(session, batch_id):
        return None
    return queries.summary_of(session.get_one(ImportBatch, batch_id))


def finish(session: Session, actor: Actor, batch_id: int, summary: Summary, report: str) -> None:
    """What came of it, with the audit's row; inside the transaction that makes the rows visible."""
    batch = session.get_one(ImportBatch, batch_id)
    batch.state, batch.finished_at, batch.report = BatchState.DONE, clock.now(), report
    batch.imported, batch.skipped, batch.warnings = summary.imported, summary.skipped, summary.warnings
    batch.message = summary.words
    batch.mapping = {**batch.mapping, "summary": summary.to_json()}
    changes = {
        "file": [None, batch.file_name],
        "sha256": [None, batch.sha256],
        "imported": [0, summary.imported],
        "skipped": [0, summary.skipped],
        "warnings": [0, summary.warnings],
    }
    record(session, actor, Act("import.petitions", "import", batch.code, changes=changes))


def result_of(summary: Summary) -> dict[str, Any]:
    """What the job of an import says of it (任务结果): the message, and the counts as its result."""
    return {
        "message": summary.words,
        "imported": summary.imported,
        "skipped": summary.skipped,
        "warnings": summary.warnings,
    }


def abandon(
    session: Session, batch_id: int, run: Run, message: str, held: HeldBackError | None = None
) -> None:
    """Nobody saw the rows: they go, and the batch says why; of one held back the report stays. A batch that is in stays.

    Raises:
        Lost: another took the job over, and what is there may be the other's.
    """
    session.rollback()
    if cleanup.is_in(session, batch_id):
        return
    cleanup.remove_rows(session, batch_id, run, indexed=False)
    with writing(session):
        run.keep(session)
        batch = session.get_one(ImportBatch, batch_id)
        batch.state, batch.message, batch.finished_at = BatchState.FAILED, message[:500], clock.now()
        if held is not None:
            batch.report = held.report
            batch.mapping = {**batch.mapping, "summary": held.summary.to_json()}
