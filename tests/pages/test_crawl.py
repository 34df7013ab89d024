"""The site as every demo account sees it: no fault, no page of another office, no POST without its token."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, select
from werkzeug.routing import AnyConverter, Rule

from tests.demonstration import DemoAccount, accounts_of, district, one_of_each
from tests.page import fetch, read
from tests.people import sign_in
from xinfang_site import access, create_app
from xinfang_site.accounts.models import Account
from xinfang_site.audit.models import AuditEvent
from xinfang_site.documents.models import Document, DocumentTemplate
from xinfang_site.domain.procedure.states import State
from xinfang_site.extensions import db
from xinfang_site.offices.models import Office
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.models import Accused, Petition, RegisterEntry
from xinfang_site.petitions.proposal_models import Proposal

pytestmark = pytest.mark.slow
WORDS = {
    "table": "category",
    "kind": "offices",
    "text": "2026-11-24",
    "step": "forward",
    "filename": "office.css",
    "code": "xfgztl2022",
    "slug": "now",
    "number": "31",
    "name": "legal_study",
    "turn": "on",
}
NOBODYS = 2_000_000


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, list[DemoAccount]]]:
    """The site on a copy of the demo district."""
    folder = district(tmp_path_factory)
    app = create_app(folder, f"sqlite:///{folder / 'xinfang.db'}")
    app.testing = True
    yield app, accounts_of(folder)
    with app.app_context():
        db.engine.dispose()


def ask(app: Flask, statement: Select[Any]) -> list[Any]:
    """Rows of a query; in a context of its own, for requests must not share one."""
    with app.app_context():
        return list(db.session.execute(statement).all())


def first(app: Flask, statement: Select[Any], otherwise: int = 0) -> int:
    found = ask(app, statement.limit(1))
    return int(found[0][0]) if found else otherwise


def in_register(office_id: int) -> Select[tuple[int]]:
    return select(RegisterEntry.petition_id).where(RegisterEntry.office_id == office_id)


def rules(app: Flask, method: str) -> list[Rule]:
    return [
        each
        for each in app.url_map.iter_rules()
        if method in (each.methods or set()) and each.endpoint.rpartition(".")[2] != "static"
    ]


def numbers(app: Flask, office_id: int) -> dict[str, int]:
    """Ids that exist and that the office may see, for each kind of argument."""
    visible = in_register(office_id)
    petition = first(app, visible, NOBODYS)
    return {
        "petition_id": petition,
        "proposal_id": first(app, select(Proposal.id).where(Proposal.petition_id.in_(visible)), NOBODYS),
        "file_id": first(app, select(Attachment.id).where(Attachment.petition_id == petition), NOBODYS),
        "document_id": first(app, select(Document.id).where(Document.petition_id.in_(visible)), NOBODYS),
        "template_id": first(app, select(DocumentTemplate.id)),
        "event_id": first(app, select(AuditEvent.id).order_by(AuditEvent.id.desc())),
        "account_id": 5,
        "office_id": 5,
        "code_id": 5,
        "year": 2026,
    }


def address(app: Flask, rule: Rule, known: dict[str, int]) -> str:
    values = {name: WORDS.get(name) or known.get(name, NOBODYS) for name in rule.arguments}
    if rule.endpoint.startswith("documents.") and "kind" in values:
        values["kind"] = "acceptance_notice"
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):  # one of the words that the rule itself lists
            values[name] = sorted(converter.items)[0]
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, values, force_external=False))


def client_of(app: Flask, account: DemoAccount) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account.username, account.password)
    return client


def office_of(app: Flask, account: DemoAccount) -> int:
    return first(app, select(Account.office_id).where(Account.username == account.username))


def office_kind(app: Flask, account: DemoAccount) -> str:
    kind = select(Office.kind).join(Account, Account.office_id == Office.id)
    return str(ask(app, kind.where(Account.username == account.username))[0][0])


@pytest.mark.untraced
def test_no_page_fails_whoever_opens_it(crawled: tuple[Flask, list[DemoAccount]]) -> None:
    app, accounts = crawled
    opened = 0
    for account in one_of_each(accounts):
        client, known = client_of(app, account), numbers(app, office_of(app, account))
        for rule in rules(app, "GET"):
            answer = client.get(address(app, rule, known))
            where = f"{account.username} {rule.rule}: {answer.status_code}"
            assert answer.status_code in {200, 302, 303, 308, 403, 404, 409, 429}, where
            if answer.status_code == 200 and answer.mimetype == "text/html":
                read(answer, 200)
            opened += 1
            answer.close()
    assert opened > 500


def test_every_account_reaches_each_page_of_its_navigation(crawled: tuple[Flask, list[DemoAccount]]) -> None:
    app, accounts = crawled
    opened: set[tuple[object, ...]] = set()
    for account in accounts:
        client = client_of(app, account)
        home = fetch(client, "/")
        offered = home.all("//nav[@class='site-nav']//a/@href")
        assert offered, account.username
        alike = (account.roles, office_kind(app, account))
        for each in offered:  # a module's entry may lead on to the page that suits the person
            if (*alike, each) not in opened:
                read(client.get(each, follow_redirects=True), 200)
                opened.add((*alike, each))


@pytest.mark.untraced
def test_a_matter_of_another_office_is_a_missing_one(crawled: tuple[Flask, list[DemoAccount]]) -> None:
    app, accounts = crawled
    inside = [each for each in rules(app, "GET") if "petition_id" in each.arguments]
    assert inside
    for account in [
        each for each in accounts if "责任单位承办人" in each.roles or each.username == "city_clerk"
    ]:
        client = client_of(app, account)
        own = in_register(office_of(app, account))
        foreign = first(app, select(Petition.id).where(Petition.id.not_in(own)))
        file = first(app, select(Attachment.id).where(Attachment.petition_id == foreign), 1)
        for rule in inside:
            there = address(app, rule, {"petition_id": foreign, "file_id": file})
            assert client.get(there).status_code in {403, 404}, f"{account.username} {there}"
        assert client.get(f"/petitions/{foreign}").status_code == 404


def test_an_accused_unit_finds_no_trace_of_the_report(crawled: tuple[Flask, list[DemoAccount]]) -> None:
    app, accounts = crawled
    by_office = {office_of(app, each): each for each in accounts if "责任单位负责人" in each.roles}
    rows = ask(
        app,
        select(Accused.office_id, Petition.id, Petition.number)
        .join(Petition, Petition.id == Accused.petition_id)
        .where(Accused.office_id.in_(by_office)),
    )
    assert rows
    for row in rows:
        client = client_of(app, by_office[row.office_id])
        assert client.get(f"/petitions/{row.id}").status_code == 404
        assert row.number not in "".join(fetch(client, f"/petitions/?q={row.number}").texts("//main//tbody"))


@pytest.mark.untraced
def test_no_page_shows_a_full_number_of_a_person(crawled: tuple[Flask, list[DemoAccount]]) -> None:
    app, accounts = crawled
    full = re.compile(r"(?<!\d)(990106\d{11}[\dX]|199000\d{5})(?!\d)")
    for account in one_of_each(accounts):
        client = client_of(app, account)
        for there in ("/", "/petitions/", "/petitions/?page=2", "/audit/"):
            assert not full.search(client.get(there).text), f"{account.username} {there}"
        for (petition_id,) in ask(app, in_register(office_of(app, account)).limit(12)):
            for part in ("", "/print", "/people"):
                assert not full.search(client.get(f"/petitions/{petition_id}{part}").text)


@pytest.mark.untraced
def test_every_post_is_refused_without_its_token(crawled: tuple[Flask, list[DemoAccount]]) -> None:
    app, accounts = crawled
    for account in [
        each for each in one_of_each(accounts) if each.username in {"handler", "sysadmin", "secadmin"}
    ]:
        client, known = client_of(app, account), numbers(app, office_of(app, account))
        for rule in rules(app, "POST"):
            answer = client.post(address(app, rule, known), data={"reason": "没有令牌"})
            blueprint = rule.endpoint.rpartition(".")[0]
            module = app.extensions["xinfang_plugins"].owner_of(blueprint)
            allowed = {400, 403, 404} if module else {400, 403}  # a module may be off in that office
            assert answer.status_code in allowed, f"{account.username} {rule.rule}: {answer.status_code}"


def test_nobody_gets_in_without_signing_in(crawled: tuple[Flask, list[DemoAccount]]) -> None:
    app, _ = crawled
    client = app.test_client()
    for rule in rules(app, "GET"):
        if getattr(app.view_functions[rule.endpoint], access._ATTRIBUTE) is None:
            continue
        there = address(app, rule, {"petition_id": 1, "account_id": 1, "office_id": 1})
        answer = client.get(there)
        if answer.status_code == 404:  # a number outside the rule's own limits
            continue
        assert answer.status_code == 302, there
        assert str(answer.location).startswith("/login"), there


def test_the_demo_district_has_matters_in_every_state_and_channel(
    crawled: tuple[Flask, list[DemoAccount]],
) -> None:
    app, _ = crawled
    states = {state for (state,) in ask(app, select(Petition.state).distinct())}
    assert states == {each.value for each in State} - {State.RECEIVED.value}
    assert len(ask(app, select(Petition.channel_id).distinct())) == 7
