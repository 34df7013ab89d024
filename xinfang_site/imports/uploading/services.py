"""Services of ledger import (台账导入): upload, columns, trial, confirmation, taking back."""

from dataclasses import replace
from typing import IO

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import settings
from xinfang_site.files.kinds import clean_name
from xinfang_site.imports import storage
from xinfang_site.imports.batches import opening, queries, remembering
from xinfang_site.imports.models import CHECK, IMPORT, BatchState, ImportBatch
from xinfang_site.imports.orders import Order
from xinfang_site.imports.planning.summaries import held_back
from xinfang_site.imports.running.queueing import queue
from xinfang_site.imports.uploading import inspection
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.missing import Missing

MEGABYTE = 1024 * 1024


def inspect_upload(session: Session, actor: Actor, stream: IO[bytes], name: str, encoding: str = "") -> int:
    """Keep an uploaded ledger and look at it; returns the id of its batch.

    Raises:
        LedgerError: it cannot be read; nothing is kept.
    """
    upload, sha256 = storage.keep(stream, settings().import_max_mb * MEGABYTE)
    file_name = clean_name(name)
    try:
        known = remembering.remembered(session, actor.office_id or 0)
        wish = Order(columns=known, encoding=encoding)
        view, order = inspection.look(storage.path_of(upload), file_name, wish)
        storage.keep_view(upload, view)
        with writing(session):
            batch = new_batch(session, actor, file_name, sha256, order)
            batch.upload = upload
            session.flush()
            return batch.id
    except BaseException:
        storage.remove(upload)
        raise


def reread(session: Session, actor: Actor, batch_id: int, order: Order) -> None:
    """Look at an upload again, read by the order's encoding; the columns are proposed anew.

    Raises:
        Missing: not the actor's batch, or its file is gone.
        Refused: it is past that, or cannot be read so.
    """
    batch = _upload(session, actor, batch_id)
    upload, file_name = batch.upload, batch.file_name
    known = remembering.remembered(session, batch.office_id)
    session.rollback()
    if not upload or not storage.path_of(upload).exists():
        raise Missing
    try:
        view, order = inspection.look(storage.path_of(upload), file_name, replace(order, columns=known))
    except LedgerError as error:
        raise Refused(str(error), field="encoding") from error
    with writing(session):
        batch = _upload(session, actor, batch_id)
        kept = {name: value for name, value in batch.mapping.items() if name == "job"}
        batch.mapping, batch.state = {**kept, "order": order.to_json()}, BatchState.UPLOADED
    storage.keep_view(upload, view)


def new_batch(session: Session, actor: Actor, file_name: str, sha256: str, order: Order) -> ImportBatch:
    """A batch's row; inside ``writing()``."""
    ledger = opening.Ledger(remembering.KIND, file_name, sha256)
    return opening.open_batch(session, actor, ledger, {"order": order.to_json()})


def check(session: Session, actor: Actor, batch_id: int, order: Order) -> None:
    """Take the clerk's choices and queue a trial.

    Raises:
        Missing: not the actor's batch.
        Refused: it is past that, or another import of the person is under way.
    """
    with writing(session):
        batch = _upload(session, actor, batch_id)
        kept = {name: value for name, value in batch.mapping.items() if name == "job"}
        batch.mapping = {**kept, "order": order.to_json()}
        batch.state, batch.message = BatchState.CHECKING, ""
        queue(session, actor, batch, CHECK)


def confirm(session: Session, actor: Actor, batch_id: int, *, all_or_nothing: bool = False) -> None:
    """Queue the import that was tried; with ``all_or_nothing`` one row that cannot be taken in holds it back.

    Raises:
        Missing: not the actor's batch.
        Refused: it was not tried, the trial found such rows, or another import of the person is under way.
    """
    with writing(session):
        batch = _upload(session, actor, batch_id)
        if batch.state != BatchState.CHECKED:
            raise Refused("请先核对列并试算，再确认导入")
        tried = queries.summary_of(batch)
        if all_or_nothing and tried is not None and tried.lost_rows:
            raise Refused(held_back(tried), field="all_or_nothing")
        order = replace(queries.order_of(batch), all_or_nothing=all_or_nothing)
        batch.mapping = {**batch.mapping, "order": order.to_json()}
        batch.state = BatchState.RUNNING
        queue(session, actor, batch, IMPORT)


def discard(session: Session, actor: Actor, batch_id: int) -> None:
    """Give an upload up: its files and its row go.

    Raises:
        Missing: not the actor's batch.
        Refused: it was imported, or is being worked on.
    """
    with writing(session):
        batch = _upload(session, actor, batch_id)
        upload, report = batch.upload, batch.report
        session.delete(batch)
    storage.remove(upload)
    storage.remove(report)


def _upload(session: Session, actor: Actor, batch_id: int) -> ImportBatch:
    """One's own batch that is not imported and that nobody works on."""
    batch = queries.get(session, actor, batch_id)
    if batch.account_id != actor.account_id or batch.state in (BatchState.DONE, BatchState.TAKEN_BACK):
        raise Refused("这一批次已经处理过，请重新上传")
    if queries.progress_of(session, batch) is not None:
        raise Refused("这一批次正在处理，请等它结束")
    return batch
