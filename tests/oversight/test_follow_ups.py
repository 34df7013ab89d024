"""Concluded matters are asked about after 30 and 90 days, and the rate of those settled says its base."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from tests import matters, procedure
from tests.browsing import client_of
from tests.page import fetch
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.oversight import follow_ups
from xinfang_site.petitions.stepping import services as stepping
from xinfang_site.versions import StaleEditError


def concluded() -> int:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen forward sign_for accept mediate conclude")
    return petition_id


def waiting() -> list[tuple[int, int]]:
    found = follow_ups.waiting(db.session(), Cast().actor("handler"), clock.today())
    return [(each.petition_id, each.round) for each in found]


def test_a_matter_waits_for_its_follow_up_twice_and_no_more(any_app: Flask) -> None:
    start, petition_id = clock.now(), concluded()
    for days, expected in ((29, []), (30, [1]), (89, [1])):
        with time_machine.travel(start + timedelta(days=days)):
            assert waiting() == [(petition_id, each) for each in expected], days
    with time_machine.travel(start + timedelta(days=89)):
        procedure.step(petition_id, Step.FOLLOW_UP, outcome="unsettled")
        assert waiting() == []
    with time_machine.travel(start + timedelta(days=90)):
        assert waiting() == [(petition_id, 2)]
        procedure.step(petition_id, Step.FOLLOW_UP)
        assert waiting() == []


def test_a_follow_up_sent_twice_is_told_once(any_app: Flask) -> None:
    """Found from outside: a step that changes nothing of the matter's own left its version, and was taken twice."""
    petition_id = concluded()
    version = matters.version_of(petition_id)
    made = stepping.StepDraft(Step.FOLLOW_UP, version, procedure.values(Step.FOLLOW_UP))
    stepping.take(db.session(), Cast().actor("unit_handler"), petition_id, made, clock.today())
    with pytest.raises(StaleEditError):
        stepping.take(db.session(), Cast().actor("unit_handler"), petition_id, made, clock.today())


def test_the_rate_counts_the_latest_answer_of_each_matter_that_was_asked(app: Flask) -> None:
    settled, unsettled, _never = concluded(), concluded(), concluded()
    for each, outcome in ((settled, "unsettled"), (settled, "settled"), (unsettled, "unreached")):
        procedure.step(each, Step.FOLLOW_UP, outcome=outcome)
    standing = follow_ups.standing(db.session(), Cast().actor("handler"), clock.today())
    assert (standing.concluded, standing.settled.text, standing.settled.base) == (3, "50%", "1/2")
    page = fetch(client_of(app, "handler"), "/deadlines/follow-ups")
    assert "近一年办结 3 件，已回访 2 件，息诉息访 1 件，息诉息访率 50%" in page.text
    with pytest.raises(Refused, match="请选择回访结果"):
        procedure.step(settled, Step.FOLLOW_UP, outcome="")
