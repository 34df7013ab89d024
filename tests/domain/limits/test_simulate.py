import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import CALENDAR, after, clock, d, days_2022, extension
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clocks import waive
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rule_sets import RULES_2022
from xinfang_site.domain.limits.simulate import Away, Begin, Done, Prolong, simulate


def test_a_simulation_names_what_goes_red_and_when():
    clocks = {"甲": clock(Duty.CONCLUSION, "2026-03-17"), "乙": clock(Duty.DISPATCH, "2026-03-02")}
    acts = [
        Begin("丙", RULES_2022, Duty.CONCLUSION, d("2026-03-20")),
        Prolong("甲", extension(10, "2026-05-10")),
        Done("乙", d("2026-03-18")),
    ]
    late, first, second = simulate(clocks, acts, CALENDAR, d("2026-05-20"))
    assert (late.key, late.red_from, late.due_before) == ("乙", d("2026-03-18"), d("2026-03-17"))
    assert (first.key, first.red_from, first.due_before) == ("丙", d("2026-05-20"), None)
    assert (second.key, second.red_from) == ("甲", None)
    assert (second.due_before, second.clock.due) == (d("2026-05-16"), d("2026-05-26"))


def test_a_simulation_changes_nothing():
    clocks = {"甲": clock(Duty.CONCLUSION, "2026-03-17")}
    before = dict(clocks)
    simulate(clocks, [Prolong("甲", extension(10, "2026-05-10"))], CALENDAR, d("2026-12-31"))
    assert clocks == before


def test_an_absence_brings_the_day_to_act_forward():
    clocks = {"甲": clock(Duty.DISPATCH, "2026-03-02"), "乙": clock(Duty.DISPATCH, "2026-03-02")}
    away = [
        Away(d("2026-03-16"), d("2026-03-20"), frozenset({"甲"})),
        Away(d("2026-03-12"), d("2026-03-13"), frozenset({"甲"})),
        Away(d("2026-04-01"), d("2026-04-02"), frozenset({"甲", "乙"})),
    ]
    days = {each.key: each.act_by for each in simulate(clocks, away, CALENDAR, d("2026-03-10"))}
    assert days == {"甲": d("2026-03-11"), "乙": d("2026-03-17")}


def test_what_would_be_refused_is_refused_in_a_simulation_too():
    with pytest.raises(Refused, match="届满"):
        simulate(
            {"甲": clock(Duty.CONCLUSION, "2026-03-17")},
            [Prolong("甲", extension(10, "2026-05-18"))],
            CALENDAR,
            d("2026-06-01"),
        )


def test_a_waived_duty_never_goes_red():
    waived = waive(clock(Duty.NOTICE, "2026-03-02"), "姓名、住址不清")
    [forecast] = simulate({"甲": waived}, [], CALENDAR, d("2027-01-01"))
    assert forecast.red_from is None


@given(days_2022, st.integers(0, 100))
def test_a_clock_goes_red_the_day_after_its_due_day(day, ahead):
    running = clock(Duty.CONCLUSION, day)
    [forecast] = simulate({"甲": running}, [], CALENDAR, after(day, ahead))
    assert forecast.red_from == (after(running.due, 1) if ahead > 60 else None)


@pytest.mark.parametrize(("first", "last"), [("2026-03-17", "2026-03-20"), ("2026-03-17", "2026-03-17")])
def test_an_absence_on_the_reminder_day_itself_counts(first, last):
    away = Away(d(first), d(last), frozenset({"甲"}))
    [forecast] = simulate({"甲": clock(Duty.DISPATCH, "2026-03-02")}, [away], CALENDAR, d("2026-03-10"))
    assert forecast.act_by == d("2026-03-16")
