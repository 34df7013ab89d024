"""Making documents: numbers without gaps, files by their hash, nothing edited after service, nothing to the accused."""

import secrets
import threading
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import docx
import pytest
from flask import Flask
from sqlalchemy import select

from tests import matters
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.documents import queries
from xinfang_site.documents.made import changing, downloading, reading
from xinfang_site.documents.made.cataloguing import catalogue
from xinfang_site.documents.making import numbering, paper, preparing, services
from xinfang_site.documents.making.permitted import Wanted
from xinfang_site.documents.making.prepared import Prepared
from xinfang_site.documents.models import Document, DocumentSeries
from xinfang_site.documents.sheets import services as sheets
from xinfang_site.documents.templates import queries as template_queries
from xinfang_site.documents.templates.defaults import Words
from xinfang_site.documents.templates.merging import NotFilled
from xinfang_site.domain.concluding.opinions import Service, ServiceWay
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.files import store
from xinfang_site.files.models import StoredFile
from xinfang_site.missing import Missing
from xinfang_site.papers.blocks import Paragraph
from xinfang_site.papers.storing import load
from xinfang_site.petitions.models import Accused, Petition, Petitioner
from xinfang_site.petitions.people import query_codes
from xinfang_site.versions import StaleEditError

CONTACT = {"联系电话": "023-65000001"}


def make(
    username: str, petition_id: int, kind: Doc, more: dict[str, str] | None = None, **wanted: Any
) -> int:
    """Make a document with what the record knows and a telephone number."""
    actor, asked = Cast().actor(username), Wanted(kind, **wanted)
    prepared = preparing.prepare(db.session(), actor, petition_id, asked, today())
    values = {each.field.name: each.value for each in prepared.lines} | CONTACT | (more or {})
    db.session.rollback()
    return services.make(db.session(), actor, petition_id, asked, values, secrets.token_hex(8))


def row(document_id: int) -> Document:
    db.session.rollback()
    return db.session.get_one(Document, document_id)


def text_of(document_id: int) -> str:
    """Every word of the stored docx."""
    kept = db.session.get_one(StoredFile, row(document_id).sha256)
    document = docx.Document(BytesIO(store.path_of(kept.location).read_bytes()))
    parts = [each.text for each in document.paragraphs]
    parts += [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    section = document.sections[0]
    parts += [each.text for each in section.first_page_header.paragraphs]
    return "\n".join(parts)


def accepted() -> int:
    petition_id = matters.forwarded("JZJ")
    matters.take("unit_handler", petition_id, Step.SIGN_FOR)
    matters.take(
        "unit_handler", petition_id, Step.ACCEPT, **{Need.PATH: "31_6", "basis": "本单位职责清单第三项"}
    )
    return petition_id


def served(document_id: int) -> None:
    service = Service(ServiceWay.IN_PERSON, today(), "签收单1号")
    changing.serve(db.session(), Cast().actor("unit_handler"), document_id, service, row(document_id).version)


def test_an_acceptance_notice_has_every_element_of_the_statute(any_app: Flask) -> None:
    petition_id = accepted()
    made = row(make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE))
    text = text_of(made.id)
    due = today() + timedelta(days=60)
    for words in (
        "信访事项受理告知书",
        "赵青松：",
        "来信",
        "小区电梯长期停运",
        "由甲区信访办转送",
        "《信访工作条例》第三十一条第六项",
        f"{due.year}年{due.month}月{due.day}日前办结",
        "第二十三条第三款",
        "查询码",
        "023-65000001",
        "甲区住建委",
        "签收人",
        made.number,
    ):
        assert words in text, words
    assert made.number == f"甲区住建委受〔{today().year}〕1号"


def test_the_file_is_kept_by_its_hash_with_its_template_and_the_same_words(session, app: Flask) -> None:
    made = row(make("unit_handler", accepted(), Doc.ACCEPTANCE_NOTICE))
    kept = session.get_one(StoredFile, made.sha256)
    content = store.path_of(kept.location).read_bytes()
    assert sha256(content).hexdigest() == made.sha256
    assert made.template_id == template_queries.national(session, Doc.ACCEPTANCE_NOTICE).id
    stored = text_of(made.id)
    shown = [each.text for each in load(made.paper).blocks if isinstance(each, Paragraph)]
    assert len(shown) > 3
    assert all(each in stored for each in shown)


def test_numbers_follow_each_other_without_gap_and_each_series_is_its_own(any_app: Flask) -> None:
    one, two = accepted(), accepted()
    serials = [row(make("unit_handler", each, Doc.ACCEPTANCE_NOTICE)).serial for each in (one, two, one)]
    assert serials == [1, 2, 3]
    assert row(make("handler", one, Doc.FORWARD_LETTER)).serial == 1
    assert row(make("handler", one, Doc.FORWARD_NOTICE)).serial == 1


def test_a_failed_making_uses_no_number(any_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    petition_id = accepted()
    with monkeypatch.context() as broken:
        broken.setattr(store, "keep", lambda *_: (_ for _ in ()).throw(OSError("no room")))
        with pytest.raises(OSError, match="no room"):
            make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    db.session.rollback()
    assert row(make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)).serial == 1


def test_an_unfilled_field_is_refused_before_a_number_is_taken(session, app: Flask) -> None:
    petition_id = accepted()
    with pytest.raises(NotFilled) as refused:
        make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE, {"联系电话": " "})
    assert refused.value.names == ("联系电话",)
    assert session.scalars(select(DocumentSeries)).all() == []


def test_two_people_at_once_get_two_numbers(any_app: Flask) -> None:
    office = Cast().office("JZJ").id
    db.session.rollback()
    found: list[int] = []

    def draw() -> None:
        with any_app.app_context():
            for _turn in range(5):
                with writing(db.session()):
                    found.append(numbering.next_serial(db.session(), office, "opinion", 2026))
            db.session.remove()

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == list(range(1, 21))


def test_a_page_sent_twice_makes_one_document(any_app: Flask) -> None:
    petition_id, actor = accepted(), Cast().actor("unit_handler")
    wanted = Wanted(Doc.ACCEPTANCE_NOTICE)
    filled = CONTACT | {"事项概况": "电梯停运", "办理程序": "调查核实", "联系人": "王某"}
    twice = [services.make(db.session(), actor, petition_id, wanted, filled, "same") for _ in range(2)]
    assert twice[0] == twice[1]
    assert row(twice[0]).serial == 1


def test_a_void_document_keeps_its_number_and_the_book_shows_it(session, app: Flask) -> None:
    petition_id, actor = accepted(), Cast().actor("unit_handler")
    first = make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    changing.void(session, actor, first, "姓名有误", row(first).version)
    second = make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    assert row(second).serial == 2
    listed = queries.book(session, actor, Doc.ACCEPTANCE_NOTICE, today().year)
    assert [(each.document.serial, each.document.state) for each in listed] == [(2, "made"), (1, "void")]
    with pytest.raises(Refused, match="已经作废"):
        changing.void(session, actor, first, "再作废", row(first).version)


def test_a_served_document_is_never_voided_only_corrected(session, app: Flask) -> None:
    petition_id, actor = accepted(), Cast().actor("unit_handler")
    first = make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    with pytest.raises(Refused, match="已经送达的文书才需要更正"):
        make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE, corrects_id=first)
    served(first)
    before = row(first).sha256
    with pytest.raises(Refused, match="更正"):
        changing.void(session, actor, first, "有误", row(first).version)
    second = make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE, corrects_id=first)
    assert f"更正文本，替代{row(first).number}" in text_of(second)
    assert (row(first).sha256, row(first).state) == (before, "served")
    assert reading.open_document(session, actor, first).corrected_by is not None


def test_service_needs_proof_and_a_day_that_can_be(session, app: Flask) -> None:
    actor = Cast().actor("unit_handler")
    made = make("unit_handler", accepted(), Doc.ACCEPTANCE_NOTICE)
    for service in (
        Service(ServiceWay.POST, today() + timedelta(days=1), "回执"),
        Service(ServiceWay.POST, today() - timedelta(days=1), "回执"),
        Service(ServiceWay.POST, today(), "  "),
    ):
        with pytest.raises(Refused):
            changing.serve(session, actor, made, service, row(made).version)
    version = row(made).version
    served(made)
    with pytest.raises((StaleEditError, Refused)):
        changing.serve(session, actor, made, Service(ServiceWay.POST, today(), "回执"), version)


def test_a_service_proof_takes_over_what_was_served(session, app: Flask) -> None:
    petition_id = accepted()
    made = make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    served(made)
    proof = make("unit_handler", petition_id, Doc.SERVICE_PROOF, proven_id=made)
    text = text_of(proof)
    for words in ("送达回证", row(made).number, "受理告知书", "当面", "签收单1号", "赵青松"):
        assert words in text
    assert row(proof).number == ""


def test_a_letter_to_a_unit_masks_the_petitioner(session, app: Flask) -> None:
    petition_id = matters.forwarded(
        "JZJ", content="我叫赵青松，电话19900001234，证号110105199001010010，请求修复电梯。"
    )
    text = text_of(make("handler", petition_id, Doc.FORWARD_LETTER))
    assert "赵**" in text
    for clear in ("赵青松", "19900001234", "110105199001010010"):
        assert clear not in text
    for words in ("甲区住建委：", "5个工作日内提出异议", "15日内书面告知", "第三十一条第六项"):
        assert words in text


def test_the_matter_is_described_by_the_step_that_produces_it(session, app: Flask) -> None:
    petition_id = matters.registered()
    with pytest.raises(Refused, match="没有办理过"):
        make("handler", petition_id, Doc.FORWARD_LETTER)
    refusals = select(AuditEvent).where(AuditEvent.action == "document.make", AuditEvent.result == "refused")
    db.session.rollback()
    with pytest.raises(Refused):
        services.make(session, Cast().actor("handler"), petition_id, Wanted(Doc.FORWARD_LETTER), {}, "x")
    assert session.scalars(refusals).all()


def test_no_letter_goes_to_the_accused_nor_below_it_nor_in_copy(session, app: Flask) -> None:
    petition_id = matters.forwarded("JJD")
    with writing(session):
        session.add(Accused(petition_id=petition_id, office_id=Cast().office("JJD").id))
    with pytest.raises(Refused) as refused:
        make("handler", petition_id, Doc.FORWARD_LETTER)
    assert "第三十条第三款" in str(refused.value.article.cite() if refused.value.article else "")
    db.session.rollback()
    other = matters.forwarded("JZJ")
    with writing(session):
        session.add(Accused(petition_id=other, office_id=Cast().office("JJD").id))
    prepared = preparing.prepare(session, Cast().actor("handler"), other, Wanted(Doc.FORWARD_LETTER), today())
    words = Words(
        prepared.words.title, prepared.words.addressee, prepared.words.body, prepared.words.notes, "甲一街道"
    )
    copied = Prepared(
        prepared.spec, prepared.petition, prepared.template_id, words, prepared.lines, prepared.source, None
    )
    with pytest.raises(Refused, match="抄送"):
        paper.paper_of(session, copied, CONTACT)


def test_a_foreign_document_is_a_missing_document(session, app: Flask) -> None:
    made = make("unit_handler", accepted(), Doc.ACCEPTANCE_NOTICE)
    for username in ("school_handler", "street_handler"):
        for look in (reading.open_document, downloading.download):
            with pytest.raises(Missing):
                look(session, Cast().actor(username), made)
            session.rollback()
    with pytest.raises(Missing):
        changing.void(session, Cast().actor("handler"), made, "别的单位的", 1)


def test_a_download_is_a_stamped_copy_and_the_file_stays(session, app: Flask) -> None:
    made = make("unit_handler", accepted(), Doc.ACCEPTANCE_NOTICE)
    file = downloading.download(session, Cast().actor("unit_handler"), made)
    feet = docx.Document(BytesIO(file.content)).sections[0].first_page_footer.paragraphs
    assert any("打印：住建承办" in each.text for each in feet)
    assert sha256(file.content).hexdigest() != row(made).sha256
    assert "赵青松" not in file.name
    events = set(session.scalars(select(AuditEvent.action)))
    assert {"document.make", "document.download_names"} <= events


def test_a_reader_without_the_right_sees_masked_names_and_no_file(session, app: Flask) -> None:
    petition_id = accepted()
    made = make("handler", petition_id, Doc.FORWARD_NOTICE)
    actor = Cast().actor("leader")
    viewer = type(actor)(actor.account_id, actor.username, actor.name, actor.office_id, actor.office_path)
    opened = reading.open_document(session, viewer, made)
    assert opened.masked
    assert "赵青松" not in str(opened.paper)
    assert "赵**" in str(opened.paper)
    with pytest.raises(Missing):
        downloading.download(session, viewer, made)


def test_an_archived_matter_takes_no_more_documents(session, app: Flask) -> None:
    petition_id, actor = accepted(), Cast().actor("unit_handler")
    made = make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    version = row(made).version
    with writing(session):
        session.get_one(Petition, petition_id).state = "archived"
    with pytest.raises(Refused, match="归档"):
        make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    db.session.rollback()
    with pytest.raises(Refused, match="归档"):
        changing.void(session, actor, made, "有误", version)


def test_the_archive_lists_every_document_with_its_hash(session, app: Flask) -> None:
    petition_id = accepted()
    letter = row(make("handler", petition_id, Doc.FORWARD_LETTER))
    found = list(catalogue(session, petition_id))
    expected = [(f"转送函 {letter.number}.docx", letter.sha256, "")]
    assert [(each["title"], each["sha256"], each["void"]) for each in found] == expected


def test_the_query_slip_holds_the_code_and_is_kept_nowhere(session, app: Flask) -> None:
    petition_id, actor = matters.registered(), Cast().actor("clerk")
    slip = query_codes.issue(session, actor, petition_id, today())
    file = sheets.query_slip_file(session, actor, petition_id, slip.code, today())
    document = docx.Document(BytesIO(file.content))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    assert slip.code in cells
    assert session.scalars(select(Document)).all() == []
    with pytest.raises(Missing):
        sheets.query_slip_file(session, actor, petition_id, "ABCD EFGH JKMN PQRS", today())


def test_the_registration_sheet_masks_and_prints_without_being_kept(session, app: Flask) -> None:
    petition_id = matters.registered()
    sheet = sheets.registration_sheet(session, Cast().actor("clerk"), petition_id, today())
    text = str(sheet.paper)
    assert "赵**" in text
    assert "199****1234" in text
    assert "赵青松" not in text
    assert session.scalars(select(Petitioner)).first() is not None
