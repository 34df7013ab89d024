"""The audit: append-only, chained, sealed; no audit, no act."""

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from tests.people import Cast
from tests.tampering import unguard_audit
from xinfang_site import clock
from xinfang_site.accounts.administering.services import PersonDraft, edit
from xinfang_site.audit.job import draft as verify_job
from xinfang_site.audit.models import AuditEvent, AuditHead, AuditRedaction
from xinfang_site.audit.services import note_verdict, verify
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.services import enqueue
from xinfang_site.jobs.worker import work

CAST = Cast()


def acts(number: int) -> None:
    for each in range(number):
        with writing(db.session()):
            record(db.session(), CAST.actor("clerk"), Act("petition.view", "petition", each))


def tamper(statement: str) -> None:
    """Change the audit as someone with the database in hands would: triggers off first."""
    session = db.session()
    unguard_audit(session)
    session.execute(text(statement))
    session.commit()


def test_a_whole_chain_verifies(any_app: Flask) -> None:
    acts(5)
    verdict = verify(db.session())
    assert verdict.fault == ""
    assert verdict.checked >= 5
    assert verdict.head == db.session.get_one(AuditHead, 1).last_digest
    assert "完整" in verdict.words


REFUSED = (
    "UPDATE audit_event SET reason = 'x'",
    "DELETE FROM audit_event",
    "UPDATE audit_redaction SET digest = 'y'",
    "DELETE FROM audit_redaction",
    "UPDATE audit_head SET last_id = last_id - 1",
    "DELETE FROM audit_head",
)
REPLACED = (
    "REPLACE INTO audit_event SELECT * FROM audit_event",
    "REPLACE INTO audit_redaction SELECT * FROM audit_redaction",
    "REPLACE INTO audit_head SELECT * FROM audit_head",
)
EMPTIED = tuple(f"TRUNCATE {table} CASCADE" for table in ("audit_event", "audit_redaction", "audit_head"))


def test_the_database_refuses_to_change_replace_or_delete_what_the_chain_is_made_of(any_app: Flask) -> None:
    acts(1)
    session = db.session()
    with writing(session):
        session.execute(insert(AuditRedaction).values(event_id=1, at=clock.now(), digest="x"))
    at_once = REPLACED if db.engine.dialect.name == "sqlite" else EMPTIED
    for statement in REFUSED + at_once:
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(text(statement))
        session.rollback()
    acts(1)
    assert verify(session).fault == ""


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_event SET reason = 'x' WHERE id = 3", "第 3 号记录被改动"),
        ("UPDATE audit_event SET previous = digest WHERE id = 4", "第 4 号记录被改动"),
        ("DELETE FROM audit_event WHERE id = 3", "第 3 号记录缺失"),
        ("DELETE FROM audit_event WHERE id > 4", "末尾缺少记录"),
        ("UPDATE audit_event SET id = 99 WHERE id = 5", "末尾缺少记录|第 5 号"),
        ("UPDATE audit_event SET id = 0 WHERE id = 1", "第 1 号记录缺失"),
        ("UPDATE audit_head SET last_id = 4", "链首记录被改动"),
        ("DELETE FROM audit_head", "链首记录缺失"),
    ],
)
def test_what_was_altered_is_found_and_named(any_app: Flask, statement: str, fault: str) -> None:
    acts(6)
    tamper(statement)
    verdict = verify(db.session())
    assert verdict.fault
    assert any(part in verdict.fault for part in fault.split("|"))
    assert "未通过" in verdict.words


def test_an_inserted_record_is_found(any_app: Flask) -> None:
    acts(3)
    last = db.session.get_one(AuditHead, 1).last_id
    forged = {column.name: column for column in AuditEvent.__table__.columns}
    row = db.session.execute(select(*forged.values()).where(AuditEvent.id == last)).mappings().one()
    db.session.execute(insert(AuditEvent).values({**row, "id": last + 1, "previous": row["digest"]}))
    db.session.commit()
    assert verify(db.session()).fault == f"第 {last + 1} 号为插入的记录"


def test_no_audit_no_act(any_app: Flask) -> None:
    session = db.session()
    if db.engine.dialect.name == "sqlite":
        session.execute(
            text("CREATE TRIGGER broken BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'full'); END")
        )
    else:
        session.execute(
            text("CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$")
        )
        session.execute(
            text("CREATE TRIGGER broken BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION broken()")
        )
    session.commit()
    actor, clerk = CAST.actor("root_system"), CAST.actor("clerk")
    assert clerk.account_id is not None
    with pytest.raises(DBAPIError, match="full"):
        edit(session, actor, clerk.account_id, PersonDraft("改名", "科长", 1))
    assert CAST.actor("clerk").name == "登记甲"


def test_a_record_outside_a_transaction_is_a_mistake_of_ours(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="writing transaction"):
        record(db.session(), CAST.actor("clerk"), Act("petition.view"))


def test_verifying_is_recorded_with_its_verdict(app: Flask) -> None:
    acts(2)
    note_verdict(db.session(), CAST.actor("root_audit"), verify(db.session()))
    event = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert event is not None
    assert (event.action, event.result) == ("audit.verify", "ok")
    tamper("UPDATE audit_event SET reason = 'x' WHERE id = 2")
    note_verdict(db.session(), CAST.actor("root_audit"), verify(db.session()))
    event = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert event is not None
    assert event.result == "failed"


def test_a_long_chain_is_verified_in_the_background(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xinfang_site.audit.services._CHUNK", 2)
    monkeypatch.setattr("xinfang_site.audit.job._STEP", 2)
    acts(5)
    with writing(db.session()):
        job_id = enqueue(db.session(), CAST.actor("root_audit"), verify_job()).id
    work(forever=False)
    job = db.session.get_one(Job, job_id)
    assert job.state == "done"
    assert "完整" in job.message
    assert job.total >= 5
    events = db.session.scalars(select(AuditEvent.username).where(AuditEvent.action == "audit.verify"))
    assert events.all() == ["root_audit"]
