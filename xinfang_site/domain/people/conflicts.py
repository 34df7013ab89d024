"""Conflict of interest (利益冲突、回避): who may never receive a report, and who must stand aside. Offices are ids."""

from collections.abc import Iterable

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.identity import normal_name
from xinfang_site.domain.statutes import article

NOT_TO_THE_ACCUSED = article(30, 3)
RECUSAL = article(28, 3)


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


def recusal_reason(*, reported: bool = False, declared: str = "") -> str:
    """Why an officer must stand aside (回避理由), or nothing.

    Args:
        reported: the officer is reported in the matter.
        declared: reason of a declaration of the officer's own, or empty.
    """
    if reported:
        return "本人是该事项的被反映人"
    return f"已申报回避：{declared.strip()}" if declared.strip() else ""


def check_recusal(reason: str) -> None:
    """Refuse to assign a matter to somebody who must stand aside (应当回避).

    Raises:
        Refused: there is a reason, as :func:`recusal_reason` gives it.
    """
    if reason:
        raise Refused(f"应当回避：{reason}", RECUSAL, "handler")


def bears(name: str, reported: str) -> bool:
    """Whether a reported person's words (姓名、职务在一栏) begin with an officer's name."""
    own = normal_name(name)
    return bool(own) and normal_name(reported).startswith(own)


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
