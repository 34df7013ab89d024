"""Double booking (冲突): the same person, room, window or unit in two sessions at one time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from xinfang_joint_reception.domain.expansion import Period, why_blocked
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.titles import Titled


class Sort(Titled):
    """What can be taken only once at a time (资源种类)."""

    PERSON = "person", "人员"
    UNIT = "unit", "单位"
    ROOM = "room", "接待室"
    WINDOW = "window", "窗口"


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing that a session takes (占用对象): ``key`` alone tells it from others, ``title`` is for people."""

    sort: Sort
    key: str
    title: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of one day (时段), the end not included."""

    day: date
    starts: time
    ends: time

    def meets(self, other: "Hours") -> bool:
        """Whether the two overlap (重叠)."""
        return self.day == other.day and self.starts < other.ends and other.starts < self.ends

    @property
    def words(self) -> str:
        """As the notice writes it (时段文字): ``2026-03-05 9:00—11:30``."""
        return f"{self.day.isoformat()} {clock_words(self.starts)}—{clock_words(self.ends)}"


def clock_words(at: time) -> str:
    """A time of day as notices write it (时刻): ``9:00``."""
    return f"{at.hour}:{at.minute:02d}"


@dataclass(frozen=True, slots=True)
class Booking:
    """What a session takes (占用): when, and which people, units, rooms and windows.

    ``mark`` tells sessions apart; ``title`` is what people call the session.
    """

    mark: int
    title: str
    hours: Hours
    resources: frozenset[Resource]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sessions that want the same thing at one time (冲突)."""

    resource: Resource
    first: Booking
    second: Booking

    @property
    def words(self) -> str:
        """The clash named (冲突说明), for the clerk."""
        return (
            f"{self.resource.sort.title}“{self.resource.title}”在 {self.second.hours.words} 已安排"
            f"“{self.second.title}”，不能再安排 {self.first.hours.words} 的“{self.first.title}”"
        )


def clashes_with(new: Booking, others: Iterable[Booking]) -> list[Clash]:
    """What a booking collides with (核对冲突), in a stable order; a session does not collide with itself."""
    found = [
        Clash(each, new, other)
        for other in others
        if other.mark != new.mark and new.hours.meets(other.hours)
        for each in new.resources & other.resources
    ]
    return sorted(
        found,
        key=lambda clash: (
            clash.second.hours.starts,
            clash.second.mark,
            clash.resource.sort,
            clash.resource.key,
        ),
    )


def clashes(bookings: Sequence[Booking]) -> list[Clash]:
    """Every pair that collides (全部冲突), each once, the earlier booking first."""
    by_day: dict[date, list[Booking]] = {}
    found: list[Clash] = []
    for each in bookings:
        earlier = by_day.setdefault(each.hours.day, [])
        found += clashes_with(each, earlier)
        earlier.append(each)
    return found


@dataclass(frozen=True, slots=True)
class Leave:
    """A person's leave (请假), both days included; ``key`` is the person's resource key."""

    key: str
    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """A person who is planned while on leave (请假冲突)."""

    resource: Resource
    booking: Booking
    leave: Leave

    @property
    def words(self) -> str:
        """Said to the clerk (说明)."""
        reason = f"（{self.leave.reason}）" if self.leave.reason else ""
        return (
            f"“{self.resource.title}”{self.leave.first.isoformat()}至{self.leave.last.isoformat()}请假{reason}，"
            f"却排在 {self.booking.hours.words} 的“{self.booking.title}”"
        )


def absences(bookings: Iterable[Booking], leaves: Sequence[Leave]) -> list[Absence]:
    """Everyone planned while on leave (请假核对)."""
    by_key: dict[str, list[Leave]] = {}
    for each in leaves:
        by_key.setdefault(each.key, []).append(each)
    return [
        Absence(resource, booking, leave)
        for booking in bookings
        for resource in sorted(booking.resources, key=lambda one: one.key)
        for leave in by_key.get(resource.key, ())
        if leave.first <= booking.hours.day <= leave.last
    ]


def day_fault(day: date, calendar: WorkCalendar, blocked: Sequence[Period] = ()) -> str:
    """Why nobody is received on a day (日期核对): holiday, weekend, blocked period; empty when it is worked."""
    why = why_blocked(day, blocked)
    if why:
        return f"{day.isoformat()}在暂停接访期间（{why}）"
    if calendar.is_working(day):
        return ""
    name = calendar.name_of(day)
    if name.startswith("周"):
        return f"{day.isoformat()}是{name}，不是调休上班日"
    return f"{day.isoformat()}是节假日（{name}）" if name else f"{day.isoformat()}不是工作日"
