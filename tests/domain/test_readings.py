from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import CALENDAR, NO_TABLE, after, any_day, clock, d, days_2022
from xinfang_site.domain.calendars import WorkCalendar
from xinfang_site.domain.clocks import ClockState, recompute, start, stop
from xinfang_site.domain.duties import Duty
from xinfang_site.domain.readings import (
    Level,
    changes_under,
    days_late,
    days_left,
    level_on,
    reminder_day,
    state_on,
    warning_days,
    years_at_risk,
)
from xinfang_site.domain.rule_sets import RULES_2022, RULES_SIMPLE
from xinfang_site.domain.rules import Interruption

FIXED = [duty for duty, rule in RULES_SIMPLE.rules.items() if rule.length is not None]


@given(st.sampled_from(FIXED), days_2022)
def test_the_reminder_is_the_last_working_day_not_after_the_due_day(duty, day):
    running = start(RULES_SIMPLE, duty, day, CALENDAR)
    reminder = reminder_day(running, CALENDAR)
    assert day <= reminder <= running.due
    assert CALENDAR.is_working(reminder) or reminder == day
    assert reminder == day or CALENDAR.working_days_between(reminder, running.due) == 0


@given(st.sampled_from(FIXED), days_2022, st.integers(0, 100))
def test_the_level_only_rises_while_a_clock_runs(duty, day, passed):
    running = start(RULES_SIMPLE, duty, day, CALENDAR)
    order = list(Level)
    today = level_on(running, after(day, passed), CALENDAR)
    assert order.index(today) <= order.index(level_on(running, after(day, passed + 1), CALENDAR))
    assert (today is Level.OVERDUE) is (days_left(running, after(day, passed), CALENDAR) < 0)
    assert (today is Level.TODAY) is (after(day, passed) == running.due)
    assert (today is Level.OVERDUE) is (state_on(running, after(day, passed), CALENDAR) is ClockState.LATE)


def test_levels_and_states_have_words():
    assert [level.title for level in Level] == ["正常", "临近", "今日到期", "超期"]
    assert [state.title for state in ClockState] == ["计时中", "按期", "超期", "免除", "暂定"]
    assert Interruption.HEARING.title == "听证"


def test_a_limit_is_near_from_its_reminder_day_on():
    running = clock(Duty.DISPATCH, "2026-02-05")  # due in the Spring Festival, 2026-02-20
    assert level_on(running, d("2026-02-13"), CALENDAR) is Level.NORMAL
    assert level_on(running, d("2026-02-14"), CALENDAR) is Level.NEAR


def test_warning_days_come_in_order_and_after_the_start():
    running = clock(Duty.CONCLUSION, "2026-03-17")
    assert warning_days(running) == (d("2026-05-09"), d("2026-05-13"), d("2026-05-15"))
    short = start(RULES_2022, Duty.FEEDBACK, d("2026-03-17"), CALENDAR, d("2026-03-19"))
    assert warning_days(short) == (d("2026-03-18"),)
    assert warning_days(clock(Duty.URGENT_REPORT, "2026-03-17")) == ()


def test_an_urgent_report_is_due_the_same_day():
    running = clock(Duty.URGENT_REPORT, "2026-03-17")
    assert running.due == d("2026-03-17")
    assert level_on(running, d("2026-03-17"), CALENDAR) is Level.TODAY
    assert days_late(running, d("2026-03-18"), CALENDAR) == 1


# calendars that arrive late


@given(st.sampled_from(FIXED), any_day)
def test_a_missing_table_gives_a_provisional_day_that_loading_settles(duty, day):
    provisional = start(RULES_SIMPLE, duty, day, NO_TABLE)
    loaded = WorkCalendar.build(CALENDAR.exceptions, range(1980, 2100))
    settled = recompute(provisional, loaded)
    assert settled == start(RULES_SIMPLE, duty, day, loaded)
    assert not settled.provisional
    assert settled.rule_set == provisional.rule_set
    if provisional.provisional:
        state = state_on(provisional, day, NO_TABLE)
        assert state is ClockState.PROVISIONAL


def test_loading_a_table_previews_only_what_it_changes():
    moved = start(RULES_2022, Duty.OBJECTION, d("2026-09-28"), NO_TABLE)
    steady = start(RULES_2022, Duty.CONCLUSION, d("2026-09-28"), NO_TABLE)
    history = stop(moved, d("2026-09-29"))
    [change] = changes_under((moved, steady, history), CALENDAR)
    assert (change.before, change.after.due, change.moved) == (moved, d("2026-10-10"), 5)


def test_the_years_that_running_clocks_reach_without_a_table_are_named():
    crossing = clock(Duty.CONCLUSION, "2026-11-20")
    objection = clock(Duty.OBJECTION, "2026-12-30")
    assert years_at_risk((crossing,), CALENDAR) == (2027,)
    assert years_at_risk((objection, stop(crossing, d("2026-11-30"))), CALENDAR) == (2027,)
    assert years_at_risk((clock(Duty.DISPATCH, "2026-03-02"),), CALENDAR) == ()


def test_a_limit_is_near_from_its_first_warning_day_on():
    running = clock(Duty.CONCLUSION, "2026-03-17")
    assert level_on(running, d("2026-05-08"), CALENDAR) is Level.NORMAL
    assert level_on(running, d("2026-05-09"), CALENDAR) is Level.NEAR


def test_nobody_is_warned_on_the_day_a_limit_begins():
    assert warning_days(start(RULES_2022, Duty.FEEDBACK, d("2026-03-17"), CALENDAR, d("2026-03-18"))) == ()
