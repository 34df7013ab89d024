"""PostgreSQL: what reads opens no transaction, plans are kept where the statement says so, a writer's are one."""

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests import matters
from xinfang_site.clock import now
from xinfang_site.codes.models import Code
from xinfang_site.database import writing
from xinfang_site.extensions import Base, db
from xinfang_site.register.searching import index_worker
from xinfang_site.sessions import KEPT_PLAN, SENT_AHEAD

pytestmark = pytest.mark.parametrize(
    "any_app", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%kept here%'"


def test_a_read_leaves_no_transaction_open(any_app: Flask) -> None:
    db.session.scalars(select(Code)).first()
    driver = db.session.connection().connection.driver_connection
    assert driver.info.transaction_status.name == "IDLE"


def test_only_what_says_so_keeps_its_plan_and_a_page_s_end_does_not_throw_it_away(
    any_app: Flask,
) -> None:
    for _ in range(8):
        db.session.execute(text("SELECT 1 /* not kept here */"))
        db.session.rollback()
    assert db.session.scalar(text(KEPT)) == 0
    kept = text("SELECT 1 /* kept here */").execution_options(**KEPT_PLAN)
    db.session.execute(kept)
    db.session.rollback()
    with writing(db.session()):
        db.session.add(Code(table_name="x", code="1", title="一"))
    assert db.session.scalar(text(KEPT)) == 1


def _put(session: Session, table: str, **values: object) -> None:
    session.execute(
        insert(Base.metadata.tables[table]).values(values).inline().execution_options(**SENT_AHEAD)
    )


def test_what_was_sent_ahead_and_is_refused_undoes_the_whole_save_wherever_it_is_told(any_app: Flask) -> None:
    before = db.session.scalar(select(func.count()).select_from(Code))

    def twice(*, read: bool) -> None:
        with writing(db.session()) as session:
            session.add(Code(table_name="x", code="1", title="一"))
            session.flush()
            for _ in range(2):
                _put(session, "audit_redaction", event_id=1, at=now(), digest="")
            if read:
                session.scalar(select(Code.id).limit(1))

    for read in (True, False):  # told by the next answer, or by the save's end
        with pytest.raises(IntegrityError):
            twice(read=read)
    assert db.session.scalar(select(func.count()).select_from(Code)) == before
    assert db.session.connection().connection.driver_connection.info.pipeline_status.name == "OFF"


def test_what_saves_leave_beside_the_index_is_sorted_in_at_once(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    matters.registered()
    monkeypatch.setattr(index_worker, "CLEAN_SECONDS", 0.0)
    assert not index_worker.upkeep(db.session())
    left = text("SELECT gin_clean_pending_list('ix_petition_fts_tokens'::regclass)")
    assert db.session.scalar(left) == 0
