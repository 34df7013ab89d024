"""``kill -9`` at any moment: what was acknowledged is there and whole, all else is not there at all."""

import http.client
import itertools
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests import ledger_files as files
from tests.served import Site, Visitor, kill_group, run_apart
from xinfang_site import create_app
from xinfang_site.audit import services as audit
from xinfang_site.extensions import db
from xinfang_site.imports.batches import cleanup
from xinfang_site.petitions.models import Clock, Petition, Petitioner, PetitionText, RegisterEntry, Step

pytestmark = pytest.mark.slow
ROWS = 1200
PLACES = ((3, 0.01), (2, 0.05))
"""How many matters are done before the kill, and how long after the last answer it comes; one round each."""
SERIALS = itertools.count(1)


@contextmanager
def opened(folder: Path) -> Iterator[None]:
    """The database as the kill left it, in this process."""
    app = create_app(folder, f"sqlite:///{folder / 'xinfang.db'}")
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def sound() -> None:
    """The file is whole, the audit's chain is whole, and every matter has all its parts."""
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    assert audit.verify(db.session()).fault == ""
    for part in (PetitionText, Petitioner, RegisterEntry, Clock, Step):
        lacking = select(Petition.number).where(
            Petition.id.not_in(select(part.petition_id)), Petition.batch_id.is_(None)
        )
        assert db.session.scalars(lacking).all() == [], part


def in_registers() -> int:
    """Matters that anybody can see: an import shows all of its rows at once, in its last transaction."""
    return db.session.scalar(select(func.count(RegisterEntry.petition_id.distinct()))) or 0


class Clerk(threading.Thread):
    """Registers one matter after the other and takes its first step, until the site is gone."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self._visitor = Visitor(site, "clerk")
        self.registered: dict[str, int] = {}
        self.screened: list[int] = []

    def run(self) -> None:
        try:
            form = self._visitor.hidden("/petitions/new")
            while True:
                self._one(form)
        except (OSError, http.client.HTTPException):  # the site was killed in the middle of an answer
            return

    def _one(self, form: dict[str, str]) -> None:
        serial = f"{next(SERIALS):09}"
        values = {
            **form,
            "submission": f"killed-{serial}",
            "channel": "1",
            "received_on": time.strftime("%Y-%m-%d"),
            "name": "赵青松",
            "phone": f"19{serial}",
            "summary": f"第{serial}件",
            "content": f"第{serial}件的内容。",
            "people": "1",
            "repeat_of": "none",
            **dict.fromkeys(("purpose", "place_code", "source"), ""),
        }
        status, said, where = self._visitor.post("/petitions/new", values)
        assert status == 302, said
        petition_id = int(where.rpartition("/")[2])
        self.registered[f"第{serial}件"] = petition_id
        address = f"/petitions/{petition_id}/steps/screen"
        status, said, _ = self._visitor.post(
            address, {**self._visitor.hidden(address), "duplicate_decision": "first"}
        )
        assert status == 302, said
        self.screened.append(petition_id)


def test_saves_and_steps_survive_a_kill_whole_or_are_not_there(instance_folder: Path) -> None:
    site, registered, screened = Site(instance_folder), {}, []
    for many, after in PLACES:
        site.start()
        clerk = Clerk(site)
        clerk.start()
        while clerk.is_alive() and len(clerk.screened) < many:
            time.sleep(0.005)
        time.sleep(after)
        site.kill()
        clerk.join(timeout=40)
        assert not clerk.is_alive()
        registered |= clerk.registered
        screened += clerk.screened
    assert registered
    assert screened
    with opened(instance_folder):
        sound()
        kept = {row.summary: row for row in db.session.scalars(select(Petition))}
        assert registered.items() <= {summary: row.id for summary, row in kept.items()}.items()
        assert len(kept) <= len(registered) + len(PLACES)  # and what was under way when it was killed
        numbers = sorted(row.number for row in kept.values())
        assert numbers == [f"{numbers[0][:-6]}{turn:06}" for turn in range(1, len(numbers) + 1)]
        steps = db.session.execute(select(Step.petition_id, Step.code).order_by(Step.id)).all()
        taken = {key for key, code in steps if code == "screen"}
        assert set(screened) <= taken
        assert taken == {row.id for row in kept.values() if row.state == "triage"}


def test_an_import_that_is_killed_is_whole_or_not_there_and_is_done_the_next_time(
    instance_folder: Path, tmp_path: Path
) -> None:
    path = files.write_csv(tmp_path / "ledger.csv", files.rows(ROWS))
    command = [sys.executable, "-m", "xinfang_site", "import", "petitions", str(path), "--office", "JXF"]
    killed = run_apart(command, instance_folder)
    log = instance_folder / "xinfang.db-wal"
    while killed.poll() is None and (not log.exists() or log.stat().st_size < 2**19):
        time.sleep(0.005)
    assert killed.poll() is None, "it was done before it could be killed"
    kill_group(killed)
    with opened(instance_folder):
        sound()
        assert in_registers() == 0
        cleanup.sweep(db.session())  # at once: the process is known to be gone
        assert db.session.scalars(select(Petition.id)).all() == []
    again = run_apart(command, instance_folder)
    assert again.wait(timeout=120) == 0
    with opened(instance_folder):
        sound()
        assert in_registers() == ROWS
