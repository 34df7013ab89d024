import pytest

from tests.domain.tables import clock, d, refused_by
from xinfang_site.domain.concluding.closing import (
    Conclusion,
    Evaluation,
    Satisfaction,
    check_all_stopped,
    check_conclusion,
    check_evaluation,
    check_lateness,
    check_request_withdrawal,
    check_route_result,
    check_withdrawal,
)
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clocks import stop
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.domain.statutes import article

DAY = d("2026-03-17")


def test_a_withdrawal_is_signed_and_not_for_reports_or_urgent_matters():
    check_withdrawal(Kind.APPEAL, "撤回申请第1号", urgent=False)
    assert refused_by(check_withdrawal, Kind.ACCUSATION, "有", urgent=False)[0] == article(30, 1)
    assert refused_by(check_withdrawal, Kind.APPEAL, "有", urgent=True)[0] == article(25, 1)
    assert refused_by(check_withdrawal, None, " ", urgent=False) == (None, "proof")


def test_a_request_is_taken_back_in_writing_and_the_result_of_a_route_has_its_paper():
    check_request_withdrawal("撤回申请书", article(35))
    assert refused_by(check_request_withdrawal, " ", article(35)) == (article(35), "proof")
    check_route_result("仲裁裁决书第3号")
    assert refused_by(check_route_result, "") == (article(31), "proof")


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
    for reason, unit, missing in (("", "区住建委", "late_reason"), ("材料不全", "", "late_unit")):
        assert refused_by(check_lateness, 2, reason, unit) == (article(45, None, 1), missing)
