"""Ledgers taken in: whole or not at all, never twice, and taken back while untouched."""

import io
import os
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select, text, update

from tests import ledger_files as files
from tests import matters
from tests.people import Cast
from xinfang_site import clock, migrating
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.database import DatabaseBusy, writing
from xinfang_site.disposals import queries as disposals
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.imports import at_once, storage
from xinfang_site.imports.batches import cleanup, taking_back
from xinfang_site.imports.batches import queries as batches
from xinfang_site.imports.drafting import drafted_rows
from xinfang_site.imports.held import Run
from xinfang_site.imports.inserting import appearing, inserter
from xinfang_site.imports.models import BatchState, ImportBatch, ImportMapping
from xinfang_site.imports.orders import Order
from xinfang_site.imports.planning.summaries import Tracker
from xinfang_site.imports.running import bookkeeping, queueing, runs
from xinfang_site.imports.uploading import services
from xinfang_site.jobs.holding import Hold
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.worker import work
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.offices.queries import petition_office_above
from xinfang_site.petitions.models import (
    Clock,
    Petition,
    PetitionText,
    RegisterEntry,
    RegisterTally,
    SearchPending,
)
from xinfang_site.petitions.models import Step as TakenStep
from xinfang_site.petitions.register_models import EnteringBatch, RegisterRow
from xinfang_site.petitions.visibility import entries, parts, scope, tallies
from xinfang_site.petitions.visibility.sight import in_sight
from xinfang_site.plugin_registry import migration_folders, plugins
from xinfang_site.register.filters.list_query import ListQuery
from xinfang_site.register.matters import Register


def source(path: Path) -> runs.Source:
    return runs.Source(path, path.name)


def entries_as_written_one_by_one() -> list[tuple[object, ...]]:
    """What ``entries.entry_rows`` would make of every imported matter."""
    session, made = db.session(), []
    columns = [column.name for column in RegisterEntry.__table__.columns]
    for petition in session.scalars(select(Petition).where(Petition.batch_id.is_not(None))):
        row = {column.name: getattr(petition, column.name) for column in Petition.__table__.columns}
        offices = {petition.office_id: parts.REGISTRAR}
        above = petition_office_above(session, petition.office)
        if above is not None:
            offices.setdefault(above.id, parts.ABOVE)
        if petition.unit_id is not None:
            offices.setdefault(petition.unit_id, parts.UNIT)
        first = entries.first_level(session, petition.category_id)
        made += [tuple(each[name] for name in columns) for each in entries.entry_rows(row, first, offices)]
    return sorted(made)


def test_a_ledger_is_visible_searchable_and_counted_in_every_register_it_belongs_to(
    any_app: Flask, tmp_path: Path
) -> None:
    body = files.rows(3)
    body += [files.row(4, 承办单位="甲区住建委", 办理结果="已修复", 办结日期="2026-02-01")]
    batch_id, summary = files.take_in(files.write_csv(tmp_path / "a.csv", body))
    assert (summary.imported, summary.skipped, summary.open, summary.overdue) == (4, 0, 3, 3)
    session = db.session()
    stored = session.execute(select(*RegisterEntry.__table__.columns)).all()
    assert sorted(tuple(each) for each in stored) == entries_as_written_one_by_one()
    assert len(stored) == 5
    unit = Cast().office("JZJ")
    closed = session.scalars(select(Petition).where(Petition.unit_id == unit.id)).one()
    assert (closed.state, closed.closed_on, closed.due_on) == ("concluded", date(2026, 2, 1), None)
    assert scope.visible(session, Cast().actor("unit_handler"), closed.id)
    assert not scope.visible(session, Cast().actor("other_clerk"), closed.id)
    deltas: tallies.Deltas = tallies.Deltas()
    for each in session.execute(select(*RegisterEntry.__table__.columns)).mappings():
        tallies.count(deltas, each, 1)
    tallied = session.execute(select(RegisterTally)).scalars()
    assert {(t.office_id, t.dimension, t.value, t.month): t.total for t in tallied} == dict(deltas)
    assert session.scalar(select(func.count()).select_from(SearchPending)) == 4
    numbers = session.scalars(select(Petition.number).order_by(Petition.id)).all()
    assert numbers == [f"JXFD{batch_id:04d}-{serial:06d}" for serial in range(1, 5)]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "import.petitions")).one()
    assert event.changes["imported"] == [0, 4]


def test_an_open_row_runs_the_dispatch_clock_from_its_receipt(any_app: Flask, tmp_path: Path) -> None:
    received = today() - timedelta(days=3)
    files.take_in(files.write_csv(tmp_path / "a.csv", [files.row(1, 收到日期=str(received))]))
    clock_row = db.session.scalars(select(Clock)).one()
    petition = db.session.scalars(select(Petition)).one()
    assert (clock_row.code, clock_row.due) == ("D1", received + timedelta(days=15))
    assert (petition.due_on, petition.state) == (clock_row.due, "registered")


def test_the_timeline_names_the_row_of_the_ledger(session, tmp_path: Path) -> None:
    files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(2)))
    steps = session.scalars(select(TakenStep).order_by(TakenStep.id)).all()
    assert [each.details["row"] for each in steps] == [2, 3]
    assert steps[0].title == "导入台账"
    assert "第2行" in steps[0].reason


def test_a_trial_says_the_same_and_saves_nothing(any_app: Flask, tmp_path: Path) -> None:
    path = files.write_csv(tmp_path / "a.csv", [*files.rows(2), files.row(2), files.row(5, 收到日期="")])
    before = files.counts()
    tried, report = runs.dry_run(db.session(), files.desk(), source(path), Order())
    assert files.counts() == before
    _, done = files.take_in(path)
    assert (tried.imported, tried.skipped, tried.warnings) == (done.imported, done.skipped, done.warnings)
    assert tried.open == done.open
    assert storage.path_of(report).stat().st_mode & 0o777 == 0o600


def test_the_same_file_twice_makes_no_doubles_and_names_the_earlier_batch(
    any_app: Flask, tmp_path: Path
) -> None:
    path = files.write_csv(tmp_path / "a.csv", files.rows(3))
    first, _ = files.take_in(path)
    before = files.counts()
    code = db.session.get_one(ImportBatch, first).code
    assert batches.imported_before(db.session(), files.desk().office_id, storage.digest_of(path)) is not None
    second, summary = files.take_in(path)
    assert (summary.imported, summary.skipped) == (0, 3)
    assert code in summary.problems[0].words
    assert files.state_of(second) is BatchState.DONE
    assert files.counts() == before


def test_next_months_ledger_adds_only_the_new_rows_though_it_counts_anew(session, tmp_path: Path) -> None:
    heading = ("序号", *files.HEADING)
    first = [(str(place), *row) for place, row in enumerate(files.rows(3), 1)]
    second = [(str(place), *row) for place, row in enumerate(files.rows(4, first=2), 1)]
    files.take_in(files.write_csv(tmp_path / "a.csv", first, heading))
    _, summary = files.take_in(files.write_csv(tmp_path / "b.csv", second, heading))
    assert (summary.imported, summary.skipped) == (2, 2)


def test_another_office_may_import_the_same_rows(session, tmp_path: Path) -> None:
    path = files.write_csv(tmp_path / "a.csv", files.rows(2))
    files.take_in(path)
    _, summary = files.take_in(path, "other_clerk")
    assert summary.imported == 2


def test_the_same_number_with_other_content_is_imported_with_a_warning(session, tmp_path: Path) -> None:
    files.take_in(files.write_csv(tmp_path / "a.csv", [files.row(1)]))
    _, summary = files.take_in(files.write_csv(tmp_path / "b.csv", [files.row(1, 内容="另一件事。")]))
    assert (summary.imported, summary.warnings) == (1, 1)
    assert "JXFD0001-000001" in summary.problems[0].words


def test_the_example_row_of_the_blank_ledger_is_skipped_with_its_reason(session, tmp_path: Path) -> None:
    body = [files.row("示例"), files.row(1)]
    _, summary = files.take_in(files.write_csv(tmp_path / "a.csv", body))
    assert (summary.imported, summary.skipped) == (1, 1)
    assert "示例" in summary.problems[0].words


def test_imported_and_skipped_are_all_rows_that_are_not_blank(session, tmp_path: Path) -> None:
    blank = ("",) * len(files.HEADING)
    body = [
        files.row(1),
        blank,
        files.row(1),
        files.row(2),
        ("合计", "", "", "", "", "", "2件", "", "", ""),
        blank,
    ]
    _, summary = files.take_in(files.write_csv(tmp_path / "a.csv", body))
    assert summary.imported + summary.skipped == 4


@pytest.mark.untraced
@pytest.mark.parametrize("stage", range(6))
def test_a_failure_at_any_stage_leaves_nothing_behind(
    any_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: int
) -> None:
    monkeypatch.setattr(drafted_rows, "CHUNK", 2)
    monkeypatch.setattr(appearing, "ENTERED", 2)
    path = files.write_csv(tmp_path / "a.csv", files.rows(6))
    targets = [
        (appearing.Appearing, "_enter_all", 2),
        (inserter.Inserter, "write", 0),
        (inserter.Inserter, "write", 2),
        (inserter.Inserter, "publish", 0),
        (Tracker, "finish", 0),
        (bookkeeping, "finish", 0),
    ]
    before = files.counts()
    files.fail_at(*targets[stage], monkeypatch)
    with pytest.raises(RuntimeError):
        files.take_in(path)
    assert files.counts() == before
    batch = db.session.scalars(select(ImportBatch)).one()
    assert batch.state == BatchState.FAILED
    assert "没有保存" in batch.message
    assert list(storage.folder().glob("*.xlsx")) == []
    monkeypatch.undo()
    assert files.take_in(path)[1].imported == 6


def test_no_audit_no_import(app: Flask, tmp_path: Path) -> None:
    db.session.execute(
        text(
            "CREATE TRIGGER full BEFORE INSERT ON audit_event WHEN NEW.action = 'import.petitions' "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    )
    db.session.commit()
    before = files.counts()
    with pytest.raises(Refused):
        files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(2)))
    assert files.counts() == before


def test_what_cannot_be_read_is_refused_and_said(session, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"%PDF-1.4 no ledger")
    with pytest.raises(LedgerError):
        files.take_in(path)
    assert "PDF" in session.scalars(select(ImportBatch.message)).one()


def test_a_channel_that_does_not_exist_is_refused(session, tmp_path: Path) -> None:
    path = files.write_csv(tmp_path / "a.csv", files.rows(1))
    with pytest.raises(Refused, match="信访形式"):
        files.take_in(path, order=Order(default_channel="飞鸽"))


def crash(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """An import whose process died between two chunks: rows that nobody sees."""
    monkeypatch.setattr(drafted_rows, "CHUNK", 2)
    monkeypatch.setattr(inserter, "HELD", 1)
    monkeypatch.setattr(bookkeeping, "abandon", lambda *_: None)
    files.fail_at(inserter.Inserter, "write", 1, monkeypatch)
    with pytest.raises(RuntimeError):
        files.take_in(path)
    monkeypatch.undo()
    return db.session.scalars(select(func.max(ImportBatch.id))).one()


def test_rows_of_an_import_that_died_are_invisible_and_swept(
    any_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.write_csv(tmp_path / "a.csv", files.rows(6))
    before = files.counts()
    batch_id = crash(path, monkeypatch)
    left = db.session.scalars(select(Petition.id)).all()
    assert left
    assert not any(scope.visible(db.session(), Cast().actor("clerk"), each) for each in left)
    db.session.remove()
    work(forever=False)
    assert files.counts() == before
    assert files.state_of(batch_id) is BatchState.FAILED
    assert files.take_in(path)[1].imported == 6


def half_entered(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import whose process died while its matters went into the registers: four of them are there."""
    monkeypatch.setattr(appearing, "ENTERED", 2)
    monkeypatch.setattr(bookkeeping, "abandon", lambda *_: None)
    files.fail_at(appearing.Appearing, "_enter_all", 2, monkeypatch)
    with pytest.raises(RuntimeError):
        files.take_in(path)
    monkeypatch.undo()


def test_a_ledger_that_is_half_entered_is_seen_nowhere_and_swept(
    any_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = matters.registered()
    before, path = files.counts(), files.write_csv(tmp_path / "a.csv", files.rows(6))
    half_entered(path, monkeypatch)
    session, office = db.session(), Cast().office("JXF")
    stored = session.scalars(select(RegisterRow.petition_id).where(RegisterRow.office_id == office.id)).all()
    assert len(stored) == 1 + 4
    assert session.scalars(select(RegisterEntry.petition_id)).all() == [known]
    assert session.scalars(select(RegisterRow.petition_id).where(in_sight(RegisterRow.sort_key))).all() == [
        known
    ]
    for query in (
        ListQuery(),
        ListQuery(words=("内容",)),
        ListQuery(words=("内容",), states=("registered",)),
    ):
        shown = Register(session, office.id, query, today())
        found = [each.identifier for each in shown.page(20).places]
        assert not set(found) & (set(stored) - {known})
        assert shown.count(exact=True).number == len(found)
    assert not any(scope.visible(session, Cast().actor("clerk"), each) for each in stored if each != known)
    db.session.remove()
    work(forever=False)
    assert files.counts() == before
    assert files.take_in(path)[1].imported == 6


def test_an_import_that_still_lives_is_not_swept(
    any_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = crash(files.write_csv(tmp_path / "a.csv", files.rows(6)), monkeypatch)
    queueing.open_job(db.session(), Cast().actor("clerk"), batch_id)
    assert cleanup.sweep(db.session()) == 0
    with writing(db.session()):
        db.session.execute(update(Job).values(lease_until=clock.now() - timedelta(seconds=1)))
    db.session.remove()
    work(forever=False)  # the worker takes the dead command's job over: it cleans up
    assert files.counts()["petition"] == 0
    assert files.state_of(batch_id) is BatchState.FAILED


def test_rows_that_another_batch_is_writing_stop_the_import(
    any_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.write_csv(tmp_path / "a.csv", files.rows(4))
    crash(path, monkeypatch)
    before = files.counts()
    with pytest.raises(Refused, match="另一批次"):
        files.take_in(path)
    assert files.counts() == before


@pytest.mark.untraced
def test_registering_goes_on_during_an_import(any_app: Flask, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(drafted_rows, "CHUNK", 5)
    path = files.write_csv(tmp_path / "a.csv", files.rows(100))
    done = threading.Event()
    failures: list[BaseException] = []

    def register() -> None:
        with any_app.app_context():
            try:
                while not done.is_set():
                    matters.registered()
            except BaseException as error:
                failures.append(error)
            finally:
                db.session.remove()

    thread = threading.Thread(target=register)
    db.session.remove()
    thread.start()
    try:
        _, summary = files.take_in(path)
    finally:
        done.set()
        thread.join()
    assert not failures
    assert summary.imported == 100
    registered = db.session.scalar(select(func.count()).where(Petition.batch_id.is_(None)))
    assert registered
    assert db.session.scalar(select(func.count()).select_from(RegisterEntry)) == 100 + registered
    serials = db.session.scalars(
        select(Petition.number).where(Petition.batch_id.is_(None)).order_by(Petition.id)
    ).all()
    assert [int(each[-6:]) for each in serials] == list(range(1, registered + 1))


def test_the_columns_of_an_import_are_remembered_for_the_office(session, tmp_path: Path) -> None:
    upload = files.csv_bytes(files.rows(1))
    actor = Cast().actor("clerk")
    batch_id = services.inspect_upload(session, actor, io.BytesIO(upload), "台账.csv")
    order = batches.order_of(batches.get(session, actor, batch_id))
    services.check(session, actor, batch_id, order)
    db.session.remove()
    work(forever=False)
    services.confirm(session, actor, batch_id)
    work(forever=False)
    assert files.state_of(batch_id) is BatchState.DONE
    kept = session.scalars(select(ImportMapping)).one()
    assert kept.office_id == actor.office_id
    assert kept.mapping["fields"][1] == "received_on"
    again = services.inspect_upload(session, actor, io.BytesIO(files.csv_bytes(files.rows(1, 9))), "b.csv")
    view = storage.view_of(session.get_one(ImportBatch, again).upload)
    assert view is not None
    assert view["groups"][0]["remembered"]


def test_files_are_removed_after_thirty_days(session, tmp_path: Path) -> None:
    actor = Cast().actor("clerk")
    services.inspect_upload(session, actor, io.BytesIO(files.csv_bytes(files.rows(1))), "a.csv")
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(1)))
    stray = storage.folder() / "stray.upload"
    stray.write_bytes(b"x")
    assert cleanup.expire(session) == 0
    old = clock.now() - timedelta(days=31)
    with writing(session):
        session.execute(update(ImportBatch).values(started_at=old))
        session.execute(
            update(ImportBatch).where(ImportBatch.finished_at.is_not(None)).values(finished_at=old)
        )
    os.utime(stray, (0, 0))
    assert cleanup.expire(session) == 3
    assert list(storage.folder().iterdir()) == []
    assert session.scalars(select(ImportBatch.id)).all() == [batch_id]


def test_the_report_opens_and_lists_what_was_skipped(session, tmp_path: Path) -> None:
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", [files.row(1), files.row(1)]))
    book = load_workbook(storage.path_of(session.get_one(ImportBatch, batch_id).report))
    texts = [cell.value for line in book["逐行说明"].iter_rows() for cell in line]
    assert any("完全相同" in str(each) for each in texts)
    assert book.active.title == "逐行说明"


def test_a_large_batch_refreshes_the_planners_statistics(any_app: Flask, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(runs, "MANY", 2)
    assert files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(3)))[1].imported == 3


def test_the_text_is_kept_word_for_word(any_app: Flask, tmp_path: Path) -> None:
    files.take_in(files.write_csv(tmp_path / "a.csv", [files.row(1, 内容="河道漂浮蓝藻，\n气味难闻𠮷。")]))
    assert db.session.scalars(select(PetitionText.content)).one() == "河道漂浮蓝藻，\n气味难闻𠮷。"


def test_the_same_trouble_is_one_line_whatever_it_quotes(app: Flask, tmp_path: Path) -> None:
    rows = [files.row(n, 承办单位=f"某某公司{n}", 电话=f"138000{n}") for n in (1, 2, 3)]
    _, summary = files.take_in(files.write_csv(tmp_path / "a.csv", rows))
    (unit,) = (each for each in summary.problems if each.column == "承办单位")
    assert (unit.rows, unit.words.endswith("词表里没有（另有 2 种）")) == (3, True)


def test_a_fault_after_a_batch_is_in_takes_nothing_away(session, tmp_path: Path, monkeypatch) -> None:
    path = files.write_csv(tmp_path / "a.csv", files.rows(4))
    monkeypatch.setattr(runs, "MANY", 1)
    files.fail_at(inserter.Inserter, "tell_the_planner", 0, monkeypatch)
    with pytest.raises(RuntimeError):
        files.take_in(path)
    batch_id = session.scalars(select(func.max(ImportBatch.id))).one()
    assert files.state_of(batch_id) is BatchState.DONE
    assert cleanup.remove_rows(session, batch_id, Run(), indexed=False) == 0
    assert session.scalar(select(func.count(RegisterEntry.petition_id.distinct()))) == 4


def test_a_fault_after_a_command_s_ledger_is_in_does_not_deny_it(
    session, tmp_path: Path, monkeypatch
) -> None:
    path = files.write_csv(tmp_path / "a.csv", files.rows(4))
    monkeypatch.setattr(runs, "MANY", 1)
    files.fail_at(inserter.Inserter, "tell_the_planner", 0, monkeypatch)
    actor = Cast().actor("clerk")
    summary, batch = at_once.take_in(session, actor, runs.Source(path, path.name), Order())
    assert (summary.imported, batch.state) == (4, BatchState.DONE)
    assert session.scalars(select(Job.state)).all() == ["done"]


def test_a_planner_that_cannot_be_told_is_no_fault_of_the_import(
    session, tmp_path: Path, monkeypatch
) -> None:
    def busy(_words: str) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(runs, "MANY", 1)
    monkeypatch.setattr(inserter, "text", busy)
    batch_id, summary = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(4)))
    assert (files.state_of(batch_id), summary.imported) == (BatchState.DONE, 4)


def test_a_batch_that_ends_while_it_is_swept_as_dead_stays_taken_in(
    session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id, _ = files.take_in(files.write_csv(tmp_path / "a.csv", files.rows(4)))
    monkeypatch.setattr(
        cleanup, "_dead", lambda _session: [(cleanup._Left(batch_id, BatchState.RUNNING, Hold(0, 0)), False)]
    )  # as it was a moment ago
    assert cleanup.sweep(session) == 0
    assert files.state_of(batch_id) is BatchState.DONE
    assert session.scalar(select(func.count()).select_from(RegisterEntry)) == 4


def test_a_mark_of_being_entered_that_was_left_alone_is_swept(session, tmp_path: Path) -> None:
    batch_id = files.new_batch(files.write_csv(tmp_path / "a.csv", files.rows(1)))
    with writing(session):
        session.get_one(ImportBatch, batch_id).state = BatchState.FAILED
        session.add(EnteringBatch(batch_id=batch_id))
    cleanup.sweep(session)
    assert session.scalars(select(EnteringBatch.batch_id)).all() == []
    assert files.state_of(batch_id) is BatchState.FAILED


def test_old_matters_that_are_still_being_taken_in_are_not_listed_for_deletion(
    session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {"收到日期": "2003-03-03", "办理结果": "已办结", "办结日期": "2003-04-01"}
    path = files.write_csv(tmp_path / "a.csv", [files.row(number, **old) for number in range(1, 7)])

    def shown() -> tuple[int, int]:
        due = disposals.due(session, Cast().actor("clerk"), today())
        return len(due), disposals.count_due(session, today())

    half_entered(path, monkeypatch)
    assert shown() == (0, 0)
    cleanup.sweep(session)
    batch_id, _ = files.take_in(path)
    assert shown() == (6, 6)
    taking_back.take_back(session, Cast().actor("clerk"), batch_id, "导错了")
    assert shown() == (0, 0)


def test_a_downgrade_shows_no_half_entered_ledger(
    any_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, path = matters.registered(), files.write_csv(tmp_path / "a.csv", files.rows(6))
    half_entered(path, monkeypatch)
    config = migrating.configuration(db.engine, migration_folders(plugins()))
    db.session.remove()
    command.downgrade(config, "core_0014")
    with db.engine.connect() as connection:
        left = connection.scalars(text("SELECT DISTINCT petition_id FROM register_entry")).all()
    command.upgrade(config, "heads")
    assert left == [known]
