"""Plans (演示时间表): a route becomes acts on working days, the last of them today or earlier."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from xinfang_site.demo.plot.routes import APPROVAL_GAP, GAPS, USUAL_GAP, Route
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.roles import Role

_DECIDES_NOTHING = frozenset({Step.REGISTER, Step.SCREEN})


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one person on one day (一次操作); ``approver`` is the role that decides a proposal, else None."""

    step: Step
    day: date
    approver: Role | None = None
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The day of receipt and all acts (时间表); the first act registers the matter."""

    received_on: date
    acts: Sequence[Act]


def plan(route: Route, turn: int, random: Random, calendar: WorkCalendar, today: date) -> Plan:
    """Set the day of each act; the last act lies as many days back as the route says.

    Args:
        route: the way to go.
        turn: how many matters took this route before; picks the age.
        random: decides the days between.
        calendar: tells working days; acts happen on them only.
        today: nothing happens later.
    """
    bare = list(_bare(route))
    age = route.ages[turn % len(route.ages)]
    gaps = [0 if _at_once(route, act) else _gap(act, random) for act in bare[1:]]
    taken = {word for word in route.steps.split() if not word.endswith("?")}
    undecided = taken <= {each.value for each in _DECIDES_NOTHING}
    if undecided:  # the limit counts from receipt
        received = today - timedelta(days=age)
        return Plan(received, list(_forward(bare, gaps, received, calendar, today)))
    acts = list(_backward(bare, gaps, calendar.previous_working_day(today - timedelta(days=age)), calendar))
    before = 0 if route.kind == "urgent" else random.randint(0, 2)
    return Plan(acts[0].day - timedelta(days=before), acts)


def _bare(route: Route) -> Iterator[Act]:
    """The acts of a route in order, all without a day."""
    nowhere = date.min
    yield Act(Step.REGISTER, nowhere)
    for word in route.steps.split():
        step = Step(word.rstrip("?+!"))
        yield Act(step, nowhere)
        roles = TABLE[step].approval
        taken = {"?": 0, "+": 1, "!": 1}.get(word[-1], len(roles))
        for role in roles[:taken]:
            yield Act(step, nowhere, role, returned=word.endswith("!"))


def _at_once(route: Route, act: Act) -> bool:
    """An urgent matter is reported on the day on which it becomes known (第二十五条)."""
    return route.kind == "urgent" and act.step in (Step.SCREEN, Step.REPORT)


def _gap(act: Act, random: Random) -> int:
    least, most = APPROVAL_GAP if act.approver else GAPS.get(act.step, USUAL_GAP)
    return random.randint(least, most)


def _forward(
    bare: list[Act], gaps: list[int], start: date, calendar: WorkCalendar, today: date
) -> Iterator[Act]:
    day = start
    for act, gap in zip(bare, [0, *gaps], strict=True):
        day = min(day + timedelta(days=gap), today)
        working = day if calendar.is_working(day) else calendar.next_working_day(day)
        day = min(working, today)
        yield Act(act.step, day, act.approver, act.returned)


def _backward(bare: list[Act], gaps: list[int], end: date, calendar: WorkCalendar) -> list[Act]:
    day, found = end, []
    for act, gap in zip(bare[::-1], [*gaps[::-1], 0], strict=True):
        found.append(Act(act.step, day, act.approver, act.returned))
        day = day - timedelta(days=gap)
        day = day if calendar.is_working(day) else calendar.previous_working_day(day)
    return found[::-1]
