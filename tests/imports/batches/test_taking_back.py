"""A batch taken back: every table as before, never one that somebody worked on, never by just anybody."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests import ledger_files as files
from tests import matters
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.imports.batches import cleanup, taking_back
from xinfang_site.imports.models import BatchState
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.worker import work
from xinfang_site.missing import Missing
from xinfang_site.petitions import links
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.models import Petition
from xinfang_site.register.searching import index_worker


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
    assert files.counts()["register_entry"] == before["register_entry"]
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
