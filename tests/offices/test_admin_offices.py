"""Pages of the organisation tree."""

from datetime import date

from flask import Flask

from tests.browsing import client_of, filled
from tests.page import fetch, post, read
from tests.people import Cast
from xinfang_site.database import writing
from xinfang_site.extensions import db

CAST = Cast()


def test_the_tree_shows_parents_before_children_and_can_be_searched(app: Flask) -> None:
    client = client_of(app)
    names = fetch(client, "/offices/").texts("//tbody//th/a")
    assert names.index("甲区人民政府") < names.index("甲区住建委") < names.index("甲区住建委物业科")
    assert fetch(client, "/offices/?q=zjw").texts("//tbody//th/a") == ["甲区住建委", "甲区住建委物业科"]
    assert "没有符合条件" in fetch(client, "/offices/?q=没有").text
    assert len(fetch(client, f"/offices/?q={'长' * 41}").texts("//tbody//th/a")) == len(names)


def test_an_office_is_set_up_and_shown(app: Flask) -> None:
    client = client_of(app)
    parent = CAST.office("JQ").id
    form = fetch(client, f"/offices/new?parent={parent}")
    assert filled(form)["parent_id"] == str(parent)
    data = filled(form, name="甲区民政局", short_name="民政局", code="JMZ", letters="jmz", kind="department")
    answer = client.post("/offices/new", data=data)
    assert answer.status_code == 302
    page = fetch(client, answer.headers["Location"])
    assert "甲区民政局" in page.text
    assert "JMZ" in page.text
    assert page.texts("//a[contains(@href, '/offices/')][text()='甲区人民政府']")
    assert "甲区信访办" in page.text


def test_a_refused_form_keeps_what_was_typed_and_names_the_field(app: Flask) -> None:
    client = client_of(app)
    data = filled(fetch(client, "/offices/new"), name="新局", short_name="新", code="JXF", letters="X!")
    answer = client.post("/offices/new", data=data)
    assert answer.status_code == 400
    assert "大写字母" in answer.text
    data["letters"] = "XJ"
    page = read(client.post("/offices/new", data=data), 400)
    assert page.texts("//*[@id='code-error']") == ["错误：机构代码“JXF”已由“甲区信访办”使用"]
    assert page.all("//input[@id='name']/@value") == ["新局"]
    assert page.texts("//title")[0].startswith("错误：")


def test_two_people_who_edit_at_once_see_both_texts(app: Flask) -> None:
    client = client_of(app)
    unit, district = CAST.office("JZJ").id, CAST.office("YQ").id
    address = f"/offices/{unit}/edit"
    first = filled(fetch(client, address), head="先到的", parent_id=str(district))
    second = filled(fetch(client, address), head="<b>后到的</b>")
    assert client.post(address, data=first).status_code == 302
    page = read(client.post(address, data=second), 409)
    assert page.alerts()
    rows = page.texts("//tbody/tr")
    assert "负责人 <b>后到的</b> 先到的" in rows
    assert "上级机构 甲区人民政府 乙区人民政府" in rows
    merged = filled(page)
    assert client.post(address, data=merged).status_code == 302
    db.session.rollback()
    assert CAST.office("JZJ").head == "<b>后到的</b>"


def test_an_edit_is_refused_with_its_reason_and_saved_when_right(app: Flask) -> None:
    client = client_of(app)
    address = f"/offices/{CAST.office('JZJ').id}/edit"
    page = fetch(client, address)
    below = str(CAST.office("JZJ1").id)
    offered = page.all("//select[@id='parent_id']/option/@value")
    assert below not in offered
    assert str(CAST.office("JZJ").id) not in offered
    refused = client.post(address, data=filled(page, name="甲区信访办"))
    assert refused.status_code == 400
    assert "已由" in refused.text
    assert client.post(address, data=filled(page, version="x")).status_code == 400
    assert client.post(address, data=filled(page, head="王某", review_office_id=below)).status_code == 302
    assert "王某" in fetch(client, f"/offices/{CAST.office('JZJ').id}").text


def test_an_office_ends_after_a_page_that_asks(app: Flask) -> None:
    client = client_of(app)
    office, successor = CAST.office("JJW"), CAST.office("JJD")
    address = f"/offices/{office.id}/dissolve"
    page = fetch(client, address)
    assert "承接机构" in page.text
    assert client.post(address, data=filled(page)).status_code == 400, "a reason is needed"
    stale = filled(page, successor_id=str(successor.id), reason="改革", version="99")
    assert client.post(address, data=stale).status_code == 409
    early = filled(page, successor_id=str(successor.id), reason="改革", last_day="1950-01-01")
    assert client.post(address, data=early).status_code == 302
    shown = fetch(client, f"/offices/{office.id}")
    assert "由“甲一街道”承接" in shown.text
    assert "甲区教委" not in fetch(client, "/offices/").texts("//tbody//th/a")
    assert "已撤销" in fetch(client, "/offices/?gone=y").text
    # an office that is gone stays the parent of what was below it, until that is moved
    kept = fetch(client, f"/offices/{CAST.office('JZJ').id}/edit")
    assert str(office.id) not in kept.all("//select[@id='parent_id']/option/@value")


def test_an_office_with_others_below_is_not_dissolved(app: Flask) -> None:
    client = client_of(app)
    address = f"/offices/{CAST.office('JZJ').id}/dissolve"
    data = filled(fetch(client, address), successor_id=str(CAST.office("JJD").id), reason="改革")
    answer = client.post(address, data=data)
    assert answer.status_code == 400
    assert "下级机构" in answer.text


def test_a_parent_that_is_gone_is_kept_and_marked(app: Flask) -> None:
    client = client_of(app)
    section = CAST.office("JZJ1")
    with writing(db.session()):
        CAST.office("JZJ").valid_to = date(2020, 1, 1)
    page = fetch(client, f"/offices/{section.id}/edit")
    assert "甲区住建委（已撤销）" in page.texts("//select[@id='parent_id']/option")
    assert "未启用" not in fetch(client, "/offices/").text


def test_addresses_of_what_is_not_there_are_not_found(app: Flask) -> None:
    client = client_of(app)
    for address in ("/offices/99999", "/offices/99999999999999999999", "/offices/x", "/offices/99999/edit"):
        fetch(client, address, 404)


def test_only_the_system_administrator_keeps_offices(app: Flask) -> None:
    for username in ("clerk", "leader", "root_security", "root_audit", "discipline"):
        fetch(client_of(app, username), "/offices/", 403)


def test_a_foreign_token_is_refused_and_the_text_kept(app: Flask) -> None:
    client = client_of(app)
    data = filled(fetch(client, "/offices/new"), name="来之不易的名称", csrf_token="wrong")
    answer = client.post("/offices/new", data=data)
    assert answer.status_code == 400
    assert "来之不易的名称" in answer.text


def test_a_post_after_the_session_ended_is_kept_for_signing_in_again(app: Flask) -> None:
    client = client_of(app)
    data = filled(fetch(client, "/offices/new"), name="来之不易的名称")
    post(client, "/logout", {})
    client.delete_cookie("xinfang")
    token = fetch(client, "/login").token()
    answer = client.post("/offices/new", data={**data, "csrf_token": token})
    assert answer.status_code == 401
    assert "来之不易的名称" in answer.text
