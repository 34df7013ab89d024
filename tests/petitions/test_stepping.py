"""Taking steps: only what the table offers, to whom it offers it, and everything in one transaction."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import matters, procedure
from tests.browsing import client_of
from tests.page import fetch
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.services import verify
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.petitions import timeline
from xinfang_site.petitions.approving import services as approving
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.clocks.reading import lines_of
from xinfang_site.petitions.clocks.rows import rows_of
from xinfang_site.petitions.drafts import AccusedDraft
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Clock, Petition, RegisterEntry, RegisterTally
from xinfang_site.petitions.models import Step as TakenStep
from xinfang_site.petitions.proposals import open_proposals
from xinfang_site.petitions.stepping import services as stepping
from xinfang_site.petitions.visibility import scope
from xinfang_site.versions import StaleEditError


def test_the_main_path_from_letter_to_acceptance_by_five_people(any_app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    assert matters.state_of(petition_id) == State.AWAITING_RECEIPT
    matters.take("unit_handler", petition_id, Step.SIGN_FOR)
    matters.take("unit_handler", petition_id, Step.ACCEPT, **procedure.values(Step.ACCEPT))
    assert matters.state_of(petition_id) == State.HANDLING
    running = db.session.execute(
        select(Clock.code, Clock.due).where(Clock.petition_id == petition_id, Clock.stopped_on.is_(None))
    ).all()
    assert [tuple(row) for row in running] == [("D6", today() + timedelta(days=60))]
    assert db.session.get_one(Petition, petition_id).due_on == today() + timedelta(days=60)


def test_forwarding_starts_notice_and_objection_and_stops_dispatch(session, app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    clocks = {
        each.code: each for each in session.scalars(select(Clock).where(Clock.petition_id == petition_id))
    }
    assert clocks["D1"].stopped_on == today()
    assert clocks["D1"].state == "met"
    assert clocks["D3"].due == today() + timedelta(days=15)
    assert clocks["D4"].stopped_on is None


def test_a_unit_that_does_not_object_is_not_late_before_it_has_to_accept(session, app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    matters.take("unit_handler", petition_id, Step.SIGN_FOR)
    told = session.get_one(Petition, petition_id)
    assert told.due_on == today() + timedelta(days=15)
    rows = rows_of(session, petition_id)
    after = today() + timedelta(days=13)
    with clock.at(clock.now() + timedelta(days=13)):
        assert {each.title: each.state for each in lines_of(rows, after)}["提出异议"] == "已届满"
        procedure.step(petition_id, Step.ACCEPT)  # nobody asks why it is late
    assert {each.title: each.ended for each in lines_of(rows_of(session, petition_id), after)}[
        "提出异议"
    ] == ""


def test_a_matter_on_another_path_gets_no_sixty_days(session, app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    matters.take("unit_handler", petition_id, Step.SIGN_FOR)
    procedure.step(petition_id, Step.ROUTE)
    codes = set(session.scalars(select(Clock.code).where(Clock.petition_id == petition_id)))
    assert "D6" not in codes


def test_late_dispatch_is_recorded_as_late_and_never_blocked(session, app: Flask) -> None:
    """Case 1 of the acceptance cases."""
    petition_id = matters.registered(received_on=today() - timedelta(days=16))
    matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    late = {"late_reason": "节后来信积压", "late_unit": "甲区信访办"}
    with pytest.raises(Refused, match="超期1日"):
        matters.take("handler", petition_id, Step.FORWARD, **{Need.RECEIVER: Cast().office("JZJ").id})
    matters.take("handler", petition_id, Step.FORWARD, **{Need.RECEIVER: Cast().office("JZJ").id, **late})
    assert matters.approve("section_head", petition_id)
    clock = session.scalars(select(Clock).where(Clock.petition_id == petition_id, Clock.code == "D1")).one()
    assert (clock.state, clock.late_reason, clock.late_unit) == ("late", "节后来信积压", "甲区信访办")


def test_a_step_that_needs_approval_waits_for_another_person(session, app: Flask) -> None:
    petition_id = matters.registered()
    matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    assert not matters.take("handler", petition_id, Step.FORWARD, **{Need.RECEIVER: Cast().office("JZJ").id})
    assert matters.state_of(petition_id) == State.TRIAGE
    with pytest.raises(Refused):
        matters.approve("handler", petition_id)
    assert matters.approve("section_head", petition_id)
    step = session.scalars(select(TakenStep).order_by(TakenStep.id.desc())).first()
    assert (step.actor, step.details["approvals"][0]["name"]) == ("承办甲", "科长甲")


def test_two_levels_of_approval_are_two_different_people(app: Flask) -> None:
    petition_id = matters.registered()
    matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    values = {
        Need.RECEIVER: Cast().office("JZJ").id,
        Need.REASON: "情况复杂，需要反馈",
        Need.DUE_DAY: "2099-01-04",
    }
    matters.take("handler", petition_id, Step.ASSIGN, **values)
    assert not matters.approve("section_head", petition_id)
    with pytest.raises(Refused, match="您已同意，现在等待分管"):
        matters.approve("section_head", petition_id)
    assert matters.approve("leader", petition_id)
    assert matters.state_of(petition_id) == State.AWAITING_RECEIPT


def test_a_returned_proposal_changes_nothing_and_can_be_made_again(session, app: Flask) -> None:
    petition_id = matters.registered()
    matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    values = {Need.RECEIVER: Cast().office("JZJ").id}
    matters.take("handler", petition_id, Step.FORWARD, **values)
    (proposal,) = open_proposals(session, petition_id)
    approving.turn_down(session, Cast().actor("section_head"), proposal.id, proposal.version, "去向不当")
    assert matters.state_of(petition_id) == State.TRIAGE
    assert not open_proposals(session, petition_id)
    matters.take("handler", petition_id, Step.FORWARD, **values)
    with pytest.raises(Refused):
        matters.take("handler2", petition_id, Step.FORWARD, **values)


def test_a_step_out_of_its_state_is_refused_with_nothing_changed_and_noted(session, app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    before = matters.version_of(petition_id)
    with pytest.raises(Refused):
        matters.take("unit_handler", petition_id, Step.ACCEPT, **procedure.values(Step.ACCEPT))
    assert matters.version_of(petition_id) == before
    refused = session.scalars(select(AuditEvent).where(AuditEvent.result == "refused")).all()
    assert [each.action for each in refused] == ["petition.step.accept"]


def test_a_step_of_another_side_is_refused(app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    with pytest.raises(Refused):
        matters.take("handler", petition_id, Step.SIGN_FOR)


def test_a_unit_that_was_not_sent_the_matter_cannot_take_a_step(app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    from xinfang_site.missing import Missing

    with pytest.raises(Missing):
        matters.take("school_handler", petition_id, Step.SIGN_FOR)


def test_a_report_never_goes_to_the_accused_unit_or_below_it(session, app: Flask) -> None:
    accused = (AccusedDraft(Cast().office("JZJ").id),)
    petition_id = matters.registered(accused=accused, accusation=True)
    matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    for unit in ("JZJ", "JZJ1"):
        with pytest.raises(Refused):
            matters.take("handler", petition_id, Step.FORWARD, **{Need.RECEIVER: Cast().office(unit).id})
    for username in ("unit_handler", "unit_head", "property_handler"):
        assert not scope.visible(session, Cast().actor(username), petition_id)


def test_two_people_at_once_one_wins_and_the_other_is_told(any_app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    version = matters.version_of(petition_id)
    db.session.remove()

    def one(username: str) -> str:
        with any_app.app_context():
            made = stepping.StepDraft(Step.SIGN_FOR, version)
            try:
                stepping.take(db.session(), Cast().actor(username), petition_id, made, today())
            except StaleEditError:
                return "conflict"
            finally:
                db.session.remove()
            return "taken"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, ("unit_handler", "unit_head"))) == ["conflict", "taken"]


def test_writers_of_different_kinds_never_wait_for_each_other_in_a_ring(any_app: Flask) -> None:
    first = matters.registered()
    others = [matters.registered(summary=f"第{serial}件") for serial in range(3)]
    db.session.remove()

    def one(turn: int) -> None:
        with any_app.app_context():
            session, clerk = db.session(), Cast().actor("clerk")
            if turn % 3 == 0:
                matters.registered(repeat_of_id=first)
            elif turn % 3 == 1:
                attachments.add(session, clerk, first, [attachments.Upload(f"{turn}.txt", b"text")])
            else:
                matters.take("clerk", others[turn // 3], Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
            db.session.remove()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(9)))
    told = db.session.execute(
        select(RegisterEntry.state, func.count())
        .where(RegisterEntry.office_id == Cast().office("JXF").id)
        .group_by(RegisterEntry.state)
    ).all()
    tallied = db.session.execute(
        select(RegisterTally.value, func.sum(RegisterTally.total))
        .where(RegisterTally.office_id == Cast().office("JXF").id, RegisterTally.dimension == "state")
        .group_by(RegisterTally.value)
    ).all()
    assert {tuple(row) for row in tallied if row[1]} == {tuple(row) for row in told}
    assert not verify(db.session()).fault


def test_two_approvers_at_once_take_the_step_once(session, app: Flask) -> None:
    petition_id = matters.registered()
    matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    matters.take("handler", petition_id, Step.FORWARD, **{Need.RECEIVER: Cast().office("JZJ").id})
    (proposal,) = open_proposals(session, petition_id)
    identifier, version = proposal.id, proposal.version
    assert approving.approve(session, Cast().actor("section_head"), identifier, version, today())
    with pytest.raises(StaleEditError):
        approving.approve(session, Cast().actor("section_head"), identifier, version, today())


def screened() -> int:
    """A matter whose way is to be decided."""
    petition_id = matters.registered()
    matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    return petition_id


def test_an_office_proposes_one_way_for_a_matter_at_a_time(session, app: Flask) -> None:
    """存 and 转送 waited side by side: the leader who approved first decided unseen that the other was void."""
    petition_id = screened()
    matters.take("handler", petition_id, Step.FILE, reason="留存备查")
    receiver = {Need.RECEIVER: Cast().office("JZJ").id}
    with pytest.raises(Refused, match="承办甲拟办的“存”正在审批，不能同时提出“转送”"):
        matters.take("handler2", petition_id, Step.FORWARD, **receiver)
    noted = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (noted.action, noted.result) == (f"petition.step.{Step.FORWARD}", "refused")
    matters.take("handler", petition_id, Step.REPORT, **procedure.values(Step.REPORT))
    matters.take("clerk", petition_id, Step.RECLASSIFY, **procedure.values(Step.RECLASSIFY))
    waiting = {each.step: each for each in open_proposals(session, petition_id)}
    assert set(waiting) == {Step.FILE, Step.REPORT, Step.RECLASSIFY}
    filed = waiting[Step.FILE]
    approving.turn_down(session, Cast().actor("section_head"), filed.id, filed.version, "去向不当")
    matters.take("handler2", petition_id, Step.FORWARD, **receiver)


def test_a_second_way_is_not_offered_while_the_first_waits(session, app: Flask) -> None:
    petition_id = screened()
    matters.take("handler", petition_id, Step.FILE, reason="留存备查")
    page = fetch(client_of(app, "handler2"), f"/petitions/{petition_id}")
    links = {str(each) for each in page.all("//main//a/@href") if "/steps/" in str(each)}
    steps = {each.rpartition("/")[2] for each in links}
    assert {"guide", "report"} <= steps
    assert not steps & {"file", "forward", "refuse", "merge", "cancel"}


def test_two_people_at_once_propose_one_way(any_app: Flask) -> None:
    petition_id = screened()
    version = db.session.get_one(Petition, petition_id).version
    ways = (("handler", Step.FILE), ("handler2", Step.FORWARD))
    db.session.remove()

    def one(way: tuple[str, Step]) -> bool:
        username, step = way
        with any_app.app_context():
            draft = stepping.StepDraft(step, version, procedure.values(step))
            try:
                stepping.take(db.session(), Cast().actor(username), petition_id, draft, today())
            except (StaleEditError, Refused):
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, ways)) == [False, True]
    assert len(open_proposals(db.session(), petition_id)) == 1


def test_linking_needs_both_matters_in_scope(session, app: Flask) -> None:
    from xinfang_site.missing import Missing
    from xinfang_site.petitions import links

    own, foreign = matters.registered(), matters.registered("other_clerk")
    other = matters.registered(summary="另一件事")
    with pytest.raises(Missing):
        matters.take("clerk", own, Step.LINK, **{Need.OTHER_MATTER: foreign})
    matters.take("clerk", own, Step.LINK, **{Need.OTHER_MATTER: other})
    assert [each.petition_id for each in links.related(session, Cast().actor("clerk"), own)] == [other]


def test_a_closed_matter_keeps_no_running_clock(session, app: Flask) -> None:
    petition_id = matters.registered()
    matters.take("clerk", petition_id, Step.WITHDRAW, **{Need.PROOF: "本人签名的撤回申请"})
    petition = session.get_one(Petition, petition_id)
    assert (petition.standing, petition.due_on, petition.closed_on) == (State.WITHDRAWN, None, today())


def test_somebody_without_a_role_in_the_matter_is_offered_no_step(session, app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    for username, count in (("lawyer", 0), ("clerk", None), ("unit_handler", None)):
        actor = Cast().actor(username)
        seen = scope.see(session, actor, petition_id)
        offered = stepping.offered(Situation(session, actor, seen.petition, today()), seen)
        assert len(offered) == count if count is not None else offered


def test_the_newest_step_is_known_for_the_conflict_page(session, app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    latest = timeline.latest(session, petition_id)
    assert latest is not None
    assert (latest.code, latest.to_office_name) == (Step.FORWARD.value, "甲区住建委")


def test_a_proposal_is_taken_back_by_its_drafter_alone_and_never_after_the_last_approval(
    session,
) -> None:
    petition_id = matters.registered()
    matters.take("clerk", petition_id, Step.SCREEN, duplicate_decision="first")
    matters.take("handler", petition_id, Step.FILE, reason="留存备查")
    (proposal,) = open_proposals(session, petition_id)
    identifier, version = proposal.id, proposal.version
    with pytest.raises(Refused, match="拟办人本人"):
        approving.take_back(session, Cast().actor("handler2"), identifier, version, "另有安排")
    approving.take_back(session, Cast().actor("handler"), identifier, version, "应当转送区住建委")
    assert not open_proposals(session, petition_id)
    noted = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (noted.action, noted.reason) == ("proposal.take_back.file", "应当转送区住建委")
    matters.take("handler", petition_id, Step.FILE, reason="留存备查")
    (again,) = open_proposals(session, petition_id)
    identifier, version = again.id, again.version
    approving.approve(session, Cast().actor("section_head"), identifier, version, today())
    with pytest.raises(StaleEditError):
        approving.take_back(session, Cast().actor("handler"), identifier, version, "改变主意")
    assert matters.state_of(petition_id) == State.FILED
