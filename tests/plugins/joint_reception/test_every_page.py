"""Every page of the module, empty and full, opens for those who may and for nobody else."""

from datetime import date

import pytest
from flask import Flask

from tests.page import fetch, post, read
from tests.plugins.joint_reception.conftest import Hall, client_of, on
from xinfang_joint_reception.rota.months import month_named
from xinfang_joint_reception.rota.publishing import services as publishing

EMPTY = (
    "/reception/",
    "/reception/week",
    "/reception/gaps",
    "/reception/mine",
    "/reception/published/",
    "/reception/feeds/",
    "/reception/hall/",
    "/reception/hall/screen",
    "/reception/appointments/",
    "/reception/appointments/new",
    "/reception/records/",
    "/reception/records/new",
    "/reception/promises/",
    "/reception/consultations/",
    "/reception/figures/",
    "/reception/lawyers/",
    "/reception/lawyers/?by=week",
    "/reception/swaps/",
    "/reception/setup/",
    "/reception/setup/kinds/new",
    "/reception/setup/leave",
    "/reception/setup/blocked",
    "/reception/rules/",
    "/reception/rules/new",
    "/reception/fill",
    "/reception/sessions/new",
)


def test_every_page_opens_for_the_planner_with_nothing_in_it(app: Flask, hall: Hall) -> None:
    client = client_of(app, "planner")
    for address in EMPTY:
        fetch(client, address)


def test_case_29_the_pages_generate_the_days_of_2026_and_offer_what_a_short_week_lacks(
    app: Flask, hall: Hall
) -> None:
    with on("2026-01-05"):
        client = client_of(app, "planner")
        rule = hall.monthly
        post(client, "/reception/rules/new", rule)
        (address,) = fetch(client, "/reception/rules/").all("//a[contains(@href, '/generate')]/@href")
        days = [each[5:10] for each in fetch(client, address).texts("//tbody/tr/th")]
        assert days == ["01-15", "02-24", "03-16", "04-15", "05-15", "06-15",
                        "07-15", "08-17", "09-15", "10-15", "11-16", "12-15"]  # fmt: skip
        post(client, address, {})
        assert "已有 12 个不变" in fetch(client, address).text
        lawyers = {**rule, "kind_id": str(hall.kinds["lawyers"]), "pattern": "weekly", "roll": "drop",
                   "first": "2026-10-01", "last": "2026-10-31", "weekdays": ["1", "3"]}  # fmt: skip
        post(client, "/reception/rules/new", lawyers)
        found = set(fetch(client, "/reception/rules/").all("//a[contains(@href, '/generate')]/@href"))
        (other,) = found - {address}
        october = fetch(client, other)
        kept, dropped = (october.texts(f"(//table)[{n}]/tbody/tr/th") for n in (1, 2))
        assert [each[8:10] for each in kept] == ["08", "13", "15", "20", "22", "27", "29"]
        assert [each[8:10] for each in dropped] == ["01", "06"]
        post(client, other, {})
    with on("2026-09-28"):
        gaps = fetch(client_of(app, "planner"), "/reception/gaps").text
        assert "2026-10-09" in gaps
        assert "2026-10-10" in gaps


@pytest.mark.parametrize(
    ("year", "kept", "dropped"),
    [
        (2026, ["03", "05", "10", "12", "24", "26"], ["17", "19"]),
        (2021, ["02", "04", "09", "18", "23", "25"], ["11", "16"]),
    ],
)
def test_case_29_the_lawyers_february_is_the_one_that_was_published(
    app: Flask, hall: Hall, year: int, kept: list[str], dropped: list[str]
) -> None:
    with on("2026-01-05"):
        client = client_of(app, "planner")
        lawyers = {**hall.monthly, "kind_id": str(hall.kinds["lawyers"]), "pattern": "weekly", "roll": "drop",
                   "first": f"{year}-02-01", "last": f"{year}-02-28", "weekdays": ["1", "3"]}  # fmt: skip
        address = post(client, "/reception/rules/new", lawyers).response.location
        preview = fetch(client, address)
        assert [each[8:10] for each in preview.texts("(//table)[1]/tbody/tr/th")] == kept
        assert [each[8:10] for each in preview.texts("(//table)[2]/tbody/tr/th")] == dropped
        post(client, address, {})
        month = fetch(client, f"/reception/?month={year}-02").text
        assert f"共 {len(kept)} 场" in month


def test_a_crawl_through_a_full_rota_finds_no_broken_page(app: Flask, hall: Hall) -> None:
    with on("2026-03-02"):
        hall.sitting("2026-03-16", "mayor")
        hall.sitting("2026-03-17", "building", "school", kind="units", window="")
        hall.sitting("2026-03-19", "lawyer", kind="lawyers")
        publishing.publish(hall.session, hall.planner, hall.kinds["leaders"], month_named("2026-03"), 0)
        for username in ("planner", "clerk", "leader", "lawyer", "unit_handler", "mayor"):
            crawl(app, username)


SKIPPED = ("month=", "period=", "day=", ".docx", ".xlsx")


def crawl(app: Flask, username: str) -> None:
    client = client_of(app, username)
    waiting, seen = ["/reception/mine"], set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        page = read(client.get(address, follow_redirects=True), 200)
        for link in page.all("//main//a/@href | //nav//a/@href"):
            plain = link.partition("#")[0]
            inside = plain.startswith("/reception/") and not any(each in plain for each in SKIPPED)
            if inside and plain not in seen and plain not in waiting:
                waiting.append(plain)
    assert seen


KEPT_OUT = (
    ("clerk", "/reception/setup/", 403),
    ("clerk", "/reception/consultations/", 403),
    ("leader", "/reception/consultations/", 403),
    ("lawyer", "/reception/records/", 403),
    ("lawyer", "/reception/hall/", 403),
    ("unit_handler", "/reception/hall/screen", 403),
    ("discipline", "/reception/", 403),
    ("school_handler", "/reception/", 404),
    ("root_system", "/reception/", 403),
)


def test_whoever_may_not_is_kept_out(app: Flask, hall: Hall) -> None:
    for username, address, status in KEPT_OUT:
        fetch(client_of(app, username), address, status)


def test_the_office_with_the_module_off_finds_no_address_of_it(app: Flask, hall: Hall) -> None:
    client = client_of(app, "school_handler")
    rules = [each for each in app.url_map.iter_rules() if each.endpoint.startswith("joint_reception.")]
    assert len(rules) > 60
    for rule in rules:
        if rule.endpoint == "joint_reception.feed":
            continue
        address = rule.rule
        for part, value in (
            ("<int:", "1"), ("<path:", "reception.css"), ("<any(", "accept"), ("<month>", "2026-03"),
        ):  # fmt: skip
            while part in address:
                start = address.index(part)
                end = address.index(">", start)
                chosen = "in" if "in, out" in address[start:end] else value
                address = address[:start] + chosen + address[end + 1 :]
        for method in rule.methods & {"GET", "POST"}:
            if method == "GET":
                fetch(client, address, 404)
            else:
                post(client, address, {}, 404)


def test_another_offices_rows_are_missing_rows(app: Flask, hall: Hall) -> None:
    sitting = hall.sitting("2026-03-16", "mayor")
    client = client_of(app, "other_planner")
    for address in (
        f"/reception/sessions/{sitting}",
        f"/reception/sessions/{sitting}/edit",
        f"/reception/sessions/new?kind={hall.kinds['leaders']}",
        f"/reception/setup/kinds/{hall.kinds['leaders']}/edit",
        f"/reception/setup/members/{hall.members['mayor']}/edit",
        f"/reception/publish/{hall.kinds['leaders']}/2026-03",
    ):
        fetch(client, address, 404)
    assert hall.get(sitting).day == date(2026, 3, 16)
