"""Whole walks through the services: every way of the procedure that a matter really takes."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import matters, procedure
from xinfang_site.clock import today
from xinfang_site.domain.procedure.states import State
from xinfang_site.extensions import db
from xinfang_site.petitions.models import Clock

AT_UNIT = "screen forward sign_for"
SERVED = f"{AT_UNIT} accept draft check issue serve"

WALKS = {
    "screen answer": State.ANSWERED,
    "screen refuse": State.NOT_ACCEPTED,
    "screen guide": State.GUIDED,
    "screen file archive": State.ARCHIVED,
    "screen report report_on forward sign_for": State.SIGNED_FOR,
    "screen forward recall forward": State.AWAITING_RECEIPT,
    f"{AT_UNIT} object agree_to_objection forward sign_for": State.SIGNED_FOR,
    f"{AT_UNIT} object reject_objection accept": State.HANDLING,
    f"{AT_UNIT} object call_joint_meeting decide_jointly sign_for accept": State.HANDLING,
    f"{AT_UNIT} accept extend open_hearing close_hearing draft return_draft": State.HANDLING,
    f"{AT_UNIT} accept mediate conclude follow_up evaluate follow_up archive": State.ARCHIVED,
    f"{AT_UNIT} accept_simple answer_simple conclude": State.CONCLUDED,
    f"{AT_UNIT} accept_simple convert draft": State.DRAFTED,
    f"{AT_UNIT} route route_result conclude": State.CONCLUDED,
    f"{AT_UNIT} route route_back accept": State.HANDLING,
    f"{AT_UNIT} unit_refuse": State.NOT_ACCEPTED,
    f"{SERVED} correct serve": State.SERVED,
    f"{SERVED} request_review issue_review serve_review request_final issue_final serve_final terminate conclude":
        State.CONCLUDED,
    f"{SERVED} request_review withdraw_review conclude": State.CONCLUDED,
    f"{SERVED} supervise record_supervision_feedback advise record_advice_feedback": State.SERVED,
    "screen withdraw": State.WITHDRAWN,
    "screen cancel": State.VOID,
    "screen split reassign": State.TRIAGE,
}  # fmt: skip


@pytest.mark.parametrize("route", WALKS)
def test_a_matter_walks_the_whole_way(route: str, app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, route)
    assert matters.state_of(petition_id) == WALKS[route]
    if WALKS[route].closed:
        running = select(Clock.code).where(Clock.petition_id == petition_id, Clock.stopped_on.is_(None))
        assert db.session.scalars(running).all() == []


def test_a_right_that_ran_out_lets_the_matter_end(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, SERVED)
    later = today() + timedelta(days=60)
    procedure.step(petition_id, procedure.Step.LAPSE, day=later)
    assert matters.state_of(petition_id) == State.FINISHED
