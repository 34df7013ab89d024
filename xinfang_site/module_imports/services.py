"""Taking modules' ledgers in (模块台账导入服务): kept, tried, confirmed, taken back.

A trial does what the import does and is rolled back, so that the two cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import rehearsing, writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import settings
from xinfang_site.files.kinds import clean_name
from xinfang_site.imports import batches, inspection, remembering, storage
from xinfang_site.imports.models import ImportBatch
from xinfang_site.imports.orders import Fields, Order
from xinfang_site.imports.states import BatchState
from xinfang_site.imports.summaries import HeldBackError, Summary, Tracker
from xinfang_site.ledgers import reader
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.results import Outcome, RowResult
from xinfang_site.missing import Missing
from xinfang_site.module_imports import queries
from xinfang_site.modules.asking import office_ref
from xinfang_site.plugin_values import LedgerImport

MEGABYTE = 1024 * 1024
_OPEN = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)


@dataclass(frozen=True, slots=True)
class Source:
    """A ledger on disk (台账文件): where it lies, what people call it, its hash, and how it is taken in.

    Attributes:
        whole: one row that cannot be taken in holds it back.
        encoding: what a csv is read by; empty means: recognised by its bytes.
    """

    path: Path
    file_name: str
    sha256: str
    whole: bool = False
    encoding: str = ""


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
            batch = batches.opened(session, actor, _named(ledger, source), kept)
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
    batch = _open_batch(session, actor, ledger, batch_id)
    source = _source(batch)
    summary, report = trial(session, actor, ledger, source, columns)
    with writing(session):
        batch = _open_batch(session, actor, ledger, batch_id)
        storage.remove(batch.report)
        batch.state, batch.report = BatchState.CHECKED, report
        batch.mapping = {**_kept(columns, source), "summary": summary.to_json()}


def trial(
    session: Session, actor: Actor, ledger: LedgerImport, source: Source, columns: dict[str, Fields]
) -> tuple[Summary, str]:
    """What an import would come to, and the name of its report.

    Raises:
        LedgerError: the file cannot be read.
    """
    rows = _read(session, actor, ledger, source, columns)
    with rehearsing(session):
        found = _taken(session, actor, ledger, rows, source, "trial")
    return _summary(source, found, (("试算", "没有保存任何内容"),))


def confirm(
    session: Session, actor: Actor, ledger: LedgerImport, batch_id: int, *, all_or_nothing: bool = False
) -> Summary:
    """Import what was tried; with ``all_or_nothing`` one row that cannot be taken in holds it back.

    Raises:
        Missing: not a batch of the office.
        Refused: it was imported or given up meanwhile, or is held back.
        LedgerError: the file cannot be read any more.
    """
    batch = _open_batch(session, actor, ledger, batch_id)
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
        batch_id = batches.opened(session, actor, _named(ledger, source), {}).id
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
    rows = _read(session, actor, ledger, source, columns)
    with writing(session):
        batch = _open_batch(session, actor, ledger, batch_id)
        found = _taken(session, actor, ledger, rows, source, batch.code)
        facts = (("批次", batch.code), ("导入人", actor.name))
        summary, report = _summary(source, found, facts)
        storage.remove(batch.report)
        batch.state, batch.report, batch.finished_at = BatchState.DONE, report, clock.now()
        batch.imported, batch.skipped, batch.warnings = summary.imported, summary.skipped, summary.warnings
        batch.mapping = {**batch.mapping, "summary": summary.to_json()}
        remembering.remember(session, batch.office_id, columns, ledger.name)
        changes = {"file": [None, batch.file_name], "rows": [0, summary.imported]}
        record(session, actor, Act(f"import.{ledger.name}", "import", batch.code, changes=changes))
    return summary


def discard(session: Session, actor: Actor, ledger: LedgerImport, batch_id: int) -> None:
    """Give an upload up: its files and its row go."""
    with writing(session):
        batch = _open_batch(session, actor, ledger, batch_id)
        upload, report = batch.upload, batch.report
        session.delete(batch)
    storage.remove(upload)
    storage.remove(report)


def take_back(session: Session, actor: Actor, ledger: LedgerImport, batch_id: int, reason: str) -> int:
    """Take an imported batch back; returns how many records went.

    Raises:
        Missing: not a batch of the office.
        Refused: nothing to take back, or somebody has worked on it since.
    """
    with writing(session):
        batch = queries.get(session, actor, ledger.name, batch_id)
        if batch.state != BatchState.DONE or ledger.take_back is None:
            raise Refused("这一批次没有可以撤回的内容")
        count = ledger.take_back(session, actor, batch.code)
        batch.state = BatchState.TAKEN_BACK
        batch.message = f"{actor.name} 于 {clock.today()} 撤回：{reason}"[:500]
        record(session, actor, Act("import.take_back", "import", batch.code, reason=reason))
    return count


def report_path(session: Session, actor: Actor, ledger: LedgerImport, batch_id: int) -> tuple[Path, str]:
    """Where a batch's report lies, and the batch's code; the opening is noted.

    Raises:
        Missing: no such batch in the office, or the file's time is over.
    """
    with writing(session):
        batch = queries.get(session, actor, ledger.name, batch_id)
        path, code = storage.path_of(batch.report), batch.code
        if not batch.report or not path.exists():
            raise Missing
        record(session, actor, Act("import.report", "import", code))
    return path, code


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


def _named(ledger: LedgerImport, source: Source) -> batches.Ledger:
    return batches.Ledger(ledger.name, source.file_name, source.sha256)


def _open_batch(session: Session, actor: Actor, ledger: LedgerImport, batch_id: int) -> ImportBatch:
    batch = queries.get(session, actor, ledger.name, batch_id)
    if batch.state not in _OPEN:
        raise Refused("这一批次已经处理过，请重新上传")
    return batch


def _read(
    session: Session, actor: Actor, ledger: LedgerImport, source: Source, columns: dict[str, Fields]
) -> list[RowResult]:
    """Every row of the file; known columns, else those remembered for the heading, else the proposal."""
    office = office_ref(session, actor.office_id or 0)
    known = {**remembering.remembered(session, office.id, ledger.name), **columns}
    vocabulary = ledger.vocabulary(session, office)
    session.rollback()
    chosen = Options(today=clock.today(), file_name=source.file_name, encoding=source.encoding)
    mappings = Order(columns=known).mappings()
    return list(reader.read(source.path, ledger.kind, vocabulary, mappings=mappings, options=chosen))


def _taken(
    session: Session,
    actor: Actor,
    ledger: LedgerImport,
    rows: Sequence[RowResult],
    source: Source,
    code: str,
) -> Sequence[RowResult]:
    """What the plugin makes of the rows; the very same file a second time is skipped row by row."""
    before = batches.imported_before(session, actor.office_id or 0, source.sha256, ledger.name)
    if before is None:
        return ledger.take(session, actor, rows, code)
    why = f"这个文件已在批次 {before.code} 导入过"
    return [replace(row, outcome=Outcome.SKIPPED, reason=why) if row.accepted else row for row in rows]


def _summary(
    source: Source, results: Sequence[RowResult], facts: tuple[tuple[str, str], ...]
) -> tuple[Summary, str]:
    with Tracker(source.file_name, facts, whole=source.whole) as tracker:
        tracker.add_results(results)
        return tracker.finish(()), tracker.report
