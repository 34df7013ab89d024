from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import any_day, clock, d, refused_by
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clocks import stop
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rule_sets import RULES_2005, RULES_2022
from xinfang_site.domain.receiving.dispatching import (
    ADVICE_KINDS,
    SUPERVISION_REASONS,
    MeetingDecision,
    check_assignment,
    check_meeting,
    check_objection,
    check_objection_open,
    check_return,
    check_supervision,
    meeting_needed,
)
from xinfang_site.domain.receiving.grounds import GROUNDS, REDIRECTIONS, check_refusal, grounds_on
from xinfang_site.domain.receiving.intake import (
    check_kind_change,
    check_merge,
    check_petitioner,
    check_receipt_change,
    check_received,
    check_void,
    merged_receipt,
)
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.domain.statutes import article, old_article

DAY = d("2026-03-17")
LONG_REASON = "该事项属于区住房城乡建委职权"


# 收件和登记


@given(any_day, any_day)
def test_nothing_is_received_tomorrow(received, today):
    if received <= today:
        check_received(received, today)
    else:
        assert refused_by(check_received, received, today) == (article(22, 1), "received_on")


def test_a_day_of_receipt_with_a_mistyped_year_is_refused():
    check_received(d("1949-10-01"), DAY)
    assert refused_by(check_received, date(202, 3, 5), DAY) == (article(22, 1), "received_on")
    with pytest.raises(Refused, match="0202年"):
        check_received(date(202, 3, 5), DAY)


def test_anonymity_is_explicit_and_never_an_empty_name():
    check_petitioner("张三", anonymous=False)
    check_petitioner("", anonymous=True)
    assert refused_by(check_petitioner, " ", anonymous=False) == (article(19, 1), "name")
    assert refused_by(check_petitioner, "张三", anonymous=True) == (article(19, 1), "anonymous")


def test_changing_the_day_of_receipt_needs_a_second_person_once_dispatched():
    running = clock(Duty.DISPATCH, DAY)
    stopped = stop(running, d("2026-03-20"))
    check_receipt_change(running, DAY, d("2026-03-16"), ["甲"])
    check_receipt_change(None, DAY, d("2026-03-16"), ["甲"])
    check_receipt_change(stopped, DAY, d("2026-03-16"), ["甲", "乙"])
    for people in (["甲"], ["甲", "甲"], ["甲", " "]):
        assert refused_by(check_receipt_change, stopped, DAY, d("2026-03-16"), people) == (
            article(22, 1),
            "second_person",
        )
    assert refused_by(check_receipt_change, running, DAY, DAY, ["甲"]) == (article(22, 1), "received_on")


@given(st.lists(any_day, min_size=2, max_size=5))
def test_merged_matters_go_by_the_earliest_receipt(days):
    assert merged_receipt(days) == min(days)


def test_a_single_matter_is_not_merged():
    assert refused_by(merged_receipt, [DAY]) == (None, "other_matter")


def test_a_report_is_never_merged_with_another_kind_nor_a_matter_with_itself():
    check_merge("1", "2", Kind.APPEAL, Kind.SUGGESTION)
    check_merge("1", "2", Kind.ACCUSATION, Kind.ACCUSATION)
    assert refused_by(check_merge, "1", "1", Kind.APPEAL, Kind.APPEAL) == (None, "other_matter")
    for one, other in ((Kind.ACCUSATION, Kind.APPEAL), (None, Kind.ACCUSATION)):
        assert refused_by(check_merge, "1", "2", one, other) == (article(30, 3), "other_matter")


def test_taking_a_matter_out_of_the_reports_needs_two_people():
    check_kind_change(Kind.APPEAL, Kind.ACCUSATION, ["甲"])
    check_kind_change(Kind.ACCUSATION, Kind.ACCUSATION, ["甲"])
    check_kind_change(Kind.ACCUSATION, Kind.APPEAL, ["甲", "乙"])
    assert refused_by(check_kind_change, Kind.ACCUSATION, Kind.APPEAL, ["甲", "甲"]) == (
        article(30, 3),
        "second_person",
    )


def test_a_matter_is_voided_only_with_a_reason():
    check_void("重复录入")
    assert refused_by(check_void, " ") == (article(22, 1), "reason")


# 不予受理


def test_the_statute_in_force_names_one_ground_only():
    assert [ground.code for ground in grounds_on(DAY)] == ["19-3"]
    assert {ground.code for ground in grounds_on(date(2022, 4, 30))} == {"2005-16", "2005-21-1"}
    assert check_refusal("19-3", "区住建委正在办理，至2026-05-16", DAY).basis == article(19, 3)
    assert check_refusal("2005-21-1", "请向人民法院起诉", date(2020, 1, 1)).basis == old_article(21, 1, 1)


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda ground: ground.code)
def test_a_refusal_says_where_to_go(ground):
    day = DAY if ground.basis.statute.in_force(DAY) else date(2020, 1, 1)
    assert refused_by(check_refusal, ground.code, " ", day) == (ground.basis, "text")


@pytest.mark.parametrize(("code", "day"), [("", DAY), ("2005-21-1", DAY), ("19-3", date(2020, 1, 1))])
def test_a_refusal_needs_a_ground_of_its_own_statute(code, day):
    place, field = refused_by(check_refusal, code, "说明", day)
    assert (place.statute.in_force(day), field) == (True, "ground")


@pytest.mark.parametrize("other", REDIRECTIONS, ids=lambda other: other.code)
def test_what_is_no_ground_says_what_to_do_instead(other):
    with pytest.raises(Refused, match=other.instead) as refused:
        check_refusal(other.code, "说明", DAY)
    assert refused.value.article == other.basis
    assert refused_by(check_refusal, other.code, "说明", date(2020, 1, 1))[0] == old_article(21, 1, 1)


# 转送、异议、退回、督办


def test_an_assignment_needs_reason_and_date():
    for due in (DAY, d("2026-04-17")):
        check_assignment("重要情况需要反馈", due, DAY)
    place = article(22, 1, 3)
    assert refused_by(check_assignment, " ", d("2026-04-17"), DAY) == (place, "reason")
    assert refused_by(check_assignment, "重要", None, DAY) == (place, "due")
    assert refused_by(check_assignment, "重要", d("2026-03-16"), DAY) == (place, "due")


def test_an_objection_comes_within_five_working_days_with_reasons_of_ten_characters():
    right = clock(Duty.OBJECTION, DAY)
    check_objection(RULES_2022, right, LONG_REASON, d("2026-03-24"))
    check_objection(RULES_2022, right, "一二三四五 六七八九十", DAY)
    assert refused_by(check_objection, RULES_2022, right, LONG_REASON, d("2026-03-25")) == (
        article(23, 3),
        "day",
    )
    assert refused_by(check_objection, RULES_2022, right, "一二三四五 六七八九", DAY) == (
        article(23, 3),
        "reason",
    )
    assert refused_by(check_objection, RULES_2005, None, LONG_REASON, DAY) == (article(23, 3), None)


def test_the_second_return_of_a_matter_goes_to_the_joint_meeting():
    decision = MeetingDecision("李区长", DAY, 7, "纪要〔2026〕1号")
    assert [meeting_needed(returns) for returns in (0, 1, 2)] == [False, True, True]
    check_return("权责清单第3项", 0)
    check_meeting(1, decision)
    assert refused_by(check_return, " ", 0) == (article(23, 3), "ground")
    assert refused_by(check_return, "权责清单", 1) == (article(24, 1), "decider")
    for missing in (None, MeetingDecision(" ", DAY, 7, "")):
        assert refused_by(check_meeting, 1, missing) == (article(24, 1), "decider")


def test_supervision_needs_a_reason_of_article_40_or_a_late_clock():
    for reason in SUPERVISION_REASONS:
        check_supervision(reason, overdue=False)
    check_supervision("", overdue=True)
    assert refused_by(check_supervision, "other", overdue=False) == (article(40, 1), "reason")


def test_there_are_three_kinds_of_advice():
    assert [place.paragraph for _, place in ADVICE_KINDS.values()] == [1, 2, 3]


def test_an_objection_that_was_ruled_on_is_not_raised_again():
    running = clock(Duty.OBJECTION, "2026-03-17")
    check_objection_open(RULES_2022, running, d("2026-03-24"))
    ruled = stop(running, d("2026-03-20"))
    assert refused_by(check_objection_open, RULES_2022, ruled, d("2026-03-20")) == (article(23, 3), None)
    assert refused_by(check_objection_open, RULES_2022, None, d("2026-03-20")) == (article(23, 3), None)
