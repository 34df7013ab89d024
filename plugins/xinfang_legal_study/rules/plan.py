"""The year's plan (年度学习计划): rows over spans of months, planned against held, at least one each quarter."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from xinfang_legal_study.rules.kinds import SessionState, StudyKind
from xinfang_site.domain.errors import Refused

QUARTERS = (1, 2, 3, 4)
_NUMERALS = {word: place for place, word in enumerate("一二三四五六七八九十", start=1)} | {
    "十一": 11,
    "十二": 12,
}
_NUMBER = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_MONTHS = re.compile(rf"({_NUMBER})月?份?(?:底|初|中旬|上旬|下旬)?(?:[-—–~～至到、](?:次月|({_NUMBER})))?月?")
_QUARTER = re.compile(r"第?([1-4一二三四])季度?")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12), "每月": (1, 12), "每季度": (1, 12)}


@dataclass(frozen=True, slots=True)
class MonthSpan:
    """One month or several (月份跨度), both ends included, in one year."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last <= 12:
            raise Refused("起止月份应当在 1 至 12 之间，起月不得晚于止月", field="last_month")

    @property
    def title(self) -> str:
        """As plans write it: ``3月``, ``3-4月``, ``全年``."""
        if (self.first, self.last) == (1, 12):
            return "全年"
        return f"{self.first}月" if self.first == self.last else f"{self.first}-{self.last}月"

    @property
    def quarters(self) -> tuple[int, ...]:
        """The quarters it touches."""
        return tuple(range(quarter_of(self.first), quarter_of(self.last) + 1))

    def holds(self, month: int) -> bool:
        """Whether a month lies in it."""
        return self.first <= month <= self.last


def quarter_of(month: int) -> int:
    """The quarter (季度) of a month."""
    return (month - 1) // 3 + 1


def read_span(text: str) -> MonthSpan | None:
    """The span that a plan's cell names (读月份): 3-4月, 十一月, 第二季度, 上半年, 全年; None for anything else."""
    plain = re.sub(r"\s+", "", text).replace("年度", "全年")
    plain = re.sub(r"^(?:19|20)\d\d[年./-]", "", plain)
    if plain in _HALVES:
        return MonthSpan(*_HALVES[plain])
    if quarter := _QUARTER.fullmatch(plain):
        last = 3 * (int(quarter[1]) if quarter[1].isdigit() else _NUMERALS[quarter[1]])
        return MonthSpan(last - 2, last)
    found = _MONTHS.fullmatch(plain)
    if found is None:
        return None
    first = _month(found[1])
    last = _month(found[2]) if found[2] else first
    return MonthSpan(first, last) if first <= last else None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _NUMERALS[text]


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One row of the plan as the rules see it (计划行)."""

    id: int
    span: MonthSpan
    kind: StudyKind


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One session as the rules see it (场次).

    Attributes:
        kind: its kind.
        state: what became of it.
        day: the day it was held, else the day it is planned for.
        row_id: the plan's row it carries out, or None outside the plan.
        in_plan: part of the year's plan; a session added later is not.
        superseded: moved, and another session took its place.
    """

    kind: StudyKind
    state: SessionState
    day: date
    row_id: int | None = None
    in_plan: bool = True
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Quarter:
    """Plan against held in one quarter (季度对照).

    Attributes:
        number: 1 to 4.
        planned: sessions and plan rows set down for it.
        held: sessions held in it.
        warning: what is missing, in words; empty when nothing is.
    """

    number: int
    planned: int
    held: int
    warning: str = ""


def by_quarter(
    rows: Sequence[PlanItem], sessions: Sequence[SessionFact], year: int, day: date
) -> list[Quarter]:
    """Plan against held by quarter (按季对照), with the warning that a quarter has none.

    A row without a session of its own counts in the first quarter of its span; a row with
    sessions is counted by them. A moved session counts once, where its successor stands.

    Args:
        rows: the plan's rows.
        sessions: the year's sessions.
        year: the plan's year.
        day: the day of reckoning; quarters that have ended are judged, those to come only asked for a plan.
    """
    counted = [each for each in sessions if not each.superseded]
    carried = {each.row_id for each in counted}
    found = []
    for number in QUARTERS:
        own = [each for each in counted if quarter_of(each.day.month) == number]
        waiting = [row for row in rows if row.id not in carried and row.span.quarters[0] == number]
        held = sum(each.state is SessionState.HELD for each in own)
        planned = sum(each.in_plan for each in own) + len(waiting)
        open_ones = sum(each.state is SessionState.PLANNED for each in own) + len(waiting)
        found.append(Quarter(number, planned, held, _quarter_warning(number, held, open_ones, year, day)))
    return found


def _quarter_warning(number: int, held: int, open_ones: int, year: int, day: date) -> str:
    if held:
        return ""
    ended = day >= (date(year, 3 * number + 1, 1) if number < 4 else date(year + 1, 1, 1))
    if ended:
        return f"第{number}季度没有举办过学习，未达到每季度至少 1 次"
    started = day >= date(year, 3 * number - 2, 1)
    if not open_ones:
        return f"第{number}季度没有安排学习，每季度至少 1 次"
    return f"第{number}季度已经安排，还没有举办" if started else ""


@dataclass(frozen=True, slots=True)
class Share:
    """A rate with what it is made of (比率): numerator and denominator are always shown."""

    part: int
    whole: int

    @property
    def hundredths(self) -> int | None:
        """The rate in hundredths of a percent, half up; None where there is nothing to divide by."""
        return (self.part * 20000 + self.whole) // (2 * self.whole) if self.whole else None

    @property
    def text(self) -> str:
        """As pages print it: ``87.5%``, ``100%`` only when nothing is missing, a dash for 0 of 0."""
        rate = self.hundredths
        if rate is None:
            return "—"
        if rate == 10000 and self.part < self.whole:
            return "99.99%"
        return f"{rate // 100}.{rate % 100:02}".rstrip("0").rstrip(".") + "%"

    @property
    def full(self) -> str:
        """The rate with its parts: ``87.5%（7/8）``."""
        return f"{self.text}（{self.part}/{self.whole}）"


def plan_share(sessions: Iterable[SessionFact], waiting_rows: int = 0) -> Share:
    """Held of what the plan set down (计划完成率): held over planned, held, cancelled and moved.

    A moved session is counted once, by its successor; sessions outside the plan are left out.
    """
    counted = [each for each in sessions if each.in_plan and not each.superseded]
    held = sum(each.state is SessionState.HELD for each in counted)
    return Share(held, len(counted) + waiting_rows)


def fitting_row(rows: Iterable[PlanItem], kind: StudyKind, day: date) -> PlanItem | None:
    """The row that a session most likely carries out (对应计划行): same kind, its month inside, the shortest span."""
    fitting = [row for row in rows if row.kind is kind and row.span.holds(day.month)]
    return min(fitting, key=lambda row: (row.span.last - row.span.first, row.id), default=None)
