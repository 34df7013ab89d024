from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import clock, d, refused_by
from xinfang_site.domain.clocks import stop
from xinfang_site.domain.closing import (
    Conclusion,
    Evaluation,
    Satisfaction,
    check_all_stopped,
    check_conclusion,
    check_evaluation,
    check_lateness,
    check_withdrawal,
)
from xinfang_site.domain.conflicts import (
    check_receiver,
    check_recusal,
    check_report_receiver,
    namesake_of,
    recusal_reason,
)
from xinfang_site.domain.duties import Duty
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.paths import Kind
from xinfang_site.domain.statutes import article
from xinfang_site.domain.urgent import (
    Recipient,
    check_lifting,
    check_recipients,
    check_times,
    check_untouched,
    recipients_of,
)
from xinfang_site.domain.visits import Visit, check_visit, is_collective

DAY = d("2026-03-17")
LONG_REASON = "该事项属于区住房城乡建委职权"


# 利益冲突


def test_a_report_never_goes_to_the_accused_but_to_the_competent_organ():
    barred = frozenset({2, 3, 4})
    for office in (2, 3, 4):
        assert refused_by(check_receiver, office, barred) == (article(30, 3), "receiver")
        assert refused_by(check_report_receiver, office, barred, frozenset({office})) == (
            article(30, 3),
            "receiver",
        )
    assert refused_by(check_report_receiver, 5, barred, frozenset({6})) == (article(22, 2), "receiver")
    check_report_receiver(6, barred, frozenset({6}))


def test_who_is_reported_or_has_said_so_stands_aside_and_nobody_else():
    for reason in (recusal_reason(reported=True), recusal_reason(declared="与信访人是同学")):
        assert refused_by(check_recusal, reason) == (article(28, 3), "handler")
    check_recusal(recusal_reason(declared=" "))


# 重大紧急


@pytest.mark.parametrize(
    ("name", "people", "part"),
    [
        ("张三", [("信访人", "李四"), ("信访人", "张三")], "信访人"),
        ("张 三", [("信访人", "张三")], "信访人"),
        ("张三", [("被反映人", "张三 副主任")], "被反映人"),
        ("张三", [("信访人", "张三丰"), ("信访人", "")], ""),
        ("", [("信访人", "")], ""),
    ],
)
def test_a_namesake_among_the_people_is_told_by_their_part(name, people, part):
    assert namesake_of(name, people) == part


def test_a_petition_office_tells_every_recipient_and_the_national_administration_at_once():
    everyone = recipients_of(petition_office=True)
    check_recipients(everyone, petition_office=True)
    assert [each.title for each in everyone] == [
        "本级党委和政府",
        "相关主管部门",
        "本级信访工作联席会议办公室",
        "上一级信访部门",
        "国家信访局",
    ]


@pytest.mark.parametrize("missing", list(Recipient))
def test_an_urgent_report_leaves_no_recipient_out(missing):
    told = set(Recipient) - {missing}
    assert refused_by(check_recipients, told, petition_office=True) == (missing.basis, "recipients")


def test_other_organs_tell_three():
    three = recipients_of(petition_office=False)
    assert {each.basis for each in three} == {article(25, 1)}
    check_recipients(three, petition_office=False)


def test_only_a_head_takes_an_urgent_mark_off_and_never_after_the_report() -> None:
    check_lifting(reported=False, by_head=True)
    for reported, by_head in ((False, False), (True, False), (True, True)):
        found = refused_by(check_lifting, reported=reported, by_head=by_head)
        assert found == (article(46, None, 4), "urgent")


def test_an_urgent_report_is_not_edited_nor_dated_before_it_was_known():
    known = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
    check_times(known, known)
    check_untouched(sent=False)
    before = known - timedelta(minutes=1)
    assert refused_by(check_times, known, before) == (article(25, 1), "reported_at")
    assert refused_by(check_untouched, sent=True) == (article(46, None, 4), None)


# 集体访


@given(st.integers(1, 200), st.integers(0, 200), st.integers(2, 10))
def test_a_visit_is_collective_from_the_threshold_on(visitors, representatives, threshold):
    if representatives > min(5, visitors):
        assert refused_by(check_visit, Visit(visitors, representatives), threshold) == (
            article(20, 3),
            "representatives",
        )
        return
    collective = check_visit(Visit(visitors, representatives), threshold)
    assert collective is is_collective(visitors, threshold) is (visitors >= threshold)


@pytest.mark.parametrize("visit", [Visit(9, 6), Visit(3, 4)])
def test_five_represent_at_most_and_never_more_than_came(visit):
    assert refused_by(check_visit, visit) == (article(20, 3), "representatives")


def test_a_crowd_without_representatives_is_still_registered():
    assert check_visit(Visit(20))


def test_a_visit_has_a_visitor():
    assert refused_by(check_visit, Visit(0)) == (article(22, 1), "visitors")


# 撤回、评价、办结


def test_a_withdrawal_is_signed_and_not_for_reports_or_urgent_matters():
    check_withdrawal(Kind.APPEAL, "撤回申请第1号", urgent=False)
    assert refused_by(check_withdrawal, Kind.ACCUSATION, "有", urgent=False)[0] == article(30, 1)
    assert refused_by(check_withdrawal, Kind.APPEAL, "有", urgent=True)[0] == article(25, 1)
    assert refused_by(check_withdrawal, None, " ", urgent=False) == (None, "proof")


def test_a_unit_does_not_evaluate_itself():
    check_evaluation(Evaluation(by_petitioner=True))
    check_evaluation(Evaluation(False, by_handling_unit=True, on_behalf=True, proof="电话回访录音"))
    with pytest.raises(Refused, match="不得评价自己"):
        check_evaluation(Evaluation(False, by_handling_unit=True))
    assert refused_by(check_evaluation, Evaluation(False)) == (article(21, 2), "on_behalf")
    assert refused_by(check_evaluation, Evaluation(False, on_behalf=True)) == (article(21, 2), "proof")


def test_satisfaction_has_three_grades():
    assert [each.title for each in Satisfaction] == ["满意", "基本满意", "不满意"]


def test_an_assigned_matter_is_confirmed_with_report_opinion_and_proof():
    check_conclusion(Conclusion(True, True, True), assigned=True)
    check_conclusion(Conclusion(False, False, False), assigned=False)
    with pytest.raises(Refused, match="办结报告、送达回证") as refused:
        check_conclusion(Conclusion(False, True, False), assigned=True)
    assert refused.value.article == article(22, 1, 3)


def test_nothing_is_archived_while_a_limit_runs():
    running = clock(Duty.CONCLUSION, DAY)
    check_all_stopped((stop(running, DAY),))
    assert refused_by(check_all_stopped, (running,))[0] == article(22, 1)


def test_the_first_late_act_names_reason_and_unit_at_fault():
    check_lateness(0, "", "")
    check_lateness(2, "材料不全", "区住建委")
    for reason, unit in (("", "区住建委"), ("材料不全", "")):
        assert refused_by(check_lateness, 2, reason, unit) == (article(45, None, 1), "late_reason")
