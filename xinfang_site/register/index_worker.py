"""The index's upkeep (检索索引维护): what was put off is indexed in small steps while no job waits.

Each step holds the write lock for a moment only (measured: 1,000 matters in under 150 ms), so that
nobody's saving waits for it; a search looks into the texts of what is still waiting.
"""

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from xinfang_site.database import writing
from xinfang_site.petitions.models import SearchPending
from xinfang_site.petitions.visibility import indexing

CHUNK = 1000
MERGE_PAGES = 200
_MERGE = text("INSERT INTO petition_fts(petition_fts, rank) VALUES ('merge', :pages)")
_CLEAN = text("SELECT gin_clean_pending_list('ix_petition_fts_tokens'::regclass)")


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
