"""Delta (变化): what changed between the version a reader read last and the present one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xinfang_site.domain.titles import Titled


class Change(Titled):
    """How a line differs from what was read (变化)."""

    NEW = "new", "新增"
    CONTINUED = "continued", "有新进展"
    CHANGED = "changed", "已更正"
    GONE = "gone", "已撤下"
    SAME = "same", "无变化"


@dataclass(frozen=True, slots=True)
class Mark:
    """A line as it is compared (比对标识): its matter, and the exact text."""

    matter: str
    text: str


def compare(read: Sequence[Mark], now: Sequence[Mark], *, same_issue: bool) -> Mapping[str, Change]:
    """How each matter changed since the last reading (阅后变化).

    Args:
        read: the lines of the version read last.
        now: the lines of the version shown.
        same_issue: both are versions of one issue: a different text is a correction and a line left
            out was taken back; between two issues it is progress, and a matter not told again is no news.
    """
    before = {each.matter: each.text for each in read}
    found: dict[str, Change] = {}
    for each in now:
        if each.matter not in before:
            found[each.matter] = Change.NEW
        elif before[each.matter] == each.text:
            found[each.matter] = Change.SAME
        else:
            found[each.matter] = Change.CHANGED if same_issue else Change.CONTINUED
    if same_issue:
        found |= {matter: Change.GONE for matter in before if matter not in found}
    return found
