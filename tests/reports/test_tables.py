"""Tables of the petitions: every number is the length of the list that it leads to, and no other office's."""

import re
from datetime import date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from flask import Flask, current_app
from sqlalchemy import event, func, select
from werkzeug.datastructures import MultiDict

from tests import matters
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.petitions.models import RegisterEntry
from xinfang_site.register.filters.list_query import parse
from xinfang_site.register.matters import Register
from xinfang_site.reports import periods, services
from xinfang_site.reports.values import Table

DAY = date(2026, 11, 20)
YEAR = periods.year_of(2026)


@pytest.fixture
def november(any_app: Flask):
    """Matters of several months, channels and states, seen on 20 November 2026."""
    with time_machine.travel(datetime(2026, 11, 20, 2, tzinfo=clock.CHINA), tick=False):
        letter, visit = matters.code_id("channel", "来信"), matters.code_id("channel", "来访")
        category = matters.code_id("category", "城乡建设")
        for day in (
            date(2025, 3, 4),
            date(2026, 1, 31),
            date(2026, 2, 1),
            date(2026, 11, 3),
            date(2026, 11, 20),
        ):
            matters.registered(day=day, received_on=day, channel_id=letter, category_id=category)
        matters.registered(received_on=date(2026, 11, 4), channel_id=visit)
        matters.forwarded("JZJ", received_on=date(2026, 11, 5), channel_id=visit)
        withdrawn = matters.registered(received_on=date(2026, 11, 6))
        matters.take("clerk", withdrawn, Step.WITHDRAW, **{Need.PROOF: "信访人书面撤回申请"})
        yield any_app


def tables_of(username: str, period: periods.Period) -> dict[str, Table]:
    with current_app.test_request_context():
        found = services.tables(services.sections(db.session(), Cast().actor(username), period, DAY))
    return {each.key: each for each in found}


def length(username: str, url: str) -> int:
    """How many matters the list at ``url`` holds for this person, counted one by one."""
    query = parse(MultiDict(parse_qsl(urlsplit(url).query)))
    assert query.notes == ()
    register = Register(db.session(), Cast().actor(username).office_id, query, DAY)
    assert register.resolved.notes == []
    return sum(len(chunk) for chunk in register.everything())


PERIODS = [
    YEAR,
    periods.month(2026, 11),
    periods.quarter(2026, 1),
    periods.days(date(2026, 1, 15), date(2026, 11, 4)),
]


@pytest.mark.untraced
@pytest.mark.parametrize("period", PERIODS, ids=lambda each: each.key)
@pytest.mark.parametrize("username", ["clerk", "unit_handler"])
def test_every_number_is_the_length_of_the_list_it_leads_to(november: Flask, username: str, period) -> None:
    checked = 0
    for table in tables_of(username, period).values():
        for row in table.rows:
            for figure in row.figures:
                if figure.url:
                    number = figure.numerator if figure.denominator is not None else int(figure.text)
                    assert number == length(username, figure.url), (table.key, row.label, figure)
                    checked += 1
    assert checked


def test_the_figures_equal_a_full_recount(november: Flask) -> None:
    tables = tables_of("clerk", YEAR)
    office = Cast().actor("clerk").office_id
    low, high = 20260101 * 10**7, 20270101 * 10**7
    recount = db.session.scalar(
        select(func.count())
        .select_from(RegisterEntry)
        .where(RegisterEntry.office_id == office, RegisterEntry.sort_key.between(low, high))
    )
    received = tables["months"].rows[-1].figures[0]
    assert received.text == str(recount) == "7"
    assert sum(int(row.figures[-1].text) for row in tables["states"].rows) == recount
    for key in ("channels", "categories", "units"):
        assert tables[key].rows[-1].figures[0].text == str(recount)


def test_a_month_to_come_has_no_line(november: Flask) -> None:
    assert [row.label for row in tables_of("clerk", YEAR)["months"].rows][-3:] == [
        "2026年10月",
        "2026年11月",
        "合计",
    ]


def test_the_year_before_is_compared_only_as_far_as_this_year_has_come(november: Flask) -> None:
    channels = tables_of("clerk", YEAR)["channels"]
    assert channels.notes == ("上年同期为2025-01-01至2025-11-20",)
    assert channels.rows[-1].figures[2].text == "1"


def test_statistics_read_tallies_and_of_the_register_no_more_than_a_month(november: Flask) -> None:
    statements: list[str] = []
    engine = db.session().get_bind()

    def note(_connection, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        tables_of("clerk", YEAR)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert statements
    # petition_accused may be read: it tells whether the reader is reported
    assert not [each for each in statements if re.search(r"\b(FROM|JOIN) petition(?!_accused)", each)]
    walked = [each for each in statements if re.search(r"FROM register\b", each)]
    assert walked
    assert all("sort_key >= " in each and "sort_key < " in each for each in walked)
    assert len(walked) <= 3  # the one month that the year before is cut in


def test_a_district_sees_only_its_own_register(november: Flask) -> None:
    assert tables_of("other_clerk", YEAR)["months"].rows[-1].figures[0].text == "0"
