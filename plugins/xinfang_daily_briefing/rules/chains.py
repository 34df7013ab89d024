"""Chains of items (首报、续报、终报): what was sent is never edited, only continued or corrected."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xinfang_daily_briefing.rules.words import Stage
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.receiving import urgent
from xinfang_site.domain.statutes import article

LIKE = 0.5
"""From this share of common pairs of characters on two titles are shown as possibly the same matter."""
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Link:
    """One sent item of a thread (已报送的一报): its stage, and whether a correction replaced it."""

    stage: Stage
    corrected: bool = False


def standing(thread: Sequence[Link]) -> tuple[Link, ...]:
    """The items of a thread that stand (有效报次): corrected ones are left out."""
    return tuple(each for each in thread if not each.corrected)


def is_finished(thread: Sequence[Link]) -> bool:
    """Whether a final report stands (已终报)."""
    return any(each.stage is Stage.FINAL for each in standing(thread))


def check_next(thread: Sequence[Link], stage: Stage) -> None:
    """Refuse an item that does not continue its thread (报次衔接).

    Raises:
        Refused: a second first report, a continuation of nothing, or one after the final report.
    """
    if stage is Stage.FIRST:
        if thread:
            raise Refused("这一事项已有首报，请续报或者终报", field="stage")
        return
    if not thread:
        raise Refused("没有首报，不能续报或者终报", field="stage")
    if is_finished(thread):
        raise Refused("这一事项已经终报；情况有变的，请另起首报", field="stage")


def report_name(stage: Stage, before: Sequence[Link]) -> str:
    """What an item is called (报次名称): ``首报``, ``续报（2）``, ``终报``; ``before`` are those sent earlier."""
    if stage is not Stage.FOLLOW:
        return stage.title
    number = 1 + sum(each.stage is Stage.FOLLOW for each in standing(before))
    return f"{stage.title}（{number}）"


def check_editable(*, sent: bool) -> None:
    """Refuse to change what was sent (已报送不得修改).

    Raises:
        Refused: it was sent.
    """
    urgent.check_untouched(sent=sent)


def check_correctable(*, sent: bool, corrected: bool) -> None:
    """Refuse the correction of a draft, or a second one of the same item (更正).

    Raises:
        Refused: it was not sent yet, or is corrected already.
    """
    if not sent:
        raise Refused("还没有报送，直接修改即可")
    if corrected:
        raise Refused("这一报已有更正，请在更正后的内容上再更正", article(46, None, 4))


def likeness(one: str, other: str) -> float:
    """How much two titles have in common (相似度), 0 to 1: pairs of neighbouring characters of the shorter."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def _pairs(text: str) -> set[str]:
    plain = _NOISE.sub("", text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
