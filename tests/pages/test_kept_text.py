"""Nothing typed is lost: an ended session, an outdated page, a busy database, a failing disk."""

import errno
import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.exc import OperationalError
from werkzeug.routing import Rule

from tests import matters
from tests.page import fetch, read
from tests.people import PASSWORD, sign_in
from tests.petitions.counter import filled
from xinfang_site.extensions import db
from xinfang_site.kept import Kept, open_kept, seal_kept
from xinfang_site.petitions.models import Petition
from xinfang_site.signatures import serializer

LONG = "三号楼电梯停运，已向物业公司反映三次，均无答复。"


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Petition)) or 0


def test_a_form_sent_after_the_session_ended_is_offered_again_after_signing_in(
    app: Flask, clerk: FlaskClient
) -> None:
    values = filled(fetch(clerk, "/petitions/new"), content=LONG)
    clerk.delete_cookie("xinfang")
    page = read(clerk.post("/petitions/new", data=values), 400)
    assert LONG in page.response.text
    db.session.execute(text("UPDATE account_session SET ended_at = started_at"))
    db.session.commit()
    client = app.test_client()
    sign_in(client, "clerk")
    values = filled(fetch(client, "/petitions/new"), content=LONG, urgent="y")
    db.session.execute(text("UPDATE account_session SET ended_at = started_at"))
    db.session.commit()
    proof = (io.BytesIO("证明".encode()), "证明.txt")
    page = read(client.post("/petitions/new", data={**values, "files": [proof]}), 401)
    lost = "选好的文件（1 个）没有保留，提交以后请重新添加。"
    for words in (LONG, lost, "已勾选：重大、紧急"):
        assert words in page.text
    kept = page.all("//input[@name='kept']/@value")[0]
    form = {**page.hidden("//form[.//input[@name='kept']]")}
    signing = read(client.post("/login", data=form), 200)
    signed = {**signing.hidden(), "kept": kept, "username": "clerk", "password": PASSWORD, "code": ""}
    offered = read(client.post("/login", data=signed), 200)
    assert "继续提交" in offered.texts("//h1")
    for words in (LONG, lost, "已勾选：重大、紧急"):
        assert words in offered.text
    again = {
        **offered.hidden("//form[@action='/petitions/new']"),
        **{each.get("name"): (each.text_content() or "").strip("\n") for each in offered.all("//textarea")},
    }
    read(client.post("/petitions/new", data=again), 302)
    assert count() == 1
    assert db.session.scalars(select(Petition.urgent)).all() == [True]


def test_whoever_is_sent_to_sign_in_is_told_why(app: Flask) -> None:
    client = app.test_client()
    sent = client.get("/petitions/?q=电梯")
    assert "登录后打开您要去的页面" in fetch(client, str(sent.headers["Location"])).text
    assert "登录后打开" not in fetch(client, str(client.get("/").headers["Location"])).text


def test_a_form_with_a_wrong_or_missing_token_is_refused_and_kept(clerk: FlaskClient) -> None:
    values = filled(fetch(clerk, "/petitions/new"), content=LONG)
    for token in ("", "wrong", "x" * 200):
        page = read(clerk.post("/petitions/new", data={**values, "csrf_token": token}), 400)
        assert "页面已过期" in page.texts("//h1")
        assert LONG in page.response.text
        assert len(page.texts("//*[@class='reference']")[0]) == 8  # by which the log is asked
    assert count() == 0


def example(rule: Rule) -> str:
    """An address of the rule: 1 for numbers and names, one of the words where only some are taken."""
    parts = {name: min(getattr(kind, "items", "1")) for name, kind in rule._converters.items()}
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda found: parts[found[1]], rule.rule)


def test_c1_every_post_without_a_token_is_refused_and_kept_for_whoever_is_not_signed_in(app: Flask) -> None:
    client, lost = app.test_client(), []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        answer = client.post(example(rule), data={"reason": LONG, "password": PASSWORD})
        if answer.status_code != 400 or LONG not in answer.text or PASSWORD in answer.text:
            lost.append(rule.rule)
    assert lost == []


def test_a_token_of_another_session_is_refused(app: Flask, clerk: FlaskClient) -> None:
    other = app.test_client()
    sign_in(other, "handler")
    foreign = fetch(other, "/petitions/new").token()
    values = {**filled(fetch(clerk, "/petitions/new")), "csrf_token": foreign}
    read(clerk.post("/petitions/new", data=values), 400)
    assert count() == 0


@pytest.fixture
def impatient(app: Flask) -> Iterator[None]:
    """Whoever finds the database busy gives up soon: six seconds of waiting prove no more."""

    def brief(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA busy_timeout = 100")

    event.listen(db.engine, "begin", brief, insert=True)
    yield
    event.remove(db.engine, "begin", brief)
    db.engine.dispose()


@pytest.mark.usefixtures("impatient")
def test_a_busy_database_keeps_the_text_and_says_503(
    app: Flask, clerk: FlaskClient, instance_folder: Path
) -> None:
    values = filled(fetch(clerk, "/petitions/new"), content=LONG)
    blocker = sqlite3.connect(instance_folder / "xinfang.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    page = read(clerk.post("/petitions/new", data=values), 503)
    assert LONG in page.response.text
    assert "重新提交" in page.text
    missing = read(clerk.get("/petitions/999"), 503)  # the try at a missing matter cannot be noted either
    assert "再刷新本页" in missing.text
    blocker.close()
    assert count() == 0


def test_a_failing_database_keeps_the_text_and_shows_no_statement(clerk: FlaskClient) -> None:
    values = filled(fetch(clerk, "/petitions/new"), content=LONG)
    db.session.execute(text("DROP TABLE petition_clock"))
    db.session.commit()
    page = read(clerk.post("/petitions/new", data=values), 503)
    assert LONG in page.response.text
    assert "petition_clock" not in page.response.text


def test_d1_a_full_disk_keeps_the_text_beside_a_file(
    clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    made = clerk.post("/petitions/new", data=filled(fetch(clerk, "/petitions/new"))).headers["Location"]
    token = fetch(clerk, f"{made}/files").token()
    monkeypatch.setattr("xinfang_site.files.store.write", full)
    data = {"csrf_token": token, "kind": "other", "note": LONG, "files": (io.BytesIO(b"%PDF-1.4"), "a.pdf")}
    page = read(clerk.post(f"{made}/files", data=data), 503)
    assert LONG in page.response.text
    assert "磁盘已满，暂时无法写入" in page.text


def test_passwords_are_never_kept(app: Flask) -> None:
    client = app.test_client()
    page = read(client.post("/login", data={"username": "clerk", "password": PASSWORD}), 400)
    assert PASSWORD not in page.response.text


def test_what_is_kept_cannot_be_forged(app: Flask) -> None:
    with app.test_request_context():
        kept = Kept("/petitions/new", (("content", LONG),))
        sealed = seal_kept(kept)
        assert open_kept(sealed) == kept
        assert open_kept(serializer("kept").dumps([kept.path, kept.values])) == kept  # by an earlier version
        assert open_kept(sealed[:-2] + "xx") is None
        assert open_kept("") is None


@pytest.mark.parametrize(
    ("address", "method", "status"),
    [
        ("/nowhere", "GET", 404),
        ("/petitions/99999999999999999999", "GET", 404),
        ("/petitions/0", "GET", 404),
        ("/petitions/x", "GET", 404),
        ("/petitions/new", "DELETE", 405),
        ("/petitions/new", "TRACE", 405),
        ("/petitions/new/", "GET", 404),
    ],
)
def test_every_error_is_a_page_of_ours(clerk: FlaskClient, address: str, method: str, status: int) -> None:
    page = read(clerk.open(address, method=method), status)
    assert page.alerts()
    assert "Traceback" not in page.response.text


def test_i3_what_stood_before_files_that_are_too_large_is_kept(app: Flask, clerk: FlaskClient) -> None:
    """Found from outside: a film beside the form took the whole registration along."""
    app.config["MAX_CONTENT_LENGTH"] = 200_000
    sent = {
        "content": "长期漏水",
        "password": "s3",
        "files": (io.BytesIO(b"x" * 200_000), "a.pdf"),
        "remarks": "后",
    }
    page = read(clerk.post("/petitions/new", data=sent, content_type="multipart/form-data"), 413)
    assert page.all("//main//form/@action") == ["/petitions/new"]
    assert page.all("//textarea[@name='content']/text()") == ["\n长期漏水"]
    assert "s3" not in page.response.text
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    sent["files"] = (io.BytesIO(b"x" * 200_000), "a.pdf")
    other = read(clerk.post("/petitions/new", data=sent, headers=elsewhere), 413)
    assert other.all("//main//form/@action") == []
    torn = "multipart/form-data; boundary=x"
    read(clerk.post("/petitions/new", data=b"--y" * 100_000, content_type=torn), 413)


def test_a_request_that_is_too_large_is_a_413_page(app: Flask, clerk: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    read(clerk.post("/petitions/new", data={"content": "长" * 1000}), 413)


def test_an_unexpected_fault_is_a_500_page_without_a_trace(
    clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    petition_id = matters.registered()

    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("xinfang_site.petitions.case.opening.open_case", broken)
    page = read(clerk.get(f"/petitions/{petition_id}"), 500)
    assert "secret detail" not in page.response.text
    assert "编号" in page.text


def test_i3_an_unexpected_fault_takes_nothing_typed_along(
    clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found from outside: an audit that refused its row cost the whole registration its text."""

    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("secret detail")

    values = filled(fetch(clerk, "/petitions/new"), content=LONG)
    monkeypatch.setattr("xinfang_site.petitions.registering.services.check", broken)
    page = read(clerk.post("/petitions/new", data=values), 500)
    assert page.all("//textarea[@name='content']/text()") == ["\n" + LONG]
    assert page.all("//*[@class='reference']")
    assert "secret detail" not in page.response.text


def test_reading_still_answers_when_the_database_fails(clerk: FlaskClient) -> None:
    db.session.execute(text("DROP TABLE register_tally"))
    db.session.execute(text("DROP TABLE register_entry"))
    db.session.commit()
    read(clerk.get("/"), 503)


def test_d3_a_database_that_is_gone_keeps_the_text_and_is_not_asked_who_visits_again(
    clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("connection timeout expired"))

    values = filled(fetch(clerk, "/petitions/new"), content=LONG)
    monkeypatch.setattr("xinfang_site.building.visitor_by_token", gone)
    assert LONG in read(clerk.post("/petitions/new", data=values), 503).response.text
    read(clerk.get("/petitions/"), 503)


def test_health_says_ok_and_unavailable(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/healthz").text == "ok"
    db.session.execute(
        text("UPDATE alembic_version SET version_num = 'core_0000' WHERE version_num LIKE 'core_%'")
    )
    db.session.commit()
    assert client.get("/healthz").status_code == 503
    db.session.execute(text("DROP TABLE alembic_version"))
    db.session.commit()
    assert client.get("/healthz").status_code == 503


def test_anonymous_visits_write_nothing(app: Flask) -> None:
    tables = db.session.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'petition_fts'")
    ).all()

    def counts() -> dict[str, int]:
        db.session.rollback()
        return {name: db.session.scalar(text(f"SELECT count(*) FROM {name}")) for name in tables}  # noqa: S608

    before = counts()
    client = app.test_client()
    for address in ("/", "/login", "/query", "/petitions/", "/healthz", "/nowhere"):
        client.get(address)
    assert counts() == before
