"""Deleting what a matter holds of people (F6): two people, by law, for real, on both databases."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests import ledger_files, matters, procedure
from tests.browsing import client_of
from tests.documents.making import test_documents as making
from tests.page import fetch, post
from tests.people import Cast, sign_in
from tests.tampering import unguard_audit
from xinfang_site import clock, daily
from xinfang_site.audit.models import AuditEvent, AuditRedaction
from xinfang_site.audit.services import verify
from xinfang_site.database import writing
from xinfang_site.disposals import job as erasures
from xinfang_site.disposals import services
from xinfang_site.disposals.models import APPROVED, DONE, Disposal
from xinfang_site.disposals.services import Decision, Wish
from xinfang_site.documents.models import Document
from xinfang_site.domain.concluding.retention import KEPT_BY_LAW, Ground
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.masking import mask_phone
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import Base, db
from xinfang_site.files.models import StoredFile
from xinfang_site.jobs import files
from xinfang_site.jobs import services as jobs
from xinfang_site.jobs.holding import Lost
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.worker import work
from xinfang_site.missing import Missing
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.drafts import PetitionerDraft
from xinfang_site.petitions.erased import ERASED
from xinfang_site.petitions.models import Clock, Petition, RegisterTally
from xinfang_site.petitions.models import Step as Taken
from xinfang_site.petitions.procedure_models import Archive
from xinfang_site.petitions.visibility import scope
from xinfang_site.plugin_registry import plugins

MARKER = "琥珀鲸落"
ASCII = "Zq7marker"
PHONE = "19912345678"
SOUND = b"text of " + ASCII.encode() + "，".encode() + MARKER.encode()


def marked(**changes: Any) -> int:
    """A matter that says the marker wherever a person may write."""
    words = f"{MARKER}与{ASCII}"
    people = (PetitionerDraft(MARKER, phones=(PHONE,), address=words, id_number=matters.ID_NUMBER),)
    petition_id = matters.registered(
        summary=words,
        content=words,
        remarks=words,
        place=words,
        addressed_to=words,
        petitioners=people,
        **changes,
    )
    clerk = Cast().actor("clerk")
    uploads = [attachments.Upload(f"{words}.txt", SOUND, words)]
    attachments.add(db.session(), clerk, petition_id, uploads)
    with writing(db.session()):
        petition = scope.get(db.session(), clerk, petition_id)
        change = editing.Change("note", None, "电话记录", clock.today())
        editing.write(db.session(), clerk, petition, change, ("note", "备注"), {"content": ["", words]})
    return petition_id


def over(petition_id: int, state: State = State.CONCLUDED, closed_on: date = date(2010, 5, 1)) -> int:
    """Put the matter's end long ago."""
    with writing(db.session()):
        values = {"state": state.value, "closed_on": closed_on, "due_on": None}
        db.session.execute(update(Petition).where(Petition.id == petition_id).values(**values))
        db.session.execute(update(Clock).where(Clock.petition_id == petition_id).values(stopped_on=closed_on))
    return petition_id


def ask(petition_id: int, ground: Ground = Ground.EXPIRED, username: str = "clerk") -> int:
    day = clock.today() if ground is Ground.REQUEST else None
    return services.ask(db.session(), Cast().actor(username), petition_id, Wish(ground, "鉴定意见", day))


def decide(disposal_id: int, username: str = "section_head", *, approved: bool = True) -> Disposal:
    version = db.session.get_one(Disposal, disposal_id).version
    services.decide(db.session(), Cast().actor(username), disposal_id, Decision(approved, "经审查", version))
    return db.session.get_one(Disposal, disposal_id)


def rows_with_marker(session: Session) -> list[str]:
    """Tables whose rows say the marker, sealed columns opened."""
    found = []
    tables: list[Table] = list(Base.metadata.tables.values())
    for table in tables:
        rows = session.execute(select(*table.columns)).all()
        if any(
            word in repr(tuple(row)) for row in rows for word in (MARKER, ASCII, PHONE, matters.ID_NUMBER)
        ):
            found.append(table.name)
    session.rollback()
    return found


def files_with_marker(instance: str) -> list[str]:
    words = [MARKER.encode(), ASCII.encode(), MARKER.encode("unicode_escape")]
    every = [each for each in Path(instance).rglob("*") if each.is_file()]
    return [each.name for each in every if any(word in each.read_bytes() for word in words)]


def test_f6_what_was_deleted_is_nowhere_and_the_figures_stay(any_app: Flask) -> None:
    petition_id = over(marked())
    keep = over(marked())
    with writing(db.session()):  # another matter holds the very same file: it stays until that one goes too
        db.session.execute(update(Petition).where(Petition.id == keep).values(summary="另一件"))
    tallies = db.session.execute(select(func.sum(RegisterTally.total))).scalar()
    first = ask(petition_id)
    decide(first)
    work(forever=False)
    assert db.session.get_one(Disposal, first).state == DONE
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1
    with writing(db.session()):
        db.session.execute(update(Petition).where(Petition.id == keep).values(summary=MARKER))
    files.keep(MARKER.encode(), "xlsx")
    decide(ask(keep))
    work(forever=False)
    assert rows_with_marker(db.session()) == []
    assert files_with_marker(any_app.instance_path) == []
    assert db.session.execute(select(func.sum(RegisterTally.total))).scalar() == tallies
    petition = db.session.get_one(Petition, petition_id)
    assert (petition.summary, petition.state, petition.people) == (ERASED, "concluded", 1)
    assert {each.actor for each in db.session.scalars(select(Taken))} == {"登记甲"}
    assert verify(db.session()).fault == ""
    acts = set(db.session.scalars(select(AuditEvent.action).where(AuditEvent.object_id == str(petition_id))))
    assert {"petition.register", "disposal.ask", "disposal.approve", "petition.erase"} <= acts


def test_f6_a_worker_that_lost_the_job_deletes_nothing(session: Session) -> None:
    """It stood still; the other decides what of it is done, and a list exported since stays."""
    wish = ask(over(marked()))
    decide(wish)
    job = jobs.claim(session)
    assert job is not None
    lost = Job(id=job.id, tries=job.tries - 1, arguments={"disposal": wish})
    exported = files.keep(b"a list", "xlsx")
    with pytest.raises(Lost):
        erasures.run(session, lost)
    session.rollback()
    assert rows_with_marker(session)
    assert session.get_one(Disposal, wish).state == APPROVED
    assert (files.folder() / exported).exists()
    assert erasures.run(session, session.get_one(Job, job.id))["message"] == "已清除"
    assert rows_with_marker(session) == []


def test_f6_documents_and_archive_keep_their_number_alone(app: Flask) -> None:
    petition_id = marked()
    for step in (Step.SCREEN, Step.FORWARD):
        procedure.step(petition_id, step)
    making.make("clerk", petition_id, DocumentKind.FORWARD_NOTICE, {"信访人": MARKER})
    procedure.attach(over(petition_id), "conclusion_report")
    procedure.step(petition_id, Step.ARCHIVE, retention="10")
    number = db.session.scalars(select(Document.number)).one()
    decide(ask(petition_id))
    work(forever=False)
    assert (rows_with_marker(db.session()), files_with_marker(app.instance_path)) == ([], [])
    kept = db.session.scalars(select(Document)).one()
    assert (kept.number, ERASED in kept.paper) == (number, True)
    assert db.session.scalars(select(Archive.catalogue)).one() == []
    client = app.test_client()
    sign_in(client, "handler")
    for address in ("", "/archive", "/disposal"):
        assert MARKER not in fetch(client, f"/petitions/{petition_id}{address}").text
    assert fetch(client, f"/documents/{kept.id}").status == 200
    assert "已依法清除" in post(client, f"/petitions/{petition_id}/files", {"note": "x"}, 400).text


def test_f6_one_who_asks_never_decides_and_nobody_decides_twice(session: Session) -> None:
    petition_id = over(marked())
    wish = ask(petition_id, username="section_head")
    with pytest.raises(Refused, match="同一人"):
        decide(wish, "section_head")
    decide(wish, "leader", approved=False)
    with pytest.raises(Refused, match="已经办结"):
        decide(wish, "section_head")
    work(forever=False)
    assert session.get_one(Petition, petition_id).summary != ERASED


def test_f6_a_file_that_the_law_keeps_is_kept_and_the_request_stays_with_its_answer(session: Session) -> None:
    petition_id = over(marked(), closed_on=clock.today())
    with pytest.raises(Refused, match="届满") as refused:
        ask(petition_id, Ground.EXPIRED)
    assert refused.value.article == KEPT_BY_LAW
    wish = ask(petition_id, Ground.REQUEST)
    with pytest.raises(Refused, match="依法保存"):
        decide(wish)
    answered = decide(wish, approved=False)
    assert (answered.state, answered.article) == ("refused", str(KEPT_BY_LAW))
    acts = session.scalars(select(AuditEvent.action).where(AuditEvent.action.startswith("disposal")))
    assert sorted(acts) == ["disposal.ask", "disposal.refuse"]


def test_f6_what_was_registered_by_mistake_goes_before_its_time(session: Session) -> None:
    petition_id = marked()
    with pytest.raises(Refused, match="作废"):
        ask(petition_id, Ground.MISTAKE)
    decide(ask(over(petition_id, State.VOID, clock.today()), Ground.MISTAKE))
    work(forever=False)
    assert rows_with_marker(session) == []


def test_f6_another_office_neither_asks_nor_decides(session: Session) -> None:
    petition_id = over(marked())
    with pytest.raises(Missing):
        ask(petition_id, username="other_handler")
    wish = ask(petition_id)
    with pytest.raises(Missing):
        decide(wish, "other_handler")


def test_f6_nobody_works_on_what_is_deleted(session: Session) -> None:
    petition_id = over(marked())
    decide(ask(petition_id))
    work(forever=False)
    clerk, petition = Cast().actor("clerk"), session.get_one(Petition, petition_id)
    change = editing.Change("note", None, "x", clock.today())
    with pytest.raises(Refused, match="已依法清除"):
        editing.apply(session, clerk, petition, change)
    with pytest.raises(Refused, match="已依法清除"):
        ask(petition_id)
    with pytest.raises(Refused):
        matters.take("clerk", petition_id, Step.LINK, **procedure.values(Step.LINK, other=petition_id))


def test_f6_a_module_that_cannot_delete_stops_the_whole_deletion(session: Session, monkeypatch: Any) -> None:
    petition_id = over(marked())
    wish = ask(petition_id)
    decide(wish)
    monkeypatch.setattr(type(plugins()), "tell", lambda *_arguments, **_values: ["sample"])
    work(forever=False)
    assert session.get_one(Petition, petition_id).summary != ERASED
    assert session.get_one(Disposal, wish).state == "approved"
    monkeypatch.undo()
    assert "未完成的清除" in "".join(daily.run_day(session, clock.today()))
    work(forever=False)
    assert session.get_one(Disposal, wish).state == DONE


def test_l2_values_leave_the_audit_only_by_a_deletion_and_every_other_change_is_found(any_app: Flask) -> None:
    petition_id = over(marked())
    decide(ask(petition_id))
    work(forever=False)
    taken = db.session.scalars(select(AuditRedaction.event_id).order_by(AuditRedaction.event_id)).all()
    assert taken
    first = AuditEvent.id == taken[0]
    for statement in (
        update(AuditEvent).where(first).values(reason="x"),
        update(AuditEvent).where(first).values(changes=[1]),
        update(AuditEvent).where(AuditEvent.id == 1).values(changes={}),
        delete(AuditEvent).where(first),
    ):
        with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
            connection.execute(statement)
    assert verify(db.session()).fault == ""
    unguard_audit(db.session())
    with writing(db.session()):
        db.session.execute(
            update(AuditRedaction).where(AuditRedaction.event_id == taken[0]).values(digest="0" * 64)
        )
    assert verify(db.session()).fault == f"第 {taken[0]} 号记录被改动"


def test_f6_the_page_and_the_list_of_wishes_show_no_numbers_typed_into_reasons(app: Flask) -> None:
    wish = Wish(Ground.MISTAKE, f"申请理由{PHONE}")
    disposal = services.ask(db.session(), Cast().actor("clerk"), over(matters.registered(), State.VOID), wish)
    head = client_of(app, "section_head")
    assert f"申请理由{mask_phone(PHONE)}" in fetch(head, f"/disposals/{disposal}").text
    version = db.session.get_one(Disposal, disposal).version
    decision = Decision(False, f"审批意见{PHONE}", version)
    services.decide(db.session(), Cast().actor("section_head"), disposal, decision)
    for address in (f"/disposals/{disposal}", "/disposals/"):
        assert f"审批意见{mask_phone(PHONE)}" in fetch(head, address).text, address


def test_f6_from_the_due_list_to_the_decision_on_pages(app: Flask) -> None:
    petition_id = over(marked(received_on=date(2009, 1, 5)))
    clerk, head = app.test_client(), app.test_client()
    sign_in(clerk, "clerk")
    sign_in(head, "section_head")
    assert "保管期限届满、待鉴定的信访事项 1 件" in "".join(daily.run_day(db.session(), clock.today()))
    (address,) = fetch(clerk, "/disposals/").all("//main//a[contains(@href, '/disposal')]/@href")
    assert "请" in post(clerk, address, {}, 400).alerts()
    kept = post(clerk, address, {"ground": "request", "reason": "信访人来信"}, 400)
    assert "申请日期" in kept.alerts()
    assert "信访人来信" in kept.text
    post(clerk, address, {"ground": "expired", "reason": "鉴定第1号"})
    (decide_at,) = fetch(head, "/disposals/").all("//main//a[contains(@href, '/disposals/')]/@href")
    fetch(clerk, decide_at, 403)
    hidden = fetch(head, decide_at).hidden("//main//form")
    post(head, decide_at, {**hidden, "approved": "approve", "reason": "同意"})
    assert post(head, decide_at, {**hidden, "approved": "refuse", "reason": "晚了一步"}, 409).text.count(
        "晚了一步"
    )
    work(forever=False)
    assert "已清除" in fetch(head, "/disposals/").text
    case = fetch(clerk, f"/petitions/{petition_id}")
    assert ERASED in case.text
    assert not [
        each
        for each in ("更正", "添加附件", "查看完整信息", "打印查询码单", "制作")
        if f">{each}" in case.response.text
    ]
    post(clerk, f"/petitions/{petition_id}/query-code", {}, 409)
    sheet = fetch(clerk, f"/petitions/{petition_id}/print").text
    assert "存入卷内" not in sheet
    assert ERASED in sheet
    assert "匿名" not in sheet  # who wrote is deleted, not unknown


def test_f6_ledgers_and_their_reports_go_with_the_matter(
    session: Session, app: Flask, tmp_path: Path
) -> None:
    path = ledger_files.write_csv(
        tmp_path / "a.csv", [ledger_files.row(1, 内容=MARKER, 标题=MARKER, 姓名=MARKER)]
    )
    ledger_files.take_in(path)
    petition_id = session.scalars(select(Petition.id)).one()
    decide(ask(over(petition_id)))
    work(forever=False)
    assert (rows_with_marker(session), files_with_marker(app.instance_path)) == ([], [])
