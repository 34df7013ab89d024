from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import (
    CALENDAR,
    NO_TABLE,
    after,
    any_day,
    clock,
    d,
    days_2022,
    extension,
    working_days_between,
)
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.limits.clock_changes import extend, resume, suspend
from xinfang_site.domain.limits.clocks import (
    ClockState,
    Suspension,
    recompute,
    reminder_day,
    start,
    stop,
    waive,
)
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rule_sets import RULES_2005, RULES_2022, RULES_SIMPLE
from xinfang_site.domain.limits.rules import Interruption, Roll, Unit
from xinfang_site.domain.roles import Role
from xinfang_site.domain.statutes import article

FIXED = [duty for duty, rule in RULES_SIMPLE.rules.items() if rule.length is not None]
SET_BY_SENDER = [duty for duty, rule in RULES_2022.rules.items() if rule.length is None]


@given(st.sampled_from(FIXED), days_2022)
def test_every_clock_runs_its_length_and_rolls_only_forward(duty, day):
    running = start(RULES_SIMPLE, duty, day, CALENDAR)
    rule = RULES_SIMPLE.rule(duty)
    if rule.unit is Unit.CALENDAR:
        assert running.base_due == day + timedelta(days=rule.length)
    else:
        assert working_days_between(day, running.base_due) == rule.length
    assert running.due >= running.base_due
    if rule.roll is Roll.NONE:
        assert running.due == running.base_due
    else:
        assert CALENDAR.is_working(running.due)
        assert working_days_between(running.base_due, running.due) == (
            0 if running.due == running.base_due else 1
        )


@given(st.sampled_from(SET_BY_SENDER), days_2022, st.integers(0, 120))
def test_a_limit_without_length_ends_on_the_day_it_was_given(duty, day, days):
    assert start(RULES_2022, duty, day, CALENDAR, day + timedelta(days=days)).due == after(day, days)


@pytest.mark.parametrize("duty", SET_BY_SENDER)
def test_a_limit_without_length_needs_a_day_not_before_its_start(duty):
    for until in (None, d("2026-03-01")):
        with pytest.raises(Refused, match="指定") as refused:
            start(RULES_2022, duty, d("2026-03-02"), CALENDAR, until)
        assert refused.value.field == "until"
        assert refused.value.article == RULES_2022.rule(duty).basis


@given(days_2022, st.integers(1, 30), st.integers(0, 60))
def test_an_extension_never_brings_the_deadline_forward(day, days, asked):
    before = clock(Duty.CONCLUSION, day)
    longer = extend(before, extension(days, after(day, asked)), CALENDAR)
    assert longer.due == before.due + timedelta(days=days)
    assert longer.base_due == before.base_due


@given(st.dates(date(2005, 5, 1), date(2022, 4, 30)), st.integers(0, 30))
def test_the_statute_of_2005_gives_sixty_and_thirty_days(day, days):
    running = start(RULES_2005, Duty.CONCLUSION, day, CALENDAR)
    if days:
        running = extend(running, extension(days, day), CALENDAR)
    assert running.due == after(day, 60 + days)


@given(days_2022, st.integers(1, 30), st.integers(0, 30), st.integers(0, 3), st.integers(1, 10))
def test_hearings_add_exactly_their_days(day, first, length, gap, second):
    before = clock(Duty.FINAL_REVIEW, day)
    opening = after(day, first)
    closing = after(opening, length)
    stopped = suspend(before, Suspension(opening, closing), CALENDAR)
    assert stopped.due == after(before.due, length + 1)
    again = after(closing, gap + 1)
    if again <= stopped.due:
        twice = suspend(stopped, Suspension(again, after(again, second)), CALENDAR)
        assert twice.due == after(stopped.due, second + 1)


def test_a_hearing_day_on_the_day_of_the_event_is_not_counted_twice():
    stopped = suspend(
        clock(Duty.FINAL_REVIEW, "2026-03-10"), Suspension(d("2026-03-10"), d("2026-03-11")), CALENDAR
    )
    assert stopped.due == d("2026-04-10")


@given(days_2022, st.integers(1, 20), st.integers(0, 20))
def test_an_open_hearing_closed_later_comes_to_the_same(day, first, length):
    opening, closing = after(day, first), after(day, first + length)
    opened = suspend(clock(Duty.FINAL_REVIEW, day), Suspension(opening), CALENDAR)
    assert opened.open_suspension is not None
    closed = resume(opened, closing, CALENDAR)
    assert closed == suspend(clock(Duty.FINAL_REVIEW, day), Suspension(opening, closing), CALENDAR)
    assert closed.due == after(opened.due, length + 1)


@pytest.mark.parametrize("duty", [duty for duty in FIXED if duty is not Duty.FINAL_REVIEW])
def test_a_hearing_stops_no_other_clock(duty):
    running = start(RULES_SIMPLE, duty, d("2026-03-02"), CALENDAR)
    with pytest.raises(Refused, match="听证不停止") as refused:
        suspend(running, Suspension(d("2026-03-03"), d("2026-03-04")), CALENDAR)
    assert refused.value.article == running.rule.basis


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-03-20", "2026-03-19", "last"),
        ("2026-03-09", "2026-03-12", "first"),
        ("2026-05-10", "2026-05-12", "first"),
        ("2026-03-12", "2026-03-15", "first"),
        ("2026-03-18", "2026-03-25", "first"),
        ("2026-03-01", None, "first"),
    ],
)
def test_hearings_may_not_run_backwards_overlap_or_begin_outside_the_limit(first, last, field):
    stopped = suspend(
        clock(Duty.FINAL_REVIEW, "2026-03-10"), Suspension(d("2026-03-15"), d("2026-03-18")), CALENDAR
    )
    with pytest.raises(Refused) as refused:
        suspend(stopped, Suspension(d(first), last and d(last)), CALENDAR)
    assert (refused.value.field, refused.value.article) == (field, article(36, 1))


def test_no_second_hearing_while_one_is_open():
    opened = suspend(clock(Duty.FINAL_REVIEW, "2026-03-10"), Suspension(d("2026-03-15")), CALENDAR)
    with pytest.raises(Refused, match="重叠"):
        suspend(opened, Suspension(d("2026-03-20"), d("2026-03-21")), CALENDAR)


def test_earlier_hearings_may_be_entered_later():
    late = suspend(
        clock(Duty.FINAL_REVIEW, "2026-03-10"), Suspension(d("2026-03-20"), d("2026-03-21")), CALENDAR
    )
    both = suspend(late, Suspension(d("2026-03-15"), d("2026-03-16")), CALENDAR)
    assert [each.first for each in both.suspensions] == [d("2026-03-15"), d("2026-03-20")]
    assert both.due == d("2026-04-13")


def test_a_matter_is_not_closed_while_a_hearing_is_open():
    opened = suspend(clock(Duty.FINAL_REVIEW, "2026-03-10"), Suspension(d("2026-03-15")), CALENDAR)
    with pytest.raises(Refused, match="听证尚未结束"):
        stop(opened, d("2026-04-01"))
    assert stop(resume(opened, d("2026-03-20"), CALENDAR), d("2026-04-01")).stopped_on == d("2026-04-01")


def test_only_an_open_hearing_is_closed_and_not_before_it_began():
    running = clock(Duty.FINAL_REVIEW, "2026-03-10")
    with pytest.raises(Refused, match="没有未结束"):
        resume(running, d("2026-03-20"), CALENDAR)
    closed = suspend(running, Suspension(d("2026-03-12"), d("2026-03-13")), CALENDAR)
    opened = suspend(closed, Suspension(d("2026-03-15")), CALENDAR)
    with pytest.raises(Refused, match="不得早于"):
        resume(opened, d("2026-03-14"), CALENDAR)
    assert resume(opened, d("2026-03-15"), CALENDAR).due == d("2026-04-12")


@given(st.sampled_from(FIXED), days_2022, st.integers(0, 120))
def test_a_late_stop_is_recorded_and_never_refused(duty, day, taken):
    running = start(RULES_SIMPLE, duty, day, CALENDAR)
    done = stop(running, after(day, taken))
    assert done.state is (ClockState.LATE if after(day, taken) > running.due else ClockState.MET)


def test_a_duty_cannot_be_done_before_it_began():
    with pytest.raises(Refused, match="不得早于起算日"):
        stop(clock(Duty.DISPATCH, "2026-03-02"), d("2026-03-01"))


@pytest.mark.parametrize("ended", [lambda c: stop(c, d("2026-03-20")), lambda c: waive(c, "信访人撤回")])
def test_a_clock_that_has_ended_is_history(ended):
    history = ended(clock(Duty.FINAL_REVIEW, "2026-03-10"))
    for change in (
        lambda c: stop(c, d("2026-03-21")),
        lambda c: waive(c, "理由"),
        lambda c: extend(c, extension(1, "2026-03-12"), CALENDAR),
        lambda c: suspend(c, Suspension(d("2026-03-12")), CALENDAR),
        lambda c: resume(c, d("2026-03-12"), CALENDAR),
    ):
        with pytest.raises(Refused, match="已经停止"):
            change(history)
    assert recompute(history, NO_TABLE) is history


def test_a_waiver_needs_its_reason_and_is_never_late():
    running = clock(Duty.NOTICE, "2026-03-02")
    with pytest.raises(Refused, match="写明理由"):
        waive(running, "  ")
    waived = waive(running, " 姓名、住址不清 ")
    assert waived.waived == "姓名、住址不清"
    assert waived.state is ClockState.WAIVED


@pytest.mark.parametrize(
    ("asked", "message", "field"),
    [
        (extension(10, "2026-05-17"), "已于2026-05-16届满", "decided_on"),
        (extension(31, "2026-05-10"), "累计不得超过30日", "days"),
        (extension(0, "2026-05-10"), "至少1日", "days"),
        (extension(10, "2026-05-10", role=Role.SECTION_HEAD), "负责人批准", "approver"),
        (extension(10, "2026-05-10", role=Role.LEADER), "负责人批准", "approver"),
        (extension(10, "2026-05-10", reason=" "), "写明理由", "reason"),
    ],
)
def test_an_extension_is_refused_with_article_34(asked, message, field):
    with pytest.raises(Refused, match=message) as refused:
        extend(clock(Duty.CONCLUSION, "2026-03-17"), asked, CALENDAR)
    assert (refused.value.article, refused.value.field) == (article(34), field)
    assert "不得超过30日" in refused.value.quotation


def test_an_extension_on_the_last_day_is_in_time():
    assert extend(clock(Duty.CONCLUSION, "2026-03-17"), extension(30, "2026-05-16"), CALENDAR).due == d(
        "2026-06-15"
    )


def test_an_extension_adds_to_the_unrolled_day():
    right = clock(Duty.REVIEW_REQUEST, "2026-01-21")
    assert (right.base_due, right.due) == (d("2026-02-20"), d("2026-02-24"))


@pytest.mark.parametrize("first", ["2026-03-10", "2026-04-09"])
def test_a_hearing_may_begin_on_the_first_and_on_the_last_day_of_the_limit(first):
    running = clock(Duty.FINAL_REVIEW, "2026-03-10")
    assert suspend(running, Suspension(d(first), d(first)), CALENDAR).due == (
        d("2026-04-09") if first == "2026-03-10" else d("2026-04-10")
    )


@given(st.sampled_from(FIXED), days_2022)
def test_the_reminder_is_the_last_working_day_not_after_the_due_day(duty, day):
    running = start(RULES_SIMPLE, duty, day, CALENDAR)
    reminder = reminder_day(running, CALENDAR)
    assert day <= reminder <= running.due
    assert CALENDAR.is_working(reminder) or reminder == day
    assert reminder == day or working_days_between(reminder, running.due) == 0


@given(st.sampled_from(FIXED), any_day)
def test_a_missing_table_gives_a_provisional_day_that_loading_settles(duty, day):
    provisional = start(RULES_SIMPLE, duty, day, NO_TABLE)
    loaded = WorkCalendar.build(CALENDAR.exceptions, range(1980, 2100))
    settled = recompute(provisional, loaded)
    assert settled == start(RULES_SIMPLE, duty, day, loaded)
    assert not settled.provisional
    assert settled.rule_set == provisional.rule_set
    assert provisional.state is (ClockState.PROVISIONAL if provisional.provisional else ClockState.RUNNING)


def test_states_have_words():
    assert [state.title for state in ClockState] == ["计时中", "按期", "超期", "免除", "暂定", "中止"]
    assert Interruption.HEARING.title == "听证"


def test_a_clock_that_stands_still_says_so_until_the_stop_ends():
    opened = suspend(clock(Duty.FINAL_REVIEW, "2026-03-10"), Suspension(d("2026-03-12")), CALENDAR)
    assert opened.state is ClockState.SUSPENDED
    assert resume(opened, d("2026-03-21"), CALENDAR).state is ClockState.RUNNING
