"""Nobody gets in unless a view says so."""

import pytest
from flask import Flask

from xinfang_site import access
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.building import check
from xinfang_site.domain.roles import Role

OPEN = {"accounts.login", "accounts.logout", "home.health", "lookup.index"}


def addresses(app: Flask) -> list[tuple[str, str]]:
    found = []
    for rule in app.url_map.iter_rules():
        values = {name: "2026-01-01" if name == "text" else 1 for name in rule.arguments}
        with app.test_request_context():
            found.append((rule.endpoint, rule.build(values, append_unknown=False)[1]))  # type: ignore[index]  # known
    return found


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
        assert answer.status_code in {302, 405}, f"{address}: {answer.status_code}"
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/login")


def test_what_is_not_granted_is_refused() -> None:
    assert permissions_of([]) == frozenset()
    assert permissions_of([Role.LAWYER]) == frozenset()
    assert "petition.view" not in permissions_of([Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
