"""Quick writing (快速写入) for the demo: if the power fails it is simply made again, so no commit waits for the disk."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from xinfang_site.sessions import is_sqlite


@contextmanager
def without_waiting_for_the_disk(session: Session) -> Iterator[None]:
    """Do not wait for the disk at each commit inside the block (SQLite only); its end writes everything to the disk."""
    if not is_sqlite(session):
        yield
        return
    _set_synchronous(session, "OFF")
    try:
        yield
    finally:
        _set_synchronous(session, "FULL")


def _set_synchronous(session: Session, mode: str) -> None:
    session.rollback()
    connection = session.get_bind().engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA synchronous={mode}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        connection.close()
