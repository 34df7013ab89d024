"""The index's upkeep (检索索引维护): what was put off is indexed in small steps while no job waits.

Each step holds the write lock for a moment only (measured: 1,000 matters in under 150 ms), so that
nobody's saving waits for it; a search looks into the texts of what is still waiting.
"""

import time

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from xinfang_site.database import writing
from xinfang_site.petitions.models import SearchPending
from xinfang_site.petitions.visibility import indexing
from xinfang_site.sessions import is_sqlite

CHUNK = 1000
MERGE_PAGES, UPKEEP_PAGES = 200, 64
_MERGE = text("INSERT INTO petition_fts(petition_fts, rank) VALUES ('merge', :pages)")
UPKEEP_SECONDS = 5.0
_CLEAN = text(
    "SELECT gin_clean_pending_list(oid) FROM pg_class"
    " WHERE oid = to_regclass('ix_petition_fts_tokens') AND pg_has_role(relowner, 'USAGE')"
)
"""PostgreSQL allows this to the owner of the index only; for any other role autovacuum does it."""
_kept = 0.0
"""When this process last did :func:`upkeep` (monotonic clock)."""


def step(session: Session) -> bool:
    """Index some of the waiting matters; returns whether there were any."""
    if session.scalar(select(SearchPending.sort_key).limit(1)) is None:
        session.rollback()
        return False
    if not indexing.index_pending(session, CHUNK):
        session.rollback()
        return False
    merge(session)
    return True


def merge(session: Session) -> None:
    """Merge some of the index's small segments, so that searches stay fast."""
    _sort_in(session, MERGE_PAGES)


def upkeep(session: Session) -> bool:
    """Every few seconds, merge into the index what single saves have left beside it (检索索引整理); returns False: no more work.

    On SQLite each save adds a segment, and a search reads every segment for every token: with four hundred it took a
    millisecond a token. PostgreSQL keeps a list of saved matters beside its index; when the list is full, the next
    save would have to merge all of it, which takes half a second.
    """
    global _kept
    now = time.monotonic()
    if now - _kept >= UPKEEP_SECONDS:
        _kept = now
        _sort_in(session, UPKEEP_PAGES)
    return False


def _sort_in(session: Session, pages: int) -> None:
    if is_sqlite(session):
        with writing(session):
            session.execute(_MERGE, {"pages": pages})
    else:
        session.execute(_CLEAN)
        session.rollback()
