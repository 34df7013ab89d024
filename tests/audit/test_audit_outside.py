"""Reading outside one's own matters is counted a week at a time, for whoever watches over it."""

from datetime import timedelta

import time_machine
from flask import Flask

from tests import matters
from tests.browsing import client_of
from tests.documents.making.test_documents import accepted, make
from tests.page import fetch
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.audit import outside
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.extensions import db


def week(within: str | None = None, days: int = 0) -> list[outside.Line]:
    office = Cast().office(within).id if within else None
    return list(outside.week(db.session(), clock.today() - timedelta(days=days), office))


def test_only_what_one_never_had_a_hand_in_counts(any_app: Flask) -> None:
    own, other = matters.registered(), matters.forwarded()
    for each in (own, other):
        fetch(client_of(any_app, "clerk"), f"/petitions/{each}")
    reader = client_of(any_app, "handler2")
    for each in (own, own, other):
        fetch(reader, f"/petitions/{each}")
    fetch(reader, f"/petitions/{other}/print")
    found = {each.username: each for each in week()}
    assert "clerk" not in found
    line = found["handler2"]
    assert (line.matters, line.opened, line.taken, line.unmasked) == (2, 3, 1, 0)
    assert [each.username for each in week("JXF")] == ["handler2"]
    assert week("YXF") == []
    assert week(days=8) == []


def test_letters_of_others_count_as_data_shown_and_taken(app: Flask) -> None:
    """Found from outside: whoever read the names in letters, not on the page of people, was counted nowhere."""
    petition_id = accepted()
    letter = make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    reader = client_of(app, "unit_handler2")
    fetch(reader, f"/documents/{letter}")
    reader.get(f"/documents/{letter}/file").close()
    fetch(reader, f"/petitions/{petition_id}/documents/acceptance_notice/new")
    (line,) = (each for each in week() if each.username == "unit_handler2")
    assert (line.matters, line.opened, line.unmasked, line.taken) == (1, 2, 3, 1)


def test_a_report_of_an_import_counts_as_a_list_taken_out(app: Flask) -> None:
    """Found from outside: it quotes the ledger's rows, and a head opens those of others without a reason."""
    with writing(db.session()):
        record(db.session(), Cast().actor("section_head"), Act("import.report", "import", "20261128-A1B2C3"))
    assert [(each.username, each.exports) for each in week()] == [("section_head", 1)]


def test_the_discipline_officer_reads_the_week_of_the_own_office(app: Flask) -> None:
    petition_id = matters.registered()
    fetch(client_of(app, "handler2"), f"/petitions/{petition_id}")
    page = fetch(client_of(app, "discipline"), "/audit/outside")
    assert "承办乙（handler2）" in page.text
    (link,) = page.all("//a[contains(@href, 'person=handler2')]")
    assert "查看信访事项" in fetch(client_of(app, "discipline"), link.get("href")).text
    for address in ("/audit/outside?last=2026-13-45", "/audit/outside?last=0001-01-01"):
        assert "承办乙" in fetch(client_of(app, "discipline"), address).text
    fetch(client_of(app, "handler"), "/audit/outside", 403)
    with time_machine.travel(clock.now() + timedelta(days=20)):
        assert "本周没有非经办查阅" in fetch(client_of(app, "discipline"), "/audit/outside").text
