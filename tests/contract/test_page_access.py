"""Access: denied by default, and every page says who may open it."""

from collections.abc import Iterable

import pytest
from flask import Flask

from tests.page import fetch
from tests.people import ACCOUNTS, sign_in
from xinfang_site import access, building
from xinfang_site.accounts.permissions import GRANTED, PERMISSIONS, permissions_of
from xinfang_site.domain.roles import ADMINISTRATORS, Role
from xinfang_site.plugin_registry import plugins
from xinfang_site.plugin_values import Permission

PUBLIC = {"accounts.login", "accounts.logout", "home.health", "lookup.index", "lookup.evaluate"}


def test_every_view_says_who_may_open_it(app: Flask) -> None:
    assert access.unguarded(app) == []


def test_the_site_refuses_to_start_with_a_view_that_says_nothing(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: "open"
    with pytest.raises(RuntimeError, match="forgotten"):
        building.check(app)


def test_the_public_pages_are_these_and_no_others(app: Flask) -> None:
    found = {
        name
        for name, view in app.view_functions.items()
        if plugins().owner_of(name.split(".")[0]) is None
        and name != "static"
        and getattr(view, "xinfang_access", frozenset()) is None
    }
    assert found == PUBLIC


def test_every_permission_asked_for_exists(app: Flask) -> None:
    asked = set()
    for view in app.view_functions.values():
        asked |= getattr(view, "xinfang_access", None) or frozenset()
    of_modules = {name for each in plugins().installed.values() for name in _names(each.permissions)}
    assert asked <= set(PERMISSIONS) | of_modules


def _names(permissions: Iterable[Permission]) -> set[str]:
    return {each.name for each in permissions}


def test_every_role_has_its_permissions_and_only_known_ones() -> None:
    assert set(GRANTED) == set(Role)
    assert permissions_of(Role) <= set(PERMISSIONS)


def test_no_administrator_opens_a_petition() -> None:
    assert not any(each.startswith("petition.") for each in permissions_of(ADMINISTRATORS))


def test_anonymous_visitors_are_sent_to_the_sign_in_page(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/petitions/?q=电梯")
    assert answer.status_code == 302
    assert answer.location.startswith("/login?next=/petitions/")


@pytest.mark.untraced
@pytest.mark.parametrize("username", [name for name, *_rest in ACCOUNTS])
def test_everybody_has_a_home_page_and_a_navigation_that_works(app: Flask, username: str) -> None:
    client = app.test_client()
    sign_in(client, username)
    page = fetch(client, "/")
    for address in page.all("//nav//a/@href"):
        fetch(client, address)


def test_a_page_without_the_permission_is_a_403_that_says_what_to_do(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "lawyer")
    assert "没有这项权限" in fetch(client, "/petitions/new", 403).alerts()
