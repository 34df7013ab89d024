"""The acceptance cases of petitions that the statute alone can answer, by their number."""

import pytest

from tests.domain.tables import CALENDAR, NO_TABLE, clock, d, extension
from xinfang_site.domain.concluding.reviews import (
    Reviewable,
    check_final_request,
    check_no_longer_accepted,
    check_review_request,
)
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clock_changes import extend, suspend
from xinfang_site.domain.limits.clocks import ClockState, Suspension, recompute, reminder_day, start, stop
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.explain import explain
from xinfang_site.domain.limits.overrides import LocalRules, customise
from xinfang_site.domain.limits.rule_sets import RULES_2005, RULES_2022, rule_set_on
from xinfang_site.domain.people.identity import normal_name
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.workflow import move
from xinfang_site.domain.receiving.acceptance import check_acceptance, judge, waived_for
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.domain.receiving.visits import Visit, check_visit
from xinfang_site.domain.roles import Role
from xinfang_site.domain.statutes import article

CASE_12 = clock(Duty.CONCLUSION, "2026-03-17")


def test_case_1_a_letter_is_dispatched_within_fifteen_days_of_receipt():
    running = clock(Duty.DISPATCH, "2026-03-02")
    assert running.due == d("2026-03-17")
    on_time, late = stop(running, d("2026-03-17")), stop(running, d("2026-03-18"))
    assert on_time.state is ClockState.MET
    assert late.state is ClockState.LATE
    assert move(State.TRIAGE, Step.FORWARD) is State.AWAITING_RECEIPT  # never blocked for being late


def test_case_3_the_clock_counts_from_receipt_and_reminds_on_a_makeup_saturday():
    running = clock(Duty.DISPATCH, "2026-02-05")
    assert running.due == d("2026-02-20")
    assert reminder_day(running, CALENDAR) == d("2026-02-14")


def test_case_5_not_opening_the_inbox_stops_neither_notice_nor_objection():
    assert clock(Duty.NOTICE, "2026-03-17").due == d("2026-04-01")
    assert clock(Duty.OBJECTION, "2026-03-17").due == d("2026-03-24")


@pytest.mark.parametrize(
    ("received", "due", "makeup"),
    [
        ("2026-09-28", "2026-10-10", "2026-10-10"),
        ("2025-01-23", "2025-02-06", "2025-01-26"),
        ("2026-04-28", "2026-05-08", None),
        ("2025-09-25", "2025-10-09", "2025-09-28"),
    ],
)
def test_case_7_five_working_days_over_the_holidays(received, due, makeup):
    running = clock(Duty.OBJECTION, received)
    assert running.due == d(due)
    if makeup:
        assert d(makeup) in [each.day for each in explain(running, CALENDAR).makeup]


def test_case_9_a_year_without_table_gives_a_provisional_day_with_a_warning():
    walk = CALENDAR.add_working_days(d("2026-12-30"), 5)
    assert (walk.day, walk.provisional, walk.warning) == (d("2027-01-07"), True, "2027年节假日未录入")
    running = clock(Duty.OBJECTION, "2026-12-30")
    assert running.state is ClockState.PROVISIONAL
    notice = {d("2027-01-01"): (False, "元旦"), d("2027-01-04"): (False, "元旦")}
    loaded = CALENDAR.build({**CALENDAR.exceptions, **notice}, range(2004, 2028))
    settled = recompute(running, loaded)
    assert (settled.due, settled.provisional) == (d("2027-01-08"), False)


def test_case_11_no_acceptance_before_the_path_and_no_sixty_days_on_the_third():
    with pytest.raises(Refused) as refused:
        judge(RULES_2022, Kind.APPEAL, None, "")
    assert (refused.value.article, refused.value.field) == (article(31), "path")
    third = judge(RULES_2022, Kind.APPEAL, Path.PARTY_APPEAL, "党章第四条")
    assert Duty.CONCLUSION not in third.starts
    assert third.document is DocumentKind.STATUTORY_ROUTE_NOTICE
    with pytest.raises(Refused, match="导入"):
        check_acceptance(Step.ACCEPT, third)


def test_case_12_a_matter_of_the_sixth_path_is_concluded_in_sixty_days():
    assert CASE_12.due == d("2026-05-16")


@pytest.mark.parametrize(
    "asked",
    [
        [extension(10, "2026-05-18")],
        [extension(31, "2026-05-10")],
        [extension(20, "2026-05-10"), extension(15, "2026-05-12")],
        [extension(20, "2026-05-10", role=Role.SECTION_HEAD)],
        [extension(20, "2026-05-10", reason="")],
        [extension(20, "2026-05-10"), extension(10, "2026-05-12")],
    ],
    ids=["past due", "31 days", "20 and 15", "by 科长", "no reason", "20 and 10, once by default"],
)
def test_case_13_extensions_against_article_34_are_refused(asked):
    *granted, last = asked
    running = CASE_12
    for each in granted:
        running = extend(running, each, CALENDAR)
    with pytest.raises(Refused) as refused:
        extend(running, last, CALENDAR)
    assert refused.value.article == article(34)


def test_case_13_a_second_extension_is_allowed_by_setting():
    local = customise(RULES_2022, LocalRules(extension_split=True), 2)
    running = start(local, Duty.CONCLUSION, d("2026-03-17"), CALENDAR)
    for each in (extension(20, "2026-05-10"), extension(10, "2026-05-12")):
        running = extend(running, each, CALENDAR)
    assert running.due == d("2026-06-15")


@pytest.mark.parametrize(
    ("accepted", "due"),
    [("2023-12-31", "2024-02-29"), ("2024-01-01", "2024-03-01"), ("2025-12-31", "2026-03-01")],
)
def test_case_15_sixty_days_over_new_year_and_leap_day(accepted, due):
    assert clock(Duty.CONCLUSION, accepted).due == d(due)


def test_case_15_a_sunday_is_reminded_of_on_the_makeup_saturday_before():
    assert reminder_day(clock(Duty.CONCLUSION, "2025-12-31"), CALENDAR) == d("2026-02-28")


def test_case_17_a_hearing_while_handling_moves_nothing():
    with pytest.raises(Refused, match="听证不停止"):
        suspend(CASE_12, Suspension(d("2026-04-01"), d("2026-04-10")), CALENDAR)
    assert move(State.HANDLING, Step.OPEN_HEARING) is State.HANDLING
    assert CASE_12.due == d("2026-05-16")


def test_case_17_a_hearing_in_the_final_review_adds_its_days():
    running = clock(Duty.FINAL_REVIEW, "2026-03-20")
    held = suspend(running, Suspension(d("2026-04-01"), d("2026-04-10")), CALENDAR)
    assert (running.due, held.due) == (d("2026-04-19"), d("2026-04-29"))


def test_case_19_an_answered_suggestion_is_not_reviewed():
    answered = Reviewable(Kind.SUGGESTION, None, has_opinion=False, right=None)
    with pytest.raises(Refused, match="另行登记") as refused:
        check_review_request(RULES_2022, answered, d("2026-03-10"))
    assert refused.value.article == article(35)


def test_case_21_the_right_of_review_rolls_over_the_spring_festival():
    right = clock(Duty.REVIEW_REQUEST, "2026-01-21")
    matter = Reviewable(Kind.APPEAL, Path.PETITION, has_opinion=True, right=right)
    assert right.due == d("2026-02-24")
    check_review_request(RULES_2022, matter, d("2026-02-24"))
    with pytest.raises(Refused, match="正当理由"):
        check_review_request(RULES_2022, matter, d("2026-02-25"))
    check_review_request(RULES_2022, matter, d("2026-02-25"), "认定有正当理由：住院")


def test_case_23_the_review_is_not_extended_and_not_stopped_by_a_hearing():
    running = clock(Duty.REVIEW, "2026-03-10")
    assert running.due == d("2026-04-09")
    with pytest.raises(Refused, match="没有可以延长") as refused:
        extend(running, extension(10, "2026-04-01", role=Role.LEADER), CALENDAR)
    assert refused.value.article == article(35)
    with pytest.raises(Refused, match="听证不停止"):
        suspend(running, Suspension(d("2026-03-20"), d("2026-03-29")), CALENDAR)


def test_case_23_local_rules_like_those_of_beijing_allow_thirty_days():
    local = customise(RULES_2022, LocalRules(review_extension=30), 2)
    running = start(local, Duty.REVIEW, d("2026-03-10"), CALENDAR)
    assert extend(running, extension(30, "2026-04-01", role=Role.LEADER), CALENDAR).due == d("2026-05-09")
    with pytest.raises(Refused, match="不得超过30日"):
        extend(running, extension(31, "2026-04-01", role=Role.LEADER), CALENDAR)


def test_case_25_no_final_review_without_review_and_no_third_petition_on_the_same_facts():
    with pytest.raises(Refused, match="先请求复查") as refused:
        check_final_request(None, d("2026-05-01"), reviewed=False)
    assert refused.value.article == article(36, 1)
    with pytest.raises(Refused):
        move(State.SERVED, Step.REQUEST_FINAL)
    prior = "复核〔2026〕3号"
    check_no_longer_accepted(prior, same_facts=True)
    with pytest.raises(Refused, match="新的信访事项登记") as refused:
        check_no_longer_accepted(prior, same_facts=False)
    assert refused.value.article == article(36, 3)


def test_case_27_representatives_and_the_threshold_of_a_collective_visit():
    with pytest.raises(Refused, match="不得超过5人") as refused:
        check_visit(Visit(9, 6))
    assert refused.value.article == article(20, 3)
    assert "代表人数不得超过5人" in refused.value.quotation
    assert check_visit(Visit(9, 5))
    assert check_visit(Visit(5))
    assert not check_visit(Visit(4))
    assert not check_visit(Visit(5), threshold=6)


def test_a_leap_day_counts():
    assert clock(Duty.REVIEW_REQUEST, "2024-01-30").base_due == d("2024-02-29")


def test_a_name_with_an_inner_space_matches():
    assert normal_name("张 三") == normal_name("张三")


def test_an_anonymous_letter_is_still_dispatched_and_handled():
    assert waived_for(name_known=False, address_known=False) == (Duty.DIRECT_NOTICE, Duty.NOTICE)


def test_a_matter_of_april_2022_goes_by_the_old_statute_even_when_accepted_in_may():
    rules = rule_set_on(d("2022-04-30"))
    assert rules is RULES_2005
    assert start(rules, Duty.CONCLUSION, d("2022-05-10"), NO_TABLE).basis == "《信访条例》第三十三条"
