"""Remains of a deletion (残留清理): files, the index's old segments, the write-ahead log.

Rows are overwritten as they go (``secure_delete``); what lies beside them is dealt with here. Backups are the one
exception: they have a retention of their own (docs/decisions/0020-deletion.md).
"""

from collections.abc import Callable, Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from xinfang_site.database import writing
from xinfang_site.files import store
from xinfang_site.files.models import StoredFile
from xinfang_site.imports import storage
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.jobs import files
from xinfang_site.sessions import is_sqlite

_OVER = (BatchState.DONE, BatchState.TAKEN_BACK, BatchState.FAILED)
_STEP = 500
_MOST_STEPS = 10_000


def clear(session: Session, office_id: int, locations: Sequence[str], tick: Callable[[], None]) -> None:
    """Remove everything that may still show what was deleted; ``tick`` is called now and then, for the job's lease."""
    _files(session, locations)
    _ledgers(session, office_id)
    for path in files.folder().iterdir():  # a list once exported may hold the matter; it can be exported anew
        path.unlink(missing_ok=True)
    if is_sqlite(session):
        _merge_index(session, tick)
        _truncate_log(session)


def _files(session: Session, locations: Sequence[str]) -> None:
    """Delete stored files that no row refers to; one that was uploaded again meanwhile stays."""
    named = set(session.scalars(select(StoredFile.location).where(StoredFile.location.in_(locations))))
    session.rollback()
    for each in set(locations) - named:
        store.path_of(each).unlink(missing_ok=True)


def _ledgers(session: Session, office_id: int) -> None:
    """Delete the office's finished ledgers and their reports, which quote rows."""
    with writing(session):
        query = select(ImportBatch).where(ImportBatch.office_id == office_id, ImportBatch.state.in_(_OVER))
        batches = [each for each in session.scalars(query) if each.upload or each.report or each.mapping]
        gone = [name for each in batches for name in (each.upload, each.report)]
        for each in batches:
            each.upload = each.report = ""
            each.mapping = {name: _unquoted(value) for name, value in each.mapping.items()}
    for name in gone:
        storage.remove(name)


def _unquoted(value: object) -> object:
    """A batch's summary without the rows it quotes."""
    return {**value, "problems": [], "lost": []} if isinstance(value, dict) and "problems" in value else value


def _merge_index(session: Session, tick: Callable[[], None]) -> None:
    """Write the full-text index anew, some pages at a time: old segments hold the words of what was taken out."""
    pages = -_STEP
    for _ in range(_MOST_STEPS):
        before = _changes(session)
        with writing(session):
            statement = text("INSERT INTO petition_fts(petition_fts, rank) VALUES ('merge', :pages)")
            session.execute(statement, {"pages": pages})
            after = _changes(session)
        if after - before < 2:
            return
        pages = _STEP
        tick()


def _changes(session: Session) -> int:
    return int(session.scalar(text("SELECT total_changes()")) or 0)


def _truncate_log(session: Session) -> None:
    """Empty the write-ahead log; if a reader prevents that, the next checkpoint does it."""
    session.rollback()
    engine = session.get_bind().engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
