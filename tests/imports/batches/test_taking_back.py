"""A batch taken back: every table as before, never one that somebody worked on, never by just anybody."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import event, func, select, update

from tests import ledger_files as files
from tests import matters
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.imports import held
from xinfang_site.imports.batches import cleanup, taking_back
from xinfang_site.imports.models import BatchState
from xinfang_site.jobs import worker
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.worker import work
from xinfang_site.missing import Missing
from xinfang_site.petitions import links
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.stepping import services as stepping
from xinfang_site.register.searching import index_worker
from xinfang_site.sessions import is_sqlite


def shown() -> tuple[int, int]:
    """How many matters any register shows, and how many rows the tallies have."""
    db.session.rollback()
    matters_seen = select(func.count(RegisterEntry.petition_id.distinct()))
    return db.session.scalar(matters_seen) or 0, files.counts()["register_tally"]


@pytest.mark.untraced
@pytest.mark.parametrize("indexed", [False, True])
def test_taking_back_restores_every_table(any_app: Flask, tmp_path: Path, indexed: bool) -> None:
    matters.registered()
    before = files.counts()
    body = [*files.rows(5), files.row(6, 承办单位="甲区住建委")]
    path = files.write_csv(tmp_path / "a.csv", body)
    batch_id, _ = files.take_in(path)
    while indexed and index_worker.step(db.session()):
        pass
    assert taking_back.take_back(db.session(), Cast().actor("clerk"), batch_id, "导错了") == 6
    assert shown() == (1, before["register_tally"])
    db.session.remove()
    work(forever=False)
    assert files.counts() == before
    assert files.state_of(batch_id) is BatchState.TAKEN_BACK
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "import.take_back")).one()
    assert event.reason == "导错了"
    assert files.take_in(path)[1].imported == 6
    with pytest.raises(Refused):
        taking_back.take_back(db.session(), Cast().actor("clerk"), batch_id, "再来")


def _step(petition_id: int) -> None:
    matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})


def _attach(petition_id: int) -> None:
    upload = attachments.Upload("a.txt", "材料".encode())
    attachments.add(db.session(), Cast().actor("clerk"), petition_id, [upload])


def _link(petition_id: int) -> None:
    other = matters.registered()
    with writing(db.session()):
        links.add(db.session(), Cast().actor("clerk"), other, petition_id, "same")


def _edit(petition_id: int) -> None:
    with writing(db.session()):
        db.session.get_one(Petition, petition_id).place = "改过的地点"


@pytest.mark.untraced
@pytest.mark.parametrize("touch", [_step, _attach, _link, _edit])
def test_a_batch_that_somebody_worked_on_stays(any_app: Flask, tmp_path: Path, touch) -> None:
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(3)))
    touch(db.session.scalars(select(func.min(Petition.id))).one())
    before = files.counts()
    with pytest.raises(Refused, match="JXFD"):
        taking_back.take_back(db.session(), Cast().actor("clerk"), batch_id, "导错了")
    assert files.counts() == before
    assert files.state_of(batch_id) is BatchState.DONE


def test_only_the_person_or_a_superior_takes_back(session, tmp_path: Path) -> None:
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(1)))
    for foreign in ("clerk2", "other_clerk", "other_handler"):
        with pytest.raises(Missing):
            taking_back.take_back(session, Cast().actor(foreign), batch_id, "x")
    assert taking_back.take_back(session, Cast().actor("section_head"), batch_id, "x") == 1


def test_a_dead_removal_is_finished_by_the_next_sweep(session, tmp_path: Path) -> None:
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(3)))
    taking_back.take_back(session, Cast().actor("clerk"), batch_id, "x")
    with writing(session):
        session.execute(update(Job).values(state="failed"))
    assert cleanup.sweep(session) == 3


@pytest.mark.untraced
@pytest.mark.parametrize("broken", range(9))
def test_a_removal_that_breaks_off_anywhere_shows_nothing_and_is_finished_by_the_next_worker(
    any_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: int
) -> None:
    for name in ("CHUNK", "LEFT", "FREED"):
        monkeypatch.setattr(cleanup, name, 2)
    matters.registered()
    before, path = files.counts(), files.write_csv(tmp_path / "a.csv", files.rows(5))
    batch_id, _ = files.take_in(path)
    taking_back.take_back(db.session(), Cast().actor("clerk"), batch_id, "导错了")
    assert shown() == (1, before["register_tally"])
    files.fail_at(held.Ticker, "keep", broken, monkeypatch, SystemExit)
    monkeypatch.setattr(
        worker.handlers, "undone", lambda _job: 1 / 0
    )  # the process is gone before it can say so
    with pytest.raises(ZeroDivisionError):
        work(forever=False)
    monkeypatch.undo()
    assert shown() == (1, before["register_tally"])
    with writing(db.session()):
        db.session.execute(update(Job).values(lease_until=clock.now() - timedelta(seconds=1)))
    db.session.remove()
    work(forever=False)
    assert files.counts() == before
    assert files.take_in(path)[1].imported == 5


def test_no_transaction_of_taking_back_touches_many_rows(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CHUNK", "LEFT", "FREED"):
        monkeypatch.setattr(cleanup, name, 3)
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(12)))
    changed: list[int] = []

    def count(_connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("DELETE", "UPDATE")):
            changed.append(cursor.rowcount)

    event.listen(db.engine, "after_cursor_execute", count)
    taking_back.take_back(db.session(), Cast().actor("clerk"), batch_id, "导错了")
    work(forever=False)
    event.remove(db.engine, "after_cursor_execute", count)
    assert files.counts()["petition"] == 0
    assert max(changed) <= 3 * 3  # a matter has three hashes to be found by


def test_a_ledger_taken_back_may_be_imported_anew_before_its_rows_are_gone(
    any_app: Flask, tmp_path: Path
) -> None:
    path = files.write_csv(tmp_path / "a.csv", files.rows(4))
    batch_id, _ = files.take_in(path)
    taking_back.take_back(db.session(), Cast().actor("clerk"), batch_id, "导错了")
    assert files.take_in(path)[1].imported == 4
    db.session.remove()
    work(forever=False)
    assert (shown()[0], files.counts()["petition"]) == (4, 4)
    assert files.state_of(batch_id) is BatchState.TAKEN_BACK


def test_a_batch_is_taken_back_once(any_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two superiors press at the same moment: the second has counted before the first has saved."""
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(3)))
    real = taking_back._counted

    def counted(session: Any, batch: int) -> Any:
        found = real(session, batch)
        monkeypatch.setattr(taking_back, "_counted", real)
        with current_app.app_context():
            taking_back.take_back(db.session(), Cast().actor("section_head"), batch, "先撤")
            db.session.remove()
        return found

    monkeypatch.setattr(taking_back, "_counted", counted)
    with pytest.raises(Refused, match="没有可以撤回的内容"):
        taking_back.take_back(db.session(), Cast().actor("clerk"), batch_id, "后撤")
    assert shown() == (0, 0)


def test_a_step_that_had_found_the_matter_just_before_it_was_taken_back_is_refused(
    any_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(2)))
    petition_id = db.session.scalars(select(func.min(Petition.id))).one()
    seen = matters.version_of(petition_id)
    taking_back.take_back(db.session(), Cast().actor("clerk"), batch_id, "导错了")
    made = stepping.StepDraft(Step.SCREEN, seen, {Need.DUPLICATE_DECISION: "first"})
    with pytest.raises(Missing):
        stepping.take(db.session(), Cast().actor("clerk"), petition_id, made, clock.today())
    if not is_sqlite(db.session()):
        assert matters.version_of(petition_id) > seen


def test_a_worker_that_starts_leaves_the_removal_to_a_job_which_tells_of_it(session, tmp_path: Path) -> None:
    """Other jobs do not wait for it unseen, whatever became of the batch's own job."""
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(3)))
    taking_back.take_back(session, Cast().actor("clerk"), batch_id, "x")
    with writing(session):
        session.execute(update(Job).values(state="failed"))
    assert (cleanup.hand_over(session), files.counts()["petition"]) == (1, 3)
    assert cleanup.hand_over(session) == 0
    job = session.scalars(select(Job).where(Job.state == "queued")).one()
    assert (job.title, job.arguments["act"], job.key) == ("清除撤回的内容", "remove", f"remove:{batch_id}")
    with writing(session):
        job.state, job.lease_until = "running", clock.now() - timedelta(seconds=1)
    assert (cleanup.hand_over(session), files.counts()["petition"]) == (1, 3)
    assert session.scalars(select(Job.state).where(Job.id == job.id)).one() == "queued"
    work(forever=False)
    assert (files.counts()["petition"], files.state_of(batch_id)) == (0, BatchState.TAKEN_BACK)
