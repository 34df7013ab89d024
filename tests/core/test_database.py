"""Writing: one transaction, saved or not; a busy database says so and loses nothing."""

import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import String, cast, literal, select, text
from sqlalchemy.exc import OperationalError

from tests import matters
from xinfang_site import database, file_locks
from xinfang_site.actor import system
from xinfang_site.audit.writer import Act, record
from xinfang_site.calendars.queries import work_calendar
from xinfang_site.codes.models import Code
from xinfang_site.database import DatabaseBusy, writing
from xinfang_site.extensions import db
from xinfang_site.petitions.models import Petition


def test_an_error_in_the_block_saves_nothing(any_app: Flask) -> None:
    def half() -> None:
        with writing(db.session()) as session:
            session.add(Code(table_name="x", code="1", title="一"))
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert db.session.scalar(select(Code).where(Code.table_name == "x")) is None


def test_one_service_call_is_one_transaction(app: Flask) -> None:
    with writing(db.session()), pytest.raises(RuntimeError), writing(db.session()):
        pass


def test_an_audit_record_outside_a_transaction_is_an_error_not_a_loss(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        record(db.session(), system("test"), Act("x"))


def test_what_was_read_before_is_read_afresh_inside(app: Flask, instance_folder: Path) -> None:
    petition_id = matters.registered()
    petition = db.session.get_one(Petition, petition_id)
    assert petition.place == ""
    with sqlite3.connect(instance_folder / "xinfang.db") as other:
        other.execute("UPDATE petition SET place = '别处'")
    other.close()
    with writing(db.session()):
        assert petition.place == "别处"


@pytest.fixture
def held(instance_folder: Path):
    """Another program that holds the database for writing."""
    connection = sqlite3.connect(instance_folder / "xinfang.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


def test_a_busy_database_is_waited_for_and_then_said(app: Flask, held: sqlite3.Connection) -> None:
    db.session.execute(text("PRAGMA busy_timeout = 50"))
    db.session.rollback()
    with pytest.raises(DatabaseBusy), writing(db.session()):
        pass


def test_what_may_be_left_waits_for_nobody_and_the_next_write_waits_as_before(
    app: Flask, held: sqlite3.Connection
) -> None:
    patience = db.session.scalar(text("PRAGMA busy_timeout"))
    with pytest.raises(DatabaseBusy), writing(db.session(), at_once=True):
        pass
    assert db.session.scalar(text("PRAGMA busy_timeout")) == patience > 0
    held.execute("ROLLBACK")
    with writing(db.session(), at_once=True) as session:
        session.add(Code(table_name="x", code="1", title="一"))
    assert db.session.scalar(select(Code.title).where(Code.table_name == "x")) == "一"


def test_the_queue_of_writers_gives_up_after_its_time(
    app: Flask, instance_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "QUEUE_SECONDS", 0.05)
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with app.app_context(), writing(db.session()):
            inside.set()
            done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(10)
    with pytest.raises(DatabaseBusy), writing(db.session()):
        pass
    done.set()
    thread.join()


def test_a_row_that_another_holds_is_busy_in_whatever_language_the_server_says_so(any_app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        return  # SQLite has no locks of rows
    petition_id = matters.registered()
    held = select(Petition.id).where(Petition.id == petition_id).with_for_update(nowait=True)
    with db.engine.connect() as other:
        other.execute(held)
        with pytest.raises(DatabaseBusy), writing(db.session()) as session:
            session.execute(held)


def test_another_fault_of_the_database_is_not_taken_for_busy(app: Flask) -> None:
    with pytest.raises(OperationalError), writing(db.session()) as session:
        session.execute(text("SELECT * FROM no_such_table"))


def test_without_a_kernel_lock_the_database_s_own_lock_has_to_do(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_locks, "AVAILABLE", False)
    assert matters.registered()


def test_a_server_that_writes_days_in_another_way_is_understood(any_app: Flask) -> None:
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"ALTER DATABASE {db.engine.url.database} SET datestyle = 'German'"))
        db.session.remove()
        db.engine.dispose()  # the next connection begins as the server says
    day = date(2026, 11, 28)
    assert db.session.scalar(select(cast(literal(day), String))) == day.isoformat()
    assert work_calendar(db.session()).is_working(date(2026, 11, 27))
