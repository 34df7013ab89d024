"""Fingerprints of batches taken back, freed by two at once: in turn, whatever order each finds them in."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text

from tests import ledger_files as files
from tests.people import Cast
from xinfang_site.extensions import db
from xinfang_site.imports.batches import cleanup, taking_back
from xinfang_site.imports.models import ImportBatch, ImportedRow

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)
SECONDS = 60


@pytest.mark.postgresql
@pytest.mark.untraced
def test_two_imports_that_free_the_same_marks_wait_for_one_another(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Both deleted the same rows, each in the order it found them in: PostgreSQL ended one of the imports."""
    app: Flask = request.getfixturevalue("_postgresql_app")
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(5)))
    taking_back.take_back(db.session(), Cast().actor("clerk"), batch_id, "导错了")
    office_id = Cast().office("JXF").id
    marks = db.session.scalars(select(ImportedRow.id).order_by(ImportedRow.id)).all()
    db.session.remove()

    def other() -> None:
        with app.app_context():
            cleanup.free_marks_of(db.session(), office_id)

    with ThreadPoolExecutor(1) as pool, db.engine.begin() as connection:
        connection.execute(select(ImportBatch.id).where(ImportBatch.id == batch_id).with_for_update())
        connection.execute(delete(ImportedRow).where(ImportedRow.id == marks[-1]))
        freed = pool.submit(other)
        with db.engine.connect() as watching:
            until = time.monotonic() + SECONDS
            while not watching.scalar(WAITING) and time.monotonic() < until:
                watching.rollback()
        connection.execute(delete(ImportedRow).where(ImportedRow.id == marks[0]))
        connection.commit()
        freed.result()
    assert db.session.scalar(select(func.count()).select_from(ImportedRow)) == 0
