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

CHUNK = 1000
MERGE_PAGES = 200
_MERGE = text("INSERT INTO petition_fts(petition_fts, rank) VALUES ('merge', :pages)")
CLEAN_SECONDS = 5.0
_CLEAN = text("SELECT gin_clean_pending_list('ix_petition_fts_tokens'::regclass)")
_cleaned = 0.0
"""When this process last sorted in what single saves had left (by its monotonic clock)."""


def step(session: Session) -> bool:
    """Index some of what waits; returns whether there was any."""
    if session.scalar(select(SearchPending.sort_key).limit(1)) is None:
        session.rollback()
        return False
    if not indexing.index_pending(session, CHUNK):
        session.rollback()
        return False
    merge(session)
    return True


def merge(session: Session) -> None:
    """Join some of the index's many small parts, so that a search never has to."""
    with writing(session):
        if session.get_bind().dialect.name == "sqlite":
            session.execute(_MERGE, {"pages": MERGE_PAGES})
        else:
            session.execute(_CLEAN)


def upkeep(session: Session) -> bool:
    """Sort in what single saves have left beside PostgreSQL's index (检索索引整理), every few seconds; never more to do.

    A save notes its matter beside the index; once that list is full, the next save sorts all of it in and has half a
    second's work. Kept short here it never fills up, and a search has little to read beside the index.
    """
    global _cleaned
    now = time.monotonic()
    if session.get_bind().dialect.name == "postgresql" and now - _cleaned >= CLEAN_SECONDS:
        _cleaned = now
        session.execute(_CLEAN)
        session.rollback()
    return False
