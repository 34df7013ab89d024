"""From work to study (由工作定学习): what went wrong in a month suggests the next topic and quiz."""

from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_TOPICS = 8
WEIGHTS = {"late": 2, "overturned": 5, "missed": 1}
_WORDS = {
    "late": "{count} 件事项超过该条规定的期限",
    "overturned": "{count} 件处理意见被撤销或者变更",
    "missed": "考试中答错 {count} 次",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of the month (线索): ``kind`` late, overturned or missed; the article it points at; how often.

    It counts matters and answers, never persons.
    """

    kind: str
    citation: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic for the next study (建议学习内容): the article, why, and its weight."""

    citation: str
    weight: int
    reasons: tuple[str, ...] = field(default_factory=tuple)

    @property
    def topic(self) -> str:
        """A topic for the plan."""
        return f"学习{self.citation}"


def suggest(signs: Iterable[Sign]) -> list[Suggestion]:
    """Topics by weight (排序), heaviest first: an overturned opinion weighs more than a late case or a wrong answer."""
    counts: dict[str, dict[str, int]] = {}
    for sign in signs:
        if sign.citation and sign.count > 0:
            kinds = counts.setdefault(sign.citation, {})
            kinds[sign.kind] = kinds.get(sign.kind, 0) + sign.count
    found = [
        Suggestion(
            citation,
            sum(WEIGHTS[kind] * count for kind, count in kinds.items()),
            tuple(_WORDS[kind].format(count=kinds[kind]) for kind in WEIGHTS if kind in kinds),
        )
        for citation, kinds in counts.items()
    ]
    return sorted(found, key=lambda each: (-each.weight, each.citation))[:MOST_TOPICS]
