from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import CALENDAR, after, clock, d, days_2022, extension
from xinfang_site.domain.limits.clock_changes import extend, suspend
from xinfang_site.domain.limits.clocks import Suspension, start, stop
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.explain import explain
from xinfang_site.domain.limits.rule_sets import RULES_SIMPLE

FIXED = [duty for duty, rule in RULES_SIMPLE.rules.items() if rule.length is not None]


@given(st.sampled_from(FIXED), days_2022, st.integers(0, 30), st.integers(1, 10), st.integers(0, 10))
def test_the_days_of_an_explanation_add_up(duty, day, longer, first, length):
    running = start(RULES_SIMPLE, duty, day, CALENDAR)
    if duty is Duty.CONCLUSION and longer:
        running = extend(running, extension(longer, day), CALENDAR)
    if duty is Duty.FINAL_REVIEW:
        opening = after(day, first)
        running = suspend(running, Suspension(opening, after(opening, length)), CALENDAR)
    told = explain(running, CALENDAR)
    assert told.days + len(told.skipped) == (told.unrolled - told.started_on).days
    assert len(told.passed_over) == (told.due - told.unrolled).days
    assert told.due == running.due
    assert all(day < each.day <= told.unrolled for each in told.skipped)
    assert (told.first is None) is (told.days == 0)
    assert told.first is None or told.first > day
    assert told.lines[-1] == f"期限至{told.due}（当日办理有效）"


def test_an_explanation_names_each_skipped_and_each_makeup_day():
    told = explain(clock(Duty.OBJECTION, "2026-09-28"), CALENDAR)
    assert told.due == d("2026-10-10")
    assert [each.day for each in told.skipped] == [d("2026-10-01") + timedelta(days=n) for n in range(7)]
    assert {each.name for each in told.skipped} == {"国庆节"}
    assert [(each.day, each.name) for each in told.makeup] == [(d("2026-10-10"), "国庆节调休上班")]
    assert "2026-10-10国庆节调休上班，计入" in told.lines


def test_an_explanation_cites_rule_article_and_rule_set():
    told = explain(
        extend(clock(Duty.CONCLUSION, "2026-03-17"), extension(20, "2026-05-10"), CALENDAR), CALENDAR
    )
    assert (told.rule_set, told.basis.cite(), told.policy) == (
        "xfgztl2022/1",
        "《信访工作条例》第三十四条",
        False,
    )
    assert (told.base_due, told.due, told.reminder) == (d("2026-05-16"), d("2026-06-05"), d("2026-06-05"))
    assert told.lines[:4] == (
        "2026-03-17受理，当日不计入（《中华人民共和国民法典》第二百零一条第一款）",
        "自受理之日起60日（《信访工作条例》第三十四条）",
        "原期限至2026-05-16",
        "延长20日：情况复杂",
    )


def test_an_explanation_says_that_a_strict_last_day_stays_on_the_rest_day():
    told = explain(clock(Duty.CONCLUSION, "2025-12-31"), CALENDAR)
    assert (told.due, told.rest_day) == (d("2026-03-01"), "周日")
    assert "2026-03-01周日，期满日不顺延（本站规则），2026-02-28提醒" in told.lines
    assert not explain(clock(Duty.CONCLUSION, "2026-03-16"), CALENDAR).rest_day


def test_an_explanation_shows_hearing_days_as_left_out():
    stopped = suspend(
        clock(Duty.FINAL_REVIEW, "2026-03-10"), Suspension(d("2026-03-20"), d("2026-03-21")), CALENDAR
    )
    told = explain(stopped, CALENDAR)
    assert [(each.day, each.name) for each in told.skipped] == [
        (d("2026-03-20"), "听证"),
        (d("2026-03-21"), "听证"),
    ]


def test_an_explanation_says_which_rest_days_the_last_day_moved_over():
    told = explain(clock(Duty.REVIEW_REQUEST, "2026-01-21"), CALENDAR)
    assert [each.day for each in told.passed_over] == [d(f"2026-02-{n}") for n in (20, 21, 22, 23)]
    assert told.policy
    assert any("本站规则" in line for line in told.lines)


def test_an_explanation_says_that_a_table_is_missing():
    assert (
        "推算时2027年节假日未录入，日期暂定" in explain(clock(Duty.OBJECTION, "2026-12-30"), CALENDAR).lines
    )


def test_a_stopped_clock_is_explained_with_the_day_it_had():
    done = stop(clock(Duty.OBJECTION, "2026-09-28"), d("2026-10-12"))
    assert explain(done, CALENDAR).due == d("2026-10-10")
