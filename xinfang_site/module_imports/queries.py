"""Batches of modules' ledgers (模块导入批次): everything of the office's, for those who may import."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.errors import Refused
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.missing import Missing

PAGE = 50
_OPEN = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)


def recent(session: Session, actor: Actor, kind: str) -> Sequence[ImportBatch]:
    """The office's latest batches of a kind, newest first."""
    query = select(ImportBatch).where(ImportBatch.office_id == actor.office_id, ImportBatch.kind == kind)
    return session.scalars(query.order_by(ImportBatch.id.desc()).limit(PAGE)).all()


def get(session: Session, actor: Actor, kind: str, batch_id: int) -> ImportBatch:
    """A batch of the actor's office.

    Raises:
        Missing: there is none, of another kind or of another office; they all look the same.
    """
    found = session.scalar(
        select(ImportBatch).where(
            ImportBatch.id == batch_id, ImportBatch.office_id == actor.office_id, ImportBatch.kind == kind
        )
    )
    if found is None:
        raise Missing
    return found


def open_batch(session: Session, actor: Actor, kind: str, batch_id: int) -> ImportBatch:
    """A batch of the office that is neither imported nor given up.

    Raises:
        Missing: not a batch of the office.
        Refused: it was dealt with meanwhile.
    """
    batch = get(session, actor, kind, batch_id)
    if batch.state not in _OPEN:
        raise Refused("这一批次已经处理过，请重新上传")
    return batch
