from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import CALENDAR, any_day, clock, d, extension
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clock_changes import extend
from xinfang_site.domain.limits.clocks import recompute, start
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.overrides import LocalRules, customise
from xinfang_site.domain.limits.rule_sets import (
    RULE_SETS,
    RULES_2005,
    RULES_2022,
    RULES_SIMPLE,
    rule_set_called,
    rule_set_on,
)
from xinfang_site.domain.limits.rules import Interruption, Mark, Roll, Unit
from xinfang_site.domain.roles import Role
from xinfang_site.domain.statutes import article, old_article

LENGTHS_2022 = {
    "D1": (15, "日"), "D2": (15, "日"), "D3": (15, "日"), "D4": (5, "个工作日"), "D4A": (2, "个工作日"),
    "D5": (None, "日"), "D6": (60, "日"), "D7": (30, "日"), "D8": (30, "日"), "D9": (30, "日"),
    "D10": (30, "日"), "D11": (0, "日"), "D12": (None, "日"), "D13": (15, "日"), "D14": (None, "日"),
    "D15": (None, "日"), "D16": (None, "日"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), LENGTHS_2022.items())
def test_each_duty_of_2022_has_its_length_and_unit(code, expected):
    rule = RULES_2022.rule(Duty(code))
    assert (rule.length, rule.unit.title) == expected


def test_the_rules_of_2022_are_exactly_these():
    assert {duty.value for duty in RULES_2022.rules} == set(LENGTHS_2022)


def test_the_simple_procedure_adds_its_two_working_day_limits():
    added = set(RULES_SIMPLE.rules) - set(RULES_2022.rules)
    assert {(duty.value, RULES_SIMPLE.rule(duty).length) for duty in added} == {("D17", 10), ("D17A", 3)}
    assert all(RULES_SIMPLE.rule(duty).unit is Unit.WORKING for duty in added)
    assert {RULES_SIMPLE.rule(duty).mark for duty in added} == {Mark.SECONDARY, Mark.MEMORY}


def test_the_statute_of_2005_knew_no_objection():
    with pytest.raises(Refused, match="提出异议"):
        RULES_2005.rule(Duty.OBJECTION)


def test_in_2005_advice_was_answered_in_30_days_and_every_matter_concluded_in_60():
    assert RULES_2005.rule(Duty.ADVICE_FEEDBACK).length == 30
    assert RULES_2005.rule(Duty.CONCLUSION).basis == old_article(33)
    assert RULES_2005.concludes_all
    assert not RULES_2022.concludes_all


@given(any_day, st.booleans())
def test_the_day_of_receipt_decides_the_rule_set(day, simple):
    rules = rule_set_on(day, simple=simple)
    if day < date(2022, 5, 1):
        assert rules is RULES_2005
    else:
        assert rules is (RULES_SIMPLE if simple else RULES_2022)


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.code)
def test_every_rule_cites_an_article_of_its_statute_and_fits_its_columns(rules):
    for duty, rule in rules.rules.items():
        assert rule.duty is duty
        assert rule.basis.statute.in_force(rules.valid_from)
        assert len(rule.basis.cite()) <= 120
    assert len(rules.key) <= 40


@pytest.mark.parametrize("rules", [RULES_2022, RULES_2005], ids=lambda rules: rules.code)
def test_only_the_final_review_is_stopped_by_a_hearing(rules):
    stopped = {duty for duty, rule in rules.rules.items() if Interruption.HEARING in rule.suspended_by}
    assert stopped == {Duty.FINAL_REVIEW}


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.code)
def test_petitioners_rights_roll_and_office_duties_do_not(rules):
    rolling = {duty for duty, rule in rules.rules.items() if rule.roll is Roll.FORWARD}
    assert rolling == {Duty.REVIEW_REQUEST, Duty.FINAL_REQUEST} == {d for d in rolling if d.petitioners_right}
    assert all(rules.rule(duty).policy for duty in rolling)


def test_only_the_conclusion_may_be_extended():
    extendable = {duty for duty, rule in RULES_2022.rules.items() if rule.extension_max}
    assert extendable == {Duty.CONCLUSION}
    rule = RULES_2022.rule(Duty.CONCLUSION)
    assert (rule.extension_max, rule.extension_count, rule.approver) == (30, 1, Role.UNIT_HEAD)


def test_a_rule_is_described_in_words():
    assert RULES_2022.rule(Duty.CONCLUSION).described == "自受理之日起60日"
    assert RULES_2022.rule(Duty.OBJECTION).described == "自收到之日起5个工作日"
    assert RULES_2022.rule(Duty.URGENT_REPORT).described == "得知当日"
    assert "期限由" in RULES_2022.rule(Duty.FEEDBACK).described


def test_a_rule_set_is_found_by_its_key():
    local = customise(RULES_2022, LocalRules(review_extension=30), 2)
    assert rule_set_called("xftl2005/1") is RULES_2005
    assert rule_set_called("xfgztl2022/2", [local]) is local
    with pytest.raises(Refused, match="没有标识"):
        rule_set_called("xfgztl2022/9", [local])


def test_rules_are_values_that_nobody_can_change():
    with pytest.raises(FrozenInstanceError):
        RULES_2022.rule(Duty.CONCLUSION).length = 90
    with pytest.raises(TypeError):
        RULES_2022.rules[Duty.CONCLUSION] = None


# local overrides


def test_an_override_makes_a_new_version_and_leaves_the_base_alone():
    local = customise(RULES_2022, LocalRules(lengths={Duty.DISPATCH: 5}), 2)
    assert (local.key, local.local) == ("xfgztl2022/2", True)
    assert local.rule(Duty.DISPATCH).length == 5
    assert local.rule(Duty.DISPATCH).policy
    assert RULES_2022.rule(Duty.DISPATCH).length == 15
    assert local.rule(Duty.NOTICE) == RULES_2022.rule(Duty.NOTICE)


def test_a_change_of_rules_never_rewrites_a_running_clock():
    running = clock(Duty.CONCLUSION, "2026-03-17")
    local = customise(RULES_2022, LocalRules(lengths={Duty.CONCLUSION: 30}), 2)
    assert start(local, Duty.CONCLUSION, d("2026-03-17"), CALENDAR).due == d("2026-04-16")
    kept = recompute(running, CALENDAR)
    assert (kept.due, kept.rule_set, kept.basis) == (
        d("2026-05-16"),
        "xfgztl2022/1",
        "《信访工作条例》第三十四条",
    )


def test_the_version_must_rise():
    with pytest.raises(Refused, match="版本号") as refused:
        customise(RULES_2022, LocalRules(), 1)
    assert refused.value.field == "version"


@pytest.mark.parametrize(
    ("local", "field", "place"),
    [
        (LocalRules(lengths={Duty.CONCLUSION: 61}), "lengths", article(34)),
        (LocalRules(lengths={Duty.REVIEW_REQUEST: 29}), "lengths", article(35)),
        (LocalRules(lengths={Duty.DISPATCH: 0}), "lengths", article(22, 1)),
        (LocalRules(units={Duty.DISPATCH: Unit.WORKING}), "lengths", article(22, 1)),
        (LocalRules(units={Duty.FEEDBACK: Unit.WORKING}), "lengths", article(22, 1, 3)),
        (LocalRules(extension_maxima={Duty.CONCLUSION: 31}), "extension_maxima", article(34)),
        (LocalRules(extension_maxima={Duty.REVIEW: 1}), "extension_maxima", article(35)),
        (LocalRules(review_extension=31), "review_extension", None),
        (LocalRules(review_extension=-1), "review_extension", None),
        (LocalRules(collective_threshold=1), "collective_threshold", None),
        (LocalRules(objection_reason_length=0), "objection_reason_length", None),
        (LocalRules(flagged_approval=0), "flagged_approval", None),
        (LocalRules(flagged_approval=4), "flagged_approval", None),
    ],
)
def test_an_override_against_the_statute_is_refused(local, field, place):
    with pytest.raises(Refused) as refused:
        customise(RULES_2022, local, 2)
    assert (refused.value.field, refused.value.article) == (field, place)


@pytest.mark.parametrize(
    ("lengths", "units"),
    [
        ({Duty.OBJECTION: 5}, {Duty.OBJECTION: Unit.CALENDAR}),  # 河南
        ({Duty.NOTICE: 5}, {Duty.NOTICE: Unit.WORKING}),  # 浙江
        ({Duty.REVIEW_REQUEST: 60}, {}),
        ({Duty.FEEDBACK: 30}, {}),
        ({Duty.DISPATCH: 10}, {Duty.DISPATCH: Unit.WORKING}),
    ],
)
def test_a_stricter_office_and_a_kinder_right_are_allowed(lengths, units):
    local = customise(RULES_2022, LocalRules(lengths=lengths, units=units), 2)
    for duty, length in lengths.items():
        assert local.rule(duty).length == length


@given(st.sampled_from(list(Duty)), st.integers(-5, 200), st.sampled_from(list(Unit)))
def test_no_override_gives_an_office_more_time_or_a_petitioner_less(duty, length, unit):
    base = RULES_SIMPLE.rule(duty)
    try:
        changed = customise(RULES_SIMPLE, LocalRules({duty: length}, {duty: unit}), 2).rule(duty)
    except Refused:
        return
    if base.length is None or base.length == 0 or changed == base:
        return
    weeks = {Unit.CALENDAR: 1 / 7, Unit.WORKING: 1 / 5}
    longer = changed.length * weeks[changed.unit] - base.length * weeks[base.unit]
    assert longer >= -1e-9 if duty.petitioners_right else longer <= 1e-9


def test_rolling_office_deadlines_is_one_setting():
    local = customise(RULES_2022, LocalRules(roll_office_deadlines=True), 2)
    # 2026-02-20 lies in the Spring Festival
    assert start(local, Duty.DISPATCH, d("2026-02-05"), CALENDAR).due == d("2026-02-24")
    assert local.rule(Duty.OBJECTION).roll is Roll.NONE
    assert local.rule(Duty.URGENT_REPORT).roll is Roll.NONE
    assert local.rule(Duty.FEEDBACK).roll is Roll.NONE


def test_a_split_extension_is_a_setting():
    local = customise(RULES_2022, LocalRules(extension_split=True), 2)
    twice = start(local, Duty.CONCLUSION, d("2026-03-17"), CALENDAR)
    for days in (20, 10):
        twice = extend(twice, extension(days, "2026-05-10"), CALENDAR)
    assert (twice.due, twice.extended_by) == (d("2026-06-15"), 30)
    with pytest.raises(Refused, match="累计不得超过30日"):
        extend(twice, extension(1, "2026-05-10"), CALENDAR)


def test_extension_can_be_forbidden_locally():
    local = customise(RULES_2022, LocalRules(extension_maxima={Duty.CONCLUSION: 0}), 2)
    running = start(local, Duty.CONCLUSION, d("2026-03-17"), CALENDAR)
    with pytest.raises(Refused, match="没有可以延长"):
        extend(running, extension(1, "2026-04-01"), CALENDAR)


def test_thresholds_are_settings():
    local = customise(RULES_2022, LocalRules(collective_threshold=6, objection_reason_length=50), 2)
    assert (local.collective_threshold, local.objection_reason_length) == (6, 50)
    assert replace(local, local=False).collective_threshold == 6


def test_local_rules_touch_only_what_they_name():
    local = customise(RULES_2022, LocalRules(review_extension=30), 2)
    changed = {duty for duty in Duty if local.rules.get(duty) != RULES_2022.rules.get(duty)}
    assert changed == {Duty.REVIEW, Duty.FINAL_REVIEW}
    assert dict(customise(RULES_2022, LocalRules(), 2).rules) == dict(RULES_2022.rules)


@pytest.mark.parametrize(
    "local",
    [
        LocalRules(collective_threshold=2, objection_reason_length=1, review_extension=30),
        LocalRules(lengths={Duty.DISPATCH: 1}),
        LocalRules(lengths={Duty.OBJECTION: 7}, units={Duty.OBJECTION: Unit.CALENDAR}),
        LocalRules(extension_maxima={Duty.CONCLUSION: 30}),
        LocalRules(extension_maxima={Duty.CONCLUSION: 0}),
    ],
)
def test_an_override_at_the_very_limit_is_allowed(local):
    assert customise(RULES_2022, local, 2).local
