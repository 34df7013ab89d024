"""Writing the audit (写审计): collected during a transaction, written as its last statements.

Last, because the head of the chain is one row: on PostgreSQL its lock is then held for a
moment only and parallel writers do not wait for each other's whole transaction.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.models import AuditEvent, AuditHead
from xinfang_site.domain.people.masking import scrub
from xinfang_site.extensions import vault
from xinfang_site.sessions import SENT_AHEAD, WRITES, stand_in_line

GENESIS = "0" * 64
PENDING = "xinfang_audit"
"""Where a session gathers the acts of its open transaction."""
# made once and for all: every save comes through here, and building a statement costs more than running it
_EVENTS, _HEADS = cast(Table, AuditEvent.__table__), cast(Table, AuditHead.__table__)
_HEAD = select(_HEADS.c.last_id, _HEADS.c.last_digest).where(_HEADS.c.id == 1).with_for_update()
_APPEND = insert(_EVENTS).inline().execution_options(**SENT_AHEAD)
_MOVE = update(_HEADS).where(_HEADS.c.id == 1).execution_options(**SENT_AHEAD)
_DIGEST = re.compile("([0-9a-f]{32,})")
"""In which eleven digits in a row are no telephone."""
QUEUE = 1
"""Of those who wait for the head (see ``sessions.stand_in_line``)."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is recorded (审计内容).

    Attributes:
        action: what was done, such as ``petition.view``.
        object_type: kind of record, such as ``petition``.
        object_id: its identifier, as text.
        reason: the reason given by the actor, if any.
        result: ``ok``, ``refused`` or ``failed``.
        changes: field to ``[before, after]``.
    """

    action: str
    object_type: str = ""
    object_id: str | int = ""
    reason: str = ""
    result: str = "ok"
    changes: dict[str, Any] = field(default_factory=dict)


def record(session: Session, actor: Actor, act: Act) -> None:
    """Note an act; it is written when the surrounding ``writing()`` block saves.

    Raises:
        RuntimeError: called outside a writing transaction, where it would be lost.
    """
    if not session.info.get(WRITES):
        raise RuntimeError("an audit record needs a writing transaction")
    session.info.setdefault(PENDING, []).append((actor, act))


def write_pending(session: Session) -> None:
    """Append the collected acts to the chain; called by ``writing()`` before it commits."""
    pending: list[tuple[Actor, Act]] = session.info.get(PENDING, [])
    if not pending:
        return
    connection = session.connection()
    stand_in_line(connection, QUEUE)
    head = connection.execute(_HEAD).one()
    number, previous = head.last_id, head.last_digest
    rows = []
    for actor, act in pending:
        number += 1
        row = _row(number, previous, clock.now(), actor, act)
        previous = row["digest"]
        rows.append(row)
    connection.execute(_APPEND, rows)
    moved = {"last_id": number, "last_digest": previous, "seal": seal(number, previous)}
    connection.execute(_MOVE, moved)


def _row(number: int, previous: str, at: datetime, actor: Actor, act: Act) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": number,
        "at": at,
        "account_id": actor.account_id,
        "username": one_line(actor.username, 80),
        "office_id": actor.office_id,
        "office_path": actor.office_path,
        "address": one_line(actor.address, 64),
        "action": act.action,
        "object_type": act.object_type,
        "object_id": one_line(str(act.object_id), 64),
        "result": act.result,
        "reason": one_line(_plain(act.reason), 1000),
        "changes": {name: _plain(value) for name, value in act.changes.items()},
        "previous": previous,
    }
    row["digest"] = digest(row)
    return row


def _plain(value: Any) -> Any:
    """What is kept without people's numbers: they get typed into reasons and summaries, and the audit's readers need none."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if not isinstance(value, str):
        return value
    parts = _DIGEST.split(value)
    return "".join(part if at % 2 else scrub(part) for at, part in enumerate(parts))


def digest(row: dict[str, Any]) -> str:
    """Keyed digest of a row and of the digest before it (链式摘要)."""
    content = {key: value for key, value in row.items() if key != "digest"}
    content["at"] = content["at"].isoformat()
    return vault().digest("audit", json.dumps(content, ensure_ascii=False, sort_keys=True))


def seal(number: int, last_digest: str) -> str:
    """Keyed seal of the chain's head."""
    return vault().digest("audit-head", f"{number}:{last_digest}")


def one_line(text: str, length: int) -> str:
    """The text without line breaks and control characters, cut to ``length``."""
    return "".join(each if each.isprintable() else " " for each in text)[:length]
