"""A run whose process stands still beyond its lease, while a sweep or another worker takes its place."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, current_app
from sqlalchemy import func, select

from tests import ledger_files as files
from tests.people import Cast
from xinfang_site.accounts.models import Account
from xinfang_site.clock import now
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.imports import at_once, held
from xinfang_site.imports.batches import cleanup
from xinfang_site.imports.batches import queries as batches
from xinfang_site.imports.drafting import drafted_rows
from xinfang_site.imports.inserting import appearing, inserter
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.imports.orders import Order
from xinfang_site.imports.running.runs import Source
from xinfang_site.imports.uploading import services
from xinfang_site.jobs import services as jobs
from xinfang_site.jobs import worker
from xinfang_site.jobs.holding import LEASE
from xinfang_site.jobs.models import Job
from xinfang_site.petitions.models import Petition, RegisterEntry

ROWS = 6
TICKS = 10
"""How often a run of six rows tells of itself: four chunks, three pieces for the index, three for the registers."""


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafted_rows, "CHUNK", 2)
    monkeypatch.setattr(inserter, "HELD", 1)
    monkeypatch.setattr(inserter, "WAITING", 2)
    monkeypatch.setattr(appearing, "ENTERED", 2)


@pytest.fixture
def lease_ends() -> Iterator[Callable[[], None]]:
    """Moves the clock on until every lease is over."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield lambda: traveller.shift(LEASE + timedelta(seconds=1))


def elsewhere(do: Callable[[], Any]) -> None:
    """Do something as another process would, in a session of its own."""
    with current_app.app_context():
        try:
            do()
        finally:
            db.session.remove()


def stand_still(tick: int, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], None]) -> list[int]:
    """The next run stands still once it has told of itself so often; returns how often that was in the end."""
    real, told = held.Ticker.__call__, [0]

    def standing(self: held.Ticker, done: int, words: str) -> None:
        told[0] += 1
        if told[0] == tick:
            meanwhile()
        real(self, done, words)

    monkeypatch.setattr(held.Ticker, "__call__", standing)
    return told


def confirmed(session: Any) -> int:
    """A ledger that was tried and waits for the worker."""
    actor = Cast().actor("clerk")
    upload = io.BytesIO(files.csv_bytes(files.rows(ROWS)))
    batch_id = services.inspect_upload(session, actor, upload, "a.csv")
    services.check(session, actor, batch_id, batches.order_of(batches.get(session, actor, batch_id)))
    worker.work(forever=False)
    services.confirm(session, actor, batch_id)
    db.session.remove()
    return batch_id


def seen() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(RegisterEntry.petition_id.distinct()))) or 0


def job_of(batch_id: int) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, db.session.get_one(ImportBatch, batch_id).mapping["job"])


def test_a_run_tells_of_itself_at_every_stage(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    confirmed(db.session())
    told = stand_still(0, monkeypatch, lambda: None)
    worker.work(forever=False)
    assert told == [TICKS]


@pytest.mark.untraced
@pytest.mark.parametrize("tick", [1, 3, 5, 7, 9, TICKS])
def test_who_was_swept_as_dead_publishes_nothing_and_the_next_worker_does_it_whole(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch, lease_ends: Callable[[], None], tick: int
) -> None:
    before, batch_id = files.counts(), confirmed(db.session())

    def swept() -> None:
        lease_ends()
        elsewhere(lambda: cleanup.sweep(db.session()))
        assert files.counts() == before
        assert job_of(batch_id).state == "queued"

    stand_still(tick, monkeypatch, swept)
    assert worker._one()  # the one that stands still
    assert (seen(), files.counts()) == (0, before)
    assert (files.state_of(batch_id), job_of(batch_id).state) == (BatchState.RUNNING, "queued")
    worker.work(forever=False)
    assert (seen(), job_of(batch_id).state) == (ROWS, "done")
    assert db.session.scalar(select(func.count()).select_from(Petition)) == ROWS


@pytest.mark.untraced
@pytest.mark.parametrize("tick", [1, 3, 5, 7, 9, TICKS])
def test_who_was_overtaken_by_another_worker_leaves_its_batch_alone(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch, lease_ends: Callable[[], None], tick: int
) -> None:
    batch_id = confirmed(db.session())

    def overtaken() -> None:
        lease_ends()
        elsewhere(lambda: worker.work(forever=False))
        assert seen() == ROWS

    stand_still(tick, monkeypatch, overtaken)
    assert worker._one()
    job = job_of(batch_id)
    assert (seen(), job.state, job.tries) == (ROWS, "done", 2)
    assert db.session.scalar(select(func.count()).select_from(Petition)) == ROWS
    assert db.session.get_one(ImportBatch, batch_id).imported == ROWS


@pytest.mark.parametrize("tick", [1, TICKS])
def test_a_command_that_stood_still_says_that_it_was_taken_for_dead(
    any_app: Flask,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lease_ends: Callable[[], None],
    tick: int,
) -> None:
    path, before = files.write_csv(tmp_path / "a.csv", files.rows(ROWS)), files.counts()

    def taken_over() -> None:
        lease_ends()
        elsewhere(lambda: worker.work(forever=False))

    stand_still(tick, monkeypatch, taken_over)
    with pytest.raises(Refused, match=r"停顿太久.*没有保存任何内容"):
        at_once.take_in(db.session(), Cast().actor("clerk"), Source(path, path.name), Order())
    batch_id = db.session.scalars(select(ImportBatch.id)).one()
    assert (files.counts(), files.state_of(batch_id)) == (before, BatchState.FAILED)
    assert "没有保存任何内容" in db.session.get_one(ImportBatch, batch_id).message


def test_a_sweep_that_stands_still_removes_nothing_of_who_began_again(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch, lease_ends: Callable[[], None]
) -> None:
    monkeypatch.setattr(cleanup, "CHUNK", 2)
    batch_id, once = confirmed(db.session()), []

    def tick(_left: Any, _done: int, _words: str) -> None:
        """Between two transactions of the sweep the worker does the whole batch anew."""
        if not once:
            once.append(elsewhere(lambda: worker.work(forever=False)))

    monkeypatch.setattr(cleanup._Left, "__call__", tick)
    stand_still(TICKS, monkeypatch, lambda: (lease_ends(), elsewhere(lambda: cleanup.sweep(db.session()))))
    assert worker._one()
    assert (once, seen(), job_of(batch_id).state) == ([None], ROWS, "done")
    assert db.session.scalar(select(func.count()).select_from(Petition)) == ROWS


def test_every_transaction_of_a_run_keeps_its_lease(
    app: Flask, monkeypatch: pytest.MonkeyPatch, lease_ends: Callable[[], None]
) -> None:
    batch_id, leases = confirmed(db.session()), []

    real = held.Ticker.keep

    def keep(self: held.Ticker, session: Any) -> None:
        lease_ends()
        real(self, session)
        leases.append(session.get_one(Job, self.hold.job_id, populate_existing=True).lease_until)

    monkeypatch.setattr(held.Ticker, "keep", keep)
    worker.work(forever=False)
    assert job_of(batch_id).state == "done"
    assert leases == sorted(set(leases))
    assert len(leases) > TICKS


def test_what_was_begun_for_somebody_is_not_shown_once_that_person_may_not_any_more(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, batch_id = files.counts(), confirmed(db.session())

    def revoked() -> None:
        session = db.session()
        with writing(session):
            account = session.get_one(Account, Cast().actor("clerk").account_id)
            account.grants.clear()

    stand_still(TICKS, monkeypatch, lambda: elsewhere(revoked))
    worker.work(forever=False)
    assert (seen(), files.state_of(batch_id)) == (0, BatchState.FAILED)
    job = job_of(batch_id)
    assert (job.state, job.message) == ("failed", "委托人已没有这项权限，没有保存任何内容")
    assert {name for name, number in files.counts().items() if number != before[name]} <= {"account_role"}


def test_a_sweep_does_not_touch_a_run_that_renewed_its_lease_meanwhile(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch, lease_ends: Callable[[], None]
) -> None:
    batch_id, real = confirmed(db.session()), cleanup._dead

    def renewed(session: Any) -> Any:
        lease_ends()
        found = real(session)
        ((left, _),) = found
        elsewhere(lambda: jobs.progress(db.session(), left.hold, 1, 2, "醒来"))
        return found

    def swept() -> None:
        monkeypatch.setattr(cleanup, "_dead", renewed)
        elsewhere(lambda: cleanup.sweep(db.session()))

    stand_still(TICKS, monkeypatch, swept)
    worker._one()
    assert (seen(), files.state_of(batch_id)) == (ROWS, BatchState.DONE)
