"""A full disk (D1): reading and signing in go on, saving is refused in words, room brings it all back."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from tests import matters
from tests.page import fetch, read
from tests.people import sign_in
from tests.petitions.counter import filled
from xinfang_site.ballast import Ballast, ballast
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.jobs import worker
from xinfang_site.petitions.models import Petition
from xinfang_site.testing.workshop import Workshop

LONG = "三号楼电梯停运，已向物业公司反映三次，均无答复。"
MEGABYTE = 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 MB of its own."""
    command = ["mount", "-t", "tmpfs", "-o", "size=32m,mode=0700", "tmpfs", str(tmp_path)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def fill(disk: Path) -> Path:
    """Take what is left of a disk to the last byte; the file to be removed afterwards."""
    filler = disk / "filler"
    descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for block in (MEGABYTE, 512):
        try:
            while os.write(descriptor, bytes(block)):
                pass
        except OSError:
            continue
    os.close(descriptor)
    return filler


def test_on_a_full_disk_people_sign_in_and_read_and_saving_waits_for_room(
    instance_folder: Path, small_disk: Path
) -> None:
    place = shutil.copytree(instance_folder, small_disk / "instance")
    with Workshop(place).site() as app:
        ballast().lay_in()
        petition_id = matters.registered()
        clerk, handler, administrator = app.test_client(), app.test_client(), app.test_client()
        sign_in(clerk, "clerk")
        other = {"name": "钱小满", "phone": "19900005678", "summary": "楼道照明损坏"}
        values = filled(fetch(clerk, "/petitions/new"), content=LONG, **other)
        filler = fill(small_disk)
        sign_in(handler, "handler")
        for _ in range(30):  # more than the free space of one step would hold
            fetch(handler, f"/petitions/{petition_id}")
        page = read(clerk.post("/petitions/new", data=values), 503)
        assert "磁盘已满" in page.text
        assert LONG in page.response.text
        sign_in(administrator, "root_system")
        assert "谁都不能保存" in fetch(administrator, "/").text
        assert worker._one() is False  # a queued job waits too
        read(clerk.post("/logout", data={"csrf_token": fetch(clerk, "/").token()}), 302)
        filler.unlink()
        sign_in(clerk, "clerk")
        values["csrf_token"] = fetch(clerk, "/petitions/new").token()
        read(clerk.post("/petitions/new", data=values), 302)
        assert ballast().missing() == 0
        assert db.session.scalar(select(func.count()).select_from(Petition)) == 2


def test_the_ballast_gives_way_a_step_at_a_time_and_is_taken_back_whole(small_disk: Path) -> None:
    kept = Ballast(small_disk / "ballast", 8 * MEGABYTE)
    assert not kept.is_short()
    assert not kept.path.exists()
    kept.lay_in()
    assert kept.path.stat().st_blocks * 512 >= kept.size
    for left in (6, 4, 2, 0):
        filler = fill(small_disk)
        assert kept.is_short()
        assert kept.path.stat().st_size == left * MEGABYTE
    fill(small_disk)
    assert kept.is_short()
    assert kept.missing() == kept.size
    filler.unlink()
    assert not kept.is_short()
    assert kept.missing() == 0


def test_a_disk_that_is_full_from_the_start_keeps_no_ballast(small_disk: Path) -> None:
    fill(small_disk)
    kept = Ballast(small_disk / "ballast", 8 * MEGABYTE)
    kept.lay_in()
    assert not kept.path.exists()
    assert not kept.is_short()


def test_a_database_that_cannot_grow_speaks_of_the_disk(app: Flask) -> None:
    session = db.session()
    # the database keeps the pages it has and gets no more
    session.connection().exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(OSError, match="disk is full"), writing(session):
        session.execute(text("CREATE TABLE growing AS SELECT zeroblob(100000) AS room"))
