"""``kill -9`` of the worker before any statement of any kind of job: nobody sees half of it, and the next worker ends it."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, current_app
from sqlalchemy import event, func, select

from tests import ledger_files as files
from tests import matters
from tests.imports.running.test_standing_still import confirmed
from tests.people import Cast
from xinfang_site.audit import services as audit
from xinfang_site.clock import now, today
from xinfang_site.extensions import db
from xinfang_site.imports.batches import cleanup, taking_back
from xinfang_site.imports.drafting import drafted_rows
from xinfang_site.imports.inserting import appearing, inserter
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.jobs import files as job_files
from xinfang_site.jobs import worker
from xinfang_site.jobs.models import Job
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.models import Petition, RegisterEntry, RegisterTally, Step
from xinfang_site.register.bulk import services as bulk
from xinfang_site.register.bulk.actions import BulkDraft
from xinfang_site.register.exporting import job as export_job
from xinfang_site.register.exporting import services as exporting
from xinfang_site.testing.fixtures import close_database

pytestmark = [pytest.mark.slow, pytest.mark.untraced]
EVERY = int(os.environ.get("KILL_EVERY", "47"))
"""Before each which statement the worker is killed; 1 tries all of them."""
MOST = 2000


@pytest.fixture(autouse=True)
def _same_hour(app: Flask) -> Iterator[None]:
    """The clock stands, and the morning's and the hour's work is done: the worker has the test's job alone."""
    with time_machine.travel(now(), tick=False):
        worker.work(forever=False)
        yield


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (
        (drafted_rows, "CHUNK"),
        (inserter, "HELD"),
        (inserter, "WAITING"),
        (appearing, "ENTERED"),
        (cleanup, "CHUNK"),
        (cleanup, "LEFT"),
        (cleanup, "FREED"),
        (exporting, "CHUNK"),
    ):
        monkeypatch.setattr(module, name, 2)
    monkeypatch.setattr(bulk, "AT_ONCE", 0)


def leave() -> Path:
    """Close the database, so that its file may be copied and a child process forked."""
    close_database()
    return Path(current_app.instance_path)


def killed(statement: int) -> bool:
    """Let another process be the worker and kill it before this statement; False if it came to its end before."""
    child = os.fork()
    if child == 0:
        left = [statement]

        def count(*_: Any) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(db.engine, "before_cursor_execute", count)
        event.listen(db.engine, "commit", count)
        try:
            worker.work(forever=False)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def tallies_agree() -> bool:
    """Whether the tallies count what the registers show."""
    counted = select(func.coalesce(func.sum(RegisterTally.total), 0)).where(RegisterTally.dimension == "all")
    return db.session.scalar(counted) == db.session.scalar(select(func.count()).select_from(RegisterEntry))


def at_every_statement(half: Callable[[], bool], whole: Callable[[], bool]) -> int:
    """Kill a worker before one statement after the other, each time from the same beginning; how many kills there were."""
    folder = leave()
    kept, kills = folder.with_name(f"{folder.name}-kept"), 0
    shutil.copytree(folder, kept)
    try:
        for statement in range(1, MOST, EVERY):
            died = killed(statement)
            assert tallies_agree(), statement
            assert half(), statement
            worker.work(forever=False)
            db.session.rollback()
            assert tallies_agree(), statement
            assert whole(), (statement, db.session.execute(select(Job.kind, Job.state, Job.message)).all())
            assert audit.verify(db.session()).fault == ""
            if not died:
                return kills
            kills += 1
            leave()
            shutil.rmtree(folder)
            shutil.copytree(kept, folder)
    finally:
        db.session.remove()
        db.engine.dispose()
        shutil.rmtree(kept)
    raise AssertionError("it never came to its end")


def seen() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(RegisterEntry.petition_id.distinct()))) or 0


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(Petition)) or 0


def newest() -> Job:
    return db.session.scalars(
        select(Job).where(Job.kind.not_in(("daily", "hourly"))).order_by(Job.id.desc())
    ).first()


def test_an_import(app: Flask) -> None:
    batch_id = confirmed(db.session())

    def whole() -> bool:
        job, batch = newest(), db.session.get_one(ImportBatch, batch_id)
        return (job.state, batch.state, batch.imported, seen(), stored()) == (
            "done",
            BatchState.DONE,
            6,
            6,
            6,
        )

    assert at_every_statement(lambda: seen() in (0, 6), whole)


def test_a_batch_taken_back(app: Flask, tmp_path: Path) -> None:
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(6)))
    taking_back.take_back(db.session(), Cast().actor("clerk"), batch_id, "导错了")

    def whole() -> bool:
        return (newest().state, seen(), stored(), files.state_of(batch_id)) == (
            "done",
            0,
            0,
            BatchState.TAKEN_BACK,
        )

    assert at_every_statement(lambda: seen() == 0, whole)


def test_a_bulk_action(app: Flask) -> None:
    ids = tuple(matters.registered() for _ in range(4))
    change = editing.Change("note", None, "统一整理", today())
    bulk.start(db.session(), Cast().actor("handler"), BulkDraft(ids, change))

    def notes() -> int:
        return db.session.scalar(select(func.count()).where(Step.code == "note")) or 0

    def whole() -> bool:
        job = newest()
        return (job.state, job.message, notes(), len(job.result["rows"])) == (
            "done",
            "办理 4 件，未办 0 件",
            4,
            4,
        )

    assert at_every_statement(lambda: notes() == newest().done, whole)


def test_an_export(app: Flask) -> None:
    for _ in range(5):
        matters.registered()
    export_job.queue(db.session(), Cast().actor("handler"), "", today())

    def whole() -> bool:
        job = newest()
        return (job.state, job.message) == ("done", "已导出 5 件") and (
            job_files.folder() / job.result["file"]
        ).exists()

    assert at_every_statement(lambda: True, whole)
