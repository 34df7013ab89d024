"""Imports in the background: who may, one at a time, told as they go, broken, taken over."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests import ledger_files as files
from tests.people import Cast
from xinfang_site import clock, hourly
from xinfang_site.accounts.models import Account
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.imports import held, storage
from xinfang_site.imports.batches import queries as batches
from xinfang_site.imports.batches import taking_back
from xinfang_site.imports.drafting import drafted_rows
from xinfang_site.imports.held import Ticker
from xinfang_site.imports.inserting import inserter
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.imports.running import bookkeeping, runs
from xinfang_site.imports.uploading import services
from xinfang_site.jobs import services as jobs
from xinfang_site.jobs.holding import Hold
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.worker import work
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.petitions.models import Petition, RegisterTally


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"disabled_at": clock.now()}, "停用"),
        ({"roles": True}, "权限"),
        ({"office_id": True}, "调离"),
        ({"upload": True}, "已清除"),
    ],
)
def test_the_role_is_checked_again_when_the_job_begins(session, change, words) -> None:
    actor = Cast().actor("clerk")
    batch_id = services.inspect_upload(session, actor, io.BytesIO(files.csv_bytes(files.rows(1))), "a.csv")
    services.check(session, actor, batch_id, batches.order_of(batches.get(session, actor, batch_id)))
    with writing(session):
        account = session.get_one(Account, actor.account_id)
        if "roles" in change:
            account.grants.clear()
        elif "office_id" in change:
            account.office_id = Cast().office("YXF").id
        elif "upload" in change:
            storage.remove(session.get_one(ImportBatch, batch_id).upload)
        else:
            account.disabled_at = change["disabled_at"]
    work(forever=False)
    job = session.scalars(select(Job).where(Job.kind == "import")).one()
    assert (job.state, words in job.message) == ("failed", True)
    assert files.state_of(batch_id) is BatchState.UPLOADED
    assert files.counts()["petition"] == 0


def taken_in_by_the_worker(session, actor: Actor) -> int:
    """A ledger of four matters, tried and taken in as from the pages."""
    batch_id = services.inspect_upload(session, actor, io.BytesIO(files.csv_bytes(files.rows(4))), "a.csv")
    services.check(session, actor, batch_id, batches.order_of(batches.get(session, actor, batch_id)))
    work(forever=False)
    services.confirm(session, actor, batch_id)
    work(forever=False)
    return batch_id


def test_one_import_at_a_time_for_each_person(session) -> None:
    actor, ids = Cast().actor("clerk"), []
    for number in (1, 2):
        upload = io.BytesIO(files.csv_bytes(files.rows(1, number)))
        ids.append(services.inspect_upload(session, actor, upload, f"{number}.csv"))
    order = batches.order_of(batches.get(session, actor, ids[0]))
    services.check(session, actor, ids[0], order)
    with pytest.raises(Refused, match="没有结束"):
        services.check(session, actor, ids[1], order)
    with pytest.raises(Refused, match="正在处理"):
        services.check(session, actor, ids[0], order)
    work(forever=False)
    with pytest.raises(Refused, match="试算"):
        services.confirm(session, actor, ids[1])
    services.discard(session, actor, ids[1])
    assert session.get(ImportBatch, ids[1]) is None


def test_progress_is_told_each_second_and_keeps_the_lease(session, monkeypatch) -> None:
    monkeypatch.setattr(held, "EVERY_SECONDS", 0.0)
    told: list[tuple[int, int, str]] = []
    real = jobs.progress

    def progress(session, hold: Hold, done: int, total: int, message: str = "") -> None:
        told.append((done, total, message))
        real(session, hold, done, total, message)

    monkeypatch.setattr(jobs, "progress", progress)
    actor = Cast().actor("clerk")
    batch_id = taken_in_by_the_worker(session, actor)
    assert (5, 5, "正在导入") in told
    taking_back.take_back(session, actor, batch_id, "x")
    work(forever=False)
    assert (4, 4, "正在清除") in told
    assert files.counts()["petition"] == 0


def test_a_job_that_breaks_says_so_and_leaves_nothing(session, monkeypatch) -> None:
    actor = Cast().actor("clerk")
    batch_id = services.inspect_upload(session, actor, io.BytesIO(files.csv_bytes(files.rows(4))), "a.csv")
    services.check(session, actor, batch_id, batches.order_of(batches.get(session, actor, batch_id)))
    work(forever=False)
    services.confirm(session, actor, batch_id)
    files.fail_at(inserter.Inserter, "publish", 0, monkeypatch)
    work(forever=False)
    assert files.state_of(batch_id) is BatchState.FAILED
    assert files.counts()["petition"] == 0


def broken_off(session: Session, monkeypatch: pytest.MonkeyPatch, chunk: int) -> tuple[int, Job]:
    """An import of six rows whose process died while it wrote this chunk of two: its batch and its job."""
    actor = Cast().actor("clerk")
    batch_id = services.inspect_upload(session, actor, io.BytesIO(files.csv_bytes(files.rows(6))), "a.csv")
    services.check(session, actor, batch_id, batches.order_of(batches.get(session, actor, batch_id)))
    work(forever=False)
    services.confirm(session, actor, batch_id)
    job = jobs.claim(session)
    assert job is not None
    monkeypatch.setattr(drafted_rows, "CHUNK", 2)
    monkeypatch.setattr(bookkeeping, "abandon", lambda *_: None)
    files.fail_at(inserter.Inserter, "write", chunk, monkeypatch)
    path = storage.path_of(session.get_one(ImportBatch, batch_id).upload)
    run = Ticker(session, Hold.of(job))
    with pytest.raises(RuntimeError):
        runs.run_import(session, actor, files.desk(), batch_id, runs.Source(path, path.name), run)
    return batch_id, job


def test_a_job_taken_over_after_a_crash_starts_again(session, tmp_path, monkeypatch) -> None:
    batch_id, job = broken_off(session, monkeypatch, 1)
    monkeypatch.undo()
    with writing(session):
        session.execute(update(Job).where(Job.id == job.id).values(lease_until=clock.now() - timedelta(1)))
    work(forever=False)
    assert files.state_of(batch_id) is BatchState.DONE
    assert files.counts()["petition"] == 6


def test_an_uploaded_file_is_private_and_a_refused_one_is_not_kept(session) -> None:
    actor = Cast().actor("clerk")
    services.inspect_upload(session, actor, io.BytesIO(files.csv_bytes(files.rows(1))), "a.csv")
    assert all(each.stat().st_mode & 0o777 == 0o600 for each in storage.folder().iterdir())
    assert storage.folder().stat().st_mode & 0o777 == 0o700
    kept = len(list(storage.folder().iterdir()))
    for bad in (b"", b"%PDF-1.4", b"just words", b"PK\x03\x04 broken"):
        with pytest.raises(LedgerError):
            services.inspect_upload(session, actor, io.BytesIO(bad), "a.xlsx")
    with pytest.raises(LedgerError, match="超过"):
        storage.keep(io.BytesIO(b"12345"), 4)
    assert len(list(storage.folder().iterdir())) == kept


def test_a_job_whose_worker_died_once_its_batch_was_in_is_done_and_takes_nothing_away(session) -> None:
    actor = Cast().actor("clerk")
    batch_id = taken_in_by_the_worker(session, actor)
    ids, before = session.scalars(select(Petition.id).order_by(Petition.id)).all(), files.counts()
    counted = session.scalar(select(func.sum(RegisterTally.total)))
    newest = session.scalars(select(func.max(Job.id))).one()
    with writing(session):  # as the table stands between the last transaction and the job's end
        died = {"state": "running", "lease_until": clock.now() - timedelta(1), "finished_at": None}
        session.execute(update(Job).where(Job.id == newest).values(**died, message="", result={}))
    work(forever=False)
    assert files.state_of(batch_id) is BatchState.DONE
    assert files.counts() == before
    assert session.scalars(select(Petition.id).order_by(Petition.id)).all() == ids
    assert session.scalar(select(func.sum(RegisterTally.total))) == counted
    job, batch = session.get_one(Job, newest), session.get_one(ImportBatch, batch_id)
    assert (job.state, job.result["imported"], batch.imported) == ("done", 4, 4)
    assert storage.path_of(batch.report).exists()


@pytest.mark.parametrize("broken", ["tell_the_planner", "remove"])
def test_a_fault_after_the_last_transaction_does_not_say_that_nothing_was_saved(
    session, monkeypatch, broken: str
) -> None:
    actor = Cast().actor("clerk")
    batch_id = services.inspect_upload(session, actor, io.BytesIO(files.csv_bytes(files.rows(4))), "a.csv")
    services.check(session, actor, batch_id, batches.order_of(batches.get(session, actor, batch_id)))
    work(forever=False)
    services.confirm(session, actor, batch_id)
    monkeypatch.setattr(runs, "MANY", 1)
    target = inserter.Inserter if broken == "tell_the_planner" else storage
    files.fail_at(target, broken, 0, monkeypatch, OSError)
    work(forever=False)
    job = session.scalars(select(Job).order_by(Job.id.desc())).first()
    assert (job.state, job.result["imported"]) == ("done", 4)
    assert "没有保存" not in job.message
    assert files.state_of(batch_id) is BatchState.DONE


def test_a_job_given_up_after_its_batch_was_in_leaves_the_batch_as_it_is(session) -> None:
    actor = Cast().actor("clerk")
    batch_id = taken_in_by_the_worker(session, actor)
    newest = session.scalars(select(func.max(Job.id))).one()
    with writing(session):
        died = {"state": "running", "lease_until": clock.now() - timedelta(1), "tries": jobs.MAX_TRIES}
        session.execute(update(Job).where(Job.id == newest).values(**died))
    work(forever=False)
    assert session.get_one(Job, newest).state == "failed"
    assert (files.state_of(batch_id), files.counts()["petition"]) == (BatchState.DONE, 4)


def test_what_a_job_that_was_given_up_left_is_swept_within_the_hour(session, monkeypatch) -> None:
    batch_id, job = broken_off(session, monkeypatch, 2)
    with writing(session):
        gone = {"lease_until": clock.now() - timedelta(1), "tries": jobs.MAX_TRIES}
        session.execute(update(Job).where(Job.id == job.id).values(**gone))
    assert jobs.claim(session) is None
    assert files.counts()["petition"] > 0
    hourly.run(session, job)
    work(forever=False)
    assert (files.counts()["petition"], files.state_of(batch_id)) == (0, BatchState.FAILED)
    session.rollback()
    assert "没有保存任何内容" in session.get_one(ImportBatch, batch_id).message
