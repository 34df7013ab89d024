"""Nobody gets in unless a view says so."""

import pytest
from flask import Flask

from xinfang_site import access
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.building import check
from xinfang_site.domain.roles import Role
from xinfang_site.plugin_registry import plugins
from xinfang_site.testing.inspecting import address_of

OPEN = {"accounts.login", "accounts.logout", "home.health", "lookup.index"}


def addresses(app: Flask) -> list[tuple[str, str]]:
    return [(rule.endpoint, address_of(rule)) for rule in app.url_map.iter_rules()]


def test_a_view_that_says_nothing_stops_the_start(app: Flask) -> None:
    app.view_functions["oversight"] = lambda: "open to all"
    assert access.unguarded(app) == ["oversight"]
    with pytest.raises(RuntimeError, match="oversight"):
        check(app)


def test_an_anonymous_visitor_sees_the_open_pages_only(app: Flask) -> None:
    client = app.test_client()
    for endpoint, address in addresses(app):
        if endpoint == "static" or endpoint in OPEN or endpoint.startswith("lookup."):
            continue
        answer = client.get(address)
        # a module's public page is missing while no office has the module on
        missing = {404} if plugins().owner_of(endpoint.split(".")[0]) else set()
        assert answer.status_code in {302, 405} | missing, f"{address}: {answer.status_code}"
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/login")


def test_what_is_not_granted_is_refused() -> None:
    assert permissions_of([]) == frozenset()
    assert permissions_of([Role.LAWYER]) == frozenset()
    assert "petition.view" not in permissions_of([Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
