"""Verifying the audit (审计校验): finds an altered, missing or inserted row and a cut tail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit import redaction
from xinfang_site.audit.models import AuditEvent, AuditHead
from xinfang_site.audit.writer import GENESIS, Act, digest, record, seal
from xinfang_site.database import writing

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

    @property
    def words(self) -> str:
        """The verdict in one sentence."""
        if self.fault:
            return f"审计日志校验未通过：{self.fault}。请保留现场，立即报告。"
        return f"审计日志完整：共 {self.checked} 条，末条摘要 {self.head}。"


def verify(session: Session, watch: Callable[[int, int], None] | None = None) -> Verdict:
    """Walk the whole chain from its first row to the sealed head.

    The head is read first and the walk ends at it, so that acts recorded meanwhile do not disturb.

    Args:
        session: the database.
        watch: told from time to time how many rows of how many were read.
    """
    head = session.execute(select(AuditHead.last_id, AuditHead.last_digest, AuditHead.seal)).one_or_none()
    if head is None:
        return Verdict(0, GENESIS, "链首记录缺失")
    if head.seal != seal(head.last_id, head.last_digest):
        return Verdict(0, GENESIS, "链首记录被改动")
    number, previous, redacted = 0, GENESIS, redaction.notes(session)
    for row in _rows(session, head.last_id):
        number += 1
        if row["id"] != number:
            return Verdict(number - 1, previous, f"第 {number} 号记录缺失，或第 {row['id']} 号为插入的记录")
        if row["previous"] != previous or not _is_whole(row, redacted.get(number)):
            return Verdict(number - 1, previous, f"第 {number} 号记录被改动")
        previous = row["digest"]
        if watch is not None and number % _CHUNK == 0:
            watch(number, head.last_id)
    if (head.last_id, head.last_digest) != (number, previous):
        return Verdict(number, previous, f"末尾缺少记录：应有 {head.last_id} 条，实有 {number} 条")
    return Verdict(number, previous, _beyond(session))


def _is_whole(row: dict[str, Any], note: str | None) -> bool:
    """Whether a row is as it was written, or without its values as a deletion left it."""
    if row["digest"] == digest(row):
        return True
    return note is not None and not row["changes"] and note == redaction.note_of(row)


def _beyond(session: Session) -> str:
    """A row beyond the head was not written by this site; head and rows are read in one statement."""
    last = select(AuditHead.last_id).where(AuditHead.id == 1).scalar_subquery()
    extra = session.scalar(select(func.min(AuditEvent.id)).where(AuditEvent.id > last))
    return f"第 {extra} 号为插入的记录" if extra is not None else ""


def _rows(session: Session, until: int) -> Iterator[dict[str, Any]]:
    table = AuditEvent.__table__
    last = -(2**31)
    while True:
        chunk = session.execute(
            select(*table.columns)
            .where(table.c.id > last, table.c.id <= until)
            .order_by(table.c.id)
            .limit(_CHUNK)
        ).mappings()
        rows = [dict(row) for row in chunk]
        if not rows:
            return
        last = rows[-1]["id"]
        yield from rows


def length(session: Session) -> int:
    """How many records the chain has."""
    return session.scalar(select(AuditHead.last_id)) or 0


def note_verdict(session: Session, actor: Actor, verdict: Verdict) -> None:
    """Record that the audit was verified, and how it stood."""
    with writing(session):
        result = "failed" if verdict.fault else "ok"
        act = Act("audit.verify", "audit", verdict.checked, reason=verdict.words, result=result)
        record(session, actor, act)
