"""Every page stands under one entry of the navigation: one sees where one is."""

from flask import Flask

from tests import matters
from tests.page import fetch
from tests.people import sign_in

HERE = "//nav[@class='site-nav']//a[@aria-current='page']"


def test_every_page_stands_under_the_entry_it_belongs_to(app: Flask) -> None:
    petition_id = matters.registered()
    client = app.test_client()
    sign_in(client, "section_head")
    for address, entry in {
        "/": "首页",
        "/petitions/": "信访事项",
        "/petitions/new": "登记",
        f"/petitions/{petition_id}": "信访事项",
        f"/petitions/{petition_id}/documents/registration_sheet/new": "信访事项",
        "/petitions/import": "导入台账",
        "/documents/": "文书",
        "/documents/templates/": "文书",
        "/deadlines/": "期限看板",
        "/deadlines/to-serve": "期限看板",
        "/urgent/": "重大紧急",
    }.items():
        assert fetch(client, address).texts(HERE) == [entry], address


def test_an_account_is_set_up_in_one_s_own_office_unless_another_is_named(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "root_system")
    chosen = "//select[@name='office_id']/option[@selected]"
    assert "甲区信访办" in fetch(client, "/accounts/new").texts(chosen)[0]
