"""Importing modules' ledgers (模块台账导入服务): kept, tried, confirmed."""

from dataclasses import replace
from typing import IO

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.extensions import settings
from xinfang_site.files.kinds import clean_name
from xinfang_site.imports import storage
from xinfang_site.imports.batches import opening, remembering
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.imports.orders import Fields, Order
from xinfang_site.imports.planning.summaries import HeldBackError, Summary
from xinfang_site.imports.uploading import inspection
from xinfang_site.module_imports import queries, taking
from xinfang_site.module_imports.taking import Source
from xinfang_site.plugin_values import LedgerImport

MEGABYTE = 1024 * 1024


def keep(
    session: Session,
    actor: Actor,
    ledger: LedgerImport,
    stream: IO[bytes],
    name: str,
    encoding: str = "",
) -> int:
    """Keep an upload, look at its columns and try it; returns the id of its batch.

    Raises:
        LedgerError: it cannot be read; nothing is kept.
    """
    upload, sha256 = storage.keep(stream, settings().import_max_mb * MEGABYTE)
    source = Source(storage.path_of(upload), clean_name(name), sha256, encoding=encoding)
    try:
        columns = _look(session, actor, ledger, source, upload)
        with writing(session):
            kept = _kept(columns, source)
            batch = opening.open_batch(session, actor, _named(ledger, source), kept)
            batch.upload, batch_id = upload, batch.id
    except BaseException:
        storage.remove(upload)
        raise
    attempt(session, actor, ledger, batch_id, columns)
    return batch_id


def attempt(
    session: Session, actor: Actor, ledger: LedgerImport, batch_id: int, columns: dict[str, Fields]
) -> None:
    """Try a kept ledger with these columns; what came of it is noted at its batch, nothing else is saved."""
    batch = queries.open_batch(session, actor, ledger.name, batch_id)
    source = _source(batch)
    summary, report = taking.trial(session, actor, ledger, source, columns)
    with writing(session):
        batch = queries.open_batch(session, actor, ledger.name, batch_id)
        storage.remove(batch.report)
        batch.state, batch.report = BatchState.CHECKED, report
        batch.mapping = {**_kept(columns, source), "summary": summary.to_json()}


def confirm(
    session: Session, actor: Actor, ledger: LedgerImport, batch_id: int, *, all_or_nothing: bool = False
) -> Summary:
    """Import what was tried; with ``all_or_nothing`` one row that cannot be taken in holds it back.

    Raises:
        Missing: not a batch of the office.
        Refused: it was imported or given up meanwhile, or is held back.
        LedgerError: the file cannot be read any more.
    """
    batch = queries.open_batch(session, actor, ledger.name, batch_id)
    source = replace(_source(batch), whole=all_or_nothing)
    try:
        return _import(session, actor, ledger, source, batch.id)
    except HeldBackError as error:
        storage.remove(error.report)
        raise


def run(session: Session, actor: Actor, ledger: LedgerImport, source: Source) -> tuple[Summary, str, str]:
    """The same for the command line, at one go: summary, report's name and the batch's code.

    Raises:
        LedgerError: the file cannot be read.
        HeldBackError: all or nothing was wished, and there are rows that cannot be taken in.
    """
    with writing(session):
        batch_id = opening.open_batch(session, actor, _named(ledger, source), {}).id
    try:
        summary = _import(session, actor, ledger, source, batch_id)
    except BaseException:
        session.rollback()
        with writing(session):
            batch = session.get_one(ImportBatch, batch_id)
            batch.state, batch.message = BatchState.FAILED, "导入没有完成，没有保存任何内容"
        raise
    batch = session.get_one(ImportBatch, batch_id)
    return summary, batch.report, batch.code


def _import(session: Session, actor: Actor, ledger: LedgerImport, source: Source, batch_id: int) -> Summary:
    columns = columns_of(session.get_one(ImportBatch, batch_id))
    rows = taking.read(session, actor, ledger, source, columns)
    with writing(session):
        batch = queries.open_batch(session, actor, ledger.name, batch_id)
        found = taking.hand_to_module(session, actor, ledger, rows, source, batch.code)
        facts = (("批次", batch.code), ("导入人", actor.name))
        summary, report = taking.summary(source, found, facts)
        storage.remove(batch.report)
        batch.state, batch.report, batch.finished_at = BatchState.DONE, report, clock.now()
        batch.imported, batch.skipped, batch.warnings = summary.imported, summary.skipped, summary.warnings
        batch.mapping = {**batch.mapping, "summary": summary.to_json()}
        remembering.remember(session, batch.office_id, columns, ledger.name)
        changes = {"file": [None, batch.file_name], "rows": [0, summary.imported]}
        record(session, actor, Act(f"import.{ledger.name}", "import", batch.code, changes=changes))
    return summary


def columns_of(batch: ImportBatch) -> dict[str, Fields]:
    """The columns of a batch by the heading's fingerprint."""
    return {mark: tuple(fields) for mark, fields in batch.mapping.get("columns", {}).items()}


def _look(
    session: Session, actor: Actor, ledger: LedgerImport, source: Source, upload: str
) -> dict[str, Fields]:
    known = remembering.remembered(session, actor.office_id or 0, ledger.name)
    view, order = inspection.look(
        source.path, source.file_name, Order(columns=known, encoding=source.encoding), ledger.kind
    )
    storage.keep_view(upload, view)
    return dict(order.columns)


def _kept(columns: dict[str, Fields], source: Source) -> dict[str, object]:
    """What a batch keeps of the clerk's choices."""
    return {
        "columns": {mark: list(each) for mark, each in columns.items()},
        "encoding": source.encoding,
    }


def _source(batch: ImportBatch) -> Source:
    return Source(
        storage.path_of(batch.upload),
        batch.file_name,
        batch.sha256,
        encoding=batch.mapping.get("encoding", ""),
    )


def _named(ledger: LedgerImport, source: Source) -> opening.Ledger:
    return opening.Ledger(ledger.name, source.file_name, source.sha256)
