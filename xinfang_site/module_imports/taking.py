"""Taking a module's ledger in (模块台账读取): its rows read, handed to the module, counted; a trial is rolled back.

A trial does what the import does, so that the two cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.database import rehearsing
from xinfang_site.imports.batches import queries, remembering
from xinfang_site.imports.orders import Fields, Order
from xinfang_site.imports.planning.summaries import Summary, Tracker
from xinfang_site.ledgers import reader
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.results import Outcome, RowResult
from xinfang_site.modules.asking import office_ref
from xinfang_site.plugin_values import LedgerImport


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


def trial(
    session: Session, actor: Actor, ledger: LedgerImport, source: Source, columns: dict[str, Fields]
) -> tuple[Summary, str]:
    """What an import would come to, and the name of its report.

    Raises:
        LedgerError: the file cannot be read.
    """
    rows = read(session, actor, ledger, source, columns)
    with rehearsing(session):
        found = hand_to_module(session, actor, ledger, rows, source, "trial")
    return summary(source, found, (("试算", "没有保存任何内容"),))


def read(
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


def hand_to_module(
    session: Session,
    actor: Actor,
    ledger: LedgerImport,
    rows: Sequence[RowResult],
    source: Source,
    code: str,
) -> Sequence[RowResult]:
    """What the plugin makes of the rows; the very same file a second time is skipped row by row."""
    before = queries.imported_before(session, actor.office_id or 0, source.sha256, ledger.name)
    if before is None:
        return ledger.take(session, actor, rows, code)
    why = f"这个文件已在批次 {before.code} 导入过"
    return [replace(row, outcome=Outcome.SKIPPED, reason=why) if row.accepted else row for row in rows]


def summary(
    source: Source, results: Sequence[RowResult], facts: tuple[tuple[str, str], ...]
) -> tuple[Summary, str]:
    """What came of the rows, and the name of the report that tells it row by row."""
    with Tracker(source.file_name, facts, whole=source.whole) as tracker:
        tracker.add_results(results)
        return tracker.finish(()), tracker.report
