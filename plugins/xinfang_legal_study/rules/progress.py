"""Progress of a person or unit (学习进度): a light by hours and sessions, with words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from xinfang_legal_study.rules.kinds import Shown

TENTH = Decimal("0.1")
NEAR = Decimal("0.8")
"""Share of what is due so far from which one counts as nearly on course."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a year asks of one person (年度要求); zero asks nothing."""

    hours: Decimal = Decimal(0)
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What one person did in a year (完成情况): hours in clock hours, sessions attended or made up."""

    hours: Decimal = Decimal(0)
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Light:
    """The light (进度灯): tone and words; ``due`` is the icon's view for ``status.due_tag``."""

    text: str
    tone: str
    day: date | None = None

    @property
    def shown(self) -> Shown:
        """As a tag."""
        return Shown(self.text, self.tone)


MET = Light("已达标", "success")
ON_COURSE = Light("进度正常", "success")
NEARLY = Light("略有落后", "warning")
BEHIND = Light("进度落后", "danger")
UNMET = Light("未达标", "danger")
NO_TARGET = Light("未设要求", "neutral")


def elapsed(year: int, day: date) -> Decimal:
    """How much of a year is over on a day (时间进度), from 0 to 1."""
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    if day <= start:
        return Decimal(0)
    return min(Decimal(1), Decimal((day - start).days) / Decimal((end - start).days))


def light(target: Target, done: Done, year: int, day: date) -> Light:
    """The light of one person (个人进度灯).

    Met when hours and sessions are both reached. Else, while the year runs, measured against the
    part of the year that is over; afterwards 未达标.
    """
    wanted = [(Decimal(target.hours), done.hours), (Decimal(target.sessions), Decimal(done.sessions))]
    asked = [(goal, have) for goal, have in wanted if goal > 0]
    if not asked:
        return NO_TARGET
    if all(have >= goal for goal, have in asked):
        return MET
    part = elapsed(year, day)
    if part >= 1:
        return UNMET
    if all(have >= goal * part for goal, have in asked):
        return ON_COURSE
    return NEARLY if all(have >= goal * part * NEAR for goal, have in asked) else BEHIND


_ORDER = (UNMET, BEHIND, NEARLY, ON_COURSE, MET, NO_TARGET)


def unit_light(lights: Iterable[Light]) -> Light:
    """The light of a unit (单位进度灯): that of the person furthest behind."""
    return min(lights, key=_ORDER.index, default=NO_TARGET)


def is_behind(one: Light) -> bool:
    """Whether somebody should be reminded (需要提醒)."""
    return one in {BEHIND, UNMET, NEARLY}


def clock_hours(minutes: int) -> Decimal:
    """Minutes as hours (学时), half up to one decimal."""
    return (Decimal(minutes) / 60).quantize(TENTH, ROUND_HALF_UP)
