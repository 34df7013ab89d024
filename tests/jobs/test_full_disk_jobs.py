"""A disk that fills up while a job runs: what the job says holds, and with room again it is done whole."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests import ledger_files as files
from tests.core.test_full_disk import fill, small_disk
from tests.imports.running.test_standing_still import TICKS, confirmed, job_of, seen, stand_still
from xinfang_site.ballast import ballast
from xinfang_site.clock import now
from xinfang_site.extensions import db
from xinfang_site.imports.drafting import drafted_rows
from xinfang_site.imports.inserting import appearing, inserter
from xinfang_site.imports.models import BatchState
from xinfang_site.jobs import worker
from xinfang_site.jobs.holding import LEASE
from xinfang_site.testing.workshop import Workshop

__all__ = ["small_disk"]


@pytest.fixture
def site(instance_folder: Path, small_disk: Path) -> Iterator[Flask]:
    place = shutil.copytree(instance_folder, small_disk / "instance")
    with Workshop(place).site() as app:
        ballast().lay_in()
        yield app


@pytest.mark.parametrize("tick", range(1, TICKS + 1, 3))
def test_an_import(site: Flask, small_disk: Path, monkeypatch: pytest.MonkeyPatch, tick: int) -> None:
    for module, name in (
        (drafted_rows, "CHUNK"),
        (inserter, "HELD"),
        (inserter, "WAITING"),
        (appearing, "ENTERED"),
    ):
        monkeypatch.setattr(module, name, 2)
    batch_id, filler = confirmed(db.session()), []
    stand_still(tick, monkeypatch, lambda: filler.append(fill(small_disk)))
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(3):
            worker._one()
        job = job_of(batch_id)
        assert (seen() == 6) == (files.state_of(batch_id) is BatchState.DONE)
        if job.state == "failed":
            assert ("没有保存任何内容" in job.message, seen()) == (True, 0)
        filler[0].unlink()
        clock.shift(LEASE + timedelta(seconds=1))
        for _ in range(4):
            worker._one()
        assert (job_of(batch_id).state, seen(), files.counts()["petition"]) == ("done", 6, 6)
