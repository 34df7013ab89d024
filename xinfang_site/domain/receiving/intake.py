"""Intake (收件、登记): receipt date, anonymity, merging and changes of what the clocks rest on."""

from collections.abc import Iterable
from datetime import date

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clocks import Clock
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.domain.statutes import article

REGISTRATION = article(22, 1)
EARLIEST_YEAR = 1949
"""The year before which no day of receipt can lie (最早收到年份)."""


def check_received(received_on: date, today: date) -> None:
    """Refuse a day of receipt in the future, or one before there were petitions to this state (收到日期不得晚于今日).

    A ledger of old matters may be typed in; 0202 for 2020 is a slip of the keyboard.

    Raises:
        Refused: ``received_on`` is after ``today``, or before 1949.
    """
    if received_on.year < EARLIEST_YEAR:
        raise Refused(
            f"收到日期的年份是{received_on.year:04d}年，应当是{EARLIEST_YEAR}年以后的日期",
            REGISTRATION,
            "received_on",
        )
    if received_on > today:
        raise Refused(f"收到日期不得晚于今日（{today}）", REGISTRATION, "received_on")


def check_petitioner(name: str, *, anonymous: bool) -> None:
    """Refuse an empty name in place of anonymity (匿名应当明示).

    Raises:
        Refused: neither a name nor the anonymous mark is given, or both are.
    """
    if anonymous and name.strip():
        raise Refused("已填写姓名，不能同时标记匿名", article(19, 1), "anonymous")
    if not anonymous and not name.strip():
        raise Refused("应当填写信访人姓名；信访人未留姓名的，请标记匿名", article(19, 1), "name")


def check_receipt_change(dispatch: Clock | None, old: date, new: date, people: Iterable[str]) -> None:
    """Refuse a lone change of the day of receipt (更正收到日期).

    Args:
        dispatch: the clock D1 of the matter, if it has one.
        old: the day recorded.
        new: the day wanted.
        people: who asks and who agrees, different persons.

    Raises:
        Refused: D1 has stopped and no second person agrees, or the day is the same.
    """
    if new == old:
        raise Refused("新的收到日期与原日期相同", REGISTRATION, "received_on")
    if dispatch is None or dispatch.duty is not Duty.DISPATCH or dispatch.running:
        return
    if len({person for person in people if person.strip()}) < 2:
        raise Refused(
            "事项已经转送、交办或者告知，更正收到日期应当由第二人核准", REGISTRATION, "second_person"
        )


def merged_receipt(days: Iterable[date]) -> date:
    """The day of receipt that rules merged matters (合并后的收到日期): the earliest.

    Raises:
        Refused: there is nothing to merge.
    """
    known = sorted(days)
    if len(known) < 2:
        raise Refused("合并至少需要两个事项", field="other_matter")
    return known[0]


def check_merge(number: str, other: str, kind: Kind | None, other_kind: Kind | None) -> None:
    """Refuse a merge that would hide or expose a matter (合并).

    Raises:
        Refused: it is the same matter, or only one of them is a report (检举控告).
    """
    if number == other:
        raise Refused("不能将事项并入其自身", field="other_matter")
    if (kind is Kind.ACCUSATION) is not (other_kind is Kind.ACCUSATION):
        raise Refused("检举控告事项不能与其他类别的事项合并", article(30, 3), "other_matter")


def check_kind_change(old: Kind | None, new: Kind, people: Iterable[str]) -> None:
    """Refuse that one person alone takes a matter out of 检举控告 (变更事项类别).

    Raises:
        Refused: fewer than two persons agree to it.
    """
    leaves = old is Kind.ACCUSATION and new is not Kind.ACCUSATION
    if leaves and len({person for person in people if person.strip()}) < 2:
        raise Refused("变更检举控告类别应当由两人核准", article(30, 3), "second_person")


def check_void(reason: str) -> None:
    """Refuse to void without a reason (作废); a registered matter is never deleted, its number stays used.

    Raises:
        Refused: the reason is missing.
    """
    if not reason.strip():
        raise Refused("作废应当写明理由；编号不再使用", REGISTRATION, "reason")
