"""Local overrides of the rules (地方规则): what an office may set, and what it may not.

A local rule may be stricter for offices and kinder to petitioners, never the other way round.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import ClockRule, Roll, RuleSet, Unit
from xinfang_site.domain.roles import Role

REVIEW_EXTENSION_MOST = 30
"""Most days by which local rules extend 复查、复核 (calendar days); 北京 2006 第五十条 allows 30."""

LEVELS_MOST = 3
"""Most levels of approval: 科室负责人, 分管负责人, 主要负责人."""

_WEEK, _WORKING_WEEK = 7, 5
_REVIEWS = (Duty.REVIEW, Duty.FINAL_REVIEW)


@dataclass(frozen=True, slots=True)
class LocalRules:
    """What an office sets for itself (地方设置); None or empty leaves the statute's rule.

    Attributes:
        lengths: days by duty.
        units: units by duty.
        extension_maxima: most days of extension by duty.
        extension_split: several extensions may share the maximum; the default is one extension.
        review_extension: most days by which 复查、复核 may be extended; 0 forbids it.
        roll_office_deadlines: office duties roll over rest days too.
        collective_threshold: visitors from which a visit is collective.
        objection_reason_length: least characters of an objection's reasons.
        flagged_approval: least levels of the petition office's approval for matters of weight, 1 to 3.
        original_may_review: the organ that handled the matter may be asked for 复查 (河南 2012 allows it).
    """

    lengths: Mapping[Duty, int] = field(default_factory=lambda: MappingProxyType({}))
    units: Mapping[Duty, Unit] = field(default_factory=lambda: MappingProxyType({}))
    extension_maxima: Mapping[Duty, int] = field(default_factory=lambda: MappingProxyType({}))
    extension_split: bool = False
    review_extension: int = 0
    roll_office_deadlines: bool = False
    collective_threshold: int | None = None
    objection_reason_length: int | None = None
    flagged_approval: int | None = None
    original_may_review: bool = False


def customise(base: RuleSet, local: LocalRules, version: int) -> RuleSet:
    """The rule set of an office (本地规则集): the base with the office's overrides.

    Args:
        base: a set that comes with the site.
        local: the office's overrides.
        version: number of this version, greater than the base's; clocks keep it.

    Raises:
        Refused: an override contradicts the statute, or the version does not rise.
    """
    if version <= base.version:
        raise Refused(f"规则版本号应当大于{base.version}", field="version")
    _check_settings(local)
    rules = {duty: _customised(rule, local) for duty, rule in base.rules.items()}
    return replace(
        base,
        rules=MappingProxyType(rules),
        version=version,
        local=True,
        collective_threshold=local.collective_threshold or base.collective_threshold,
        objection_reason_length=local.objection_reason_length or base.objection_reason_length,
        flagged_approval=local.flagged_approval or base.flagged_approval,
        original_may_review=local.original_may_review,
    )


def _check_settings(local: LocalRules) -> None:
    if local.collective_threshold is not None and local.collective_threshold < 2:
        raise Refused("集体访人数标准至少为2人", field="collective_threshold")
    if local.objection_reason_length is not None and local.objection_reason_length < 1:
        raise Refused("异议理由至少1个字", field="objection_reason_length")
    if local.flagged_approval is not None and not 1 <= local.flagged_approval <= LEVELS_MOST:
        raise Refused(f"审批级数应为1至{LEVELS_MOST}级", field="flagged_approval")
    if not 0 <= local.review_extension <= REVIEW_EXTENSION_MOST:
        raise Refused(f"复查、复核延长期限应为0至{REVIEW_EXTENSION_MOST}日", field="review_extension")


def _customised(rule: ClockRule, local: LocalRules) -> ClockRule:
    changed = _measured(rule, local)
    if rule.duty in _REVIEWS and local.review_extension:
        changed = replace(
            changed,
            extension_max=local.review_extension,
            extension_count=1,
            approver=Role.LEADER,
            policy=True,
        )
    if rule.duty in local.extension_maxima:
        most = local.extension_maxima[rule.duty]
        if not 0 <= most <= rule.extension_max:
            raise Refused(
                f"“{rule.duty.title}”的延长期限应为0至{rule.extension_max}日", rule.basis, "extension_maxima"
            )
        changed = replace(changed, extension_max=most, policy=True)
    if local.extension_split and changed.extension_max:
        changed = replace(changed, extension_count=None, policy=True)
    if (
        local.roll_office_deadlines
        and changed.unit is Unit.CALENDAR
        and rule.roll is Roll.NONE
        and rule.length
    ):
        changed = replace(changed, roll=Roll.FORWARD, policy=True)
    return changed


def _measured(rule: ClockRule, local: LocalRules) -> ClockRule:
    length = local.lengths.get(rule.duty, rule.length)
    unit = local.units.get(rule.duty, rule.unit)
    if (length, unit) == (rule.length, rule.unit):
        return rule
    if length is None or length < 1:
        raise Refused(f"“{rule.duty.title}”的期限至少1日", rule.basis, "lengths")
    if rule.length:
        _check_against_statute(rule, length, unit)
    return replace(rule, length=length, unit=unit, policy=True)


def _check_against_statute(rule: ClockRule, length: int, unit: Unit) -> None:
    given, allowed = _span(length, unit), _span(rule.length or 0, rule.unit)
    if rule.duty.petitioners_right and given < allowed:
        raise Refused(
            f"“{rule.duty.title}”是信访人的权利，期限不得短于{rule.described}", rule.basis, "lengths"
        )
    if not rule.duty.petitioners_right and given > allowed:
        raise Refused(f"“{rule.duty.title}”的期限不得长于{rule.described}", rule.basis, "lengths")


def _span(length: int, unit: Unit) -> int:
    """Length in fifths of a week, to compare working with calendar days without fractions."""
    return length * (_WORKING_WEEK if unit is Unit.CALENDAR else _WEEK)
