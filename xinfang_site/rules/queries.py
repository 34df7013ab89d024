"""Reading the rules (规则查询): which set governs a limit, and a set by the key that a limit keeps."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.overrides import LocalRules, customise
from xinfang_site.domain.limits.rule_sets import RULE_SETS, RULES_2005, rule_set_on
from xinfang_site.domain.limits.rule_sets import rule_set_called as own_rule_set
from xinfang_site.domain.limits.rules import RuleSet, Unit
from xinfang_site.rules.models import LocalRuleSet

BASES: Mapping[str, RuleSet] = {each.code: each for each in RULE_SETS}
_SIMPLE_ALSO = "xfgztl2022"
"""Overrides of this set hold for the simple procedure too, which repeats its rules."""


def rules_for(
    session: Session, office_id: int | None, received_on: date, day: date, *, simple: bool = False
) -> RuleSet:
    """The rule set by which a limit that starts on ``day`` is counted (适用规则).

    Args:
        session: the database.
        office_id: the petition office whose local rules hold, or None for none.
        received_on: day of receipt, which decides the statute.
        day: day on which the limit starts; the newest local version in force then is taken.
        simple: the matter is handled by the simple procedure.
    """
    base = rule_set_on(received_on, simple=simple)
    if office_id is None:
        return base
    code = overridden_with(base)
    row = session.scalar(
        select(LocalRuleSet)
        .where(LocalRuleSet.office_id == office_id, LocalRuleSet.base == code, LocalRuleSet.valid_from <= day)
        .order_by(LocalRuleSet.valid_from.desc(), LocalRuleSet.id.desc())
        .limit(1)
    )
    return base if row is None else local_set(row, base)


def overridden_with(base: RuleSet) -> str:
    """Code of the set whose local versions hold for ``base`` (本地规则所属的规则集)."""
    return base.code if base is RULES_2005 else _SIMPLE_ALSO


def local_set(row: LocalRuleSet, base: RuleSet) -> RuleSet:
    """A stored version as a rule set."""
    return customise(base, read_settings(row.settings), row.version)


def rule_set_called(session: Session, key: str) -> RuleSet:
    """The rule set with the key that a limit keeps (按标识查规则集), however old.

    Raises:
        Refused: no such set is known.
    """
    code, _, version = key.partition("/")
    base = BASES.get(code)
    if base is None or version == str(base.version) or not version.isdigit():
        return own_rule_set(key)
    row = session.get(LocalRuleSet, int(version) - 1)
    return own_rule_set(key) if row is None else local_set(row, base)


def versions(session: Session, office_id: int) -> Sequence[LocalRuleSet]:
    """An office's versions, newest first."""
    return session.scalars(
        select(LocalRuleSet).where(LocalRuleSet.office_id == office_id).order_by(LocalRuleSet.id.desc())
    ).all()


def read_settings(stored: Mapping[str, Any]) -> LocalRules:
    """Stored settings as the domain takes them."""
    lengths, units, maxima = (stored.get(each, {}) for each in ("lengths", "units", "extension_maxima"))
    return LocalRules(
        lengths={Duty(code): int(days) for code, days in lengths.items()},
        units={Duty(code): Unit(unit) for code, unit in units.items()},
        extension_maxima={Duty(code): int(days) for code, days in maxima.items()},
        extension_split=bool(stored.get("extension_split")),
        review_extension=int(stored.get("review_extension") or 0),
        roll_office_deadlines=bool(stored.get("roll_office_deadlines")),
        collective_threshold=stored.get("collective_threshold"),
        objection_reason_length=stored.get("objection_reason_length"),
        flagged_approval=stored.get("flagged_approval"),
        original_may_review=bool(stored.get("original_may_review")),
    )
