"""Jobs: done once, shown with progress, taken over after a crash, never lost."""

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.people import Cast
from xinfang_site import clock
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.jobs import handlers, owners, services, worker
from xinfang_site.jobs.holding import Hold, Lost
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.services import JobDraft


def queued(kind: str = "echo", key: str | None = None) -> int:
    with writing(db.session()):
        return services.enqueue(
            db.session(), Cast().actor("clerk"), JobDraft(kind, "回声", {"word": "好"}, key)
        ).id


def state_of(job_id: int) -> tuple[str, str]:
    db.session.rollback()
    job = db.session.get_one(Job, job_id)
    return job.state, job.message


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []

    def run(session: Session, job: Job) -> dict[str, Any]:
        heard.append(job.arguments["word"])
        services.progress(session, Hold.of(job), 1, 2, "一半")
        return {"message": "完成一项", "file": "x"}

    def refuse(_session: Session, _job: Job) -> dict[str, Any]:
        raise Refused("不能办理")

    def fail(_session: Session, _job: Job) -> dict[str, Any]:
        raise ZeroDivisionError

    kinds = {"echo": run, "refuse": refuse, "fail": fail}
    monkeypatch.setattr(handlers, "handler_of", kinds.__getitem__)
    return heard


def test_a_queued_job_is_done_once_with_its_result(any_app: Flask, echo: list[str]) -> None:
    job_id = queued()
    worker.work(forever=False)
    worker.work(forever=False)
    assert echo == ["好"]
    assert state_of(job_id) == ("done", "完成一项")
    assert db.session.get_one(Job, job_id).result == {"file": "x"}


def test_while_a_job_with_a_key_waits_no_second_one_is_made(app: Flask, echo: list[str]) -> None:
    assert queued(key="a") == queued(key="a")
    worker.work(forever=False)
    assert queued(key="a") not in {1}


def test_a_refused_and_a_failed_job_say_so_and_stop_nothing(app: Flask, echo: list[str]) -> None:
    refused, failed, fine = queued("refuse"), queued("fail"), queued()
    worker.work(forever=False)
    assert state_of(refused) == ("failed", "不能办理")
    assert state_of(failed)[0] == "failed"
    assert "没有办完" in state_of(failed)[1]
    assert state_of(fine)[0] == "done"


def test_a_job_whose_worker_died_is_taken_over_and_given_up_after_three_tries(
    app: Flask, echo: list[str]
) -> None:
    job_id = queued()
    for _turn in range(services.MAX_TRIES):
        assert services.claim(db.session()) is not None
        assert services.claim(db.session()) is None
        with writing(db.session()):
            gone = clock.now() - timedelta(seconds=1)
            db.session.execute(update(Job).values(lease_until=gone))
    assert services.claim(db.session()) is None
    assert state_of(job_id)[0] == "failed"


def test_a_job_whose_worker_was_killed_on_this_machine_is_taken_over_at_once(
    app: Flask, echo: list[str]
) -> None:
    queued()
    job = services.claim(db.session())
    assert job is not None
    assert services.claim(db.session()) is None  # its owner, this process, lives
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as killed:
        standing = owners._standing(killed.pid)
        assert standing is not None
        owner = {**job.result[owners.OWNER], "pid": killed.pid, "started": standing[1]}
        with writing(db.session()):
            job.result = {"rows": [1], owners.OWNER: owner}
        assert services.claim(db.session()) is None
        killed.kill()
    again = services.claim(db.session())
    assert again is not None
    assert again.result["rows"] == [1]
    assert again.result[owners.OWNER]["pid"] == os.getpid()
    elsewhere = {**owner, "machine": "another"}
    assert not owners.is_dead({owners.OWNER: elsewhere})


def test_a_worker_stops_with_its_parent(app: Flask) -> None:
    job_id = queued()
    worker.work(parent=os.getppid() + 1)
    assert state_of(job_id)[0] == "queued"


def test_an_unknown_kind_fails_the_job_and_not_the_worker(app: Flask) -> None:
    job_id = queued("nonsense")
    worker.work(forever=False)
    assert state_of(job_id)[0] == "failed"
    assert set(db.session.scalars(select(Job.key))) == {None}


def test_every_kind_of_job_has_its_handler() -> None:
    for kind in handlers.HANDLERS:
        assert callable(handlers.handler_of(kind))


def test_a_clock_that_went_backwards_keeps_no_dead_workers_job_waiting(
    app: Flask, echo: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    queued()
    with time_machine.travel(clock.now() + timedelta(hours=3), tick=False):
        assert services.claim(db.session()) is not None
    monkeypatch.setattr(
        owners, "is_dead", lambda _result: True
    )  # its worker is gone, and the clock is right again
    again = services.claim(db.session())
    assert again is not None
    assert again.tries == 2


def test_whoever_lost_a_job_neither_tells_of_it_nor_ends_it(any_app: Flask, echo: list[str]) -> None:
    job_id = queued()
    first = services.claim(db.session())
    assert first is not None
    slow = Hold.of(first)
    with writing(db.session()):
        gone = clock.now() - timedelta(seconds=1)
        db.session.execute(update(Job).values(lease_until=gone))
    second = services.claim(db.session())
    assert second is not None
    for late in (
        lambda: services.progress(db.session(), slow, 1, 1),
        lambda: services.finish(db.session(), slow, "failed", "太晚"),
        lambda: services.requeue(db.session(), slow),
    ):
        with pytest.raises(Lost):
            late()
    services.finish(db.session(), Hold.of(second), "done", "办完")
    assert state_of(job_id) == ("done", "办完")
    with pytest.raises(Lost):
        services.finish(db.session(), Hold.of(second), "failed", "又一次")


def test_a_worker_whose_job_was_taken_over_goes_on_to_the_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(session: Session, job: Job) -> dict[str, Any]:
        with writing(session):
            session.get_one(Job, job.id).tries += 1
        raise ZeroDivisionError

    monkeypatch.setattr(handlers, "handler_of", {"echo": overtaken}.__getitem__)
    job_id = queued()
    assert worker._one()
    assert state_of(job_id) == ("running", "")
