import pytest

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.overrides import LEVELS_MOST
from xinfang_site.domain.procedure.states import CLOSED, OPEN, State, Turn
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.procedure.workflow import (
    approval_chain,
    check_role,
    contradicts,
    move,
    steps_for,
    steps_from,
)
from xinfang_site.domain.roles import ADMINISTRATORS, Role

BEFORE_OPINION = (
    "registered triage reported awaiting_receipt signed_for objected joint_meeting handling "
    "on_statutory_route drafted checked"
)
AFTER = "issued served under_review review_issued review_served under_final_review final_issued final_served"
DISPATCHED = (
    "awaiting_receipt signed_for objected joint_meeting handling on_statutory_route drafted checked "
    f"{AFTER} terminated finished"
)
REGISTERED = f"registered triage reported {DISPATCHED}"
OVER = (
    "concluded evaluated answered to_judicial to_discipline not_accepted no_longer_accepted guided filed "
    "withdrawn"
)

# what was agreed, written apart from the code: step: states it is offered in -> state after it
AGREED = f"""
register: received -> registered
screen: registered -> triage
answer: triage -> answered
forward: triage reported -> awaiting_receipt
assign: triage reported -> awaiting_receipt
report: triage -> reported
report_on: registered reported {DISPATCHED} -> =
send_to_judicial: triage reported -> to_judicial
send_to_discipline: triage reported -> to_discipline
refuse: triage -> not_accepted
refuse_repeated: triage -> no_longer_accepted
guide: triage -> guided
file: triage -> filed
take_directly: triage -> signed_for
sign_for: awaiting_receipt -> signed_for
recall: awaiting_receipt -> triage
object: signed_for -> objected
agree_to_objection: objected -> triage
reject_objection: objected -> signed_for
call_joint_meeting: objected -> joint_meeting
decide_jointly: joint_meeting -> awaiting_receipt
accept: signed_for -> handling
accept_simple: signed_for -> handling
route: signed_for -> on_statutory_route
unit_refuse: signed_for -> not_accepted
route_result: on_statutory_route -> finished
route_back: on_statutory_route -> signed_for
convert: handling -> =
extend: handling -> =
open_hearing: handling under_final_review -> =
close_hearing: handling under_final_review -> =
mediate: handling -> finished
reply: handling -> finished
answer_simple: handling -> finished
draft: handling -> drafted
return_draft: drafted checked -> handling
check: drafted -> checked
issue: checked -> issued
serve: issued -> served
correct: served -> issued
lapse: served -> finished
request_review: served finished concluded evaluated -> under_review
extend_review: under_review under_final_review -> =
withdraw_review: under_review -> finished
issue_review: under_review -> review_issued
serve_review: review_issued -> review_served
lapse_review: review_served -> finished
request_final: review_served finished concluded evaluated -> under_final_review
withdraw_final: under_final_review -> finished
issue_final: under_final_review -> final_issued
serve_final: final_issued -> final_served
terminate: final_served -> terminated
order_redo: review_served final_served -> handling
conclude: finished terminated -> concluded
return_conclusion: finished -> handling
evaluate: concluded -> evaluated
follow_up: concluded evaluated -> =
archive: {OVER} -> archived
supervise: {DISPATCHED} -> =
record_supervision_feedback: {DISPATCHED} concluded evaluated -> =
advise: {DISPATCHED} concluded evaluated -> =
record_advice_feedback: {DISPATCHED} concluded evaluated -> =
reassign: {REGISTERED} -> =
reclassify: {REGISTERED} -> =
change_receipt_date: {REGISTERED} -> =
link: {REGISTERED} {OVER} merged archived -> =
split: {BEFORE_OPINION} -> =
merge: {BEFORE_OPINION} -> merged
unmerge: merged -> back
withdraw: {BEFORE_OPINION} -> withdrawn
cancel: received {BEFORE_OPINION} -> void
"""


def agreed():
    for line in AGREED.strip().splitlines():
        step, _, rest = line.partition(": ")
        sources, _, target = rest.partition(" -> ")
        yield Step(step), {State(each) for each in sources.split()}, target


@pytest.mark.parametrize(
    ("step", "sources", "target"), list(agreed()), ids=[str(step) for step, *_rest in agreed()]
)
def test_every_cell_of_the_table_is_as_agreed(step, sources, target):
    for state in State:
        if state not in sources:
            with pytest.raises(Refused) as refused:
                move(state, step, State.TRIAGE)
            assert state.title in refused.value.message
            assert refused.value.article == TABLE[step].basis
            continue
        expected = state if target == "=" else State.HANDLING if target == "back" else State(target)
        assert move(state, step, State.HANDLING) is expected


def test_the_agreed_table_names_every_step():
    assert [step for step, _, _ in agreed()] == sorted(Step, key=[s for s, _, _ in agreed()].index)
    assert set(TABLE) == set(Step)


@pytest.mark.parametrize("before", [None, State.SERVED, State.VOID])
def test_a_merge_is_undone_only_to_a_state_that_could_be_merged(before):
    with pytest.raises(Refused, match="并入前"):
        move(State.MERGED, Step.UNMERGE, before)


@pytest.mark.parametrize("state", list(State))
def test_steps_from_a_state_are_those_the_table_offers(state):
    assert {row.step for row in steps_from(state)} == {
        step for step, row in TABLE.items() if state in row.sources
    }


@pytest.mark.parametrize("role", list(Role))
def test_a_step_is_offered_only_to_its_roles(role):
    for state in State:
        for row in steps_for(state, {role}):
            assert role in row.actors
            check_role(row.step, {role})


@pytest.mark.parametrize("step", list(Step))
def test_no_administrator_takes_a_step_of_a_case(step):
    assert not TABLE[step].actors & ADMINISTRATORS
    with pytest.raises(Refused, match="应当由") as refused:
        check_role(step, ADMINISTRATORS)
    assert refused.value.article == TABLE[step].basis


def test_lawyers_supervisors_and_discipline_take_no_step_of_a_case():
    outsiders = {Role.LAWYER, Role.SUPERVISOR, Role.DISCIPLINE, Role.RECEPTION_ADMIN, Role.DUTY_OFFICER}
    assert not any(steps_for(state, outsiders) for state in State)


def test_every_state_is_reached_from_receipt():
    reached = {State.RECEIVED}
    while more := {row.target for s in reached for row in steps_from(s) if row.target} - reached:
        reached |= more
    assert reached == set(State)


def test_from_every_open_state_a_matter_can_come_to_its_end():
    ending = set(CLOSED)
    while more := {s for s in OPEN - ending if any(row.target in ending for row in steps_from(s))}:
        ending |= more
    assert ending == set(State)


@pytest.mark.parametrize("state", list(State))
def test_a_matter_is_over_exactly_when_it_is_nobodys_turn(state):
    assert state.closed is (state.turn is Turn.NOBODY) is not state.open


def test_nothing_leaves_the_archive_or_the_void():
    assert {row.step for row in steps_from(State.ARCHIVED)} == {Step.LINK}
    assert steps_from(State.VOID) == ()


def test_nothing_is_deleted():
    assert not any("删除" in row.title for row in TABLE.values())


def test_an_urgent_matter_knows_no_hold():
    assert not any(word in state.title for state in State for word in ("暂缓", "挂起", "搁置"))


@pytest.mark.parametrize("row", list(TABLE.values()), ids=lambda row: row.step.value)
def test_every_row_fits_its_columns_and_names_its_roles(row):
    assert len(row.title) <= 60
    assert len(row.step.value) <= 40
    assert row.actors
    assert row.basis is None or len(row.basis.cite()) <= 120
    assert len(set(row.approval)) == len(row.approval)
    assert not row.actors & set(row.approval)  # or a drafter would wait for himself
    assert all(isinstance(need, Need) for need in row.needs)


@pytest.mark.parametrize(
    "step",
    [Step.REFUSE, Step.REFUSE_REPEATED, Step.UNIT_REFUSE, Step.EXTEND, Step.ISSUE, Step.ACCEPT, Step.ROUTE,
     Step.FORWARD, Step.ASSIGN, Step.REPORT, Step.OBJECT, Step.SUPERVISE, Step.REQUEST_REVIEW,
     Step.REQUEST_FINAL],
)  # fmt: skip
def test_every_act_against_or_for_a_petitioner_cites_its_article(step):
    assert TABLE[step].basis is not None


@pytest.mark.parametrize("step", [Step.REFUSE, Step.REFUSE_REPEATED, Step.ASSIGN])
def test_refusals_and_assignments_need_a_leaders_signature(step):
    assert TABLE[step].approval[-1] is Role.LEADER


def test_an_extension_needs_the_head_of_the_unit():
    assert TABLE[Step.EXTEND].approval == (Role.UNIT_HEAD,)


TIMED = ("D1", "D2", "D3", "D4", "D4A", "D5", "D6", "D7", "D8", "D9", "D10", "D14", "D15", "D17")


@pytest.mark.parametrize("duty", [Duty(code) for code in TIMED])
def test_every_clock_that_a_step_starts_some_step_stops(duty):
    assert any(duty in row.starts for row in TABLE.values())
    assert any(duty in row.stops for row in TABLE.values())


@pytest.mark.parametrize("step", [Step.OPEN_HEARING, Step.CLOSE_HEARING, Step.REPORT_ON, Step.SUPERVISE])
def test_hearing_and_supervision_stop_no_clock_of_the_unit(step):
    assert Duty.CONCLUSION not in TABLE[step].stops


def test_only_the_evaluation_is_open_to_the_petitioner_on_the_public_page():
    assert [step for step, row in TABLE.items() if row.petitioner] == [Step.EVALUATE]


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.step)
def test_a_longer_chain_begins_with_the_table_s_and_ends_with_leaders(row):
    for levels in range(LEVELS_MOST + 1):
        chain = approval_chain(row, levels)
        assert chain[: len(row.approval)] == row.approval
        assert set(chain[len(row.approval) :]) <= {Role.LEADER}
        if row.approval[:1] == (Role.SECTION_HEAD,):
            assert len(chain) == max(levels, len(row.approval))
        else:
            assert chain == row.approval


def test_one_way_is_proposed_at_a_time_but_an_urgent_report_waits_for_none() -> None:
    """存 beside 转送 is refused; what leaves the state alone, and what follows a report, may wait beside it."""
    assert contradicts(TABLE[Step.FILE], TABLE[Step.FORWARD])
    assert contradicts(TABLE[Step.UNIT_REFUSE], TABLE[Step.OBJECT])
    assert contradicts(TABLE[Step.REPORT], TABLE[Step.FILE])
    assert not contradicts(TABLE[Step.REPORT], TABLE[Step.FORWARD])
    assert not contradicts(TABLE[Step.FILE], TABLE[Step.REPORT])
    assert not contradicts(TABLE[Step.FILE], TABLE[Step.RECLASSIFY])
    assert not contradicts(TABLE[Step.SUPERVISE], TABLE[Step.REPLY])
