from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import after, clock, d, days_2022, refused_by
from xinfang_site.domain.concluding.opinions import (
    Opinion,
    Outcome,
    Service,
    ServiceWay,
    check_edit,
    check_opinion,
    check_redo,
    check_service,
    missing_elements,
    remedy_text,
)
from xinfang_site.domain.concluding.reviews import (
    Reviewable,
    ReviewOutcome,
    check_final_request,
    check_lapse,
    check_no_longer_accepted,
    check_review_request,
)
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rule_sets import RULES_2005, RULES_2022
from xinfang_site.domain.people.separation import check_fresh, check_signers
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.domain.statutes import article

COMPLETE = Opinion(
    acceptance="2026年3月17日受理",
    request="要求修缮房屋",
    facts="经调查，房屋漏水属实",
    outcome=Outcome.SUPPORTED,
    decision="予以支持",
    legal_basis="《物业管理条例》第五十五条",
    review_organ="区人民政府",
    review_address="天陈路2号",
    remedy=remedy_text("区人民政府", "天陈路2号"),
)
TEXTS = [name for name in Opinion.__slots__ if name != "outcome"]


# 意见书


def test_an_opinion_with_all_elements_of_article_32_may_go_on():
    check_opinion(COMPLETE)
    assert missing_elements(COMPLETE) == ()


@pytest.mark.parametrize("name", TEXTS)
def test_an_opinion_lacks_no_element(name):
    assert refused_by(check_opinion, replace(COMPLETE, **{name: " "})) == (article(32, 1), "text")


def test_an_opinion_decides_something():
    assert missing_elements(replace(COMPLETE, outcome=None)) == ("支持、解释说明或者不支持的结论",)


@pytest.mark.parametrize(
    "text", ["可以申请行政复议", "可以在六个月内提起诉讼并可申请复查", "如不服，可以申诉"]
)
def test_an_opinion_names_review_and_never_reconsideration_or_court(text):
    assert refused_by(check_opinion, replace(COMPLETE, remedy=text)) == (article(35), "remedy")


def test_outcomes_and_ways_have_words():
    assert [each.title for each in Outcome] == ["支持", "部分支持", "解释说明", "不支持"]
    assert [each.title for each in ServiceWay] == ["当面", "邮寄", "其他"]
    assert [each.title for each in ReviewOutcome] == ["维持", "撤销", "变更"]


def test_service_needs_proof_and_a_day_between_issue_and_today():
    given_to = Service(ServiceWay.POST, d("2026-05-12"), "EMS 1234", refused=True)
    check_service(given_to, d("2026-05-10"), d("2026-05-12"))
    assert refused_by(check_service, replace(given_to, proof=" "), d("2026-05-10"), d("2026-05-12")) == (
        article(35),
        "proof",
    )
    for issued, today in (("2026-05-13", "2026-05-14"), ("2026-05-10", "2026-05-11")):
        assert refused_by(check_service, given_to, d(issued), d(today)) == (article(35), "served_on")


def test_a_served_document_is_not_edited():
    check_edit(served=False)
    assert refused_by(check_edit, served=True) == (article(32, 1), "text")


def test_after_revocation_the_same_result_needs_new_grounds():
    check_redo(Outcome.SUPPORTED, Outcome.NOT_SUPPORTED, "")
    check_redo(Outcome.NOT_SUPPORTED, Outcome.NOT_SUPPORTED, "新取得鉴定意见")
    assert refused_by(check_redo, Outcome.NOT_SUPPORTED, Outcome.NOT_SUPPORTED, " ") == (
        article(35),
        "outcome",
    )


# 不同的人


@pytest.mark.parametrize(
    "people", [("甲", "甲", "乙"), ("甲", "乙", "甲"), ("甲", "乙", "乙"), ("甲", "乙", " ")]
)
def test_drafter_reviewer_and_signer_are_three_people(people):
    check_signers("甲", "乙", "丙")
    assert refused_by(check_signers, *people) == (article(32, 1), "signer")


def test_a_reviewer_never_handled_the_matter_before():
    check_fresh("丁", ["甲", "乙"], article(35))
    assert refused_by(check_fresh, "甲", ["甲", "乙"], article(35)) == (article(35), "reviewer")


# 复查、复核

SERVED = clock(Duty.REVIEW_REQUEST, "2026-01-21")
MATTER = Reviewable(Kind.APPEAL, Path.PETITION, has_opinion=True, right=SERVED)


@pytest.mark.parametrize(
    "matter",
    [
        replace(MATTER, kind=Kind.SUGGESTION),
        replace(MATTER, has_opinion=False),
        replace(MATTER, path=Path.DUTY_TO_ACT),
        replace(MATTER, path=None),
    ],
)
def test_only_an_opinion_of_the_sixth_path_is_reviewed(matter):
    assert refused_by(check_review_request, RULES_2022, matter, d("2026-02-01"))[0] == article(35)


def test_by_the_statute_of_2005_opinions_of_every_path_are_reviewed():
    unsorted = replace(MATTER, path=None)
    check_review_request(RULES_2005, unsorted, d("2026-02-01"))
    assert refused_by(check_review_request, RULES_2022, unsorted, d("2026-02-01"))[0] == article(35)


@given(days_2022, st.integers(0, 60), st.booleans())
def test_a_late_request_needs_a_recorded_decision(served, passed, justified):
    right = clock(Duty.REVIEW_REQUEST, served)
    day = after(served, passed)
    decision = "因病住院，认定有正当理由" if justified else " "
    if day <= right.due or justified:
        check_review_request(RULES_2022, replace(MATTER, right=right), day, decision)
    else:
        assert refused_by(check_review_request, RULES_2022, replace(MATTER, right=right), day, decision) == (
            article(35),
            "day",
        )


def test_a_request_needs_service_and_does_not_come_before_it():
    assert refused_by(check_review_request, RULES_2022, replace(MATTER, right=None), d("2026-02-01")) == (
        article(35),
        "served_on",
    )
    assert refused_by(check_review_request, RULES_2022, MATTER, d("2026-01-20")) == (article(35), "day")


def test_a_final_review_follows_a_review_only():
    right = clock(Duty.FINAL_REQUEST, "2026-04-20")
    check_final_request(right, d("2026-05-01"), reviewed=True)
    assert refused_by(check_final_request, right, d("2026-05-01"), reviewed=False) == (article(36, 1), None)
    assert refused_by(check_final_request, right, d("2026-05-21"), reviewed=True) == (article(36, 1), "day")
    check_final_request(right, d("2026-05-21"), "认定有正当理由", reviewed=True)


def test_a_right_lapses_only_after_its_last_day():
    check_lapse(SERVED, d("2026-02-25"))
    assert refused_by(check_lapse, SERVED, d("2026-02-24")) == (article(35), "day")
    assert refused_by(check_lapse, None, d("2026-02-24")) == (article(35), "served_on")


def test_no_longer_accepted_needs_the_linked_final_opinion_and_the_same_facts():
    prior = "复核〔2026〕3号"
    check_no_longer_accepted(prior, same_facts=True)
    for missing in ("", " "):
        assert refused_by(check_no_longer_accepted, missing, same_facts=True) == (
            article(36, 3),
            "prior_final_opinion",
        )
    assert refused_by(check_no_longer_accepted, prior, same_facts=False) == (article(36, 3), "same_facts")
