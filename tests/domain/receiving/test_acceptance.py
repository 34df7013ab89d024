import pytest
from hypothesis import given

from tests.domain.tables import CALENDAR, d, days_2022
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clocks import start
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.overrides import LocalRules, customise
from xinfang_site.domain.limits.rule_sets import RULES_2005, RULES_2022, RULES_SIMPLE
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.receiving.acceptance import (
    check_acceptance,
    judge,
    limits_at_dispatch,
    limits_at_registration,
    simple_excluded,
    waived_for,
)
from xinfang_site.domain.receiving.paths import Kind, Path, route_until
from xinfang_site.domain.statutes import article, old_article

FIRST_FIVE = [path for path in Path if path is not Path.PETITION]


@pytest.mark.parametrize("path", FIRST_FIVE)
def test_the_first_five_paths_start_no_sixty_days_and_need_a_notice_of_the_route(path):
    judged = judge(RULES_2022, Kind.APPEAL, path, "权责清单第3项")
    assert judged.step is Step.ROUTE
    assert judged.starts == (Duty.STATUTORY_ROUTE,)
    assert judged.document is DocumentKind.STATUTORY_ROUTE_NOTICE
    assert judged.basis == path.basis
    for step in (Step.ACCEPT, Step.ACCEPT_SIMPLE):
        with pytest.raises(Refused, match="导入法定途径") as refused:
            check_acceptance(step, judged)
        assert refused.value.article == path.basis
    check_acceptance(Step.ROUTE, judged)


def test_the_sixth_path_starts_sixty_days():
    judged = judge(RULES_2022, Kind.APPEAL, Path.PETITION, "权责清单第3项")
    assert (judged.step, judged.starts) == (Step.ACCEPT, (Duty.CONCLUSION,))
    assert judged.document is DocumentKind.ACCEPTANCE_NOTICE
    check_acceptance(Step.ACCEPT, judged)
    with pytest.raises(Refused, match="不能导入"):
        check_acceptance(Step.ROUTE, judged)
    with pytest.raises(Refused, match="不一致"):
        check_acceptance(Step.ACCEPT_SIMPLE, judged)


@pytest.mark.parametrize(
    ("kind", "path", "basis", "field", "place"),
    [
        (None, Path.PETITION, "清单", "kind", article(31)),
        (Kind.APPEAL, None, "清单", "path", article(31)),
        (Kind.APPEAL, Path.PETITION, " ", "basis", article(31, None, 6)),
        (Kind.APPEAL, Path.ARBITRATION, "", "basis", article(31, None, 2)),
    ],
)
def test_no_acceptance_before_kind_path_and_basis(kind, path, basis, field, place):
    with pytest.raises(Refused) as refused:
        judge(RULES_2022, kind, path, basis)
    assert (refused.value.field, refused.value.article) == (field, place)


@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.ACCUSATION])
def test_suggestions_and_reports_start_no_sixty_days(kind):
    judged = judge(RULES_2022, kind, None, "")
    assert (judged.step, judged.starts, judged.basis) == (Step.ACCEPT, (), kind.basis)
    with pytest.raises(Refused, match="简易程序"):
        judge(RULES_2022, kind, None, "", simple=True)


def test_an_office_may_set_a_limit_for_suggestions():
    local = customise(RULES_2022, LocalRules(lengths={Duty.SUGGESTION: 30}), 2)
    assert judge(local, Kind.SUGGESTION, None, "").starts == (Duty.SUGGESTION,)


def test_the_simple_procedure_answers_in_ten_working_days():
    judged = judge(RULES_SIMPLE, Kind.APPEAL, Path.PETITION, "清单", simple=True)
    assert (judged.step, judged.starts) == (Step.ACCEPT_SIMPLE, (Duty.SIMPLE_ANSWER,))
    assert start(RULES_SIMPLE, Duty.SIMPLE_ANSWER, d("2026-03-17"), CALENDAR).due == d("2026-03-31")


def test_by_the_statute_of_2005_every_accepted_matter_has_sixty_days():
    judged = judge(RULES_2005, Kind.SUGGESTION, None, "")
    assert (judged.starts, judged.basis) == ((Duty.CONCLUSION,), old_article(33))


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"repeated": True}, "重复信访事项"),
        ({"kind": Kind.ACCUSATION}, "检举控告类事项"),
        ({"urgent": True}, "重大、紧急事项"),
        ({"collective": True}, "集体访事项"),
        ({}, ""),
    ],
)
def test_what_is_outside_the_simple_procedure(facts, reason):
    usual = {"repeated": False, "kind": Kind.APPEAL, "urgent": False, "collective": False}
    assert simple_excluded(**{**usual, **facts}) == reason


def test_limits_that_start_with_registration():
    assert limits_at_registration(RULES_2022, Kind.APPEAL, urgent=False) == (Duty.DISPATCH,)
    assert limits_at_registration(RULES_2022, Kind.ACCUSATION, urgent=True) == (
        Duty.DISPATCH,
        Duty.URGENT_REPORT,
        Duty.DISCIPLINE_TRANSFER,
    )
    assert Duty.DISCIPLINE_TRANSFER not in limits_at_registration(RULES_2005, Kind.ACCUSATION, urgent=False)


def test_limits_that_start_in_the_units_inbox():
    assert limits_at_dispatch(RULES_2022, assigned=False) == (Duty.NOTICE, Duty.OBJECTION)
    assert limits_at_dispatch(RULES_2022, assigned=True) == (Duty.NOTICE, Duty.OBJECTION, Duty.FEEDBACK)
    assert limits_at_dispatch(RULES_2022, assigned=False, joint=True) == (Duty.NOTICE,)
    assert limits_at_dispatch(RULES_2005, assigned=False) == (Duty.NOTICE,)
    assert Duty.SIMPLE_DECISION in limits_at_dispatch(RULES_SIMPLE, assigned=False)


@pytest.mark.parametrize(("name", "address"), [(False, True), (True, False), (False, False)])
def test_notices_are_not_owed_to_somebody_unknown_but_handling_is(name, address):
    assert waived_for(name_known=name, address_known=address) == (Duty.DIRECT_NOTICE, Duty.NOTICE)
    assert waived_for(name_known=True, address_known=True) == ()


def test_each_path_is_an_item_of_article_31_with_its_guidance():
    assert [path.basis.cite() for path in Path][0::5] == [
        "《信访工作条例》第三十一条第一项",
        "《信访工作条例》第三十一条第六项",
    ]
    for path in Path:
        assert path.title == path.guidance.title
        assert all((path.guidance.where, path.guidance.act))
        assert len(path.value) <= 10


def test_the_three_kinds_have_their_articles():
    assert [(kind.title, kind.basis.article) for kind in Kind] == [
        ("建议意见", 29),
        ("检举控告", 30),
        ("申诉求决", 31),
    ]


@pytest.mark.parametrize(
    ("started", "until"),
    [("2026-03-17", "2026-05-17"), ("2025-12-31", "2026-02-28"), ("2023-12-31", "2024-02-29"),
     ("2026-10-31", "2026-12-31"), ("2026-11-30", "2027-01-30")],
)  # fmt: skip
def test_without_an_act_in_two_months_the_way_to_court_is_open(started, until):
    assert route_until(Path.DUTY_TO_ACT, d(started)) == d(until)
    assert "第四十七条" in Path.DUTY_TO_ACT.guidance.limit


@given(days_2022)
def test_two_months_are_two_months(day):
    until = route_until(Path.DUTY_TO_ACT, day)
    assert (until.year * 12 + until.month) - (day.year * 12 + day.month) == 2
    assert until.day <= day.day <= until.day + 3


@pytest.mark.parametrize("path", [path for path in Path if path is not Path.DUTY_TO_ACT])
def test_the_time_of_other_routes_has_to_be_looked_up(path):
    assert route_until(path, d("2026-03-17")) is None
