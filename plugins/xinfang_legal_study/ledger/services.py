"""Taking in study ledgers (学习台账导入): inside the core's transaction, whole or not at all."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_legal_study.ledger.reading import (
    SessionRow,
    read_row,
    year_of_rows,
)
from xinfang_legal_study.ledger.results import each_accepted, skipped, with_notes
from xinfang_legal_study.records.models import Reflection
from xinfang_legal_study.rules.kinds import SessionState
from xinfang_legal_study.rules.plan import fitting_row
from xinfang_legal_study.sessions.models import Attendance, StudyFile, StudySession
from xinfang_legal_study.years.queries import plan_rows
from xinfang_legal_study.years.services import year_row
from xinfang_site.plugin_api.data import Refused, owned
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.ledgers import RowResult


def take_sessions(
    session: Session, actor: Actor, rows: Sequence[RowResult], batch: str
) -> Sequence[RowResult]:
    """Save a study ledger's rows as sessions; a session that is there already is skipped."""
    year, day = year_of_rows(rows, today()), today()
    seen: dict[str, StudySession] = {}

    def take(row: RowResult) -> RowResult:
        reading = read_row(row.values, year, day)
        if reading.row is None:
            return skipped(row, reading.refusal)
        key = _key(reading.row)
        while key in seen:  # a ledger may well hold two alike; the same file again is what is skipped
            key = sha256(key.encode()).hexdigest()
        if _known(session, actor, key):
            return skipped(row, "同一天、同一形式、同一内容的学习已经有了")
        try:
            year_row(session, actor, reading.row.day.year)
        except Refused as refused:
            return skipped(row, refused.message)
        seen[key] = _session(session, actor, reading.row, batch, key)
        session.add(seen[key])
        return with_notes(row, reading)

    taken = each_accepted(rows, take)
    session.flush()
    _link_moved(list(seen.values()))
    session.flush()
    return taken


def _link_moved(studies: Sequence[StudySession]) -> None:
    """A session moved, and the row of the ledger that took its place: same kind and topic, a later day."""
    free = [each for each in studies if each.standing is not SessionState.MOVED]
    for moved in (each for each in studies if each.standing is SessionState.MOVED):
        later = [
            each
            for each in free
            if each.kind == moved.kind and each.topic == moved.topic and each.day >= moved.day
        ]
        if later:
            successor = min(later, key=lambda each: each.day)
            successor.moved_from_id, moved.superseded = moved.id, True
            free.remove(successor)


def _key(row: SessionRow) -> str:
    """What makes a session the same as one already there."""
    text = "|".join((row.day.isoformat(), row.kind.value, "".join(row.topic.split()), row.state.value))
    return sha256(text.encode()).hexdigest()


def _known(session: Session, actor: Actor, key: str) -> bool:
    return (
        session.scalar(owned(StudySession, actor.office_id).where(StudySession.source_key == key)) is not None
    )


def _session(session: Session, actor: Actor, row: SessionRow, batch: str, key: str) -> StudySession:
    items = [each.item for each in plan_rows(session, actor.office_id, row.day.year)]
    fitting = fitting_row(items, row.kind, row.day) if row.in_plan else None
    heads = row.heads
    return StudySession(
        office_id=actor.office_id,
        year=row.day.year,
        row_id=fitting.id if fitting else None,
        kind=row.kind.value,
        thematic=row.thematic,
        in_plan=row.in_plan,
        topic=row.topic,
        minutes=row.content,
        laws=row.laws,
        state=row.state.value,
        day=row.day,
        hours=row.hours,
        audience=row.audience.value,
        audience_note=row.audience_note,
        reason=row.reason if row.state in {SessionState.CANCELLED, SessionState.MOVED} else "",
        stated_expected=heads.expected if heads else None,
        stated_present=heads.present if heads else None,
        stated_made_up=heads.made_up if heads else None,
        batch=batch,
        source_key=key,
        place=row.texts["place"][:120],
        host=row.texts["host"][:40],
        recorder=row.texts["recorder"][:40],
        speaker=row.texts["speaker"][:80],
    )


def take_back_sessions(session: Session, actor: Actor, batch: str) -> int:
    """Remove the sessions of a batch.

    Raises:
        Refused: somebody has worked on one since.
    """
    rows = session.scalars(owned(StudySession, actor.office_id).where(StudySession.batch == batch)).all()
    ids = [each.id for each in rows]
    # linking a moved session to its successor is part of the import and makes version 2 of both
    linked = {each.moved_from_id for each in rows} | {each.id for each in rows if each.moved_from_id}
    touched = sum(each.version > (2 if each.id in linked else 1) for each in rows)
    for model in (Attendance, StudyFile, Reflection):
        column = model.session_id
        touched += session.scalar(select(func.count()).select_from(model).where(column.in_(ids))) or 0
    if touched:
        raise Refused("导入以后已有人在其中的学习上登记过内容，不能整批撤回")
    for row in rows:
        row.moved_from_id = None
    session.flush()
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)
