"""PostgreSQL: what reads opens no transaction, plans are kept where the statement says so, a writer's are one."""

import secrets

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, insert, select, text
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


LEFT = text("SELECT gin_clean_pending_list('ix_petition_fts_tokens'::regclass)")


def test_the_index_is_left_alone_by_who_does_not_own_it(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An application's role that may read and write rows only, as a careful office sets PostgreSQL up."""
    role = f"visitor_{secrets.token_hex(4)}"
    matters.registered()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
        owner.execute(text(f"CREATE ROLE {role}"))
        owner.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"))
        monkeypatch.setattr(index_worker, "UPKEEP_SECONDS", 0.0)
        visitor = create_engine(db.engine.url, connect_args={"options": f"-c role={role}"})
        try:
            with Session(visitor) as session:
                assert session.scalar(text("SELECT current_user")) == role
                assert not index_worker.upkeep(session)
        finally:
            visitor.dispose()
            owner.execute(text(f"DROP OWNED BY {role}"))
            owner.execute(text(f"DROP ROLE {role}"))
    assert db.session.scalar(LEFT) > 0
