"""Verifying the audit (审计校验): finds an altered, missing or inserted row and a cut tail."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.audit.models import AuditEvent, AuditHead
from xinfang_site.audit.writer import GENESIS, digest, seal

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a verification (校验结果).

    Attributes:
        checked: rows read.
        head: digest of the last row, to be kept elsewhere.
        fault: what is wrong, in Chinese, naming the first bad row; empty when the chain is whole.
    """

    checked: int
    head: str
    fault: str = ""


def verify(session: Session) -> Verdict:
    """Walk the whole chain from its first row to the sealed head."""
    number, previous = 0, GENESIS
    for row in _rows(session):
        number += 1
        if row["id"] != number:
            return Verdict(number - 1, previous, f"第 {number} 号记录缺失，或第 {row['id']} 号为插入的记录")
        if row["previous"] != previous or row["digest"] != digest(row):
            return Verdict(number - 1, previous, f"第 {number} 号记录被改动")
        previous = row["digest"]
    head = session.get(AuditHead, 1)
    if head is None:
        return Verdict(number, previous, "链首记录缺失")
    if head.seal != seal(head.last_id, head.last_digest):
        return Verdict(number, previous, "链首记录被改动")
    if (head.last_id, head.last_digest) != (number, previous):
        return Verdict(number, previous, f"末尾缺少记录：应有 {head.last_id} 条，实有 {number} 条")
    return Verdict(number, previous)


def _rows(session: Session) -> Iterator[dict[str, Any]]:
    table = AuditEvent.__table__
    last = 0
    while True:
        chunk = session.execute(
            select(AuditEvent).where(AuditEvent.id > last).order_by(AuditEvent.id).limit(_CHUNK)
        ).scalars()
        found = False
        for event in chunk:
            found = True
            last = event.id
            yield {column.name: getattr(event, column.name) for column in table.columns}
        if not found:
            return
        session.expunge_all()
