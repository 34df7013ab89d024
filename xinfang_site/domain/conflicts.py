"""Conflict of interest (利益冲突、回避): who may never see, receive or count a report.

Offices are given as ids with a mapping from each office to its parent (None at the root).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.identity import normal_name
from xinfang_site.domain.statutes import article

NOT_TO_THE_ACCUSED = article(30, 3)
RECUSAL = article(28, 3)


def subordinates(parents: Mapping[int, int | None], roots: Iterable[int]) -> frozenset[int]:
    """``roots`` with all offices below them (本级及下级单位)."""
    children: dict[int, list[int]] = {}
    for office, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(office)
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        office = waiting.pop()
        if office not in found:
            found.add(office)
            waiting.extend(children.get(office, ()))
    return frozenset(found)


def barred_offices(
    parents: Mapping[int, int | None], accused_units: Iterable[int], accused_persons_units: Iterable[int] = ()
) -> frozenset[int]:
    """The offices that may never see, receive, search or count a report (不得接触的单位).

    The accused units and the units of accused persons are barred by law; everything below them by
    the policy of this site.
    """
    return subordinates(parents, {*accused_units, *accused_persons_units})


def check_receiver(receiver: int, barred: frozenset[int]) -> None:
    """Refuse to send a report to the accused (检举控告不得转给被检举、揭发的单位).

    Raises:
        Refused: the receiver is barred.
    """
    if receiver in barred:
        raise Refused("不得转送、交办给被检举控告的单位及其下级单位", NOT_TO_THE_ACCUSED, "receiver")


def check_report_receiver(receiver: int, barred: frozenset[int], competent: frozenset[int]) -> None:
    """Refuse a wrong addressee of a report (检举控告的去向).

    Args:
        receiver: the office it would go to.
        barred: offices that may never receive it.
        competent: 纪检监察机关 and organs with authority over the cadre.

    Raises:
        Refused: the receiver is barred, or not one of the competent organs.
    """
    check_receiver(receiver, barred)
    if receiver not in competent:
        raise Refused(
            "检举控告事项应当按照管理权限转送纪检监察机关或者有权处理的机关", article(22, 2), "receiver"
        )


@dataclass(frozen=True, slots=True)
class Interests:
    """What ties an officer to a matter (利害关系).

    Attributes:
        is_petitioner: the officer is a petitioner of it.
        is_accused: the officer is reported in it.
        is_relative: the officer is a close relative of either.
        offices: offices the officer works in.
        declared: reason of a declaration of the officer's own, or empty.
    """

    is_petitioner: bool = False
    is_accused: bool = False
    is_relative: bool = False
    offices: frozenset[int] = frozenset()
    declared: str = ""


def recusal_reason(interests: Interests, barred: frozenset[int] = frozenset()) -> str:
    """Why an officer must stand aside (回避理由), or nothing."""
    reasons = (
        (interests.is_petitioner, "本人是该事项的信访人"),
        (interests.is_accused, "本人是该事项的被反映人"),
        (interests.is_relative, "与信访人或者被反映人有近亲属关系"),
        (bool(interests.offices & barred), "在被反映单位工作"),
        (bool(interests.declared.strip()), f"已申报回避：{interests.declared.strip()}"),
    )
    return next((reason for applies, reason in reasons if applies), "")


def check_recusal(interests: Interests, barred: frozenset[int] = frozenset()) -> None:
    """Refuse to assign a matter to somebody who must stand aside (应当回避).

    Raises:
        Refused: the officer has a direct interest in it.
    """
    reason = recusal_reason(interests, barred)
    if reason:
        raise Refused(f"应当回避：{reason}", RECUSAL, "handler")


def namesake_of(name: str, people: Iterable[tuple[str, str]]) -> str:
    """The part in the matter of somebody who bears an officer's name (同名), or nothing.

    Args:
        name: the officer's name.
        people: part and name of each person; a reported person's post may stand behind the name.
    """
    own = normal_name(name)
    if not own:
        return ""
    for part, text in people:
        words = text.split()
        if own == normal_name(text) or (words and own == normal_name(words[0])):
            return part
    return ""
