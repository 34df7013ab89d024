"""The counts of the home page are those of the states that are worked through on one's own side."""

from dataclasses import replace

import pytest
from flask import Flask

from tests import matters
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.home import reminders
from xinfang_site.home.worklist import work_list
from xinfang_site.petitions.procedure_models import Reminder


@pytest.mark.parametrize(
    ("username", "state"),
    [
        ("clerk", "待甄别"),
        ("unit_handler", "意见书待审核"),
        ("unit_head", "意见书待签发"),
        ("street_handler", "待签收"),
        ("reviewer", "复查中"),
    ],
)
def test_everybody_s_home_counts_the_states_of_the_own_side(app: Flask, username: str, state: str) -> None:
    figures = work_list(db.session(), Cast().actor(username), today()).figures
    labels = [each.label for each in figures]
    assert state in labels
    assert ("待甄别" in labels) == (username == "clerk")


def test_what_reports_the_reader_is_in_no_figure_no_line_and_no_reminder(any_app: Flask) -> None:
    session, actor, day = db.session(), Cast().actor("clerk"), today()
    ids = [matters.registered(), matters.registered()]
    barred = replace(actor, barred=frozenset(ids[:1]))
    with writing(session):
        lines = [[each, "week"] for each in ids]
        session.add(Reminder(account_id=actor.account_id, day=day, items=lines, made_at=clock.now()))
    for who, number in ((actor, 2), (barred, 1)):
        work = work_list(session, who, day)
        found = {each.label: each.text for each in work.figures}
        assert found["已登记"] == str(number)
        assert [each.petition_id for each in work.nearest if each.petition_id in ids] == ids[2 - number :]
        assert reminders.count(session, who, day) == len(reminders.of(session, who, day)) == number
