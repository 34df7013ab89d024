"""Attendance (考勤): present, absent with a reason, made up with approval; made up is never shown as present."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xinfang_legal_study.rules.kinds import Shown
from xinfang_legal_study.rules.plan import Share
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.titles import Title, Titled


class Presence(StrEnum):
    """How one person stands with one session (出勤)."""

    EXPECTED = "expected"
    PRESENT = "present"
    LEAVE = "leave"
    ABSENT = "absent"
    MADE_UP = "made_up"

    @property
    def title(self) -> Title:
        """What pages call it."""
        return Title(_PRESENCE[self].title)

    @property
    def shown(self) -> Shown:
        """The word and its tone."""
        return _PRESENCE[self]


_PRESENCE = {
    Presence.EXPECTED: Shown("应到", "neutral"),
    Presence.PRESENT: Shown("实到", "success"),
    Presence.LEAVE: Shown("请假", "warning"),
    Presence.ABSENT: Shown("缺席", "danger"),
    Presence.MADE_UP: Shown("已补学", "info"),
}


class Reason(Titled):
    """Why somebody was absent (缺席原因)."""

    DUTY = "duty", "窗口值班、接访"
    BUSINESS = "business", "公务出差、外出办案"
    LEAVE = "leave", "休假"
    SICK = "sick", "病假"
    OTHER = "other", "其他"


class Way(Titled):
    """How attendance came into the record (登记方式)."""

    CODE = "code", "签到码"
    HAND = "hand", "手工登记"
    SHEET = "sheet", "签到表补录"
    IMPORT = "import", "台账导入"


@dataclass(frozen=True, slots=True)
class Tally:
    """Heads of a session or a person's sessions (出勤计数).

    Attributes:
        expected: 应到.
        present: 实到, those in the room.
        made_up: 补学, approved make-up; never part of ``present``.
    """

    expected: int
    present: int
    made_up: int = 0

    @property
    def rate(self) -> Share:
        """Present of expected (到课率)."""
        return Share(self.present, self.expected)

    @property
    def rate_made_up(self) -> Share:
        """Present and made up of expected (参学率，含补学)."""
        return Share(self.present + self.made_up, self.expected)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.expected + other.expected, self.present + other.present, self.made_up + other.made_up
        )


def tally(presences: Iterable[Presence]) -> Tally:
    """Count the people of a session, or the sessions of a person."""
    every = list(presences)
    return Tally(len(every), every.count(Presence.PRESENT), every.count(Presence.MADE_UP))


def check_tally(counts: Tally) -> None:
    """Refuse counts that cannot be (核对人数).

    Raises:
        Refused: more present or made up than expected.
    """
    if min(counts.expected, counts.present, counts.made_up) < 0:
        raise Refused("人数不能是负数", field="present")
    if counts.present + counts.made_up > counts.expected:
        raise Refused(
            f"实到 {counts.present} 人加补学 {counts.made_up} 人，多于应到 {counts.expected} 人",
            field="present",
        )


def check_make_up(presence: Presence, missed_on: date, made_up_on: date, today: date) -> None:
    """Refuse a make-up (补学) of a session that was attended, before it, or in the future.

    Raises:
        Refused: one of these.
    """
    if presence is Presence.PRESENT:
        raise Refused("已经到会，不需要补学")
    if presence is Presence.MADE_UP:
        raise Refused("已经补学并通过审核")
    if made_up_on < missed_on:
        raise Refused("补学日期不能早于学习日期", field="made_up_on")
    if made_up_on > today:
        raise Refused("补学日期不能晚于今天", field="made_up_on")


def check_second_person(author: str, approver: str, what: str) -> None:
    """Refuse an approval by the one who asked for it (审核人不得是本人).

    Raises:
        Refused: both are the same person.
    """
    if author == approver:
        raise Refused(f"{what}应当由本人以外的人审核")
