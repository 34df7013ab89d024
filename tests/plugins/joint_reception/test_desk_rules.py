from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import d, refused_by
from xinfang_joint_reception.domain import queueing, swaps
from xinfang_joint_reception.domain.appointments import (
    AppointmentRules,
    Wish,
    check_cancelling,
    check_wish,
)
from xinfang_joint_reception.domain.queueing import (
    TicketAct,
    TicketState,
    Waiting,
    acts_from,
    label,
    minutes_words,
    next_number,
    queue_order,
    waited,
)
from xinfang_joint_reception.domain.swaps import Side, SwapAct, SwapRules, SwapState, check_swap
from xinfang_site.domain.errors import Refused

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
RULES = AppointmentRules(capacity=3)


def wish(**rest) -> Wish:
    values = {
        "starts": NOW + timedelta(days=3),
        "now": NOW,
        "representatives": 5,
        "booked": 2,
        "this_month": 1,
        **rest,
    }
    return Wish(**values)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("representatives", {"representatives": 0}),
        ("session_id", {"booked": 3}),
        ("session_id", {"starts": NOW}),
        ("session_id", {"starts": NOW + timedelta(days=31)}),
        ("session_id", {"published": False}),
        ("matter", {"same_matter": True}),
        ("phone", {"this_month": 2}),
    ],
)
def test_an_appointment_is_taken_within_the_rules_and_against_one_names_the_field(field, changed):
    check_wish(wish(), RULES)
    assert refused_by(check_wish, wish(**changed), RULES) == (None, field)


def test_more_than_five_representatives_are_refused_by_the_statute():
    article, field = refused_by(check_wish, wish(representatives=6), RULES)
    assert (article.cite(), field) == ("《信访工作条例》第二十条第三款", "representatives")


def test_an_appointment_is_cancelled_a_day_before_at_the_latest():
    check_cancelling(NOW + timedelta(hours=24), NOW, RULES)
    with pytest.raises(Refused, match="24小时前"):
        check_cancelling(NOW + timedelta(hours=24, seconds=-1), NOW, RULES)


def test_booked_visitors_go_first_then_whoever_has_waited_longest():
    rows = [
        Waiting(1, TicketState.WAITING, False, NOW),
        Waiting(2, TicketState.WAITING, True, NOW + timedelta(minutes=5)),
        Waiting(3, TicketState.SKIPPED, True, NOW),
        Waiting(4, TicketState.WAITING, True, NOW + timedelta(minutes=1)),
    ]
    assert [each.number for each in queue_order(rows)] == [4, 2, 1]


@given(st.sets(st.integers(1, 900)))
def test_a_number_is_never_used_again_on_its_day(taken):
    assert next_number(taken) not in taken
    assert next_number(taken) == max(taken, default=0) + 1


def test_a_day_has_999_numbers():
    assert label("A", 3) == "A003"
    with pytest.raises(Refused):
        next_number([999])


@pytest.mark.parametrize("state", list(TicketState))
@pytest.mark.parametrize("act", list(TicketAct))
def test_every_cell_of_the_queue_is_a_move_or_a_refusal(state, act):
    if (state, act) in queueing.TABLE:
        assert queueing.move(state, act) in TicketState
        assert act in acts_from(state)
    else:
        with pytest.raises(Refused):
            queueing.move(state, act)


def test_what_is_done_stays_done():
    assert acts_from(TicketState.DONE) == acts_from(TicketState.LEFT) == ()


def test_waiting_ends_with_the_first_call_and_is_never_negative():
    assert waited(NOW, NOW + timedelta(minutes=7), NOW + timedelta(hours=9)) == timedelta(minutes=7)
    assert waited(NOW, None, NOW + timedelta(minutes=9)) == timedelta(minutes=9)
    assert waited(NOW, None, NOW - timedelta(minutes=9)) == timedelta(0)
    assert minutes_words(timedelta(seconds=61)) == "2分钟"
    assert minutes_words(timedelta(0)) == "0分钟"


MINE = Side("王律师", "甲所", d("2026-03-05"))


def test_a_swap_can_be_approved_until_the_nearer_session():
    other = Side("李律师", "甲所", d("2026-03-03"))
    assert check_swap(MINE, other, SwapRules(1, same_firm=True), d("2026-03-02")) == d("2026-03-03")
    assert check_swap(MINE, Side("李律师", "甲所", None), SwapRules(1), d("2026-03-04")) == d("2026-03-05")


@pytest.mark.parametrize(
    ("other", "rules", "today"),
    [
        (Side("李律师", "乙所", None), SwapRules(0, same_firm=True), "2026-03-01"),
        (Side("李律师", "甲所", None), SwapRules(1), "2026-03-05"),
        (Side("李律师", "甲所", d("2026-03-03")), SwapRules(1), "2026-03-03"),
        (Side("李律师", "甲所", None), SwapRules(0), "2026-03-06"),
        (Side("王律师", "甲所", None), SwapRules(0), "2026-03-01"),
    ],
)
def test_a_swap_against_the_rules_is_refused(other, rules, today):
    assert refused_by(check_swap, MINE, other, rules, d(today)) == (None, "other")


def test_a_side_without_a_session_has_nothing_to_give():
    with pytest.raises(Refused):
        check_swap(Side("王律师", "甲所", None), MINE, SwapRules(), d("2026-03-01"))


@pytest.mark.parametrize("state", list(SwapState))
@pytest.mark.parametrize("act", list(SwapAct))
def test_every_cell_of_a_swap_is_a_move_or_a_refusal(state, act):
    if (state, act) in swaps.TABLE:
        assert swaps.move(state, act).title
        assert state.open
    else:
        with pytest.raises(Refused):
            swaps.move(state, act)


def test_nothing_is_approved_before_the_other_has_accepted():
    with pytest.raises(Refused):
        swaps.move(SwapState.ASKED, SwapAct.APPROVE)
