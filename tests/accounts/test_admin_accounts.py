"""Pages of account administration and of one's own account."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.browsing import client_of, filled
from tests.page import Page, fetch, post, read
from tests.people import PASSWORD, Cast
from xinfang_site import clock
from xinfang_site.accounts.models import Account
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.settings import Settings

CAST = Cast()


def id_of(username: str) -> int:
    db.session.rollback()
    return db.session.scalars(select(Account.id).where(Account.username == username)).one()


def account(username: str) -> Account:
    db.session.rollback()
    return db.session.get_one(Account, id_of(username))


def secret_on(page: Page) -> str:
    return page.texts("//*[@id='one-time-password']")[0]


def test_accounts_are_listed_filtered_and_paged_by_the_address(app: Flask) -> None:
    client = client_of(app)
    page = fetch(client, "/accounts/")
    assert "clerk" in page.texts("//tbody//th/a")
    assert not page.texts("//*[contains(@class, 'field-error')]")
    page = fetch(client, f"/accounts/?q=clerk&office={CAST.office('JXF').id}&role=clerk&standing=active")
    assert page.texts("//tbody//th/a") == ["clerk", "clerk2"]
    assert len(page.all("//a[contains(@class, 'chip')]")) == 4
    assert fetch(client, page.all("//a[contains(@class, 'chip')]/@href")[0]).texts("//tbody//th/a")
    assert "没有符合条件" in fetch(client, "/accounts/?q=%25").text
    assert fetch(client, "/accounts/?office=x&role=nobody&standing=?&page=0&page=x").texts("//tbody//th/a")
    app.extensions["xinfang_settings"] = Settings(page_size=10)
    first = fetch(client, "/accounts/?q=")
    second = fetch(client, first.all("//a[@rel='next']/@href")[0])
    assert "第 2 / 3 页" in second.text
    assert not set(first.texts("//tbody//th/a")) & set(second.texts("//tbody//th/a"))
    assert fetch(client, second.all("//a[@rel='prev']/@href")[0]).texts("//tbody//th/a")


def test_a_new_account_shows_its_password_once(app: Flask) -> None:
    client = client_of(app)
    data = filled(fetch(client, "/accounts/new"), username="ZhangSan", name="张三")
    page = read(client.post("/accounts/new", data=data), 200)
    password = secret_on(page)
    shown = fetch(client, page.all("//main//a[contains(@class, 'btn')]/@href")[0])
    assert password not in shown.response.text
    assert "未授权" in fetch(client, "/accounts/?q=zhangsan").text
    again = read(client.post("/accounts/new", data=data), 400)
    assert "已被使用" in again.text
    bad = read(client.post("/accounts/new", data={**data, "username": "坏"}), 400)
    assert bad.all("//input[@id='name']/@value") == ["张三"]
    fresh = app.test_client()
    token = fetch(fresh, "/login").token()
    answer = fresh.post("/login", data={"csrf_token": token, "username": "zhangsan", "password": password})
    assert answer.status_code == 302
    assert fresh.get("/").headers["Location"] == "/password"


def test_a_person_is_edited_and_a_conflict_is_shown(app: Flask) -> None:
    client = client_of(app)
    address = f"/accounts/{id_of('clerk')}/edit"
    first, second = (filled(fetch(client, address), post=text) for text in ("科员", "主任"))
    assert client.post(address, data={**first, "name": ""}).status_code == 400
    assert client.post(address, data=first).status_code == 302
    page = read(client.post(address, data=second), 409)
    assert page.texts("//tbody/tr") == ["职务 主任 科员"]


def test_moving_asks_first_and_takes_the_roles(app: Flask) -> None:
    client, office = client_of(app), CAST.office("YXF").id
    address = f"/accounts/{id_of('handler')}/move"
    form = fetch(client, address)
    stay = read(client.post(address, data=filled(form, reason="调动")), 400)
    assert "已在这个机构" in stay.text
    assert client.post(address, data=filled(form, reason="调动", version="9")).status_code == 409
    assert client.post(address, data=filled(form, reason="调动", office_id=str(office))).status_code == 302
    assert account("handler").office_id == office
    assert account("handler").roles == frozenset()


@pytest.mark.parametrize(
    ("username", "by", "act", "said"),
    [
        ("clerk", "root_system", "disable", "账号已停用"),
        ("clerk", "root_security", "end-sessions", "会话已全部结束"),
    ],
)
def test_acts_ask_for_a_reason_and_work_on_the_next_request(
    app: Flask, username: str, by: str, act: str, said: str
) -> None:
    person, client = client_of(app, username), client_of(app, by)
    fetch(person, "/")
    address = f"/accounts/{id_of(username)}/{act}"
    form = fetch(client, address)
    assert read(client.post(address, data=filled(form)), 400).texts("//*[@id='reason-error']")
    done = client.post(address, data=filled(form, reason="离职"))
    assert done.status_code == 302
    assert said in fetch(client, done.headers["Location"]).text
    fetch(person, "/", 302)


def test_a_disabled_account_is_enabled_again(app: Flask) -> None:
    client = client_of(app)
    for act in ("disable", "enable"):
        address = f"/accounts/{id_of('clerk')}/{act}"
        assert client.post(address, data=filled(fetch(client, address), reason="x")).status_code == 302
    assert account("clerk").disabled_at is None
    refused = read(client.post(address, data=filled(fetch(client, address), reason="x")), 400)
    assert "没有停用" in refused.text


def test_a_reset_shows_a_password_once_and_ends_the_sessions(app: Flask) -> None:
    person, client = client_of(app, "clerk"), client_of(app)
    address = f"/accounts/{id_of('clerk')}/reset"
    page = read(client.post(address, data=filled(fetch(client, address), reason="忘记口令")), 200)
    assert len(secret_on(page)) == 16
    fetch(person, "/", 302)
    assert (
        client.post(address, data=filled(fetch(client, address), reason="x", version="1")).status_code == 409
    )


def test_the_security_administrator_grants_unlocks_and_lifts(app: Flask) -> None:
    client = client_of(app, "root_security")
    person = client_of(app, "lawyer")
    fetch(person, "/petitions/", 403)
    address = f"/accounts/{id_of('lawyer')}/roles"
    form = filled(fetch(client, address), reason="岗位调整")
    assert form["roles"] == "lawyer"
    clash = read(client.post(address, data={**form, "roles": ["clerk", "audit_admin"]}), 400)
    assert "互斥" in clash.text
    assert clash.all("//input[@value='audit_admin'][@checked]")
    saved = client.post(address, data={**form, "roles": ["clerk", "briefing_editor", "briefing_signer"]})
    assert "一般不由同一人担任" in fetch(client, saved.headers["Location"]).text
    fetch(person, "/petitions/")
    stale = read(client.post(address, data={**form, "roles": ["lawyer"]}), 409)
    assert "驻点律师" in stale.text
    clerk = account("clerk")
    with writing(db.session()):
        clerk.locked_until = clock.now() + timedelta(minutes=9)
        clerk.totp_secret = "JBSWY3DPEHPK3PXP"
    shown = fetch(client, f"/accounts/{id_of('clerk')}")
    assert "已锁定，至" in shown.text
    for act in ("unlock", "lift-totp"):
        step = f"/accounts/{id_of('clerk')}/{act}"
        assert client.post(step, data=filled(fetch(client, step), reason="核实无误")).status_code == 302
    assert account("clerk").locked_until is None
    assert account("clerk").totp_secret is None
    assert "不能调整自己的角色" in fetch(client, f"/accounts/{id_of('root_security')}").text


def test_each_administrator_keeps_to_the_own_screens(app: Flask) -> None:
    clerk = id_of("clerk")
    system, security = client_of(app), client_of(app, "root_security")
    for act in ("roles", "unlock", "end-sessions", "lift-totp"):
        fetch(system, f"/accounts/{clerk}/{act}", 403)
    for act in ("edit", "move", "disable", "enable", "reset"):
        fetch(security, f"/accounts/{clerk}/{act}", 403)
    for address in ("/accounts/", f"/accounts/{clerk}", "/accounts/new"):
        fetch(client_of(app, "root_audit"), address, 403)
        fetch(client_of(app, "leader"), address, 403)
    fetch(system, "/accounts/99999", 404)
    for username in ("root_system", "root_security", "root_audit"):
        fetch(client_of(app, username), "/petitions/", 403)


def test_ones_own_account_leads_to_password_sessions_and_second_factor(app: Flask) -> None:
    page = fetch(client_of(app, "clerk"), "/account/")
    assert "登记甲" in page.text
    links = page.all("//main//a/@href")
    assert {"/password", "/sessions", "/account/totp"} <= set(links)


def test_a_second_factor_is_set_up_used_and_given_up(app: Flask) -> None:
    client = client_of(app, "clerk")
    page = fetch(client, "/account/totp")
    secret = "".join(page.texts("//*[@class='secret-groups']/span"))
    wrong = read(client.post("/account/totp", data={**page.hidden("//main//form"), "code": "12"}), 400)
    assert "".join(wrong.texts("//*[@class='secret-groups']/span")) == secret, (
        "the same secret is offered again"
    )
    forged = read(
        client.post("/account/totp", data={**page.hidden("//main//form"), "setup": "x", "code": "1"}), 400
    )
    assert "已过期" in forged.text
    code = pyotp.TOTP(secret).at(int(clock.now().timestamp()))
    assert (
        client.post("/account/totp", data={**wrong.hidden("//main//form"), "code": code}).status_code == 302
    )
    assert fetch(client, "/account/totp", 302)
    assert "已启用" in fetch(client, "/account/").text
    fresh = app.test_client()
    data = {"csrf_token": fetch(fresh, "/login").token(), "username": "clerk", "password": PASSWORD}
    assert "请输入动态口令" in fresh.post("/login", data=data).text
    form = fetch(client, "/account/totp/remove")
    assert read(client.post("/account/totp/remove", data=filled(form) | {"password": "x"}), 400)
    assert client.post("/account/totp/remove", data=filled(form) | {"password": PASSWORD}).status_code == 302
    fetch(client, "/account/totp/remove", 302)


def test_a_secret_of_someone_else_is_not_accepted(app: Flask) -> None:
    other = fetch(client_of(app, "clerk2"), "/account/totp")
    client = client_of(app, "clerk")
    page = fetch(client, "/account/totp")
    data = {**page.hidden("//main//form"), "setup": other.hidden("//main//form")["setup"], "code": "000000"}
    assert "已过期" in read(client.post("/account/totp", data=data), 400).text


def test_a_post_that_requires_a_second_factor_opens_the_set_up_page_only(app: Flask) -> None:
    app.extensions["xinfang_settings"] = Settings(
        totp_required_roles=("clerk",), password_time_cost=1, password_memory_kib=64
    )
    client = client_of(app, "clerk")
    assert client.get("/petitions/").headers["Location"] == "/account/totp"
    page = fetch(client, "/account/totp")
    assert "须使用动态口令" in page.text
    secret = "".join(page.texts("//*[@class='secret-groups']/span"))
    code = pyotp.TOTP(secret).at(int(clock.now().timestamp()))
    client.post("/account/totp", data={**page.hidden("//main//form"), "code": code})
    fetch(client, "/petitions/")
    assert not fetch(client, "/account/").all("//a[@href='/account/totp/remove']")
    fetch(client_of(app, "handler"), "/petitions/")


def test_after_ninety_days_every_page_leads_to_the_password_form(app: Flask) -> None:
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False):
        client = client_of(app, "clerk")
        assert client.get("/account/").headers["Location"] == "/password"
        assert "超过使用期限" in fetch(client, "/password").text


def test_ended_sessions_end_on_the_next_request(app: Flask) -> None:
    first, second = client_of(app, "clerk"), client_of(app, "clerk")
    page = fetch(first, "/sessions")
    assert len(page.texts("//tbody/tr")) == 2
    address = page.all("//main//form/@action")[0]
    post(first, address, {})
    fetch(second, "/", 302)
    fetch(first, "/")
    post(client_of(app, "handler"), address, {}, 404)
