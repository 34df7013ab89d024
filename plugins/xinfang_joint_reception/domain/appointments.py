"""Appointments (预约接访): capacity, one matter each, at most two a month, cancelled a day before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.receiving.visits import MOST_REPRESENTATIVES
from xinfang_site.domain.statutes import article

_JOINT_VISIT = article(20, 3)


@dataclass(frozen=True, slots=True)
class AppointmentRules:
    """The office's rules (预约规则).

    Attributes:
        capacity: appointments a session takes.
        a_month: appointments one person may have in a calendar month.
        cancel_hours: hours before the beginning until which it can be cancelled.
        days_ahead: calendar days ahead that can be booked; 0 for no limit.
    """

    capacity: int = 8
    a_month: int = 2
    cancel_hours: int = 24
    days_ahead: int = 30


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for (预约申请).

    Attributes:
        starts: when the session begins.
        now: the moment of booking.
        representatives: people who will come to speak.
        booked: appointments that stand for the session.
        this_month: the person's other appointments in the session's month.
        same_matter: the person has another open appointment for the same matter.
        published: the session is on a published list.
    """

    starts: datetime
    now: datetime
    representatives: int
    booked: int
    this_month: int
    same_matter: bool = False
    published: bool = True


def check_wish(wish: Wish, rules: AppointmentRules) -> None:
    """Whether an appointment may be made (预约条件).

    Raises:
        Refused: with the reason and the field; the limit of representatives carries its article.
    """
    if not wish.published:
        raise Refused("该场次尚未公示，不能预约", field="session_id")
    if wish.now >= wish.starts:
        raise Refused("该场次已经开始，请到现场取号", field="session_id")
    if rules.days_ahead and (wish.starts - wish.now).days > rules.days_ahead:
        raise Refused(f"只能预约{rules.days_ahead}日以内的场次", field="session_id")
    if wish.representatives < 1:
        raise Refused("来访人数至少1人", field="representatives")
    if wish.representatives > MOST_REPRESENTATIVES:
        raise Refused(f"代表人数不得超过{MOST_REPRESENTATIVES}人", _JOINT_VISIT, "representatives")
    if wish.booked >= rules.capacity:
        raise Refused(f"该场次预约已满（{rules.capacity}件）", field="session_id")
    if wish.same_matter:
        raise Refused("同一事项已有未办的预约，一事一约", field="matter")
    if wish.this_month >= rules.a_month:
        raise Refused(f"每人每月最多预约{rules.a_month}次", field="phone")


def check_cancelling(starts: datetime, now: datetime, rules: AppointmentRules) -> None:
    """Whether an appointment may still be cancelled (取消条件).

    Raises:
        Refused: less than the hours of notice remain.
    """
    if starts - now < timedelta(hours=rules.cancel_hours):
        raise Refused(f"应当在接访开始{rules.cancel_hours}小时前取消")
