"""F1: numbers of people that were typed into a text are masked on every page but the one that shows data in full."""

import io
import json
from hashlib import sha256
from zipfile import ZipFile

from flask import Flask
from sqlalchemy import select

from tests import matters, procedure
from tests.audited import last_event
from tests.browsing import client_of, filled
from tests.page import fetch, post, read
from tests.people import Cast
from tests.petitions.casework import AT_UNIT
from xinfang_site.database import writing
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.extensions import db
from xinfang_site.files import store
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.attachments.services import Upload
from xinfang_site.petitions.models import Clock, Petition, PetitionText, Step
from xinfang_site.petitions.procedure_models import Archive

PHONE, ID_NUMBER = "13912345678", "110105194912310029"
TOLD = f"电话{PHONE}，身份证{ID_NUMBER}，街道回复可致电023-65300000，路灯不亮"
TYPED = {"reason", "basis", "text", "facts", "legal_basis", "proof"}
"""What a step's form asks for in words of one's own."""
MASKED = "电话139****5678，身份证1101************29，街道回复可致电023-65300000，路灯不亮"


def everything(content: bytes) -> str:
    """The text of an answer, of all parts of a package."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with ZipFile(io.BytesIO(content)) as package:
        return "".join(name + everything(package.read(name)) for name in package.namelist())


def test_f1_numbers_in_texts_are_masked_on_pages_sheets_and_exports(app: Flask) -> None:
    """Found from outside: they stood in full on all of them, for whoever sees the matter."""
    petition_id = matters.registered(content=TOLD, remarks=TOLD)
    for username, places in {
        "handler": ("", "/print", "/print.zip", "/dossier"),
        "section_head": ("", "/dossier"),
    }.items():
        client = client_of(app, username)
        for place in places:
            with client.get(f"/petitions/{petition_id}{place}") as answer:
                shown = everything(answer.data)
            assert answer.status_code == 200, place
            assert PHONE not in shown, place
            assert ID_NUMBER not in shown, place
    assert MASKED in fetch(client_of(app, "handler"), f"/petitions/{petition_id}").text


def test_f1_what_was_fed_back_to_a_supervision_is_listed_without_numbers(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept supervise")
    procedure.step(petition_id, StepCode.RECORD_SUPERVISION_FEEDBACK, text=f"已告知{PHONE}")
    page = fetch(client_of(app, "handler"), "/supervision/?all=1").text
    assert "已告知139****5678" in page
    assert PHONE not in page


def test_f1_no_page_of_a_matter_shows_a_number_that_was_typed_into_a_step(app: Flask) -> None:
    """Where an extension is explained, and among the provisions on the old case's sheet, they stood in full."""
    petition_id = matters.registered()
    route = f"{AT_UNIT} accept extend open_hearing close_hearing draft check issue serve request_review"
    for word in route.split():
        code = StepCode(word)
        typed = {name for name, value in procedure.values(code).items() if isinstance(value, str)} & TYPED
        procedure.step(petition_id, code, **{name: f"{name}{PHONE}" for name in typed})
    with writing(db.session()):
        clock = db.session.scalars(select(Clock).where(Clock.petition_id == petition_id)).first()
        assert clock is not None
        clock.late_reason, clock.late_unit = f"承办人住院{PHONE}", "甲区住建委"
    for username in ("handler", "unit_handler", "reviewer"):
        told = ""
        client, case = client_of(app, username), f"/petitions/{petition_id}"
        here = fetch(client, case).all("//main//a/@href")
        for address in {case, f"{case}/dossier", *(each for each in here if f"{case}/clocks" in each)}:
            told += fetch(client, address).text
        assert PHONE not in told
        for name in ("reason", "basis", "承办人住院"):
            assert f"{name}139****5678" in told


def test_f1_proofs_and_what_a_petitioner_said_are_shown_without_numbers(app: Flask) -> None:
    served, evaluated = matters.registered(), matters.registered(summary="路灯不亮")
    procedure.walk(served, f"{AT_UNIT} accept draft check issue")
    procedure.step(served, StepCode.SERVE, proof=f"送达凭证{PHONE}")
    procedure.walk(evaluated, f"{AT_UNIT} accept mediate conclude")
    procedure.step(evaluated, StepCode.EVALUATE, proof=f"代评凭证{PHONE}", comment=f"评语{PHONE}")
    for petition_id, told in ((served, ["送达凭证"]), (evaluated, ["代评凭证", "评语"])):
        page = fetch(client_of(app, "handler"), f"/petitions/{petition_id}").text
        assert [each for each in told if f"{each}139****5678" in page] == told
        assert PHONE not in page


def test_f1_the_whole_text_is_shown_with_the_people_for_a_reason(app: Flask) -> None:
    petition_id = matters.registered(content=TOLD)
    client, address = client_of(app, "handler"), f"/petitions/{petition_id}/people"
    page = fetch(client, address)
    assert PHONE not in page.text
    shown = read(client.post(address, data=filled(page, reason="核实情况")), 200)
    assert TOLD in shown.text
    with writing(db.session()):
        step = db.session.scalars(select(Step).where(Step.petition_id == petition_id).limit(1)).one()
        step.reason = f"已电话联系{PHONE}，约定周五面谈"
    case = fetch(client_of(app, "handler"), f"/petitions/{petition_id}").text
    assert "已电话联系139****5678，约定周五面谈" in case
    assert PHONE not in fetch(client_of(app, "handler"), f"/petitions/{petition_id}/dossier").text
    page = fetch(client, address)
    assert f"已电话联系{PHONE}" in read(client.post(address, data=filled(page, reason="核实情况")), 200).text
    plain = matters.registered()
    page = fetch(client, f"/petitions/{plain}/people")
    shown = read(client.post(f"/petitions/{plain}/people", data=filled(page, reason="核实情况")), 200)
    assert "原文" not in shown.text


def test_f1_a_summary_is_kept_without_numbers(app: Flask) -> None:
    petition_id = matters.registered()
    client = client_of(app, "clerk")
    page = fetch(client, f"/petitions/{petition_id}/correct")
    post(client, f"/petitions/{petition_id}/correct", filled(page, summary=TOLD, reason="补正"))
    db.session.rollback()
    assert db.session.get_one(Petition, petition_id).summary == MASKED
    page = fetch(client, "/petitions/new")
    again = read(client.post("/petitions/new", data=filled(page, summary=TOLD)), 400)
    assert filled(again)["summary"] == MASKED


def test_f1_the_page_that_corrects_shows_texts_masked_and_keeps_what_it_masked(app: Flask) -> None:
    """It showed them in full to every registrar, with no reason and no limit of the hour."""
    petition_id = matters.registered(content=TOLD, remarks=TOLD)
    client, address = client_of(app, "clerk"), f"/petitions/{petition_id}/correct"
    page = fetch(client, address)
    assert PHONE not in page.response.text
    assert ID_NUMBER not in page.response.text
    assert page.text.count("不去改动就按原来的数字保存") == 2  # of the demand and of the remarks
    stale = filled(page, content=f"补充：{MASKED}", reason="补正")
    post(client, address, stale)
    db.session.rollback()
    text = db.session.get_one(PetitionText, petition_id)
    assert (text.content, text.remarks) == (f"补充：{TOLD}", TOLD)
    conflict = read(client.post(address, data={**stale, "content": "另写"}), 409)
    assert PHONE not in conflict.response.text
    assert f"补充：{MASKED}" in conflict.text


def test_f1_a_correction_never_guesses_between_numbers_that_look_alike(app: Flask) -> None:
    petition_id = matters.registered(content="甲13912345678，乙13998765678")
    client, address = client_of(app, "clerk"), f"/petitions/{petition_id}/correct"
    sent = filled(fetch(client, address), content="乙139****5678", reason="补正")
    assert "写出这几个号码的全部数字" in read(client.post(address, data=sent), 409).alerts()
    db.session.rollback()
    assert db.session.get_one(PetitionText, petition_id).content == "甲13912345678，乙13998765678"


def test_f1_an_archived_file_holds_texts_with_numbers_masked(app: Flask) -> None:
    """Found from outside: the package gave them in full to everybody who sees the matter."""
    petition_id = matters.registered(content=TOLD, remarks=TOLD)
    procedure.walk(petition_id, "screen")
    procedure.step(petition_id, StepCode.REFUSE, reason=TOLD)
    procedure.step(petition_id, StepCode.ARCHIVE)
    archive = db.session.get_one(Archive, petition_id)
    with client_of(app, "clerk").get(f"/petitions/{petition_id}/archive.zip") as answer:
        shown = everything(answer.data)
        catalogue = ZipFile(io.BytesIO(answer.data)).read("归档目录.json")
    assert PHONE not in shown
    assert ID_NUMBER not in shown
    assert MASKED in shown
    assert sha256(catalogue).hexdigest() == archive.sha256
    db.session.rollback()
    assert last_event().action == "petition.archive_download"


def test_f1_a_file_archived_before_is_masked_as_it_is_taken_out(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen refuse archive")
    with writing(db.session()):
        archive = db.session.get_one(Archive, petition_id)
        void = {**archive.catalogue[1], "void": f"重复，见{PHONE}"}
        archive.catalogue = [{**archive.catalogue[0], "text": TOLD}, void, *archive.catalogue[2:]]
        content = json.dumps({"number": archive.number, "entries": archive.catalogue}).encode()
        archive.sha256 = store.keep(db.session(), content, "application/json")
    with client_of(app, "clerk").get(f"/petitions/{petition_id}/archive.zip") as answer:
        shown = everything(answer.data)
    assert PHONE not in shown
    assert MASKED in shown


def test_f1_a_file_is_called_without_numbers(app: Flask) -> None:
    petition_id = matters.registered()
    upload = Upload(f"张某{PHONE}.txt", "内容".encode())
    for _twice in range(2):
        attachments.add(db.session(), Cast().actor("clerk"), petition_id, [upload])
    assert db.session.scalars(select(Attachment.name)).all() == ["张某139＊＊＊＊5678.txt"]


def test_f1_every_file_of_a_package_has_a_name_that_windows_unpacks(app: Flask) -> None:
    """A masked number had brought a character into the name that no Windows takes."""
    petition_id = matters.registered()
    uploads = [Upload(f"张某{PHONE}.txt", b"1"), Upload(f"{ID_NUMBER}*.txt", b"2")]
    attachments.add(db.session(), Cast().actor("clerk"), petition_id, uploads)
    with client_of(app, "clerk").get(f"/petitions/{petition_id}/print.zip") as answer:
        names = ZipFile(io.BytesIO(answer.data)).namelist()
    assert sorted(names)[-2:] == ["01 张某139＊＊＊＊5678.txt", "02 1101＊＊＊＊＊＊＊＊＊＊＊＊29＊.txt"]
    assert not [name for name in names if set(name) & set('<>:"/\\|?*')]


def test_f1_an_opinion_begins_with_what_is_asked_for_without_numbers(app: Flask) -> None:
    petition_id = matters.registered(content=TOLD)
    procedure.walk(petition_id, f"{AT_UNIT} accept")
    page = fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}/steps/draft")
    assert filled(page)["request"] == MASKED
