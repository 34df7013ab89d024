"""What may be done with a module's batch (模块导入批次): given up, taken back."""

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.imports import storage
from xinfang_site.imports.models import BatchState
from xinfang_site.module_imports import queries
from xinfang_site.plugin_values import LedgerImport


def discard(session: Session, actor: Actor, ledger: LedgerImport, batch_id: int) -> None:
    """Give an upload up: its files and its row go."""
    with writing(session):
        batch = queries.open_batch(session, actor, ledger.name, batch_id)
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
