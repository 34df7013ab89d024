"""Rules of time limits (期限规则): one rule per duty, gathered in dated sets; values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.roles import Role
from xinfang_site.domain.statutes import Article, Statute
from xinfang_site.domain.titles import Titled


class Unit(Titled):
    """What is counted (期限单位), as documents write it: calendar days or working days."""

    CALENDAR = "calendar", "日"
    WORKING = "working", "个工作日"


class Roll(StrEnum):
    """What happens when the last day is not worked (期满日遇休息日): nothing, or it moves forward."""

    NONE = "none"
    FORWARD = "forward"


class Mark(StrEnum):
    """How sure the source is (依据可靠程度): text read, secondary source, from memory."""

    VERIFIED = "V"
    SECONDARY = "S"
    MEMORY = "M"


class Interruption(Titled):
    """What makes a clock stand still (中止事由)."""

    HEARING = "hearing", "听证"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How one duty's limit is counted (期限规则).

    Attributes:
        duty: the duty or right, D1 to D17.
        length: days; None where the law leaves the day to whoever sets it, or gives none.
        unit: what is counted.
        start_event: the event whose day is not counted.
        stop_event: the event that ends it.
        extension_max: most days that all extensions may add; 0 forbids extension.
        extension_count: most extensions; None for any number within ``extension_max``.
        approver: the role that approves an extension.
        suspended_by: what makes the clock stand still.
        roll: whether the last day moves over rest days.
        basis: the article.
        mark: how sure the source is.
        policy: the text is silent and this is the site's own policy (本站规则).
    """

    duty: Duty
    length: int | None
    unit: Unit
    start_event: str
    stop_event: str
    basis: Article
    extension_max: int = 0
    extension_count: int | None = 0
    approver: Role | None = None
    suspended_by: frozenset[Interruption] = frozenset()
    roll: Roll = Roll.NONE
    mark: Mark = Mark.VERIFIED
    policy: bool = False

    @property
    def described(self) -> str:
        """The rule in one line (规则说明), such as ``自受理之日起60日``."""
        if self.length is None:
            return f"自{self.start_event}之日起，期限由交办、督办机关或者相关法律规定"
        if self.length == 0:
            return f"{self.start_event}当日"
        return f"自{self.start_event}之日起{self.length}{self.unit.title}"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A dated set of rules (规则集). Clocks keep its ``key``; a later version never touches them.

    Attributes:
        code: the set's code, such as ``xfgztl2022``.
        title: what pages call it.
        statute: the statute it carries out.
        valid_from: first day of receipt it governs, or None.
        valid_to: last day of receipt it governs, or None.
        rules: the rules by duty; a duty without a rule has no limit in this set.
        version: raised with every local change.
        collective_threshold: visitors from which a visit is collective (集体访).
        objection_reason_length: least characters of an objection's reasons.
        concludes_all: the conclusion limit binds every accepted matter (2005), not only the sixth path.
        local: the office's own overrides are applied.
        flagged_approval: least levels by which the petition office approves a step of a matter of weight
            (重大紧急、集体访); 0 leaves the table's.
        original_may_review: the organ that handled the matter may be asked for 复查 too (local rules only).
    """

    code: str
    title: str
    statute: Statute
    valid_from: date | None
    valid_to: date | None
    rules: Mapping[Duty, ClockRule]
    version: int = 1
    collective_threshold: int = 5
    objection_reason_length: int = 10
    concludes_all: bool = False
    local: bool = False
    flagged_approval: int = 0
    original_may_review: bool = False

    @property
    def key(self) -> str:
        """Code and version as stored with each clock (规则集标识)."""
        return f"{self.code}/{self.version}"

    def rule(self, duty: Duty) -> ClockRule:
        """The rule of a duty (某项期限的规则).

        Raises:
            Refused: this set knows no such limit.
        """
        found = self.rules.get(duty)
        if found is None:
            raise Refused(f"{self.title}没有规定“{duty.title}”的期限")
        return found
