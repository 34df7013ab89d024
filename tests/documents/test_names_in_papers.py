"""F2: the names that letters to petitioners bear are read on record, and of so many matters an hour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
import time_machine
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import matters, procedure
from tests.browsing import client_of, filled
from tests.documents.making.test_documents import accepted, make
from tests.page import fetch, read
from xinfang_site import clock
from xinfang_site.accounts.models import Account, Attempt
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import db, settings

NAME = "赵青松"


@pytest.fixture
def one_an_hour(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """One matter an hour."""
    limit = replace(settings(), unmask_per_hour=1)
    monkeypatch.setitem(current_app.extensions, "xinfang_settings", limit)


def noted(username: str = "unit_handler") -> Sequence[tuple[str, str]]:
    """Papers read by somebody, with the result, in order."""
    db.session.rollback()
    rows = db.session.execute(
        select(AuditEvent.action, AuditEvent.result)
        .where(AuditEvent.username == username, AuditEvent.action.like("document.%"))
        .order_by(AuditEvent.id)
    )
    return [(row.action, row.result) for row in rows if row.action != "document.make"]


def test_f2_a_page_that_shows_a_name_leaves_one_record_and_writes_nothing_else(app: Flask) -> None:
    petition_id = accepted()
    client = client_of(app, "unit_handler")
    assert NAME in fetch(client, f"/petitions/{petition_id}/documents/acceptance_notice/new").text
    made = make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    assert NAME in fetch(client, f"/documents/{made}").text
    assert client.get(f"/documents/{made}/file").status_code == 200
    names = ("prepare_names", "view_names", "download_names")
    assert noted() == [(f"document.{each}", "ok") for each in names]
    assert not db.session.scalars(select(Attempt).where(Attempt.kind != "sign-in")).all()


def test_f2_a_paper_without_a_name_is_noted_as_such(app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    fetch(client_of(app, "handler"), f"/petitions/{petition_id}/documents/forward_letter/new")
    made = make("handler", petition_id, Doc.FORWARD_LETTER)
    fetch(client_of(app, "handler"), f"/documents/{made}")
    assert noted("handler") == [("document.view", "ok")]


def test_f2_names_are_shown_of_so_many_matters_an_hour(app: Flask, one_an_hour: None) -> None:
    first, second = accepted(), accepted()
    letters = [make("unit_handler", each, Doc.ACCEPTANCE_NOTICE) for each in (first, second)]
    client = client_of(app, "unit_handler")
    for _again in range(2):
        assert NAME in fetch(client, f"/documents/{letters[0]}").text
    masked = fetch(client, f"/documents/{letters[1]}")
    assert NAME not in masked.text
    assert "已达上限" in masked.text
    assert NAME not in fetch(client, f"/documents/{letters[1]}/file", 429).text
    assert NAME not in fetch(client, f"/petitions/{second}/documents/acceptance_notice/new", 429).text
    assert client.get(f"/documents/{letters[0]}/file").status_code == 200
    assert [each for each in noted() if each[1] == "refused"] == [
        ("document.download_names", "refused"),
        ("document.prepare_names", "refused"),
    ]


def test_f2_after_an_hour_names_are_shown_again(app: Flask, one_an_hour: None) -> None:
    letters = [make("unit_handler", accepted(), Doc.ACCEPTANCE_NOTICE) for _each in range(2)]
    client = client_of(app, "unit_handler")
    fetch(client, f"/documents/{letters[0]}")
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert NAME in fetch(client_of(app, "unit_handler"), f"/documents/{letters[1]}").text


def archived() -> int:
    """A matter with a letter that bears the name, archived."""
    petition_id = accepted()
    make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    procedure.walk(petition_id, "mediate conclude archive")
    return petition_id


def letters_in(client: FlaskClient, petition_id: int) -> list[bool]:
    """Whether the letters of the archived file bear the name."""
    with client.get(f"/petitions/{petition_id}/archive.zip") as answer:
        assert answer.status_code == 200
        package = ZipFile(BytesIO(answer.data))
    papers = [package.read(each) for each in package.namelist() if each.endswith(".docx")]
    return [
        NAME in "\n".join(each.text for each in docx.Document(BytesIO(paper)).paragraphs) for paper in papers
    ]


def test_f2_names_in_an_archived_file_are_read_like_those_in_letters(app: Flask, one_an_hour: None) -> None:
    first, second = archived(), archived()
    client = client_of(app, "unit_handler")
    assert letters_in(client, first) == [True]
    assert noted()[-1] == ("document.download_names", "ok")
    assert NAME not in fetch(client, f"/petitions/{second}/archive.zip", 429).text
    db.session.rollback()
    taken = select(AuditEvent.object_id).where(AuditEvent.action == "petition.archive_download")
    assert db.session.scalars(taken).all() == [str(first)]  # nothing of the second was
    assert letters_in(client, first) == [True]


def test_f1_an_archived_file_gives_no_letter_to_whoever_sees_no_names(app: Flask) -> None:
    petition_id = archived()
    with writing(db.session()):
        account = db.session.scalars(select(Account).where(Account.username == "unit_handler2")).one()
        account.grants[0].role = Role.SUPERVISOR.value
    client = client_of(app, "unit_handler2")
    file = "//section[@id='documents']//a[contains(@href, '/file')]"
    assert fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}").all(file)
    assert not fetch(client, f"/petitions/{petition_id}").all(file)
    with client.get(f"/petitions/{petition_id}/archive.zip") as answer:
        package = ZipFile(BytesIO(answer.data))
    assert not [each for each in package.namelist() if each.endswith(".docx")]
    (told,) = [each for each in package.namelist() if each.endswith(".docx.txt")]
    assert "本包不提供" in package.read(told).decode()


def test_f2_what_was_typed_stays_where_the_limit_is_reached(app: Flask, one_an_hour: None) -> None:
    first, second = accepted(), accepted()
    client = client_of(app, "unit_handler")
    form = filled(fetch(client, f"/petitions/{second}/documents/acceptance_notice/new"))
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        client = client_of(app, "unit_handler")
        fetch(client, f"/petitions/{first}/documents/acceptance_notice/new")
        address = f"/petitions/{second}/documents/acceptance_notice/new"
        token = fetch(client, "/account/").token()
        sent = {**form, "csrf_token": token, "联系电话": "023-65009876", "action": "preview"}
        kept = read(client.post(address, data=sent), 429)
    assert "023-65009876" in kept.text
    assert "已达上限" in kept.text
    assert NAME not in kept.text
