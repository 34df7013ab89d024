"""Opening a batch (建立批次): a code of its own for the ledger that was handed in."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.imports.models import BatchState, ImportBatch


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a batch is opened for (台账): its kind, what people call the file, and its hash."""

    kind: str
    file_name: str
    sha256: str


def open_batch(session: Session, actor: Actor, ledger: Ledger, mapping: dict[str, Any]) -> ImportBatch:
    """A new batch of the actor's, with its code; inside ``writing()``."""
    now = clock.now()
    batch = ImportBatch(
        code=f"{clock.china(now):%Y%m%d}-{secrets.token_hex(3).upper()}",
        kind=ledger.kind,
        office_id=actor.office_id,
        account_id=actor.account_id,
        actor=actor.name,
        file_name=ledger.file_name[:200],
        sha256=ledger.sha256,
        state=BatchState.UPLOADED,
        started_at=now,
        mapping=mapping,
    )
    session.add(batch)
    session.flush()
    return batch
