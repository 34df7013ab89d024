"""Explain this date: start, days counted and left out by name, article, rule set."""

from datetime import date

import pytest
import time_machine
from flask import Flask

from tests import matters
from tests.browsing import client_of
from tests.page import fetch
from tests.people import Cast
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.missing import Missing
from xinfang_site.petitions.clocks import reading


def test_the_dispatch_limit_is_explained_with_its_article(app: Flask) -> None:
    """Case 3 of the acceptance cases: the clock runs from receipt, the reminder is a makeup Saturday."""
    with time_machine.travel("2026-02-09 10:00+08:00"):
        petition_id = matters.registered(received_on=date(2026, 2, 5))
        page = fetch(client_of(app, "clerk"), f"/petitions/{petition_id}/clocks/1")
    assert "2026-02-20" in page.text
    assert "2026-02-14" in page.text
    assert "第二十二条" in page.text
    assert "当日不计入" in page.text


def test_working_days_name_what_was_left_out(app: Flask) -> None:
    """Case 7: objection received 2026-09-28 is due on 2026-10-10, a working Saturday."""
    with time_machine.travel("2026-09-28 10:00+08:00"):
        petition_id = matters.registered(received_on=date(2026, 9, 28))
        matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
        matters.take("handler", petition_id, Step.FORWARD, **{Need.RECEIVER: Cast().office("JZJ").id})
        matters.approve("section_head", petition_id)
        client = client_of(app, "unit_handler")
        page = fetch(client, f"/petitions/{petition_id}")
        links = page.all("//a[contains(@href, '/clocks/')]/@href")
        told = " ".join(fetch(client, link).text for link in links)
    assert "2026-10-10" in told
    assert "国庆节" in told


def test_a_clock_past_its_day_says_so_on_the_case_page(app: Flask) -> None:
    with time_machine.travel("2026-03-02 10:00+08:00"):
        petition_id = matters.registered(received_on=date(2026, 3, 2))
    with time_machine.travel("2026-03-20 10:00+08:00"):
        assert "超期3天" in fetch(client_of(app, "clerk"), f"/petitions/{petition_id}").text


def test_a_year_without_a_table_gives_a_provisional_day(app: Flask) -> None:
    """Case 9: five working days over New Year 2027."""
    with time_machine.travel("2026-12-30 10:00+08:00"):
        petition_id = matters.registered(received_on=date(2026, 12, 30))
        matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
        matters.take("handler", petition_id, Step.FORWARD, **{Need.RECEIVER: Cast().office("JZJ").id})
        matters.approve("section_head", petition_id)
        page = fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}")
    assert "暂定，待录入节假日" in page.text
    assert "2027-01-07" in page.text


def test_a_clock_of_another_matter_or_office_is_missing(app: Flask) -> None:
    one, other = matters.registered(), matters.registered()
    clerk = Cast().actor("clerk")
    assert reading.explanation(db.session(), clerk, one, 1)
    for petition_id, clock_id, username in ((other, 1, "clerk"), (one, 99, "clerk"), (one, 1, "other_clerk")):
        with pytest.raises(Missing):
            reading.explanation(db.session(), Cast().actor(username), petition_id, clock_id)
