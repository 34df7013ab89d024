"""Holes found from outside, one test each (security.md I1-I3, S6, F2, O4, C1, N3): input no browser sends."""

import io

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.browsing import client_of
from tests.page import fetch, post, read
from tests.people import PASSWORD
from tests.petitions.counter import filled, fresh, register
from xinfang_site import access
from xinfang_site.audit.models import AuditEvent
from xinfang_site.extensions import db
from xinfang_site.petitions.models import Petition
from xinfang_site.serving.site import served

NAMELESS = b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"


@pytest.mark.parametrize("wished", ["//[", "/[", "//[::1"])
def test_s6_a_wished_address_that_cannot_be_parsed_leads_home(app: Flask, wished: str) -> None:
    client = app.test_client()
    token = fetch(client, "/login").token()
    data = {"csrf_token": token, "username": "clerk", "password": PASSWORD, "code": ""}
    answer = client.post("/login", query_string={"next": wished}, data=data)
    assert answer.status_code == 302
    assert answer.headers["Location"] in {"/", "/%5B"}


@pytest.mark.parametrize("day", ["x", "2023-02-30", "\x00", "0001-01-01", "٣"])
def test_i1_the_audits_days_may_be_anything(app: Flask, day: str) -> None:
    client = client_of(app, "root_audit")
    for address in ("/audit/", "/audit/export.xlsx"):
        assert client.get(address, query_string={"first": day, "last": day}).status_code == 200


def test_i1_a_number_that_no_key_can_be_is_a_missing_record(fresh_app: Flask) -> None:
    """Found in a module's list: SQLite's driver refuses such a number before any query of ours can."""

    @fresh_app.get("/overflow")
    @access.public
    def overflow() -> str:
        return str(db.session.scalar(select(Petition.id).where(Petition.id == 10**30)))

    read(fresh_app.test_client().get("/overflow"), 404)


@pytest.mark.parametrize(
    "refusal", [ValueError("UNIQUE constraint failed"), psycopg.errors.UniqueViolation("重复键违反唯一约束")]
)
def test_n1_a_row_that_the_database_refuses_twice_is_a_conflict_with_the_text_kept(
    fresh_app: Flask, refusal: Exception
) -> None:
    @fresh_app.post("/twice")
    @access.public
    def twice() -> str:
        raise IntegrityError("INSERT", {}, refusal)

    client = fresh_app.test_client()
    data = {"csrf_token": fetch(client, "/login").token(), "summary": "已经写好的长文"}
    assert "已经写好的长文" in read(client.post("/twice", data=data), 409).response.text


def test_i2_an_answer_that_was_not_offered_is_refused(app: Flask) -> None:
    """It used to become part of the next address, however long."""
    made = register(client_of(app, "clerk")).response.headers["Location"]
    page = post(client_of(app, "handler"), f"{made}/diversion", {"answer": "x" * 70_000}, 400)
    assert page.alerts()


@pytest.mark.parametrize("blank", ["   ", "\u200b", "\x00", "\u3000\t"])
def test_f2_blanks_are_no_reason_for_opening_personal_data(app: Flask, blank: str) -> None:
    made = register(client_of(app, "clerk")).response.headers["Location"]
    page = post(client_of(app, "handler"), f"{made}/people", {"reason": blank}, 400)
    assert "请写明查看用途" in page.alerts()
    assert "赵青松" not in page.response.text
    fresh()
    query = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "petition.unmask")
    assert db.session.scalar(query) == 0


def test_i2_a_required_text_of_blanks_is_missing(app: Flask) -> None:
    page = register(client_of(app, "clerk"), 400, summary=" \u200b ", content="\x00")
    assert "请填写概况" in page.alerts()
    assert "请填写诉求内容" in page.alerts()


@pytest.mark.parametrize("address", ["/login", "/query", "/petitions/new", "/password"])
def test_i1_a_part_without_a_name_is_refused(app: Flask, address: str) -> None:
    answer = client_of(app, "clerk").post(
        address, data=NAMELESS, content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("username", "address", "names"),
    [
        ("clerk", "/petitions/new", ("summary", "received_on", "people", "channel", "submission")),
        ("clerk", "/password", ("old_password", "new_password", "repeat_password")),
        ("root_system", "/accounts/new", ("username", "name", "office_id")),
    ],
)
def test_i1_a_file_in_place_of_a_text_is_a_missing_text(
    app: Flask, username: str, address: str, names: tuple[str, ...]
) -> None:
    client = client_of(app, username)
    files = {name: (io.BytesIO(b"%PDF-1.4"), "a.pdf") for name in names}
    token = fetch(client, "/password").token()
    read(client.post(address, data={"csrf_token": token, **files}), 400)


def test_n3_a_double_click_leads_to_the_matter_it_made(app: Flask) -> None:
    client = client_of(app, "clerk")
    values = filled(fetch(client, "/petitions/new"))
    first, second = (client.post("/petitions/new", data=values) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    fresh()
    assert db.session.scalar(select(func.count()).select_from(Petition)) == 1


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_c1_a_form_of_another_site_is_not_offered_for_sending_again(app: Flask, origin: str) -> None:
    client: FlaskClient = app.test_client()
    answer = client.post("/petitions/new", data={"summary": "他人所写"}, headers={"Sec-Fetch-Site": origin})
    page = read(answer, 400)
    assert "他人所写" not in page.response.text
    assert "Set-Cookie" not in answer.headers


def test_o4_static_files_are_ours_alone(instance_folder: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XINFANG_INSTANCE", str(instance_folder))
    monkeypatch.delenv("XINFANG_DATABASE_URL", raising=False)
    monkeypatch.setattr("xinfang_site.logs.configure", lambda: None)
    client = served().test_client()
    with client.get("/static/office.css") as found:
        assert found.status_code == 200
        assert "Access-Control-Allow-Origin" not in found.headers
        assert found.headers["Referrer-Policy"] == "same-origin"
        assert "default-src 'self'" in found.headers["Content-Security-Policy"]
    assert client.get("/static/nothing.css").headers["Cache-Control"] == "no-store"
    read(client.post("/static/office.css"), 405)  # by a page of ours, as everywhere
    with client.get("/static/office.css", headers={"Range": "bytes=9999999-"}) as whole:
        assert whole.status_code == 200


@pytest.mark.parametrize("host", ["elsewhere.example", "a:99999999", 'x"><b>'])
def test_o4_no_host_header_leads_to_another_site(app: Flask, host: str) -> None:
    """Found from outside: an address without its last slash went where the Host header said (Indico 2.3.4)."""
    answer = app.test_client().get("/petitions?q=%2F", headers={"Host": host})
    assert answer.headers["Location"] == "/petitions/?q=%2F"
    assert answer.get_data() == b""


@pytest.mark.parametrize("digits", ["٣", "１", "²", "+1", "1_0"])
def test_i1_an_address_is_written_in_plain_figures(app: Flask, digits: str) -> None:
    client = client_of(app, "clerk")
    register(client)
    assert client.get(f"/petitions/{digits}").status_code == 404


def test_i1_a_form_of_text_is_no_longer_than_text_is(app: Flask) -> None:
    """Found from outside: seventy megabytes of anybody's were read into memory and sent back to be kept."""
    kept = app.test_client().post("/login", data={"username": "x" * 3_000_000})
    assert kept.status_code == 400
    read(app.test_client().post("/login", data={"username": "x" * 5_000_000}), 413)
